"""Work in the grids as rows: windows of days, as far as somebody may see them.

Nothing here reads a whole table: facts are read by a window of days, findings by hours, and what is
small (list, schedules, places of a grid, care of a caller) is bounded.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select, true

from domain.access.callers import Caller
from domain.kind import Kind
from domain.net.tasks.care import CARE_PERSON, CARE_VISIT, CarePerson, CareVisit
from domain.net.tasks.facts import NET_TASK, Checked, NetTask, TaskStatus
from domain.net.tasks.findings import NET_FINDING, NetFinding, Verdict
from domain.net.tasks.newcomers import NEWCOMER, Newcomer
from domain.net.tasks.outcomes import Outcome, OutcomeKind
from domain.net.tasks.places import KEY_PLACE, KeyPlace
from domain.net.tasks.schedules import TASK_SCHEDULE, TaskSchedule
from domain.net.tasks.task_types import TASK_TYPE, Evidence, Listing, TaskType
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

MOST_LISTED = 5_000
_TASK, _FINDING = TABLES[NET_TASK.name], TABLES[NET_FINDING.name]
_TYPE, _SCHEDULE = TABLES[TASK_TYPE.name], TABLES[TASK_SCHEDULE.name]
_PLACE, _CARE = TABLES[KEY_PLACE.name], TABLES[CARE_PERSON.name]
_CARE_VISIT = TABLES[CARE_VISIT.name]
_NEWCOMER = TABLES[NEWCOMER.name]
E_ = TypeVar("E_")
# More grids than so many are looked for by days first, fewer by grid.
_FEW_GRIDS = 40


def one_of(
    connection: Connection, kind: Kind[E_], entity_id: str, who: Caller | None = None
) -> E_ | None:
    """One of a kind, for whoever may see it; without a caller, whoever that is."""
    table = TABLES[kind.name]
    query = select(table).where(table.c[kind.id_field] == entity_id)
    if who is not None:
        query = query.where(visible(kind, who))
    row = connection.execute(query).mappings().first()
    return reader(kind)(row) if row else None


def _all(connection: Connection, kind: Kind[E_], query: Select[Any]) -> list[E_]:
    read = reader(kind)
    return [read(row) for row in connection.execute(query.limit(MOST_LISTED)).mappings()]


def task_types(connection: Connection, who: Caller) -> list[TaskType]:
    """The list, by department and name."""
    query = select(_TYPE).where(visible(TASK_TYPE, who))
    return _all(connection, TASK_TYPE, query.order_by(_TYPE.c.department, _TYPE.c.name))


def type_named(connection: Connection, name: str) -> TaskType | None:
    """The type of a name that was taken onto the list last, whoever may see it."""
    query = select(_TYPE).where(_TYPE.c.name == name).order_by(_TYPE.c.seq.desc())
    found = _all(connection, TASK_TYPE, query)
    approved = [one for one in found if one.status is Listing.APPROVED]
    return next(iter(approved or found), None)


def newcomers(connection: Connection, who: Caller) -> list[Newcomer]:
    """The households their reader may see, the newest first."""
    query = select(_NEWCOMER).where(visible(NEWCOMER, who))
    return _all(connection, NEWCOMER, query.order_by(_NEWCOMER.c.at.desc()))


def schedules(connection: Connection, who: Caller, first: str, last: str) -> list[TaskSchedule]:
    """The schedules that have a day in a window, as far as the caller may see them."""
    query = select(_SCHEDULE).where(
        visible(TASK_SCHEDULE, who), _SCHEDULE.c.from_day <= last, _SCHEDULE.c.until_day >= first
    )
    return _all(connection, TASK_SCHEDULE, query.order_by(_SCHEDULE.c.schedule_id))


def schedules_of_type(connection: Connection, type_id: str, day: str) -> list[TaskSchedule]:
    """The schedules of a type that go on after a day, whoever may see them."""
    query = select(_SCHEDULE).where(
        _SCHEDULE.c.type_id == type_id,
        _SCHEDULE.c.until_day >= day,
        _SCHEDULE.c.ended_on.is_(None),
    )
    return _all(connection, TASK_SCHEDULE, query)


def has_tasks(connection: Connection) -> bool:
    """Whether a schedule was ever made."""
    return connection.execute(select(_SCHEDULE.c.schedule_id).limit(1)).first() is not None


def places(connection: Connection, who: Caller, grids: Collection[str] = ()) -> list[KeyPlace]:
    """Key places, of some grids or all that the caller sees."""
    query = select(_PLACE).where(visible(KEY_PLACE, who), _PLACE.c.is_removed.is_(False))
    if grids:
        query = query.where(_PLACE.c.area_code.in_(grids))
    return _all(connection, KEY_PLACE, query.order_by(_PLACE.c.area_code, _PLACE.c.place_id))


def places_of(connection: Connection, grid: str) -> list[KeyPlace]:
    """The key places of a grid, whoever may see them."""
    query = select(_PLACE).where(_PLACE.c.area_code == grid, _PLACE.c.is_removed.is_(False))
    return _all(connection, KEY_PLACE, query.order_by(_PLACE.c.place_id))


def place_of(connection: Connection, place_id: str, who: Caller) -> KeyPlace | None:
    """A key place the caller may see; None for one that was taken away."""
    found = one_of(connection, KEY_PLACE, place_id, who)
    return None if found is None or found.is_removed else found


# facts ----------------------------------------------------------------------------------------


def _where(grids: Collection[str] | None, area: str) -> ColumnElement[bool]:
    """The grids that are meant: by their codes where they are few, else by the area's."""
    if grids is not None and len(grids) <= _FEW_GRIDS:
        return _TASK.c.area_code.in_(sorted(grids))
    code = _TASK.c.area_code.concat("")  # the days lead the index
    return and_(code >= area, code < f"{area}~") if area else true()


def facts(
    connection: Connection,
    who: Caller,
    first: str,
    last: str,
    *,
    grids: Collection[str] | None = None,
    area: str = "",
) -> list[NetTask]:
    """What was made of the occurrences due in a window.

    Args:
        connection: to the facts.
        who: asks.
        first: the first day.
        last: the last day.
        grids: the only grids that are meant; None for all of the area.
        area: the area; empty for all that the caller sees.
    """
    query = select(_TASK).where(
        _TASK.c.due_on >= first,
        _TASK.c.due_on <= last,
        _where(grids, area),
        visible(NET_TASK, who),
    )
    read = reader(NET_TASK)
    return [read(row) for row in connection.execute(query).mappings()]


class Touched(NamedTuple):
    """Of a fact what a list and a figure need: not its cells, not its note; words as kept."""

    task_id: str
    schedule_id: str
    area_code: str
    due_on: str
    status: str
    by: str
    is_proven: bool | None
    checked: str | None
    why: str | None


_SHORT = [_TASK.c[name] for name in Touched._fields]


def touched(
    connection: Connection,
    who: Caller,
    first: str,
    last: str,
    *,
    grids: Collection[str] | None = None,
    area: str = "",
) -> list[Touched]:
    """As `facts`, in short."""
    query = select(*_SHORT).where(
        _TASK.c.due_on >= first,
        _TASK.c.due_on <= last,
        _where(grids, area),
        visible(NET_TASK, who),
    )
    return [Touched(*row) for row in connection.execute(query)]


def tallies(
    connection: Connection,
    who: Caller,
    first: str,
    last: str,
    *,
    grids: Collection[str],
    area: str,
    digits: int,
    schedules: Collection[str],
) -> dict[tuple[str, str], tuple[int, int]]:
    """How many facts of these schedules are due on each day of a window, and how many unproven.

    Args:
        connection: to the facts.
        who: asks.
        first: the first day.
        last: the last day.
        grids: the only grids that are meant.
        area: the area they lie in.
        digits: of the codes of the areas that are counted; 0 for types.
        schedules: the ids of the only schedules that are meant.

    Returns:
        (area or type, day) → count, and of these patrols whose track bears nothing out.
    """
    key = func.substr(_TASK.c.area_code, 1, digits) if digits else _TASK.c.type_id
    unproven = func.sum(case((_TASK.c.is_proven.is_(False), 1), else_=0))
    query = (
        select(key, _TASK.c.due_on, func.count(), unproven)
        .where(
            _TASK.c.due_on >= first,
            _TASK.c.due_on <= last,
            _TASK.c.schedule_id.in_(schedules),
            _where(grids, area),
            visible(NET_TASK, who),
        )
        .group_by(key, _TASK.c.due_on)
    )
    return {(of, day): (count, bad or 0) for of, day, count, bad in connection.execute(query)}


def done_by(connection: Connection, person: str, first: str, last: str) -> list[NetTask]:
    """What one person made of tasks on days of a window, newest first; for that person."""
    query = (
        select(_TASK)
        .where(_TASK.c.by == person, _TASK.c.done_on >= first, _TASK.c.done_on <= last)
        .order_by(_TASK.c.done_on.desc(), _TASK.c.task_id)
    )
    return _all(connection, NET_TASK, query)


# findings -------------------------------------------------------------------------------------


def findings_since(connection: Connection, since: datetime, until: datetime) -> list[NetFinding]:
    """Every finding of some hours, whoever may see it: to tell whether a new one is new."""
    query = select(_FINDING).where(_FINDING.c.at >= since, _FINDING.c.at <= until)
    return _all(connection, NET_FINDING, query.order_by(_FINDING.c.at.desc()))


def findings(
    connection: Connection, who: Caller, since: datetime, *, area: str = "", limit: int = 200
) -> list[NetFinding]:
    """Findings since a moment that the caller may see, newest first."""
    query = select(_FINDING).where(_FINDING.c.at >= since, visible(NET_FINDING, who))
    if area:
        code = _FINDING.c.area_code.concat("")
        query = query.where(code >= area, code < f"{area}~")
    return _all(connection, NET_FINDING, query.order_by(_FINDING.c.at.desc()).limit(limit))


def findings_by(
    connection: Connection, person: str, since: datetime | None = None
) -> list[NetFinding]:
    """What one person found, newest first; for that person."""
    query = select(_FINDING).where(_FINDING.c.by == person)
    if since is not None:
        query = query.where(_FINDING.c.at >= since)
    return _all(connection, NET_FINDING, query.order_by(_FINDING.c.at.desc()))


# care -----------------------------------------------------------------------------------------


def cared_for(connection: Connection, who: Caller) -> list[CarePerson]:
    """The people the caller visits, or assigned visits for."""
    query = select(_CARE).where(visible(CARE_PERSON, who))
    return _all(connection, CARE_PERSON, query.order_by(_CARE.c.area_code, _CARE.c.care_id))


def care_visits(connection: Connection, who: Caller, first: str, last: str) -> list[CareVisit]:
    """Visits due in a window, to people the caller visits."""
    query = select(_CARE_VISIT).where(
        _CARE_VISIT.c.due_on >= first, _CARE_VISIT.c.due_on <= last, visible(CARE_VISIT, who)
    )
    return _all(connection, CARE_VISIT, query)


def care_visits_by(connection: Connection, person: str) -> list[CareVisit]:
    """The care visits one person made, newest first; for that person."""
    query = select(_CARE_VISIT).where(_CARE_VISIT.c.by == person)
    return _all(connection, CARE_VISIT, query.order_by(_CARE_VISIT.c.at.desc()))


# what credit is given for ----------------------------------------------------------------------

_FULFILLED = ("done", "late_closed", "declined")


def outcomes(
    connection: Connection, first: str, last: str, people: Sequence[str] | None = None
) -> Iterator[Outcome]:
    """Outcomes of tasks done on days of a window and of findings made then; asks for no rights.

    Whoever gives credit reads them by the window of a month, in the order of days; one person's by
    the index of persons.

    Args:
        connection: to the facts.
        first: the first day, as `2026-11-01`.
        last: the last day.
        people: the only accounts that are meant; None for everybody.
    """
    query = select(_TASK).where(
        _TASK.c.done_on >= first, _TASK.c.done_on <= last, _TASK.c.status.in_(_FULFILLED)
    )
    if people is not None:
        query = query.where(_TASK.c.by.in_(people))
    read, photographed = reader(NET_TASK), _photo_types(connection)
    for row in connection.execute(query.order_by(_TASK.c.done_on, _TASK.c.task_id)).mappings():
        one = read(row)
        yield _of_task(one, asks_photo=one.type_id in photographed)


def _photo_types(connection: Connection) -> set[str]:
    """The types of tasks that ask for a photo."""
    asked = select(_TYPE.c.type_id, _TYPE.c.evidence).where(_TYPE.c.evidence.is_not(None))
    return {
        type_id
        for type_id, evidence in connection.execute(asked)
        if Evidence.PHOTO.value in evidence.split()
    }


def _of_task(one: NetTask, *, asks_photo: bool) -> Outcome:
    is_declined = one.status is TaskStatus.DECLINED  # nobody photographs who declines
    evidence = ["photo"] if asks_photo and not is_declined else []
    evidence += [f"cells={len(one.cells)}"] if one.cells else []
    evidence += [f"places={len(one.places)}"] if one.places else []
    checked_by = one.checked_by or ("track" if one.is_proven is not None else None)
    is_sound = one.checked is Checked.CONFIRMED if one.checked else one.is_proven is not False
    return Outcome(
        one.task_id, OutcomeKind(one.form.value), one.by, one.area_code, one.at,
        one.done_on, checked_by, one.status.value, is_sound, None, one.lat, one.lon,
        tuple(evidence), one.is_demo,
    )  # fmt: skip


def finding_outcomes(
    connection: Connection,
    since: datetime,
    until: datetime,
    zone: tzinfo,
    people: Sequence[str] | None = None,
) -> Iterator[Outcome]:
    """Outcomes of findings made between two moments; `day` is that of their moment in `zone`.

    A finding is checked when its incident or case was taken; one that belongs to another is not
    sound by itself.
    """
    query = select(_FINDING).where(_FINDING.c.at >= since, _FINDING.c.at < until)
    if people is not None:
        query = query.where(_FINDING.c.by.in_(people))
    read = reader(NET_FINDING)
    for row in connection.execute(query.order_by(_FINDING.c.at)).mappings():
        one = read(row)
        taken = one.incident or one.case_code
        yield Outcome(
            one.finding_id, OutcomeKind.FINDING, one.by, one.area_code, one.at,
            one.at.astimezone(zone).date().isoformat(),
            "desk" if taken else None, one.verdict.value,
            one.verdict is Verdict.NEW and not one.needs_look, one.found.value, one.lat, one.lon,
            _evidence_of(one),
            one.is_demo,
        )  # fmt: skip


def _evidence_of(one: NetFinding) -> tuple[str, ...]:
    told = {"incident": one.incident, "case": one.case_code, "task": one.task_id}
    return tuple(f"{name}={value}" for name, value in told.items() if value)


def key_people(connection: Connection) -> dict[str, int]:
    """How many people of each grid are visited; a figure, which names nobody."""
    query = (
        select(_CARE.c.area_code, func.count())
        .where(_CARE.c.ended_on.is_(None))
        .group_by(_CARE.c.area_code)
    )
    return {code: int(count) for code, count in connection.execute(query)}
