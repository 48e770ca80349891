"""What the routes of work in the grids read and answer."""

from typing import Annotated

from pydantic import Field

from api.typed import Answer, Body, Longest, Moment
from domain.moments import to_iso
from domain.net.tasks.care import CareLine, CarePerson, CareVisit
from domain.net.tasks.facts import NetTask
from domain.net.tasks.findings import NetFinding
from domain.net.tasks.inbox import Waiting
from domain.net.tasks.lists import TaskFigures, TaskLine, Week
from domain.net.tasks.schedules import TaskSchedule
from domain.net.tasks.task_types import TaskType

_Day = Annotated[str, Field(max_length=10)]
_Code = Annotated[str, Field(max_length=64)]
_Words = Annotated[str | None, Longest(1000)]


class DoneIn(Body):
    """A task that was done; sent again it is the same fact."""

    status: str = Field("done", pattern="^(done|declined)$")
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    note: _Words = None
    unit_id: _Code | None = None
    begun_at: Moment = None
    ended_at: Moment = None
    finding_id: _Code | None = None


class CheckIn(Body):
    """What somebody else found who looked again."""

    is_so: bool


class LeaveIn(Body):
    """Days of leave, illness or training: what is due in these grids is excused."""

    grids: list[_Code] = Field(min_length=1, max_length=20)
    from_day: _Day
    until_day: _Day


class TypeIn(Body):
    """A type that is proposed for the list."""

    name: str = Field(max_length=64)
    basis: str = Field(max_length=200)
    form: str
    every: str
    valid_until: _Day
    evidence: list[str] = Field([], max_length=8)
    department: _Code | None = None
    funds: Annotated[str | None, Longest(200)] = None


class DecisionIn(Body):
    """Whether a type comes onto the list."""

    approves: bool


class ScheduleIn(Body):
    """A schedule of a type on the list."""

    type_id: _Code
    area_code: _Code
    every: str
    from_day: _Day
    until_day: _Day
    name: str = Field("", max_length=64)
    times: int = Field(1, ge=0, le=10_000)
    weekday: int | None = Field(None, ge=0, le=6)
    grids: list[_Code] = Field([], max_length=450)
    group: _Code | None = None
    place_kind: _Code | None = None
    department: _Code | None = None


class FindingIn(Body):
    """What somebody found; the same key again is the same report."""

    key: str = Field(max_length=128)
    found: str
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    text: str = Field(max_length=1000)
    severity: int = Field(4, ge=1, le=4)
    task_id: Annotated[str | None, Longest(128)] = None
    party: Annotated[str | None, Longest(64)] = None
    phone: Annotated[str | None, Longest(32)] = None
    item_class: Annotated[str | None, Longest(10)] = None


class CareIn(Body):
    """Whom to visit."""

    area_code: _Code
    group: str
    name: str = Field(max_length=64)
    address: str = Field(max_length=200)
    visitors: list[_Code] = Field(max_length=20)
    from_day: _Day = ""


class CareVisitIn(Body):
    """A care visit that was made."""

    outcome: str
    companions: list[str] = Field([], max_length=3)
    note: _Words = None


class TaskOut(Answer):
    """What was made of a task."""

    task_id: str
    schedule_id: str
    type_id: str
    form: str
    owner: str | None
    area_code: str
    due_on: str
    status: str
    at: str
    by: str
    is_proven: bool | None
    cells: int
    places: list[str]
    why: list[str]
    finding_id: str | None
    checked: str | None
    checked_by: str | None


class LineOut(Answer):
    """An occurrence and how it stands."""

    task_id: str
    name: str
    form: str
    area_code: str
    place_id: str | None
    opens: str
    due: str
    standing: str
    by: str
    is_proven: bool | None
    why: list[str]


class LineList(Answer):
    """A page of occurrences; `count`: of all of them."""

    items: list[LineOut]
    count: int


class TallyOut(Answer):
    """How many of a group stand how."""

    key: str
    due: int
    done: int
    late: int


class FiguresOut(Answer):
    """Figures of today."""

    day: str
    due: int
    done: int
    late: int
    unproven: int
    groups: list[TallyOut]


class TypeOut(Answer):
    """A type on the list, or on its way there."""

    type_id: str
    name: str
    department: str
    basis: str
    form: str
    every: str
    evidence: list[str]
    status: str
    valid_until: str
    funds: str | None
    proposed_by: str
    decided_by: str | None


class TypeList(Answer):
    """The list."""

    items: list[TypeOut]


class ScheduleOut(Answer):
    """A schedule."""

    schedule_id: str
    type_id: str
    name: str
    owner: str | None
    form: str
    every: str
    area_code: str
    times: int
    from_day: str
    until_day: str
    ended_on: str | None


class ScheduleList(Answer):
    """Schedules that go on."""

    items: list[ScheduleOut]


class DayOut(Answer):
    """How many a day brings."""

    day: str
    count: int


class WeekOut(Answer):
    """What a week brings; nothing is written."""

    first: str
    count: int
    days: list[DayOut]


class CountOut(Answer):
    """How many were written."""

    count: int


class FindingOut(Answer):
    """A finding and where it went."""

    finding_id: str
    found: str
    area_code: str
    verdict: str
    of: str | None
    incident: str | None
    case_code: str | None
    item_id: str | None
    task_id: str | None
    needs_look: bool
    at: str


class FindingList(Answer):
    """Findings, newest first."""

    items: list[FindingOut]


class CareOut(Answer):
    """Somebody who is visited, for those who visit."""

    care_id: str
    group: str
    area_code: str
    every: str
    needs_companion: bool
    from_day: str
    ended_on: str | None


class CareLineOut(Answer):
    """A care visit that is due."""

    visit_id: str
    care_id: str
    group: str
    area_code: str
    name: str | None
    address: str | None
    needs_companion: bool
    opens: str
    due: str
    outcome: str | None


class CareList(Answer):
    """The care visits of the caller."""

    items: list[CareLineOut]


class CareVisitOut(Answer):
    """A care visit that was made."""

    visit_id: str
    care_id: str
    due_on: str
    at: str
    by: str
    outcome: str
    companions: list[str]


class WaitingOut(Answer):
    """Something that waits for the caller."""

    room: str
    key: str
    title: str
    due_at: str | None
    is_late: bool
    href: str


class InboxOut(Answer):
    """What waits for the caller, the late first."""

    items: list[WaitingOut]


class PhotoOut(Answer):
    """A photo that was kept with a task."""

    file_id: str
    url: str


def task_out(one: NetTask) -> TaskOut:
    """A fact as it is answered."""
    return TaskOut(
        task_id=one.task_id, schedule_id=one.schedule_id, type_id=one.type_id,
        form=one.form.value, owner=one.owner, area_code=one.area_code, due_on=one.due_on,
        status=one.status.value, at=to_iso(one.at), by=one.by, is_proven=one.is_proven,
        cells=len(one.cells), places=list(one.places), why=list(one.why),
        finding_id=one.finding_id, checked=one.checked.value if one.checked else None,
        checked_by=one.checked_by,
    )  # fmt: skip


def line_out(one: TaskLine) -> LineOut:
    """A line of a list."""
    due = one.due
    return LineOut(
        task_id=due.task_id, name=due.schedule.name, form=due.schedule.form.value,
        area_code=due.target.grid, place_id=due.target.place_id, opens=due.opens.isoformat(),
        due=due.due.isoformat(), standing=one.standing.value, by=one.by,
        is_proven=one.is_proven, why=list(one.why),
    )  # fmt: skip


def figures_out(one: TaskFigures) -> FiguresOut:
    """Figures as they are answered."""
    groups = [TallyOut(key=g.key, due=g.due, done=g.done, late=g.late) for g in one.groups]
    return FiguresOut(
        day=one.day.isoformat(), due=one.due, done=one.done, late=one.late,
        unproven=one.unproven, groups=groups,
    )  # fmt: skip


def type_out(one: TaskType) -> TypeOut:
    """A type as it is answered."""
    return TypeOut(
        type_id=one.type_id, name=one.name, department=one.department, basis=one.basis,
        form=one.form.value, every=one.every.value, evidence=list(one.evidence),
        status=one.status.value, valid_until=one.valid_until, funds=one.funds,
        proposed_by=one.proposed_by, decided_by=one.decided_by,
    )  # fmt: skip


def schedule_out(one: TaskSchedule) -> ScheduleOut:
    """A schedule as it is answered."""
    return ScheduleOut(
        schedule_id=one.schedule_id, type_id=one.type_id, name=one.name, owner=one.owner,
        form=one.form.value, every=one.every.value, area_code=one.area_code, times=one.times,
        from_day=one.from_day, until_day=one.until_day, ended_on=one.ended_on,
    )  # fmt: skip


def week_out(one: Week) -> WeekOut:
    """A week as it is answered."""
    days = [DayOut(day=day.isoformat(), count=count) for day, count in one.by_day]
    return WeekOut(first=one.first.isoformat(), count=one.count, days=days)


def finding_out(one: NetFinding) -> FindingOut:
    """A finding as it is answered."""
    return FindingOut(
        finding_id=one.finding_id, found=one.found.value, area_code=one.area_code,
        verdict=one.verdict.value, of=one.of, incident=one.incident, case_code=one.case_code,
        item_id=one.item_id, task_id=one.task_id, needs_look=one.needs_look, at=to_iso(one.at),
    )  # fmt: skip


def care_out(one: CarePerson) -> CareOut:
    """Somebody who is visited, without a name: whoever assigned it knows it."""
    return CareOut(
        care_id=one.care_id, group=one.group.value, area_code=one.area_code,
        every=one.every.value, needs_companion=one.needs_companion, from_day=one.from_day,
        ended_on=one.ended_on,
    )  # fmt: skip


def care_line_out(one: CareLine) -> CareLineOut:
    """A visit that is due, for who visits: they need name and address."""
    person = one.due.person
    return CareLineOut(
        visit_id=one.due.visit_id, care_id=person.care_id, group=person.group.value,
        area_code=person.area_code, name=person.name, address=person.address,
        needs_companion=person.needs_companion, opens=one.due.opens.isoformat(),
        due=one.due.due.isoformat(), outcome=one.visit.outcome.value if one.visit else None,
    )  # fmt: skip


def care_visit_out(one: CareVisit) -> CareVisitOut:
    """A visit as it is answered."""
    return CareVisitOut(
        visit_id=one.visit_id, care_id=one.care_id, due_on=one.due_on, at=to_iso(one.at),
        by=one.by, outcome=one.outcome.value, companions=list(one.companions),
    )  # fmt: skip


def waiting_out(one: Waiting) -> WaitingOut:
    """Something that waits, as it is answered."""
    return WaitingOut(
        room=one.room, key=one.key, title=one.title,
        due_at=to_iso(one.due_at) if one.due_at else None, is_late=one.is_late, href=one.href,
    )  # fmt: skip
