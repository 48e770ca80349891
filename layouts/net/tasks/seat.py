"""For whom the page of work in the grids is drawn, and what of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.net.people.swaps import Swap
from domain.net.tasks.care import CareLine
from domain.net.tasks.findings import NetFinding
from domain.net.tasks.inbox import Waiting
from domain.net.tasks.lists import By, TaskFigures, TaskPage, View, Week
from domain.net.tasks.newcomers import Newcomer
from domain.net.tasks.places import KeyPlace
from domain.net.tasks.schedules import TaskSchedule
from domain.net.tasks.task_types import TaskType
from domain.words import Words
from layouts.reader import Reader


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at."""

    view: View = View.TODAY
    area: str = ""
    form: str = ""
    is_mine: bool = False
    by: By = By.COMMUNITY
    person: str = ""
    at: int = 0

    def asked(self, **more: object) -> dict[str, object]:
        """As the browser keeps it, with what is chosen next."""
        mine = "yes" if self.is_mine else "no"
        return {
            "view": self.view.value, "area": self.area, "form": self.form, "mine": mine,
            "by": self.by.value, "person": self.person, **more,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn, and what they may do.

    Attributes:
        areas: code and name of the areas they may choose.
        departments: code and name.
        area_name: what a code is called.
        sees_people: whether figures by person are theirs to see.
        room_titles: what the rooms of the inbox are called.
    """

    reader: Reader
    zone_name: str
    account: str
    granted: frozenset[str]
    areas: Sequence[tuple[str, str]] = ()
    departments: Mapping[str, str] = field(default_factory=dict)
    area_name: Callable[[str], str] = str
    sees_people: bool = False
    room_titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words

    def may(self, action: str) -> bool:
        """Whether they are granted something."""
        return action in self.granted


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows; None where it is not what is looked at, or not theirs to see.

    `grids`: code and name of those that may be chosen, `own_grids` of the reader's own.
    """

    figures: TaskFigures
    page: TaskPage | None = None
    week: Week | None = None
    findings: Sequence[NetFinding] | None = None
    types: Sequence[TaskType] | None = None
    schedules: Sequence[TaskSchedule] = ()
    care: Sequence[CareLine] | None = None
    inbox: Sequence[Waiting] | None = None
    places: Sequence[KeyPlace] | None = None
    place_count: int = 0
    newcomers: Sequence[Newcomer] | None = None
    grids: Sequence[tuple[str, str]] = ()
    swaps: Sequence[Swap] | None = None
    own_grids: Sequence[tuple[str, str]] = ()
