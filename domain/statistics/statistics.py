"""What one incident adds to the figures of its areas, and how such additions are summed.

An incident counts for the district's day it was reported on, whatever happens to it later: its
own earlier contribution is taken out and the new one put in. The same function serves the
transaction that writes a fact and the recount that checks it.
Source: docs/decisions/0030-rollups.md
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from domain.incidents.incidents import INCIDENT, Incident, IncidentStatus
from domain.maps.areas import CODE_LENGTH
from domain.statistics.day_sums import (
    COUNTS,
    SQUARES_AT,
    Slots,
    add_slots,
    class_slot,
    hour_slot,
    severity_slot,
    time_slot,
)
from domain.statistics.histogram import bucket_of

LONGEST_RESPONSE = timedelta(hours=24)
SPANS = ("accept", "dispatch", "travel", "arrival", "resolve")
LATE = ("arrival", "resolve")
_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class FigureRules:
    """What the figures depend on beside the facts; another set of them asks for a recount.

    `zone_name` is an IANA zone whose days and hours are counted. `arrival_s` is the target from
    report to the first unit on scene, `resolve_h` from report to resolved, by severity Ⅰ to Ⅳ.
    """

    zone_name: str
    arrival_s: int = 380
    resolve_h: tuple[float, float, float, float] = (4, 12, 24, 72)
    v: int = 3

    @property
    def zone(self) -> tzinfo:
        """The zone by its name."""
        return ZoneInfo(self.zone_name)


@dataclass(frozen=True, slots=True, order=True)
class DayKey:
    """An area and a day of the district."""

    area_code: str
    day: date


@dataclass(frozen=True, slots=True, order=True)
class PlaceKey:
    """A place of about 100 m (thousandths of a degree) in the finest known area, in a month.

    `month` is its first day.
    """

    month: date
    area_code: str
    lat_e3: int
    lon_e3: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one incident adds: the same slots under several areas, and one place.

    Nothing, where it names an audience of its own (docs/decisions/0089-what-a-figure-counts.md).
    """

    areas: tuple[str, ...]
    day: date
    slots: Slots
    place: PlaceKey | None = None

    @property
    def keys(self) -> list[DayKey]:
        """The rows it is added to."""
        return [DayKey(code, self.day) for code in self.areas]


def contribution(incident: Incident, rules: FigureRules) -> Contribution:
    """What an incident, as it stands, adds to the figures."""
    local = incident.reported_at.astimezone(rules.zone)
    code = incident.area_code
    if not INCIDENT.counts_entity(incident):
        return Contribution((), local.date(), {})
    place = PlaceKey(
        local.date().replace(day=1), code, thousandths(incident.lat), thousandths(incident.lon)
    )
    codes = tuple(code[:length] for length in CODE_LENGTH.values() if length <= len(code))
    return Contribution(codes, local.date(), _slots(incident, local.hour, rules), place)


def thousandths(degrees: float) -> int:
    """The nearest thousandth of a degree; a half goes up, as the query for its rows asks."""
    return math.floor(degrees * 1000 + 0.5)


def _slots(incident: Incident, hour: int, rules: FigureRules) -> dict[int, int]:
    counts = _counts(incident, rules)
    kind, grade = incident.incident_class.value, int(incident.severity)
    told = {class_slot(kind, name): n for name, n in counts.items()}
    told |= {severity_slot(grade, at): counts[name] for at, name in enumerate(COUNTS[:5])}
    told[hour_slot(hour, 0)] = 1
    spans = response_spans(incident)
    if spans is not None:
        arrival_ms = sum(span // _MS for span in spans.values())
        told[hour_slot(hour, 1)] = 1
        told[hour_slot(hour, 2)] = arrival_ms
        told[SQUARES_AT] = round(arrival_ms / 1000) ** 2
        told[time_slot("arrival", bucket_of(arrival_ms))] = 1
        for step, span in spans.items():
            told[time_slot(step, bucket_of(span // _MS))] = 1
    resolve = _resolve_span(incident)
    if resolve is not None and resolve >= timedelta():
        told[time_slot("resolve", bucket_of(resolve // _MS))] = 1
    return {slot: value for slot, value in told.items() if value}


def _counts(incident: Incident, rules: FigureRules) -> dict[str, int]:
    status, resolve = incident.status, _resolve_span(incident)
    limit = timedelta(hours=rules.resolve_h[incident.severity - 1])
    counts = {
        "reported": 1,
        "closed": int(status is IncidentStatus.CLOSED),
        "cancelled": int(status is IncidentStatus.CANCELLED),
        "resolved": int(resolve is not None),
        "resolved_in_target": int(resolve is not None and resolve <= limit),
    }
    spans = response_spans(incident)
    if spans is not None:
        parts = {f"{step}_ms": span // _MS for step, span in spans.items()}
        is_fast = sum(parts.values()) <= rules.arrival_s * 1000
        counts |= {"arrived": 1, "arrived_in_target": int(is_fast), **parts}
    return counts


def _resolve_span(incident: Incident) -> timedelta | None:
    """From the report until it was resolved for good; None when it is not, or was cancelled.

    Reopened, it is not resolved: what was done had not sufficed.
    """
    resolved = incident.reached_at.get(IncidentStatus.RESOLVED)
    if resolved is None or incident.status is IncidentStatus.CANCELLED:
        return None
    return resolved - incident.reported_at


def response_spans(incident: Incident) -> dict[str, timedelta] | None:
    """How the time from report to arrival divides into accept, dispatch and travel.

    The three always sum to the whole: a step nobody noted took no time. None when nobody has
    arrived, and for a report of something more than 24 h old, to which nobody drove all that time.
    """
    arrived = incident.first_at(IncidentStatus.ON_SCENE)
    if arrived is None or not timedelta() <= arrived - incident.reported_at <= LONGEST_RESPONSE:
        return None
    begun = incident.reported_at
    accepted = _within(incident.first_at(IncidentStatus.ACCEPTED), begun, arrived)
    dispatched = _within(incident.first_at(IncidentStatus.DISPATCHED), accepted, arrived)
    return {
        "accept": accepted - begun,
        "dispatch": dispatched - accepted,
        "travel": arrived - dispatched,
    }


def took_s(incident: Incident) -> dict[str, float | None]:
    """Seconds of each of SPANS as the figures count them; None of what they do not count."""
    spans, resolve = response_spans(incident), _resolve_span(incident)
    told: dict[str, float | None] = dict.fromkeys(SPANS)
    if spans is not None:
        told |= {step: span.total_seconds() for step, span in spans.items()}
        told["arrival"] = sum(span.total_seconds() for span in spans.values())
    if resolve is not None and resolve >= timedelta():
        told["resolve"] = resolve.total_seconds()
    return told


def _within(moment: datetime | None, low: datetime, high: datetime) -> datetime:
    return low if moment is None else min(max(moment, low), high)


@dataclass(slots=True)
class Sums:
    """Days and places, as the rollups keep them or as a recount finds them."""

    days: dict[DayKey, dict[int, int]] = field(default_factory=dict)
    places: Counter[PlaceKey] = field(default_factory=Counter)

    def add(self, told: Contribution, sign: int = 1) -> None:
        """Add what an incident contributes, or take it away."""
        for key in told.keys:
            add_slots(self.days.setdefault(key, {}), told.slots, sign)
        if told.place is not None:
            self.places[told.place] += sign
