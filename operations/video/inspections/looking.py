"""Inspections as they are listed, one by one, and counted; each as far as its reader may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.video.inspections.figures import InspectionCounts
from domain.video.inspections.findings import (
    INSPECTION_FINDING,
    OPEN,
    FindingState,
    InspectionFinding,
)
from domain.video.inspections.runs import INSPECTION_RUN, InspectionRun
from operations.video.inspections.inspection_desk import InspectionDesk, answers
from store.video import inspections as kept
from store.video.inspections import Wanted

LISTED, WINDOW_DAYS = 30, 90


class View(StrEnum):
    """Which findings are looked at, in the order in which they are offered."""

    OPEN = "open"
    TO_ORDER = "to_order"
    ORDERED = "ordered"
    OVERDUE = "overdue"
    TO_RECHECK = "to_recheck"
    REPEATS = "repeats"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


_STATES: Mapping[View, Sequence[FindingState]] = {
    View.OPEN: OPEN,
    View.TO_ORDER: (FindingState.FOUND,),
    View.ORDERED: (FindingState.ORDERED,),
    View.OVERDUE: (),
    View.TO_RECHECK: (FindingState.ANSWERED,),
    View.REPEATS: (),
    View.CLOSED: (FindingState.CLOSED,),
    View.WITHDRAWN: (FindingState.WITHDRAWN,),
}


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A page of findings, and how many there are."""

    findings: Sequence[InspectionFinding]
    count: int
    now: datetime


@dataclass(frozen=True, slots=True)
class OneFinding:
    """A finding, what it repeats, and what its reader may do with it now."""

    finding: InspectionFinding
    before: InspectionFinding | None
    acts: frozenset[str]
    now: datetime


@dataclass(frozen=True, slots=True)
class OneRun:
    """A round with its findings; `is_own` where its reader goes on with it."""

    run: InspectionRun
    findings: Sequence[InspectionFinding]
    is_own: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of each department in a window."""

    by_owner: Mapping[str, InspectionCounts]
    since: datetime
    now: datetime
    days: int


class Looking:
    """Lists, single findings and rounds, figures.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: InspectionDesk) -> None:
        self._desk = desk

    async def page(self, view: View, caller: Caller, at: int = 0) -> FindingPage:
        """A page of findings the caller may see.

        Raises:
            NotAllowedError: none are theirs to see.
        """
        require(caller, "video.inspect.see")
        now = self._desk.now()
        wanted = Wanted(
            _STATES[view],
            late_at=now if view is View.OVERDUE else None,
            is_repeat=view is View.REPEATS,
        )
        found, count = await self._desk.read(
            lambda one: kept.findings(one, caller, wanted, most=LISTED, at=max(0, at))
        )
        return FindingPage(found, count, now)

    async def of_site(self, site_id: str, caller: Caller) -> Sequence[InspectionFinding]:
        """The newest findings at a key place; none for whoever sees none."""
        if not may(caller, "video.inspect.see"):
            return []
        found, _ = await self._desk.read(
            lambda one: kept.findings(one, caller, Wanted(site_id=site_id), most=LISTED, at=0)
        )
        return found

    async def finding(self, finding_id: str, caller: Caller) -> OneFinding:
        """One finding.

        Raises:
            NotAllowedError, NotFoundError: none are theirs to see; there is none for them.
        """
        require(caller, "video.inspect.see")

        def question(one: Connection) -> tuple[object, object]:
            found = kept.one_of(one, INSPECTION_FINDING, finding_id, caller)
            of = found.repeat_of if isinstance(found, InspectionFinding) else None
            return found, kept.one_of(one, INSPECTION_FINDING, of, caller) if of else None

        found, before = await self._desk.read(question)
        if not isinstance(found, InspectionFinding):
            raise NotFoundError(says="inspection_no_finding", field="finding_id")
        known = before if isinstance(before, InspectionFinding) else None
        return OneFinding(found, known, acts_of(found, caller), self._desk.now())

    async def runs(self, caller: Caller) -> Sequence[InspectionRun]:
        """The newest rounds the caller may see.

        Raises:
            NotAllowedError: none are theirs to see.
        """
        require(caller, "video.inspect.plans")
        return await self._desk.read(lambda one: kept.runs(one, caller))

    async def run(self, run_id: str, caller: Caller) -> OneRun:
        """One round with its findings.

        Raises:
            NotAllowedError, NotFoundError: none are theirs to see; there is none for them.
        """
        require(caller, "video.inspect.plans")

        def question(one: Connection) -> tuple[object, list[InspectionFinding]]:
            found = kept.one_of(one, INSPECTION_RUN, run_id, caller)
            wanted = Wanted(run_id=run_id)
            return found, kept.findings(one, caller, wanted, most=LISTED, at=0)[0]

        found, findings = await self._desk.read(question)
        if not isinstance(found, InspectionRun):
            raise NotFoundError(says="inspection_no_run", field="run_id")
        is_own = may(caller, "video.inspect") and caller.department == found.owner
        return OneRun(found, findings, is_own, self._desk.now())

    async def figures(self, caller: Caller) -> Figures:
        """The counts of the last days, by department.

        Raises:
            NotAllowedError: none are theirs to see.
        """
        require(caller, "video.inspect.plans")
        now = self._desk.now()
        since = now - timedelta(days=WINDOW_DAYS)
        today = self._desk.today(now).isoformat()
        counts = await self._desk.read(lambda one: kept.figures(one, caller, since, now, today))
        return Figures(counts, since, now, WINDOW_DAYS)


def acts_of(finding: InspectionFinding, caller: Caller) -> frozenset[str]:
    """What a caller may do with a finding now: only that is offered on its page."""
    state, acts = finding.state, set[str]()
    is_own = may(caller, "video.inspect") and caller.department == finding.owner
    if is_own and may(caller, "video.inspect", finding.area_code):
        acts |= {"order"} if state is FindingState.FOUND else set()
        acts |= {"withdraw"} if state in OPEN else set()
        acts |= {"photo"} if state in OPEN else set()
        acts |= {"picture"} if state in OPEN and finding.camera_id else set()
        is_other = caller.actor != finding.answered_by
        acts |= {"pass", "fail"} if state is FindingState.ANSWERED and is_other else set()
    may_answer = may(caller, "video.inspect.answer", finding.area_code)
    if state is FindingState.ORDERED and may_answer and answers(finding, caller):
        acts |= {"answer", "photo"}
    return frozenset(acts)
