"""Which open incidents may be the same event as one that is being taken down."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.incidents import ENDED, Incident, IncidentClass

NEAR_M = 800.0
NEAR_IN_TIME = timedelta(minutes=60)
SAME_CLASS, SAME_GROUP, OTHER_CLASS = 1.0, 0.6, 0.25
LEAST_SCORE = 0.3
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
    limit: int = 5,
) -> list[Suspect]:
    """Open incidents near in place and time and of a class that fits, likeliest first.

    The score is class × nearness in place × nearness in time, each falling in a straight line to
    nothing at its limit; ties go by number.
    """
    found = []
    for incident in incidents:
        if incident.status in ENDED or incident.merged_into:
            continue
        metres = metres_between(lat, lon, incident.lat, incident.lon)
        apart = abs(at - incident.reported_at)
        if metres > NEAR_M or apart > NEAR_IN_TIME:
            continue
        alike = likeness(incident_class, incident.incident_class)
        score = alike * (1 - metres / NEAR_M / 2) * (1 - apart / NEAR_IN_TIME / 2)
        if score >= LEAST_SCORE:
            reasons = _reasons(incident, incident_class, metres, apart)
            found.append(Suspect(incident, metres, apart, round(score, 3), reasons))
    return sorted(found, key=lambda one: (-one.score, one.incident.number))[:limit]


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
    incident: Incident, wanted: IncidentClass, metres: float, apart: timedelta
) -> tuple[str, ...]:
    minutes = round(apart.total_seconds() / 60)
    kind = "同类" if incident.incident_class is wanted else "类别相近"
    return (kind, f"相距 {metres:.0f} 米", f"相差 {minutes} 分钟")
