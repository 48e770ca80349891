"""The list, schedules and the week they bring: what is read and answered."""

from typing import Annotated

from pydantic import Field

from api.typed import Answer, Body, Longest
from domain.net.tasks.lists import Week
from domain.net.tasks.schedules import TaskSchedule
from domain.net.tasks.task_types import TaskType

_Day = Annotated[str, Field(max_length=10)]
_Code = Annotated[str, Field(max_length=64)]


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
