"""What the operations on inspections share: store, calendar, map, departments, cameras."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.codes.area_codes import contains
from domain.maps.areas import short_name
from domain.maps.departments import Department
from domain.video.cameras.camera import Camera
from domain.video.inspections.findings import InspectionFinding
from operations.clock import utc_now
from operations.maps.areas import Areas
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

T = TypeVar("T")
LONGEST_NAME, LONGEST_TEXT = 64, 1000
VILLAGE_DIGITS, GRID_DIGITS = 12, 15


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a camera as it was kept: its bytes, their hash, and when it was taken."""

    jpeg: bytes
    sha256: str
    at: datetime


# A camera somebody may look through; refuses every other.
FindCamera = Callable[[str, Caller], Awaitable[Camera]]
# Cameras of a class somebody may look through, by their names.
ListCameras = Callable[[Caller], Awaitable[list[Camera]]]
# The picture of a camera now, for a round and from an address that go into the register of looks.
TakePicture = Callable[[str, str, Caller, str | None], Awaitable[Picture]]


@dataclass(frozen=True, slots=True)
class InspectionDesk:
    """What the operations share.

    Attributes:
        store: where facts are kept.
        work: the lanes of threads.
        calendar: of the district; its zone says which day it is.
        areas: the map in use.
        departments: of the district, by code.
        camera, cameras: what of the cameras somebody may look through.
        picture: takes one, and writes the look down.
        changed: set whenever something of it was written.
    """

    store: Store
    work: Work
    calendar: WorkingCalendar
    areas: Areas
    departments: Mapping[str, Department]
    camera: FindCamera
    cameras: ListCameras
    picture: TakePicture
    now: Callable[[], datetime] = utc_now
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self, steps: Callable[[Transaction], T]) -> T:
        """Take steps in one transaction, and say that something was written."""
        made = await in_transaction(self.store, self.work, steps)
        self.changed.set()
        return made

    async def read(self, question: Callable[[Connection], T]) -> T:
        """Ask the store in one view of it."""
        return await self.work.read(lambda: self.store.ask(question))

    def today(self, at: datetime | None = None) -> date:
        """The district's day."""
        return (at or self.now()).astimezone(self.calendar.zone).date()

    def area_name(self, code: str) -> str:
        """What an area is called, a grid with its community; its code where the map knows none."""
        area = self.areas.area(code)
        own = short_name(area.name) if area else code
        is_grid = len(code) == GRID_DIGITS
        return f"{self.area_name(code[:VILLAGE_DIGITS])} {own}" if is_grid else own

    def unit_name(self, code: str | None) -> str:
        """What a department or an area is called; empty for none."""
        if not code:
            return ""
        found = self.departments.get(code)
        return found.name if found else self.area_name(code)


def inspects(caller: Caller) -> str:
    """The department somebody inspects for.

    Raises:
        NotAllowedError: they inspect for none.
    """
    require(caller, "video.inspect")
    if caller.department is None:
        raise NotAllowedError(says="not_allowed", field="role")
    return caller.department


def answers(finding: InspectionFinding, caller: Caller) -> bool:
    """Whether somebody answers for the unit of a finding: its department, or its area."""
    if finding.answerer is None:
        return False
    if caller.department is not None:
        return caller.department == finding.answerer
    area = caller.area or ""
    if caller.role != "village" or not area:
        return False
    return contains(finding.answerer, area) or contains(area, finding.answerer)
