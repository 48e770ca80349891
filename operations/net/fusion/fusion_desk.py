"""What the operations of whistles, police and law in the grids work with."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.codes.area_codes import contains, level_of
from domain.errors import InvalidError
from domain.maps.areas import Area, Level
from domain.maps.departments import Department
from domain.maps.known_areas import check_known
from domain.net.fusion.settings import FusionSettings
from operations.clock import utc_now
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

T = TypeVar("T")
LONGEST_NAME, LONGEST_TEXT, LONGEST_KEY = 64, 1000, 64


@dataclass(frozen=True, slots=True)
class FusionDesk:
    """What they share.

    Attributes:
        store: where facts are kept.
        work: the lanes of threads.
        calendar: of the district.
        zone: in which a day is a day.
        departments: of the district, by code.
        areas: the areas of the map in use by code.
        settings: what the district decides.
    """

    store: Store
    work: Work
    calendar: WorkingCalendar
    zone: tzinfo
    departments: Mapping[str, Department]
    areas: Callable[[], Mapping[str, Area]] = dict
    settings: FusionSettings = field(default_factory=FusionSettings)
    now: Callable[[], datetime] = utc_now

    async def write(self, steps: Callable[[Transaction], T]) -> T:
        """Take steps in one transaction."""
        return await in_transaction(self.store, self.work, steps)

    async def read(self, question: Callable[[Connection], T]) -> T:
        """Ask the store in one view of it."""
        return await self.work.read(lambda: self.store.ask(question))

    def area_for(self, told: str, caller: Caller) -> str:
        """The area something belongs to: the one that was told, else the caller's own.

        Raises:
            InvalidError: none, no code, or none of the map.
            NotAllowedError: it lies outside what the caller sees.
        """
        code = told.strip() or caller.area or ""
        level_of(code)
        if caller.area is not None and not contains(caller.area, code):
            raise NotAllowedError(says="outside_your_area", field="area")
        check_known(code, self.areas())
        return code

    def grid_codes(self, caller: Caller) -> list[str]:
        """The grids of the map that a caller sees, in the order of their codes."""
        return sorted(
            code
            for code, area in self.areas().items()
            if area.level is Level.GRID and caller.scope.covers(code)
        )

    def is_grid(self, code: str) -> bool:
        """Whether the map has a grid of this code."""
        area = self.areas().get(code)
        return area is not None and area.level is Level.GRID


def id_of(letter: str, key: str, caller: Caller) -> str:
    """The id of what is written: the same for a form that is sent twice.

    Args:
        letter: what the id begins with.
        key: of the form; where it has none, every time counts as new.
        caller: whose form it is.

    Raises:
        InvalidError: the key is too long.
    """
    if len(key) > LONGEST_KEY:
        raise InvalidError(says="field_not_valid", field="key")
    if not key:
        return f"{letter}-{uuid4().hex[:16]}"
    made = hashlib.sha256(f"{letter} {caller.actor} {key}".encode()).hexdigest()
    return f"{letter}-{made[:16]}"
