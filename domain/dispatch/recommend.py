"""Who is nearest to a place: by road time, with reasons, in an order all screens share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.dispatch.units import NOT_ON_DUTY, Fix, Unit, position_is_stale


class TravelSource(StrEnum):
    """How a travel time was found."""

    ROAD = "road"
    STRAIGHT_LINE = "straight_line"


@dataclass(frozen=True, slots=True)
class Travel:
    """A way from a unit to a place: seconds, metres, and how they were found."""

    seconds: float
    distance_m: float
    source: TravelSource


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A unit offered for a place."""

    unit: Unit
    fix: Fix
    travel: Travel
    position_is_stale: bool


TravelTimes = Callable[[list[tuple[Unit, Fix]]], list[Travel]]


def recommend_units(
    units: Iterable[tuple[Unit, Fix]], *, travel_times: TravelTimes, now: datetime, limit: int = 5
) -> list[Recommendation]:
    """Rank the units that may be sent to a place, soonest arrival first.

    Units off duty or out of service are left out. A stale position is flagged, never hidden:
    the dispatcher decides.

    Args:
        units: candidates with their newest fix, any order.
        travel_times: the way of each candidate to the place, in the same order.
        now: timezone-aware UTC.
        limit: most rows to return, >= 1.

    Returns:
        0 to `limit` rows; ties go by call sign, then id, so all desks see one order.

    Raises:
        ValueError: `limit` is below 1.

    Source: docs/decisions/0004-nearest-by-road.md
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    candidates = [pair for pair in units if pair[0].status not in NOT_ON_DUTY]
    travels = travel_times(candidates)
    ranked = sorted(
        zip(candidates, travels, strict=True),
        key=lambda row: (round(row[1].seconds, 1), row[0][0].call_sign, row[0][0].unit_id),
    )
    return [
        Recommendation(unit, fix, travel, position_is_stale(fix.at, now))
        for (unit, fix), travel in ranked[:limit]
    ]
