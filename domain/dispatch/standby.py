"""A standby: a unit told to wait at a place nobody else reaches in time (驻守, 机动备勤).

It is no assignment: the unit stays available, and whoever sends it to an incident ends it.

Source: docs/decisions/0062-standby-orders.md
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.errors import ConflictError
from domain.moments import from_iso, to_iso

KEPT_LIVE_AFTER_END = timedelta(hours=24)
# As near as this to the place is there: a car stops at the kerb, a fix is off by some metres.
ARRIVED_WITHIN_M = 200.0


class Ending(StrEnum):
    """How a standby ended."""

    RELEASED = "released"  # the unit had arrived, and may go
    CANCELLED = "cancelled"  # called off before it arrived
    DISPATCHED = "dispatched"  # a real incident took the unit
    UNAVAILABLE = "unavailable"  # the unit went off duty, or does something else


@dataclass(frozen=True, slots=True)
class Standby:
    """A unit's order to wait at a place; open while `ended_at` is None.

    `lat`, `lon` in WGS 84 degrees; `area_code` holds the place, `name` is what people call it.
    """

    standby_id: str
    unit_id: str
    area_code: str
    name: str
    lat: float
    lon: float
    ordered_at: datetime
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    ending: Ending | None = None
    is_demo: bool = False


def arrive(standby: Standby, *, at: datetime) -> Standby:
    """The unit is there; saying it again changes nothing.

    Raises:
        ConflictError: it is over.
    """
    if standby.ended_at is not None:
        raise ConflictError("这次备勤已结束，不能再改。", field="unit_id", code="illegal_step")
    if standby.arrived_at is not None:
        return standby
    return replace(standby, arrived_at=max(at, standby.ordered_at))


def end(standby: Standby, ending: Ending, *, at: datetime) -> Standby:
    """The standby, over; what is over stays as it ended."""
    if standby.ended_at is not None:
        return standby
    return replace(standby, ended_at=max(at, standby.ordered_at), ending=ending)


def by_hand(standby: Standby) -> Ending:
    """How a standby ends that a dispatcher ends: called off on the way, released at the place."""
    return Ending.CANCELLED if standby.arrived_at is None else Ending.RELEASED


_MOMENTS = ("ordered_at", "arrived_at", "ended_at")
_PLAIN = ("standby_id", "unit_id", "area_code", "name", "lat", "lon", "is_demo")


def to_state(standby: Standby) -> dict[str, Any]:
    """The journalled state of a standby."""
    moments = {name: getattr(standby, name) for name in _MOMENTS}
    return (
        {name: getattr(standby, name) for name in _PLAIN}
        | {"ending": standby.ending.value if standby.ending else None}
        | {name: to_iso(moment) if moment else None for name, moment in moments.items()}
    )


def from_state(state: Mapping[str, Any]) -> Standby:
    """The standby a state describes."""
    return Standby(
        **{name: state[name] for name in _PLAIN},
        **{name: from_iso(state[name]) if state[name] else None for name in _MOMENTS},  # type: ignore[arg-type]
        ending=Ending(state["ending"]) if state["ending"] else None,
    )


def is_live(state: Mapping[str, Any], at: datetime) -> bool:
    """Open, or ended less than 24 h before `at`."""
    ended_at = state["ended_at"]
    return ended_at is None or at - from_iso(ended_at) < KEPT_LIVE_AFTER_END
