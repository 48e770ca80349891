"""Outcomes gathered from every source, and judged by the guards."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import Connection

from domain.net.credit.guards import Judged, judged
from domain.net.credit.outcomes import Outcome, OutcomeKind
from domain.net.credit.roster import Member
from domain.net.credit.rules import RuleBook
from domain.net.tasks.outcomes import Outcome as TaskOutcome
from domain.net.tasks.outcomes import OutcomeKind as Work
from operations.net.credit.desk import CreditDesk
from store.net import tasks
from store.net.credit_sources import settled_cases, settled_incidents

# An outcome may repeat one of so long before: its photos, or the same problem.
BEFORE = timedelta(days=31)
_OF_TASK = {
    Work.PATROL: OutcomeKind.PATROL,
    Work.VISIT: OutcomeKind.VISIT,
    Work.CARE: OutcomeKind.CARE_VISIT,
    Work.FINDING: OutcomeKind.FINDING,
    Work.INSPECT: OutcomeKind.OTHER_TASK,
    Work.COLLECT: OutcomeKind.OTHER_TASK,
    Work.SERVE: OutcomeKind.OTHER_TASK,
}


def from_incidents(
    connection: Connection, begins: datetime, ends: datetime, members: Sequence[Member]
) -> Iterable[Outcome]:
    """Incidents people of the net have settled, closed by the desk."""
    units = {one.unit_id: one.person for one in members if one.unit_id}
    return settled_incidents(connection, begins, ends, units)


def from_cases(
    connection: Connection, begins: datetime, ends: datetime, members: Sequence[Member]
) -> Iterable[Outcome]:
    """Disputes people of the net have settled, their parties called back by others."""
    return settled_cases(connection, begins, ends, {one.person: one.grid for one in members})


class FromTasks:
    """Tasks and findings, as far as somebody else has checked them.

    What was checked and found not to be so is told on, so that its person sees why it earns
    nothing.

    Args:
        zone: the district's.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def __call__(
        self, connection: Connection, begins: datetime, ends: datetime, members: Sequence[Member]
    ) -> Iterable[Outcome]:
        """The outcomes of tasks and findings; blocks."""
        del members
        first, after = begins.astimezone(self._zone).date(), ends.astimezone(self._zone).date()
        last = after - timedelta(days=1)
        done = tasks.outcomes(connection, first.isoformat(), last.isoformat())
        found = tasks.finding_outcomes(connection, begins, ends, self._zone)
        for one in (*done, *found):
            yield Outcome(
                f"task:{one.outcome_id}", _OF_TASK[one.kind], one.person, one.grid, one.at,
                one.checked_by, found=one.found or "", lat=one.lat, lon=one.lon,
                is_proven=_is_proven(one), is_demo=one.is_demo,
            )  # fmt: skip


def _is_proven(one: TaskOutcome) -> bool | None:
    if one.checked_by is None:
        return None
    return one.is_sound if one.kind is Work.PATROL or not one.is_sound else None


def moments(desk: CreditDesk, first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of a day until before the last one is over, by the district's clock."""
    begins = datetime.combine(first, time(), desk.zone)
    return begins, datetime.combine(last + timedelta(days=1), time(), desk.zone)


def gathered(
    desk: CreditDesk, connection: Connection, first: date, last: date, members: Sequence[Member]
) -> list[Outcome]:
    """Every outcome of these days; blocks."""
    begins, ends = moments(desk, first, last)
    return [one for source in desk.sources for one in source(connection, begins, ends, members)]


def judged_days(
    desk: CreditDesk, connection: Connection, first: date, last: date, members: Sequence[Member]
) -> list[Judged]:
    """The outcomes of these days with what the guards say of each; blocks."""
    begins, _ = moments(desk, first, last)
    near = begins - desk.settings.bounds.near_in
    outcomes = [
        one
        for one in gathered(desk, connection, first - BEFORE, last, members)
        if one.at >= near or one.photos
    ]
    book = RuleBook(desk.rules(connection))
    found = judged(outcomes, book, desk.settings.bounds, desk.zone)
    return [one for one in found if first <= one.day <= last]
