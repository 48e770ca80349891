"""Items as they are listed, one by one, and counted; each as far as its reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.net.items.classes import ItemClass
from domain.net.items.figures import Counts, Line, summed
from domain.net.items.items import OPEN, ItemState, NetItem
from operations.net.items.class_book import ClassBook
from operations.net.items.item_desk import ItemDesk, is_own_unit, may_see
from store.net import items as kept
from store.net.items import Wanted

LISTED = 30


class View(StrEnum):
    """Which items are looked at, in the order in which they are offered."""

    OPEN = "open"
    WAITING = "waiting"
    TO_SEND = "to_send"
    SENT = "sent"
    LATE = "late"
    TO_CHECK = "to_check"
    ASKED = "asked"
    HUNG = "hung"
    CLOSED = "closed"
    ENDED = "ended"


_STATES: Mapping[View, Sequence[ItemState]] = {
    View.OPEN: OPEN,
    View.WAITING: (ItemState.REPORTED,),
    View.TO_SEND: (ItemState.FILED,),
    View.SENT: (ItemState.SENT,),
    View.LATE: (),
    View.TO_CHECK: (ItemState.HANDLED,),
    View.ASKED: (ItemState.SENT,),
    View.HUNG: (ItemState.HUNG,),
    View.CLOSED: (ItemState.CLOSED,),
    View.ENDED: (ItemState.REFUSED, ItemState.JOINED),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """Which items are asked for.

    `at` is the first of the page; `number` is a number, or the serial of a day.
    """

    view: View = View.OPEN
    area: str = ""
    class_code: str = ""
    unit: str = ""
    at: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A page of items, and how many there are."""

    items: Sequence[NetItem]
    count: int
    now: datetime


@dataclass(frozen=True, slots=True)
class OneItem:
    """An item with the line of the table it was taken up by, and what its reader may do.

    `line` is that of the version in force while nobody has taken it up; None where that is gone.
    """

    item: NetItem
    line: ItemClass | None
    acts: frozenset[str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """The indicators of a window: by town, by unit, and of all."""

    towns: Sequence[Line]
    units: Sequence[Line]
    whole: Counts
    since: datetime
    now: datetime
    days: int


class Looking:
    """Lists, single items, figures.

    Args:
        desk: what the operations share.
        classes: the table, by its versions.
    """

    def __init__(self, desk: ItemDesk, classes: ClassBook) -> None:
        self._desk, self._classes = desk, classes

    async def page(self, looked: Looked, caller: Caller) -> ItemPage:
        """A page of items the caller may see.

        Raises:
            NotAllowedError: none are theirs to see, or not in this area.
        """
        require(caller, "items.see", looked.area or None)
        grids, now = await self._desk.grids_of(caller), self._desk.now()
        wanted = Wanted(
            _STATES[looked.view], looked.area, grids, looked.class_code, looked.unit,
            late_at=now if looked.view is View.LATE else None,
            is_asked=looked.view is View.ASKED,
            number=looked.number,
        )  # fmt: skip
        found, count = await self._desk.read(
            lambda one: kept.page(one, caller, wanted, most=LISTED, at=max(0, looked.at))
        )
        return ItemPage(found, count, now)

    async def item(self, item_id: str, caller: Caller) -> OneItem:
        """One item.

        Raises:
            NotAllowedError, NotFoundError: none are theirs to see; there is none of it for them.
        """
        require(caller, "items.see")
        grids = await self._desk.grids_of(caller)
        found = await self._desk.read(lambda one: kept.one_of(one, item_id, caller))
        if found is None or not may_see(found, caller, grids):
            raise NotFoundError(says="no_item", field="item_id")
        return OneItem(found, await self._line(found), acts_of(found, caller), self._desk.now())

    async def _line(self, item: NetItem) -> ItemClass | None:
        try:
            table = (
                await self._classes.version(item.version)
                if item.version
                else await self._classes.newest()
            )
        except NotFoundError:  # its record went with an old part of the journal
            return None
        return table.by_code.get(item.class_code)

    async def figures(self, caller: Caller, area: str = "") -> Figures:
        """The indicators of the items reported in the last days that the caller may see.

        Raises:
            NotAllowedError: none are theirs to see, or not in this area.
        """
        require(caller, "items.see", area or None)
        now, days = self._desk.now(), self._desk.settings.figures_days
        since = now - timedelta(days=days)

        def question(one: Connection) -> tuple[list[Line], list[Line]]:
            towns = kept.lines(one, caller, since, now, area=area, by_unit=False)
            return towns, kept.lines(one, caller, since, now, area=area, by_unit=True)

        towns, units = await self._desk.read(question)
        whole = summed(one.counts for one in towns)
        return Figures(towns, units, whole, since, now, days)

    async def standing(self, caller: Caller, area: str = "") -> Mapping[str, Mapping[str, int]]:
        """Of open items, by town: how many wait, are due today, and are late.

        Raises:
            NotAllowedError: none are theirs to see, or not in this area.
        """
        require(caller, "items.see", area or None)
        now = self._desk.now()
        today = now.astimezone(self._desk.calendar.zone)
        day_end = today.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return await self._desk.read(
            lambda one: kept.standing(one, caller, now, day_end + timedelta(seconds=1), area)
        )

    async def of_grid(self, grid: str, caller: Caller) -> Sequence[NetItem]:
        """The open items of a grid, the newest first.

        Raises:
            NotAllowedError: not the caller's to see.
        """
        return (await self.page(Looked(View.OPEN, grid), caller)).items


def acts_of(item: NetItem, caller: Caller) -> frozenset[str]:
    """What a caller may do with an item now: only that is offered on its page."""
    state, here = item.state, item.area_code
    acts: set[str] = set()
    if may(caller, "items.file", here):
        acts |= {"file", "refuse"} if state is ItemState.REPORTED else set()
        acts |= {"dispatch"} if state is ItemState.FILED else set()
    is_own = is_own_unit(item, caller) or caller.role == "dispatcher"
    if state is ItemState.SENT and is_own and may(caller, "items.handle", here):
        acts |= {"handle", "give_back"}
        acts |= {"ask"} if item.request is None else set()
    is_other = caller.actor != item.handled_by
    if state is ItemState.HANDLED and is_other and may(caller, "items.check", here):
        acts |= {"pass", "fail"}
    if may(caller, "items.approve", here):
        is_asked = state is ItemState.SENT and item.request is not None
        acts |= {"grant", "deny"} if is_asked and caller.actor != item.asked_by else set()
        acts |= {"resume"} if state is ItemState.HUNG else set()
    return frozenset(acts)
