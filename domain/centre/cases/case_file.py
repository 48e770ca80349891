"""A case as it is shown whole, and a page of a list of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.centre.cases.case import Case, CaseEntry
from domain.centre.cases.parties import CaseParty
from domain.centre.cases.stages import Step


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with the people in it, its story, and the steps its reader may take now."""

    case: Case
    parties: list[CaseParty]
    entries: list[CaseEntry]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Cases of a list, the people in each that is not sealed, and the cursor behind them."""

    cases: list[Case]
    parties: Mapping[str, list[CaseParty]]
    cursor: str | None
    at: datetime
