"""Which open incidents may be the same event as one that is being taken down."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.incidents.incidents import ENDED, Incident, IncidentClass
from domain.maps.areas import contains

NEAR_M = 800.0
NEAR_IN_TIME = timedelta(minutes=60)
SAME_CLASS, SAME_GROUP, OTHER_CLASS = 1.0, 0.6, 0.25
LEAST_SCORE = 0.3
# Of a caller who names only a village: all that happens in it may be what they mean.
VILLAGE_DIGITS = 12
_EARTH_M = 6_371_000.0
# Classes one event is often told as: smoke is a fire to one caller and a hazard to the next.
_AKIN: tuple[frozenset[IncidentClass], ...] = (
    frozenset({IncidentClass.FIRE, IncidentClass.HAZARD, IncidentClass.MEDICAL}),
    frozenset({IncidentClass.TRAFFIC, IncidentClass.MEDICAL}),
    frozenset({IncidentClass.PUBLIC_ORDER, IncidentClass.DISPUTE, IncidentClass.SOS}),
    frozenset({IncidentClass.FLOOD, IncidentClass.HAZARD, IncidentClass.CITY_MANAGEMENT}),
)


@dataclass(frozen=True, slots=True)
class Suspect:
    """An incident that may be the same. `score` is 0 to 1."""

    incident: Incident
    distance_m: float
    apart: timedelta
    score: float
    reasons: tuple[str, ...]


def suspects(
    incidents: Iterable[Incident],
    *,
    incident_class: IncidentClass,
    lat: float,
    lon: float,
    at: datetime,
    area_code: str | None = None,
    limit: int = 5,
) -> list[Suspect]:
    """Open incidents near in place and time and of a class that fits, likeliest first.

    The score is class × nearness in place × nearness in time, each falling in a straight line to
    nothing at its limit; ties go by number.

    Args:
        incidents: any, ended ones are left out.
        incident_class: of the call.
        lat: WGS 84 degrees.
        lon: likewise.
        at: when it happened.
        area_code: a village or grid, when the caller names no more than that: an incident in it
            is as near as half the limit, wherever its middle lies.
        limit: most suspects.
    """
    found = []
    for incident in incidents:
        if incident.status in ENDED or incident.merged_into:
            continue
        metres = metres_between(lat, lon, incident.lat, incident.lon)
        apart = abs(at - incident.reported_at)
        is_within = _is_within(area_code, incident.area_code)
        metres = min(metres, NEAR_M / 2) if is_within else metres
        if metres > NEAR_M or apart > NEAR_IN_TIME:
            continue
        alike = likeness(incident_class, incident.incident_class)
        score = alike * (1 - metres / NEAR_M / 2) * (1 - apart / NEAR_IN_TIME / 2)
        if score >= LEAST_SCORE:
            reasons = _reasons(incident, incident_class, metres, apart, is_within)
            found.append(Suspect(incident, metres, apart, round(score, 3), reasons))
    return sorted(found, key=lambda one: (-one.score, one.incident.number))[:limit]


def _is_within(area_code: str | None, other: str) -> bool:
    return bool(area_code and len(area_code) >= VILLAGE_DIGITS and contains(area_code, other))


def likeness(one: IncidentClass, other: IncidentClass) -> float:
    """How well two classes may stand for one event."""
    if one is other:
        return SAME_CLASS
    return SAME_GROUP if any({one, other} <= akin for akin in _AKIN) else OTHER_CLASS


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres between two points on a plane that fits a district."""
    x = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(x, math.radians(other_lat - lat)) * _EARTH_M


def _reasons(
    incident: Incident, wanted: IncidentClass, metres: float, apart: timedelta, is_within: bool
) -> tuple[str, ...]:
    minutes = round(apart.total_seconds() / 60)
    kind = "同类" if incident.incident_class is wanted else "类别相近"
    where = "同一村（社区）" if is_within else f"相距 {metres:.0f} 米"
    return (kind, where, f"相差 {minutes} 分钟")
