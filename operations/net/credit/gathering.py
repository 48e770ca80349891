"""Outcomes gathered from every source, and judged by the guards."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import Connection

from domain.net.credit.guards import Bounds, Judged, judged
from domain.net.credit.outcomes import Outcome, OutcomeKind
from domain.net.credit.photos import PhotoFile, with_photos
from domain.net.credit.roster import Member
from domain.net.credit.rules import RuleBook
from domain.net.tasks.outcomes import Outcome as TaskOutcome
from domain.net.tasks.outcomes import OutcomeKind as Work
from operations.net.credit.desk import CreditDesk
from store.net import tasks
from store.net.credit_sources import (
    incidents_of,
    photo_files,
    settled_cases,
    settled_codes,
    settled_incidents,
    settled_numbers,
)

# A photo is brought at most so long before its outcome.
BROUGHT_BEFORE = timedelta(days=31)
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

    A finding is checked by its end: the desk has closed its incident, or its case was settled; a
    report alone is nothing. What was checked and found not to be so is told on, so that its person
    sees why it earns nothing.

    Args:
        zone: the district's.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def __call__(
        self, connection: Connection, begins: datetime, ends: datetime, members: Sequence[Member]
    ) -> Iterable[Outcome]:
        """The outcomes of tasks and findings; blocks."""
        first, after = begins.astimezone(self._zone).date(), ends.astimezone(self._zone).date()
        last = after - timedelta(days=1)
        for one in tasks.outcomes(connection, first.isoformat(), last.isoformat()):
            yield _of_work(one, _OF_TASK[one.kind], one.checked_by)
        found = list(tasks.finding_outcomes(connection, begins, ends, self._zone))
        ended = _Ended(connection, found, members)
        for one in found:
            yield ended.outcome(one)


class _Ended:
    """How findings ended.

    Args:
        connection: of the facts.
        found: the findings.
        members: of the net, by whose units it is told who was there.
    """

    def __init__(
        self, connection: Connection, found: Sequence[TaskOutcome], members: Sequence[Member]
    ) -> None:
        told = [told_by(one) for one in found]
        numbers = {one["incident"] for one in told if "incident" in one}
        codes = {one["case"] for one in told if "case" in one}
        self._incidents = settled_numbers(connection, numbers)
        self._cases = settled_codes(connection, codes)
        self._people = {one.unit_id: one.person for one in members if one.unit_id}

    def outcome(self, one: TaskOutcome) -> Outcome:
        """A finding as an outcome: not checked until it is settled."""
        told = told_by(one)
        number, code = told.get("incident", ""), told.get("case", "")
        is_settled = number in self._incidents or code in self._cases
        crew = {self._people.get(unit) for unit in self._incidents.get(number, ())}
        kind = OutcomeKind.HANDLED if one.person in crew else OutcomeKind.FINDING
        part_of = f"task:{told['task']}" if "task" in told else ""
        made = _of_work(one, kind, one.checked_by if is_settled else None)
        return replace(made, part_of=part_of)


def _of_work(one: TaskOutcome, kind: OutcomeKind, checked_by: str | None) -> Outcome:
    told = replace(one, checked_by=checked_by)
    return Outcome(
        f"task:{one.outcome_id}", kind, one.person, one.grid, one.at, checked_by,
        found=one.found or "", lat=one.lat, lon=one.lon, is_proven=_is_proven(told),
        is_demo=one.is_demo, needs_photo="photo" in one.evidence,
    )  # fmt: skip


def told_by(one: TaskOutcome) -> dict[str, str]:
    """What bears an outcome out, by name: `incident`, `case`, `task`."""
    return dict(word.split("=", 1) for word in one.evidence if "=" in word)


def _is_proven(one: TaskOutcome) -> bool | None:
    if one.checked_by is None:
        return None
    return one.is_sound if one.kind is Work.PATROL or not one.is_sound else None


def key_people(connection: Connection) -> Mapping[str, int]:
    """How many people of each grid are visited because they need care; blocks."""
    return tasks.key_people(connection)


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
    bounds = desk.settings.bounds
    begins, ends = moments(desk, first, last)
    since = begins - bounds.near_in
    outcomes = [
        one
        for one in gathered(desk, connection, since.astimezone(desk.zone).date(), last, members)
        if one.at >= since
    ]
    outcomes, others = _photographed(connection, outcomes, since, ends, bounds)
    book = RuleBook(desk.rules(connection))
    found = judged(outcomes, book, bounds, desk.zone, others)
    return [one for one in found if first <= one.day <= last]


def _photographed(
    connection: Connection, outcomes: Sequence[Outcome], since: datetime, until: datetime,
    bounds: Bounds,
) -> tuple[list[Outcome], Sequence[PhotoFile]]:  # fmt: skip
    """Outcomes with their photos, and every picture that may be handed in again with one."""
    new = photo_files(connection, since - BROUGHT_BEFORE, until)
    if not new:
        return list(outcomes), ()
    files: dict[str, list[PhotoFile]] = defaultdict(list)
    for one in new:
        files[one.owner].append(one)
    numbers = incidents_of(connection, [one.outcome_id for one in outcomes])
    made = with_photos(outcomes, files, numbers, bounds.photo_pause)
    older = photo_files(connection, since - bounds.photos_back, since - BROUGHT_BEFORE)
    return made, [*older, *new]
