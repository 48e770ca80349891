"""A year of items in the demo's grids: visibly invented, the same each time by the seed.

Every item goes the way a real one does, by the same rules of competence, limits and steps; only
when each step was taken is invented. Most are handled in time, some late, some after a rework, some
put off or on the ledger; those of the last days are under way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from domain.calendar.working_time import WorkingCalendar
from domain.kind import Kind
from domain.maps.areas import Area
from domain.net.items import steps
from domain.net.items.classes import ClassTable, ItemClass, ItemKind
from domain.net.items.competence import responsible
from domain.net.items.items import NET_ITEM, ItemState, NetItem, Request, Source
from domain.net.items.limits import Limit, LimitUnit
from domain.net.items.parts import CITY_PART, CityPart, PartState

ITEMS, PARTS, DAYS = 360, 240, 365
# Changes whenever another story is told.
TELLER = "net-items-1"
DEMO, CHECKS, LEADS = "demo", "demo-check", "demo-leader"
Told = tuple[Kind[Any], Any, str, datetime]
_SOURCES = (Source.GRID, Source.GRID, Source.GRID, Source.COMMUNITY, Source.DEPARTMENT, Source.DESK)
_STATES = (PartState.GOOD, PartState.GOOD, PartState.GOOD, PartState.DAMAGED, PartState.MISSING)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the telling stands on.

    Attributes:
        grids: of the map, in the order of their codes.
        table: the classes items are taken up by.
        towns: towns that have a unit of their own.
        lead: the department that takes what is nobody's.
        calendar: of the district.
        until: when the server first started; nothing is told after it.
        seed: the same seed, the same telling.
    """

    grids: Sequence[Area]
    table: ClassTable
    towns: frozenset[str]
    lead: str
    calendar: WorkingCalendar
    until: datetime
    seed: int


def tell_items(ground: Ground) -> Iterator[Told]:
    """Things first, then items: kind, entity, action, and when it was as it is told."""
    if not ground.grids:
        return
    for part in demo_parts(ground):
        yield CITY_PART, part, "add", ground.until
    for item, action in demo_items(ground):
        yield NET_ITEM, item, action, item.closed_at or item.at


def demo_parts(ground: Ground) -> list[CityPart]:
    """Things of every class, spread over the grids."""
    lines = [one for one in ground.table.lines if one.kind is ItemKind.PART]
    made = []
    for number in range(PARTS if lines else 0):
        line, grid = lines[number % len(lines)], ground.grids[number * 7 % len(ground.grids)]
        lat, lon = _near(grid, Random(ground.seed + number))  # noqa: S311  (invented)
        made.append(
            CityPart(
                f"{line.code}{number + 1:06d}", line.code, f"（演示）{line.name}{number + 1}",
                grid.code, lat, lon, line.owner or None,
                condition=_STATES[number % len(_STATES)],
                surveyed_on=(ground.until - timedelta(days=30 + number)).date().isoformat(),
                is_demo=True,
            )
        )  # fmt: skip
    return made


def demo_items(ground: Ground) -> Iterator[tuple[NetItem, str]]:
    """Items of the year, the newest first, each as far as it has come."""
    things = {one.part_id[:10]: one for one in demo_parts(ground)}
    for number in range(ITEMS):
        rng = Random(f"{ground.seed}-{number}")  # noqa: S311  (invented)
        line = ground.table.lines[rng.randrange(len(ground.table.lines))]
        grid = ground.grids[rng.randrange(len(ground.grids))]
        # more of them of late, so that the lists of a first look are filled
        back = DAYS * 24 * (number / ITEMS) ** 2 + rng.random() * 6
        at = ground.until - timedelta(hours=back)
        yield _lived(ground, _reported(number, line, grid, at, rng, things), line, rng)


def _reported(
    number: int, line: ItemClass, grid: Area, at: datetime, rng: Random, things: dict[str, CityPart]
) -> NetItem:
    thing = things.get(line.code)
    lat, lon = (thing.lat, thing.lon) if thing else _near(grid, rng)
    source = _SOURCES[number % len(_SOURCES)]
    return NetItem(
        f"I-DEMO-{number + 1:04d}", line.kind, line.code, line.name,
        thing.area_code if thing else grid.code, lat, lon, at, DEMO, source,
        shared_with=(line.owner,) if source is Source.DEPARTMENT and line.owner else (),
        part_id=thing.part_id if thing else None,
        is_demo=True, place=f"（演示）演示路 {number + 1} 号",
        text=f"（演示）{line.name}：{line.files_when}",
        reporter=f"演示-{6000 + number:04d}", phone=f"138-0000-{6000 + number:04d}",
    )  # fmt: skip


def _lived(ground: Ground, item: NetItem, line: ItemClass, rng: Random) -> tuple[NetItem, str]:
    """As far as it has come by the end of the telling, and the last step."""
    calendar, until = ground.calendar, ground.until
    decided = item.at + timedelta(minutes=rng.randint(5, 90))
    if decided > until:
        return item, "report"
    if rng.random() < 0.06:
        return steps.refuse(item, "（演示）不属立案范围", DEMO, decided), "refuse"
    filed = steps.file(item, line, ground.table.version, DEMO, decided)
    sent_at = decided + timedelta(minutes=rng.randint(3, 40))
    if sent_at > until:
        return filed, "file"
    town = item.area_code[:9] if item.area_code[:9] in ground.towns else ""
    unit = responsible(item.kind, owner=line.owner, town=town, lead=ground.lead)
    sent = steps.dispatch(filed, unit, sent_at, calendar)
    return _handled(ground, sent, rng)


def _handled(ground: Ground, sent: NetItem, rng: Random) -> tuple[NetItem, str]:
    calendar, until, fate = ground.calendar, ground.until, rng.random()
    begun = sent.sent_at or sent.at
    if fate < 0.05:
        asked_at = begun + timedelta(hours=1)
        if asked_at > until:
            return sent, "dispatch"
        request = Request.HANG if fate < 0.025 else Request.EXTEND
        more = Limit(3, LimitUnit.WORK_DAY) if request is Request.EXTEND else None
        asked = steps.ask(sent, request, "（演示）等待配件", DEMO, asked_at, more)
        granted_at = asked_at + timedelta(hours=3)
        if granted_at > until:
            return asked, "ask"
        granted = steps.decide(asked, LEADS, granted_at, calendar, grants=True)
        is_hung = granted.state is ItemState.HUNG
        if is_hung and (until - granted_at).days < 90:
            return granted, "grant"
        begun = granted_at + timedelta(days=20) if is_hung else granted_at
        sent = steps.resume(granted, begun, calendar) if is_hung else granted
    due = sent.due_at or begun
    share = 0.3 + 0.6 * rng.random() if rng.random() < 0.87 else 1.2 + 3 * rng.random()
    done_at = begun + (due - begun) * share
    if done_at > until:
        return _overdue(sent, until), "dispatch"
    handled = steps.handle(sent, "（演示）已处置", DEMO, done_at)
    checked_at = done_at + timedelta(hours=rng.randint(1, 30))
    if checked_at > until:
        return handled, "handle"
    if rng.random() < 0.08:
        again = steps.check(
            handled, CHECKS, checked_at, calendar, is_done=False, reason="（演示）处置不彻底"
        )
        done_at = checked_at + ((again.due_at or checked_at) - checked_at) * 0.5
        checked_at = done_at + timedelta(hours=2)
        if checked_at > until:
            return again, "fail"
        handled = steps.handle(again, "（演示）已重新处置", DEMO, done_at)
    return steps.check(handled, CHECKS, checked_at, calendar, is_done=True), "pass"


def _overdue(item: NetItem, until: datetime) -> NetItem:
    """What is late by the end of the telling was supervised when it fell due."""
    is_over = item.due_at is not None and item.due_at < until
    return replace(item, supervised_at=item.due_at) if is_over else item


def _near(grid: Area, rng: Random) -> tuple[float, float]:
    """A place near the label point of a grid."""
    lat, lon = grid.lat + rng.uniform(-0.0008, 0.0008), grid.lon + rng.uniform(-0.0008, 0.0008)
    return round(lat, 6), round(lon, 6)
