"""The demo of inspections, key places and rooms."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from domain.access.callers import DEMO_DISPATCHER
from feeds.simulator.video.inspections import InspectionGround, Told, tell_inspections
from operations.video.inspections.demo import DemoInspections
from store.video.cameras import everything


def demo_inspections(parts: Any, until: datetime) -> DemoInspections | None:
    """What fills them, behind the running server; None where none is wanted."""
    if not parts.settings.demo_case_days:
        return None
    desk = parts.inspections.desk

    def tell() -> Iterator[Told]:
        grids = sorted(parts.areas.loaded.grids, key=lambda one: one.code)
        ground = InspectionGround(
            grids,
            parts.store.ask(lambda one: everything(one, DEMO_DISPATCHER)),
            frozenset(desk.departments),
            desk.calendar.zone,
            until,
            parts.settings.demo_seed,
        )
        return tell_inspections(ground)

    return DemoInspections(desk, tell)
