"""What the operations on items share: store, calendar, map, departments, and who walks where."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.codes.area_codes import contains
from domain.maps.areas import Level, short_name
from domain.maps.departments import Department
from domain.net.items.items import NetItem, item_number, numbers_of
from domain.net.items.settings import ItemSettings
from domain.net.people.posts import PostTable
from operations.clock import utc_now
from operations.maps.areas import Areas
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.net.items import newest_serial

T = TypeVar("T")
LONGEST_NAME, LONGEST_TEXT = 64, 1000
TOWN_DIGITS, VILLAGE_DIGITS, GRID_DIGITS = 9, 12, 15
WALKS = "grid_worker"


class PostsBook(Protocol):
    """The part of the people of the net that is asked here."""

    async def on(self, day: date) -> PostTable:
        """Everybody in a post on a day."""
        ...


@dataclass(frozen=True, slots=True)
class ItemDesk:
    """What the operations share.

    Attributes:
        store: where facts are kept.
        work: the lanes of threads.
        calendar: of the district; its zone says which day it is.
        areas: the map in use.
        departments: of the district, by code.
        posts: who holds which post.
        settings: of the district.
        changed: set whenever something of it was written.
    """

    store: Store
    work: Work
    calendar: WorkingCalendar
    areas: Areas
    departments: Mapping[str, Department]
    posts: PostsBook
    settings: ItemSettings = field(default_factory=ItemSettings)
    now: Callable[[], datetime] = utc_now
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self, steps: Callable[[Transaction], T]) -> T:
        """Take steps in one transaction, and say that something was written."""
        made = await self.keep(steps)
        self.changed.set()
        return made

    async def keep(self, steps: Callable[[Transaction], T]) -> T:
        """As `write`, of what is computed: nobody counts anew for it."""
        return await in_transaction(self.store, self.work, steps)

    async def read(self, question: Callable[[Connection], T]) -> T:
        """Ask the store in one view of it."""
        return await self.work.read(lambda: self.store.ask(question))

    def numbered(self, tx: Transaction, item: NetItem) -> NetItem:
        """With the next number of its day; transactions follow each other: none is given twice."""
        day = item.at.astimezone(self.calendar.zone).date()
        serial = newest_serial(tx.connection, numbers_of(self.settings.prefix, day)) + 1
        return replace(item, serial=serial, number=item_number(self.settings.prefix, day, serial))

    @property
    def department_names(self) -> Mapping[str, str]:
        """Code and name of each department."""
        return {code: one.name for code, one in self.departments.items()}

    async def grids_of(self, caller: Caller) -> frozenset[str] | None:
        """The grids a grid worker is shown; None for whoever is shown their whole area."""
        if caller.role != WALKS:
            return None
        today = self.now().astimezone(self.calendar.zone).date()
        return frozenset((await self.posts.on(today)).grids_of(caller.actor))

    def town_unit(self, area_code: str) -> str:
        """The town a place lies in, where it has a unit of its own; empty where it has none."""
        town = area_code[:TOWN_DIGITS]
        area = self.areas.area(town)
        is_town = area is not None and area.level is Level.TOWN
        return town if is_town and town not in self.settings.without_unit else ""

    def area_name(self, code: str) -> str:
        """What an area is called, a grid with its community; its code where the map knows none."""
        area = self.areas.area(code)
        own = short_name(area.name) if area else code
        is_grid = len(code) == GRID_DIGITS
        return f"{self.area_name(code[:VILLAGE_DIGITS])} {own}" if is_grid else own

    def unit_name(self, code: str | None) -> str:
        """What a unit is called: a department, or a town."""
        if not code:
            return ""
        found = self.departments.get(code)
        return found.name if found else self.area_name(code)


def is_own_unit(item: NetItem, caller: Caller) -> bool:
    """Whether an item was sent to a caller's unit: their department, or the town they work in."""
    if caller.department is not None:
        return item.owner == caller.department
    if item.town is None:
        return False
    area = caller.area or ""
    return not area or contains(item.town, area) or contains(area, item.town)


def may_see(item: NetItem, caller: Caller, grids: frozenset[str] | None) -> bool:
    """Whether a grid worker may see an item that lies in their area; everybody else may."""
    return grids is None or item.area_code in grids or item.by == caller.actor
