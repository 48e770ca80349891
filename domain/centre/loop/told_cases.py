"""A case told whole, with every step it took: how a history of cases comes to be written."""

from dataclasses import dataclass
from datetime import datetime

from domain.centre.cases.case import Case
from domain.centre.cases.parties import CaseParty
from domain.centre.cases.stages import Step
from domain.centre.loop.said import Said


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step: the case after it, by whom, and what was said."""

    at: datetime
    step: Step
    case: Case
    by: str
    said: Said


@dataclass(frozen=True, slots=True)
class Told:
    """One case with the people in it and all its steps, in the order of time."""

    parties: tuple[CaseParty, ...]
    steps: tuple[ToldStep, ...]
