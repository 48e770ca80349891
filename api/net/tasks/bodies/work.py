"""Tasks as they are touched, listed and counted: what is read and answered."""

from typing import Annotated

from pydantic import Field

from api.typed import Answer, Body, Longest, Moment
from domain.moments import to_iso
from domain.net.tasks.facts import NetTask
from domain.net.tasks.lists import TaskFigures, TaskLine

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


class CountOut(Answer):
    """How many were written."""

    count: int


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
