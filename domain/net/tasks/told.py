"""Work in the grids as a teller tells it, so that it can be written as facts."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.net.tasks.care import CarePerson, CareVisit
from domain.net.tasks.facts import NetTask
from domain.net.tasks.findings import NetFinding
from domain.net.tasks.places import KeyPlace
from domain.net.tasks.schedules import TaskSchedule
from domain.net.tasks.task_types import TaskType


@dataclass(frozen=True, slots=True)
class ToldWork:
    """Some of it: the frame of the year in the first, then what was done on days.

    Attributes:
        at: when the last of it happened; None for the frame.
    """

    at: datetime | None = None
    types: tuple[TaskType, ...] = ()
    schedules: tuple[TaskSchedule, ...] = ()
    places: tuple[KeyPlace, ...] = ()
    people: tuple[CarePerson, ...] = ()
    visits: tuple[CareVisit, ...] = ()
    tasks: tuple[NetTask, ...] = field(default_factory=tuple)
    findings: tuple[NetFinding, ...] = ()
