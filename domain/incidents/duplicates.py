"""Which open incidents may be the same event as one that is being taken down."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.incidents.incidents import ENDED, Incident, IncidentClass
from domain.maps.areas import contains
from domain.maps.house_numbers import road_of
from domain.saying import Saying

NEAR_M = 800.0
NEAR_IN_TIME = timedelta(minutes=60)
# What is still open may be told again much later; at the very place, also as something else.
LONGEST_APART = timedelta(hours=12)
SAME_CLASS, SAME_GROUP, OTHER_CLASS = 1.0, 0.6, 0.35
LEAST_SCORE = 0.3
# Of a caller who names only a village: all that happens in it may be what they mean.
VILLAGE_DIGITS = 12
_EARTH_M = 6_371_000.0
# Classes one event is often told as: smoke is a fire to one caller and a hazard to the next.
_AKIN: tuple[frozenset[IncidentClass], ...] = (
    frozenset({IncidentClass.FIRE, IncidentClass.HAZARD, IncidentClass.MEDICAL}),
    frozenset({IncidentClass.TRAFFIC, IncidentClass.MEDICAL, IncidentClass.FIRE}),
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
    reasons: tuple[Saying, ...]


def suspects(
    incidents: Iterable[Incident],
    *,
    incident_class: IncidentClass,
    lat: float,
    lon: float,
    at: datetime,
    area_code: str | None = None,
    address: str | None = None,
    limit: int = 5,
) -> list[Suspect]:
    """Open incidents near in place and time and of a class that fits, likeliest first.

    The score is class × nearness in place × nearness in time. Each falls in a straight line to a
    half at its limit; later than `NEAR_IN_TIME` it falls on, slowly, up to `LONGEST_APART`. Ties go
    by number.

    Args:
        incidents: any, ended ones are left out.
        incident_class: of the call.
        lat: WGS 84 degrees.
        lon: likewise.
        at: when it happened.
        area_code: a village or grid, when the caller names no more than that: an incident in it
            is as near as half the limit, wherever its middle lies.
        address: the words of the place; an incident on the same road is as near as half the limit,
            since of a road alone only its middle is known.
        limit: most suspects.
    """
    road = road_of(address) if address else None
    found = []
    for incident in incidents:
        if incident.status in ENDED or incident.merged_into:
            continue
        metres = metres_between(lat, lon, incident.lat, incident.lon)
        apart = abs(at - incident.reported_at)
        same = _same_place(incident, area_code, road)
        metres = min(metres, NEAR_M / 2) if same else metres
        if metres > NEAR_M or apart > LONGEST_APART:
            continue
        alike = likeness(incident_class, incident.incident_class)
        score = alike * (1 - metres / NEAR_M / 2) * _in_time(apart)
        if score >= LEAST_SCORE:
            reasons = _reasons(incident, incident_class, metres, apart, same)
            found.append(Suspect(incident, metres, apart, round(score, 3), reasons))
    return sorted(found, key=lambda one: (-one.score, one.incident.number))[:limit]


def _is_within(area_code: str | None, other: str) -> bool:
    return bool(area_code and len(area_code) >= VILLAGE_DIGITS and contains(area_code, other))


def _same_place(incident: Incident, area_code: str | None, road: str | None) -> Saying | None:
    """What both are said to be in; None for two points."""
    if _is_within(area_code, incident.area_code):
        return Saying("same_village")
    is_on_it = road is not None and road_of(incident.address or "") == road
    return Saying("same_road") if is_on_it else None


def _in_time(apart: timedelta) -> float:
    if apart <= NEAR_IN_TIME:
        return 1 - apart / NEAR_IN_TIME / 2
    return 0.5 - 0.15 * ((apart - NEAR_IN_TIME) / (LONGEST_APART - NEAR_IN_TIME))


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
    incident: Incident, wanted: IncidentClass, metres: float, apart: timedelta, same: Saying | None
) -> tuple[Saying, ...]:
    minutes = round(apart.total_seconds() / 60)
    alike = likeness(incident.incident_class, wanted)
    kind = {SAME_CLASS: "same_class", SAME_GROUP: "akin_class"}.get(alike, "other_class")
    far = same or Saying("metres_apart", metres=f"{metres:.0f}")
    return (Saying(kind), far, Saying("minutes_apart", minutes=minutes))
