"""A case as it is shown whole, and a page of a list of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.centre.cases.case import Case, CaseEntry
from domain.centre.cases.parties import CaseParty, PartyKind, PartyRole
from domain.centre.cases.stages import Step
from domain.personal.masks import mask_person


class Tie(StrEnum):
    """How another case belongs to this one."""

    SPLIT_FROM = "split_from"
    SPLIT_OFF = "split_off"
    JOINED_TO = "joined_to"
    JOINED_IN = "joined_in"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with the people in it, its story, and the steps its reader may take now.

    Attributes:
        version: grows with every step; a step that names an older one is refused.
        ties: other cases it was split from or joined with, as far as its reader may see them.
        at: when it was read; None for the answer of a step.
    """

    case: Case
    parties: list[CaseParty]
    entries: list[CaseEntry]
    steps: tuple[Step, ...]
    version: int = 0
    ties: tuple[tuple[Tie, str], ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """Cases of a list, the people in each that is not sealed, and the cursor behind them."""

    cases: list[Case]
    parties: Mapping[str, list[CaseParty]]
    cursor: str | None
    at: datetime


def masked_applicants(parties: Sequence[CaseParty]) -> list[str]:
    """Who brought a case, or speaks for those who did, as lists may name them."""
    speak = (PartyRole.APPLICANT, PartyRole.REPRESENTATIVE)
    return [masked_name(one) for one in parties if one.role in speak and one.name]


def masked_name(party: CaseParty) -> str:
    """A party as lists name it: people masked, firms by their public name."""
    name = party.name or ""
    return name if party.party is PartyKind.FIRM else mask_person(name)
