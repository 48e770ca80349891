"""What is looked at of the tasks: which of them, and what a line and a figure say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.net.tasks.facts import Standing
from domain.net.tasks.schedules import Occurrence, TaskSchedule


class View(StrEnum):
    """A book of the page."""

    TODAY = "today"
    LATE = "late"
    DONE = "done"
    WEEK = "week"
    FINDINGS = "findings"
    LIST = "list"
    CARE = "care"
    PLACES = "places"
    NEWCOMERS = "newcomers"
    SWAPS = "swaps"
    INBOX = "inbox"


class By(StrEnum):
    """What the figures are cut by."""

    TOWN = "town"
    COMMUNITY = "community"
    GRID = "grid"
    TYPE = "type"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An occurrence and how it stands.

    Attributes:
        by: the account that touched it; empty where nobody did.
        is_proven: of a patrol; `why`: codes of what is missing.
        place: what the key place is called, where it is at one.
    """

    due: Occurrence
    standing: Standing
    by: str = ""
    is_proven: bool | None = None
    why: tuple[str, ...] = ()
    checked: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a group stand how.

    `key`: code of an area, id of a type, or the account or number of a person; `name`: of a person,
    for whoever may read it.
    """

    key: str
    due: int
    done: int
    late: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """Figures of a day and of the days before it that may still be done.

    Attributes:
        day: today in the district.
        due: occurrences due today.
        done: of these touched: done, declined, excused or cancelled.
        late: of the days before, not touched and still to be done.
        unproven: patrols of today and the days before whose track bears nothing out.
        groups: the same by what was asked for; areas in the order of their codes, people with most
            late work first.
    """

    day: date
    due: int
    done: int
    late: int
    unproven: int
    groups: Sequence[Tally] = ()
    by_standing: Mapping[Standing, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of lines; `count`: of all of them."""

    lines: Sequence[TaskLine]
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """What a week brings: of each day how many, and of each schedule how many."""

    first: date
    by_day: Sequence[tuple[date, int]]
    by_schedule: Sequence[tuple[TaskSchedule, int]]

    @property
    def count(self) -> int:
        """All of them."""
        return sum(count for _, count in self.by_day)
