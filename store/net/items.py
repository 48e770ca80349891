"""Items of urban management and the register of things, each as far as somebody may see it.

A list is walked in the order of an index and holds a page; what is counted for figures is counted
by the database over a window of days.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, and_, case, cast, func, or_, select, true

from domain.access.callers import Caller
from domain.net.items.figures import Counts, Line
from domain.net.items.items import NET_ITEM, OPEN, TAKEN_UP, ItemState, NetItem
from domain.net.items.parts import CITY_PART, CityPart
from store.kind_tables import TABLES
from store.live.visible import counted, visible
from store.rows import reader

ITEM, PART = TABLES[NET_ITEM.name], TABLES[CITY_PART.name]
MOST_NEAR, TOWN_DIGITS, GRID_DIGITS = 200, 9, 15
# A degree of latitude, in metres; the box around a place is wide enough for the district.
_DEGREE_M = 111_000.0
_OPEN = [one.value for one in OPEN]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items a list shows.

    Attributes:
        states: any of these; all where none is named.
        area: below this one. `grids`: only these, or reported by the reader; None for all.
        class_code: of this class. `unit`: with this one.
        late_at: only those whose time was over at this moment.
        is_asked: only those for which their unit asks for something.
        number: of this number, or the so-many-th of any day.
    """

    states: Sequence[ItemState] = ()
    area: str = ""
    grids: Collection[str] | None = None
    class_code: str = ""
    unit: str = ""
    late_at: datetime | None = None
    is_asked: bool = False
    number: str = ""


def one_of(connection: Connection, item_id: str, who: Caller | None = None) -> NetItem | None:
    """An item, for whoever may see it; without a caller, whoever that is."""
    query = select(ITEM).where(ITEM.c.item_id == item_id)
    if who is not None:
        query = query.where(visible(NET_ITEM, who))
    row = connection.execute(query).mappings().first()
    return reader(NET_ITEM)(row) if row else None


def newest_serial(connection: Connection, beginning: str) -> int:
    """The highest serial of a day, by what its numbers begin with; 0 before the first."""
    within = and_(ITEM.c.number >= beginning, ITEM.c.number < f"{beginning}~")
    return connection.scalar(select(func.max(ITEM.c.serial)).where(within)) or 0


def page(
    connection: Connection, who: Caller, wanted: Wanted, *, most: int, at: int
) -> tuple[list[NetItem], int]:
    """A page of items and how many there are: the newest first, of late ones the latest first."""
    where = _where(who, wanted)
    count = connection.scalar(select(func.count()).select_from(ITEM).where(where)) or 0
    order = ITEM.c.due_at if wanted.late_at is not None else ITEM.c.at.desc()
    query = select(ITEM).where(where).order_by(order, ITEM.c.item_id).limit(most).offset(at)
    read = reader(NET_ITEM)
    return [read(row) for row in connection.execute(query).mappings()], count


def _where(who: Caller, wanted: Wanted) -> ColumnElement[bool]:
    conditions = [visible(NET_ITEM, who), _below(wanted.area)]
    if wanted.grids is not None:
        own = ITEM.c.area_code.in_(sorted(wanted.grids)) | (ITEM.c.by == who.actor)
        conditions.append(own)
    if wanted.states:
        conditions.append(ITEM.c.state.in_([one.value for one in wanted.states]))
    if wanted.class_code:
        conditions.append(ITEM.c.class_code == wanted.class_code)
    if wanted.number:
        typed = wanted.number
        serial = int(typed) if typed.isascii() and typed.isdigit() else None
        conditions.append((ITEM.c.number == typed) | (ITEM.c.serial == serial))
    if wanted.unit:
        conditions.append(ITEM.c.unit == wanted.unit)
    if wanted.is_asked:
        conditions.append(ITEM.c.request.is_not(None))
    if wanted.late_at is not None:
        sent = ITEM.c.state == ItemState.SENT.value
        conditions.append(sent & (ITEM.c.due_at < wanted.late_at))
    return and_(true(), *conditions)


def _below(area: str) -> ColumnElement[bool]:
    code = ITEM.c.area_code.concat("")  # the order of the list leads the index
    return and_(code >= area, code < f"{area}~") if area else true()


def near(
    connection: Connection,
    *,
    lat: float,
    lon: float,
    within_m: float,
    code: str,
    part: str,
    since: datetime,
) -> list[NetItem]:
    """Open items of a class around a place, or of a thing, since a moment, whoever sees them."""
    d_lat, d_lon = within_m / _DEGREE_M, 2 * within_m / _DEGREE_M
    box = and_(
        ITEM.c.lat.between(lat - d_lat, lat + d_lat), ITEM.c.lon.between(lon - d_lon, lon + d_lon)
    )
    query = select(ITEM).where(
        ITEM.c.class_code == code,
        ITEM.c.at >= since,
        ITEM.c.state.in_(_OPEN),
        or_(box, ITEM.c.part_id == part) if part else box,
    )
    read = reader(NET_ITEM)
    return [read(row) for row in connection.execute(query.limit(MOST_NEAR)).mappings()]


# figures ------------------------------------------------------------------------------------------


def lines(
    connection: Connection, who: Caller, since: datetime, now: datetime, *, area: str, by_unit: bool
) -> list[Line]:
    """What was counted of items reported in a window, by town or by unit, in their order.

    Units are told of items that have one; towns of all.
    """
    key = ITEM.c.unit if by_unit else func.substr(ITEM.c.area_code, 1, TOWN_DIGITS)
    query = (
        select(key.label("code"), *(_sum(name, so) for name, so in _counts(now).items()))
        .where(ITEM.c.at >= since, visible(NET_ITEM, who), counted(NET_ITEM), _below(area))
        .group_by(key)
        .order_by(key)
    )
    if by_unit:
        query = query.where(ITEM.c.unit.is_not(None))
    return [
        Line(str(row.pop("code")), Counts(**{name: int(count or 0) for name, count in row.items()}))
        for row in (dict(one) for one in connection.execute(query).mappings())
    ]


def _sum(name: str, so: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(cast(case((so, 1), else_=0), Integer)).label(name)


def _counts(now: datetime) -> dict[str, ColumnElement[bool]]:
    """What each count of `Counts` counts, as a condition of a row."""
    state = ITEM.c.state
    filed = state.in_([one.value for one in TAKEN_UP])
    is_sent, is_hung = state == ItemState.SENT.value, state == ItemState.HUNG.value
    is_handled = state.in_([ItemState.HANDLED.value, ItemState.CLOSED.value])
    is_over = is_sent & (ITEM.c.due_at < now)
    return {
        "decided": filed | (state == ItemState.REFUSED.value),
        "filed": filed,
        "due": is_handled | is_over,
        "in_time": is_handled & ITEM.c.was_late.is_(False),
        "checked": filed & ITEM.c.checked_at.is_not(None),
        "reworked": filed & (ITEM.c.reworks > 0),
        "to_close": filed & ~is_hung,
        "closed": state == ItemState.CLOSED.value,
        "open": state.in_(_OPEN),
        "late": is_over,
    }


def standing(
    connection: Connection, who: Caller, now: datetime, day_end: datetime, area: str
) -> dict[str, dict[str, int]]:
    """Of open items by town: how many wait to be decided, are due today, and are late."""
    key = func.substr(ITEM.c.area_code, 1, TOWN_DIGITS)
    is_sent = ITEM.c.state == ItemState.SENT.value
    told = {
        "open": true(),
        "waiting": ITEM.c.state.in_([ItemState.REPORTED.value, ItemState.FILED.value]),
        "due": is_sent & (ITEM.c.due_at >= now) & (ITEM.c.due_at < day_end),
        "late": is_sent & (ITEM.c.due_at < now),
    }
    query = (
        select(key.label("code"), *(_sum(name, so) for name, so in told.items()))
        .where(ITEM.c.state.in_(_OPEN), visible(NET_ITEM, who), _below(area))
        .group_by(key)
        .order_by(key)
    )
    rows = [dict(one) for one in connection.execute(query).mappings()]
    return {str(row.pop("code")): {name: int(n or 0) for name, n in row.items()} for row in rows}


def is_any(connection: Connection) -> bool:
    """Whether an item was ever written: the demo writes but once."""
    return connection.scalar(select(ITEM.c.item_id).limit(1)) is not None


# things -------------------------------------------------------------------------------------------


def part_of(connection: Connection, part_id: str) -> CityPart | None:
    """A thing of the register."""
    row = connection.execute(select(PART).where(PART.c.part_id == part_id)).mappings().first()
    return reader(CITY_PART)(row) if row else None


def parts_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, CityPart]:
    """Those of some things that are registered."""
    read, found = reader(CITY_PART), dict[str, CityPart]()
    for at in range(0, len(ids), 500):
        query = select(PART).where(PART.c.part_id.in_(ids[at : at + 500]))
        found |= {row["part_id"]: read(row) for row in connection.execute(query).mappings()}
    return found


def parts(
    connection: Connection, who: Caller, *, area: str, most: int, at: int
) -> tuple[list[CityPart], int]:
    """A page of things by their ids, and how many there are."""
    where = and_(visible(CITY_PART, who), _parts_below(area))
    count = connection.scalar(select(func.count()).select_from(PART).where(where)) or 0
    query = select(PART).where(where).order_by(PART.c.part_id).limit(most).offset(at)
    read = reader(CITY_PART)
    return [read(row) for row in connection.execute(query).mappings()], count


def parts_by_area(connection: Connection, who: Caller, area: str, digits: int) -> dict[str, int]:
    """How many things lie in each area of a level, by its code."""
    key = func.substr(PART.c.area_code, 1, digits)
    query = (
        select(key, func.count())
        .where(visible(CITY_PART, who), _parts_below(area))
        .group_by(key)
        .order_by(key)
    )
    return {str(code): int(count) for code, count in connection.execute(query)}


def _parts_below(area: str) -> ColumnElement[bool]:
    code = PART.c.area_code
    return and_(code >= area, code < f"{area}~") if area else true()
