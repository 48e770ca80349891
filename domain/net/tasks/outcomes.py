"""Outcomes of work that somebody else has checked: what credit may be given for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OutcomeKind(StrEnum):
    """Of what work."""

    PATROL = "patrol"
    VISIT = "visit"
    INSPECT = "inspect"
    COLLECT = "collect"
    SERVE = "serve"
    CARE = "care"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of work.

    Attributes:
        outcome_id: of the task or finding it is of; one outcome each.
        person: the account that did it.
        grid: code of the grid.
        day: in the district, as `2026-12-31`.
        checked_by: who confirmed it: another account, the track (`track`), or the desk that took
            the incident or case (`desk`); None while nobody has.
        result: a word of `TaskStatus`, or of `Verdict` for a finding.
        is_sound: whether it was confirmed; False where the check found it is not so.
        found: of a finding: the class of the incident; None for a task.
        evidence: what bears it out: codes such as `cells=12`, `incident=LS…`, `task=…`; `photo`
            where its type asks for one.
    """

    outcome_id: str
    kind: OutcomeKind
    person: str
    grid: str
    at: datetime
    day: str
    checked_by: str | None
    result: str
    is_sound: bool
    found: str | None = None
    lat: float | None = None
    lon: float | None = None
    evidence: tuple[str, ...] = ()
    is_demo: bool = False
