"""The demo's year of items: the same each time, visibly invented, in every state, never ahead."""

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.calendar.working_time import WorkingCalendar
from domain.maps.areas import Area, Level
from domain.net.items.classes import ClassTable
from domain.net.items.default_table import first_lines
from domain.net.items.items import NET_ITEM, ItemState, NetItem
from domain.net.items.parts import CITY_PART
from feeds.simulator.net.items import DAYS, ITEMS, PARTS, Ground, tell_items

UNTIL = datetime(2026, 11, 30, 3, tzinfo=UTC)
BOX = (0, 0, 0, 0)
GRIDS = [
    Area(f"{town}001{n:03d}", Level.GRID, f"网格{n}", f"{town}001", 33.8, 116.8, BOX)
    for town in ("340604001", "340604100", "340604400")
    for n in range(1, 20)
]
TABLE = ClassTable(1, first_lines("340604", {"city_management", "housing", "public_security"}))
CALENDAR = WorkingCalendar(ZoneInfo("Asia/Shanghai"), {date(2026, 10, 1): "国庆节"})
GROUND = Ground(
    GRIDS, TABLE, frozenset({"340604001", "340604100"}), "city_management", CALENDAR, UNTIL, 340604
)


@pytest.fixture(scope="module")
def told() -> list[NetItem]:
    return [one for kind, one, _, _ in tell_items(GROUND) if kind is NET_ITEM]


def test_the_same_each_time_and_a_few_hundred(told: list[NetItem]):
    again = list(tell_items(GROUND))
    assert [one for kind, one, _, _ in again if kind is NET_ITEM] == told
    assert len(told) == ITEMS == 360
    assert sum(kind is CITY_PART for kind, *_ in again) == PARTS
    assert len({one.item_id for one in told}) == ITEMS


def test_every_state_and_indicator_is_there_and_everything_says_that_it_is_invented(
    told: list[NetItem],
):
    states = Counter(one.state for one in told)
    assert set(states) >= set(ItemState) - {ItemState.JOINED, ItemState.FILED, ItemState.REPORTED}
    assert states[ItemState.CLOSED] > 200
    assert any(one.reworks for one in told) and any(one.was_late for one in told)
    assert any(one.extensions for one in told)
    assert any(one.is_late(UNTIL) and one.state is ItemState.SENT for one in told)
    assert all(one.is_demo and (one.text or "").startswith("（演示）") for one in told)
    units = {one.unit for one in told if one.unit}
    assert {"340604001", "housing", "city_management"} <= units and "340604400" not in units


def test_nothing_is_told_ahead_and_clocks_are_those_of_the_rules(told: list[NetItem]):
    names = ("at", "decided_at", "sent_at", "handled_at", "checked_at", "closed_at")
    for one in told:
        moments = [getattr(one, name) for name in names if getattr(one, name)]
        assert all(at <= UNTIL for at in moments) and (UNTIL - one.at).days <= DAYS
        assert one.checked_by is None or one.checked_by != one.handled_by
        NET_ITEM.state_of(one)
