"""When work in the grids is due: computed from schedules, never written down ahead.

An occurrence has one name, made of its schedule, its target and its period: whoever touches the
same occurrence at the same time writes the same fact.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from zlib import crc32

from domain.errors import InvalidError
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import fields_of
from domain.net.tasks.task_types import Every, TaskForm

MOST_TIMES = 500  # a schedule asks of one grid in one period
LONGEST_WINDOW = timedelta(days=400)
_ONE_DAY = timedelta(days=1)
_A_MONDAY = date(2024, 1, 1)
IsWorked = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class TaskSchedule:
    """Work that comes round.

    Attributes:
        owner: the department whose work it is.
        area_code: the area whose grids do it.
        grids: the only grids of it; empty for all.
        times: how many in each period and grid: so many households, so many rounds.
        weekday: from 0 for Monday: the day a weekly one is due; None: spread over working days.
        group: the group of people a visit is for, a word of the district's settings.
        place_kind: of which key places each is one target; None where the grid itself is.
        from_day, until_day: the first and the last day, as `2026-12-31`.
        ended_on: the last day it was followed, where somebody ended it before.
    """

    schedule_id: str
    type_id: str
    name: str
    owner: str
    form: TaskForm
    every: Every
    area_code: str
    from_day: str
    until_day: str
    times: int = 1
    weekday: int | None = None
    grids: tuple[str, ...] = ()
    group: str | None = None
    place_kind: str | None = None
    shared_with: tuple[str, ...] = ()
    made_by: str = ""
    ended_on: str | None = None
    is_demo: bool = False


TASK_SCHEDULE = Kind(
    name="task_schedule",
    entity=TaskSchedule,
    fields=fields_of(TaskSchedule),
    id_field="schedule_id",
    # no area: a district's schedule is every grid's; whose grids it names is no secret
    audience=Audience(("tasks.see", "journal.read"), owned=Owned.ITSELF),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="任务计划",
    says={"add": "安排了任务“{name}”", "end": "终止了任务“{name}”"},
)


class Target(NamedTuple):
    """Where an occurrence is done: a grid, or a key place in one."""

    grid: str
    place_id: str | None = None

    @property
    def word(self) -> str:
        """In the name of the occurrence."""
        return self.place_id or self.grid


class Occurrence(NamedTuple):
    """Once that something is due: may be done from `opens` on, is late after `due`."""

    task_id: str
    schedule: TaskSchedule
    target: Target
    opens: date
    due: date


class Period(NamedTuple):
    """One turn of a schedule."""

    first: date
    last: date


def period_of(every: Every, day: date) -> Period:
    """The turn a day lies in; weeks begin on Monday."""
    if every in {Every.DAILY, Every.WORKDAY}:
        return Period(day, day)
    if every is Every.WEEKLY:
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=6))
    if every is Every.FORTNIGHTLY:
        first = _A_MONDAY + timedelta(days=(day - _A_MONDAY).days // 14 * 14)
        return Period(first, first + timedelta(days=13))
    months = 1 if every is Every.MONTHLY else 3
    month = (day.month - 1) // months * months + 1
    last = month + months - 1
    return Period(date(day.year, month, 1), date(day.year, last, monthrange(day.year, last)[1]))


def check_schedule(made: TaskSchedule) -> None:
    """Refuse a schedule that no calendar can follow.

    Raises:
        InvalidError: its days or its number are wrong.
    """
    if made.from_day > made.until_day:
        raise InvalidError(says="task_days_turned", field="until_day")
    if not 1 <= made.times <= MOST_TIMES:
        raise InvalidError(says="task_times_wrong", field="times", most=MOST_TIMES)
    if made.weekday is not None and not 0 <= made.weekday <= 6:
        raise InvalidError(says="field_not_valid", field="weekday")


def occurrences(
    schedule: TaskSchedule,
    targets: Sequence[Target],
    first: date,
    last: date,
    is_worked: IsWorked,
) -> Iterator[Occurrence]:
    """What of a schedule is due from `first` to `last`, both counted, in the order of days.

    What is due in a period is spread evenly over its working days, each target beginning on a day
    of its own; a period without one is due on its last day. A daily task is due on holidays too.

    Args:
        schedule: which.
        targets: its grids or places, any order.
        first: the first day looked at.
        last: the last day looked at, at most `LONGEST_WINDOW` later.
        is_worked: whether a day is a working day.

    Raises:
        ValueError: the window is too long.
    """
    if last - first > LONGEST_WINDOW:
        raise ValueError(f"a window of more than {LONGEST_WINDOW.days} days: {first} to {last}")
    begins, ends = date.fromisoformat(schedule.from_day), date.fromisoformat(schedule.until_day)
    if schedule.ended_on is not None:  # what is due before stays due when it was
        last = min(last, date.fromisoformat(schedule.ended_on))
    day = max(first, begins)
    while day <= min(last, ends):
        period = period_of(schedule.every, day)
        turn = Period(max(period.first, begins), min(period.last, ends))
        yield from _in_turn(schedule, targets, period, turn, first, last, is_worked)
        day = period.last + _ONE_DAY


def _in_turn(
    schedule: TaskSchedule,
    targets: Sequence[Target],
    period: Period,
    turn: Period,
    first: date,
    last: date,
    is_worked: IsWorked,
) -> Iterator[Occurrence]:
    days = _due_days(schedule, turn, is_worked)
    count, key = len(days), f"{period.first:%Y%m%d}"
    for at, due in enumerate(days):
        if not first <= due <= last:
            continue
        for target in targets:
            offset = crc32(target.word.encode()) % count
            for slot in range((at - offset) % count, schedule.times, count):
                name = f"{schedule.schedule_id}.{target.word}.{key}.{slot + 1}"
                yield Occurrence(name, schedule, target, turn.first, due)


def _due_days(schedule: TaskSchedule, turn: Period, is_worked: IsWorked) -> list[date]:
    if schedule.every is Every.DAILY:
        return [turn.first]
    days = [turn.first + timedelta(days=n) for n in range((turn.last - turn.first).days + 1)]
    worked = [day for day in days if is_worked(day)]
    if schedule.every is Every.WORKDAY:
        return worked
    if schedule.weekday is not None:
        on_time = [day for day in days if day.weekday() == schedule.weekday] or [turn.last]
        # moved to the next working day, not beyond the turn
        after = [day for day in worked if day >= on_time[-1]]
        return [after[0] if after else turn.last]
    return worked or [turn.last]


def count_due(
    schedule: TaskSchedule,
    targets: Sequence[Target],
    first: date,
    last: date,
    is_worked: IsWorked,
    digits: int = 12,
) -> Counter[str]:
    """How many `occurrences` there are in each area, without making them.

    Args:
        schedule: which.
        targets: its grids or places.
        first: the first day.
        last: the last day.
        is_worked: whether a day is a working day.
        digits: of the codes of the areas: 9 of towns, 12 of communities, 15 of grids.
    """
    begins, ends = date.fromisoformat(schedule.from_day), date.fromisoformat(schedule.until_day)
    if schedule.ended_on is not None:
        last = min(last, date.fromisoformat(schedule.ended_on))
    found: Counter[str] = Counter()
    day = max(first, begins)
    while day <= min(last, ends):
        period = period_of(schedule.every, day)
        turn = Period(max(period.first, begins), min(period.last, ends))
        days = _due_days(schedule, turn, is_worked)
        at = [n for n, due in enumerate(days) if first <= due <= last]
        for target in targets if at else ():
            found[target.grid[:digits]] += _slots_at(schedule.times, target, len(days), at)
        day = period.last + _ONE_DAY
    return found


def _slots_at(times: int, target: Target, count: int, at: Sequence[int]) -> int:
    if times % count == 0:
        return times // count * len(at)
    offset = crc32(target.word.encode()) % count
    return sum(len(range((n - offset) % count, times, count)) for n in at)


class OccurrenceName(NamedTuple):
    """The parts of the name of an occurrence."""

    schedule_id: str
    word: str
    period_from: date
    slot: int


def read_name(task_id: str) -> OccurrenceName:
    """The parts of a name.

    Raises:
        InvalidError: it is none.
    """
    try:
        schedule_id, word, day, slot = task_id.split(".")
        at = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        return OccurrenceName(schedule_id, word, at, int(slot))
    except ValueError:
        raise InvalidError(says="task_unknown", field="task_id") from None


def occurrence_named(
    task_id: str, schedule: TaskSchedule, targets: Iterable[Target], is_worked: IsWorked
) -> Occurrence | None:
    """The occurrence of a name; None where the schedule has none of it."""
    name = read_name(task_id)
    ours = [one for one in targets if one.word == name.word]
    period = period_of(schedule.every, name.period_from)
    if name.schedule_id != schedule.schedule_id or not ours or period.first != name.period_from:
        return None
    found = occurrences(schedule, ours, period.first, period.last, is_worked)
    return next((one for one in found if one.task_id == task_id), None)
