"""An assignment: one unit sent to one incident, open until it is cleared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.moments import from_iso, to_iso

KEPT_LIVE_AFTER_CLEARED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A unit sent to an incident; open while `cleared_at` is None.

    `area_code` is the incident's, so that an area's view can filter without a join.
    """

    assignment_id: str
    number: str
    unit_id: str
    area_code: str
    assigned_at: datetime
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    cleared_at: datetime | None = None
    is_demo: bool = False


_MOMENTS = ("assigned_at", "en_route_at", "on_scene_at", "cleared_at")
_WORDS = ("assignment_id", "number", "unit_id", "area_code", "is_demo")


def to_state(assignment: Assignment) -> dict[str, Any]:
    """The journalled state of an assignment."""
    moments = {name: getattr(assignment, name) for name in _MOMENTS}
    return {name: getattr(assignment, name) for name in _WORDS} | {
        name: to_iso(moment) if moment else None for name, moment in moments.items()
    }


def from_state(state: Mapping[str, Any]) -> Assignment:
    """The assignment a state describes."""
    return Assignment(
        **{name: state[name] for name in _WORDS},
        **{name: from_iso(state[name]) if state[name] else None for name in _MOMENTS},  # type: ignore[arg-type]
    )


def is_live(state: Mapping[str, Any], at: datetime) -> bool:
    """Open, or cleared less than 24 h before `at`."""
    cleared_at = state["cleared_at"]
    return cleared_at is None or at - from_iso(cleared_at) < KEPT_LIVE_AFTER_CLEARED
