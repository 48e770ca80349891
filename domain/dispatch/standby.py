"""A standby: a unit told to wait at a place nobody else reaches in time (驻守, 机动备勤).

It is no assignment: the unit stays available, and whoever sends it to an incident ends it.

Source: docs/decisions/0062-standby-orders.md
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.errors import ConflictError
from domain.kind import EVERY_FIELD, Audience, Ends, Kind, Live
from domain.kind_fields import AREA, LAT, LON, fields_of

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
        raise ConflictError(says="standby_over", field="unit_id", code="illegal_step")
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


STANDBY = Kind(
    name="standby",
    entity=Standby,
    fields=fields_of(
        Standby,
        standby_id={"is_needed": True},
        unit_id={"is_needed": True},
        area_code={"shape": AREA},
        name={"is_needed": True},
        lat={"shape": LAT, "is_needed": True},
        lon={"shape": LON, "is_needed": True},
        ordered_at={"is_needed": True},
    ),
    id_field="standby_id",
    audience=Audience(("live.see", "journal.read"), area_field="area_code"),
    wall=EVERY_FIELD,
    live=Live.UNTIL_ENDED,
    ends=Ends("ended_at"),
    title="备勤",
    says={
        "order": "{unit_id} 前往 {name} 备勤",
        "arrive": "{unit_id} 到达 {name}，开始备勤",
        "end": "{unit_id} 备勤结束（{name}）",
        "end.released": "{unit_id} 结束备勤（{name}）",
        "end.cancelled": "{unit_id} 取消备勤（{name}）",
        "end.dispatched": "{unit_id} 转为出警，备勤结束（{name}）",
        "end.unavailable": "{unit_id} 离岗或另有任务，备勤结束（{name}）",
    },
)
to_state, from_state = STANDBY.state_of, STANDBY.entity_of
