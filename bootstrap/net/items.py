"""Items of urban management: put together from what was made before them, and their demo."""

from datetime import datetime
from typing import Any

from domain.net.items.classes import ClassTable
from domain.net.items.default_table import FIRST, first_lines
from domain.upkeep.history import HistoryPlan
from feeds.simulator.net.items import DAYS, TELLER, Ground, tell_items
from geodata.district.departments import load_departments
from geodata.district.net.items import load_net_items
from operations.files.decoding import Bounds, Decoding
from operations.net.items.demo import DemoItems
from operations.net.items.item_desk import ItemDesk
from operations.net.items.net_items import NetItems


def build_items(parts: Any) -> NetItems:
    """The items, of a product whose store, map and posts are made (bootstrap/parts.py)."""
    folder = parts.district.folder
    desk = ItemDesk(
        parts.store,
        parts.work,
        calendar=parts.calendar,
        areas=parts.areas,
        departments={one.code: one for one in load_departments(folder)},
        posts=parts.posts,
        settings=load_net_items(folder, parts.district.code, parts.district.prefix),
    )
    return NetItems(desk, Decoding(Bounds(at_once=1, waiting=4)))


def demo_items(parts: Any, until: datetime) -> DemoItems | None:
    """What fills a year of items, behind the running server; None where none is wanted."""
    if not parts.settings.demo_case_days:
        return None
    desk = parts.net_items.desk

    def ground(until: datetime) -> Ground:
        grids = sorted(parts.areas.loaded.grids, key=lambda one: one.code)
        region = desk.settings.region
        return Ground(
            grids,
            ClassTable(FIRST, first_lines(region, frozenset(desk.departments))),
            frozenset(filter(None, (desk.town_unit(one.code) for one in grids))),
            desk.settings.lead,
            desk.calendar,
            until,
            parts.settings.demo_seed,
        )

    plan = HistoryPlan(
        until, DAYS, parts.settings.demo_seed, version=f"{TELLER}-{parts.areas.loaded.version}"
    )
    return DemoItems(desk, lambda one: tell_items(ground(one.until)), plan)
