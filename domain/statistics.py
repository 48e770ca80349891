"""What one incident adds to the figures of its areas, and how such additions are summed.

An incident counts for the district's day it was reported on, whatever happens to it later: its
own earlier contribution is taken out and the new one put in. The same function serves the
transaction that writes a fact and the recount that checks it.
Source: docs/decisions/0030-rollups.md
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from domain.areas import CODE_LENGTH, Level
from domain.histogram import bucket_of
from domain.incidents import Incident, IncidentStatus

LONGEST_RESPONSE = timedelta(hours=24)
SUMMED_LEVELS = (Level.DISTRICT, Level.TOWN, Level.VILLAGE)
COUNTS = (
    "reported",
    "closed",
    "cancelled",
    "resolved",
    "resolved_in_target",
    "arrived",
    "arrived_in_target",
    "accept_ms",
    "dispatch_ms",
    "travel_ms",
)
STEPS = ("accept", "dispatch", "travel", "arrival", "resolve")
_MS = timedelta(milliseconds=1)
_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What the figures depend on beside the facts; another set of them asks for a recount.

    `zone_name` is an IANA zone whose days and hours are counted. `arrival_s` is the target from
    report to the first unit on scene, `resolve_h` from report to resolved, by severity Ⅰ to Ⅳ.
    """

    zone_name: str
    arrival_s: int = 380
    resolve_h: tuple[float, float, float, float] = (4, 12, 24, 72)
    v: int = 1

    @property
    def zone(self) -> tzinfo:
        """The zone by its name."""
        return ZoneInfo(self.zone_name)


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """An area, a day of the district, a class of incident."""

    area_code: str
    day: date
    incident_class: str


@dataclass(frozen=True, slots=True, order=True)
class PlaceKey:
    """A place of about 100 m (thousandths of a degree) in the finest known area, in a month.

    `month` is its first day.
    """

    month: date
    area_code: str
    lat_e3: int
    lon_e3: int


@dataclass(slots=True)
class Cell:
    """Sums of incidents; all of them may be added and taken away again.

    `hours`: hour of the day → reported, arrived, milliseconds to arrival. `severities`: severity
    → reported, closed, cancelled, resolved, resolved within target. `times`: step → bucket →
    incidents (domain/histogram.py).
    """

    counts: Counter[str] = field(default_factory=Counter)
    hours: dict[int, list[int]] = field(default_factory=dict)
    severities: dict[int, list[int]] = field(default_factory=dict)
    times: dict[str, Counter[int]] = field(default_factory=dict)

    def add(self, other: "Cell", sign: int = 1) -> None:
        """Add another's sums, or take them away."""
        for name, count in other.counts.items():
            self.counts[name] += sign * count
        _add_lists(self.hours, other.hours, sign)
        _add_lists(self.severities, other.severities, sign)
        for step, buckets in other.times.items():
            held = self.times.setdefault(step, Counter())
            for bucket, count in buckets.items():
                held[bucket] += sign * count

    def tidy(self) -> "Cell":
        """The same without zeros, so that equal sums are equal cells."""
        return Cell(
            Counter({name: n for name, n in self.counts.items() if n}),
            {hour: row for hour, row in sorted(self.hours.items()) if any(row)},
            {grade: row for grade, row in sorted(self.severities.items()) if any(row)},
            {step: kept for step, found in self.times.items() if (kept := _without_zeros(found))},
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left in it."""
        return not self.counts["reported"]


def _add_lists(held: dict[int, list[int]], more: Mapping[int, list[int]], sign: int) -> None:
    for key, row in more.items():
        kept = held.get(key)
        if kept is None:
            held[key] = [sign * value for value in row]
        else:
            for at, value in enumerate(row):
                kept[at] += sign * value


def _without_zeros(found: Counter[int]) -> Counter[int]:
    return Counter({bucket: n for bucket, n in sorted(found.items()) if n})


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one incident adds: one cell under several areas, and one place."""

    areas: tuple[str, ...]
    day: date
    incident_class: str
    cell: Cell
    place: PlaceKey

    @property
    def keys(self) -> list[CellKey]:
        """The cells it is added to."""
        return [CellKey(code, self.day, self.incident_class) for code in self.areas]


def contribution(incident: Incident, rules: Rules, *, with_area: bool = False) -> Contribution:
    """What an incident adds to the figures.

    Args:
        incident: as it stands.
        rules: zone and targets.
        with_area: add its own finest area as well, which is not kept but counted when asked for.
    """
    local = incident.reported_at.astimezone(rules.zone)
    codes = [
        incident.area_code[: CODE_LENGTH[level]]
        for level in SUMMED_LEVELS
        if len(incident.area_code) >= CODE_LENGTH[level]
    ]
    if with_area and incident.area_code not in codes:
        codes.append(incident.area_code)
    place = PlaceKey(
        local.date().replace(day=1),
        incident.area_code,
        round(incident.lat * 1000),
        round(incident.lon * 1000),
    )
    cell = _cell(incident, local.hour, rules)
    return Contribution(tuple(codes), local.date(), incident.incident_class.value, cell, place)


def _cell(incident: Incident, hour: int, rules: Rules) -> Cell:
    status, reached = incident.status, incident.reached_at
    is_resolved = IncidentStatus.RESOLVED in reached and status is not IncidentStatus.CANCELLED
    limit = timedelta(hours=rules.resolve_h[incident.severity - 1])
    spans = response_spans(incident)
    resolve = reached[IncidentStatus.RESOLVED] - incident.reported_at if is_resolved else None
    in_time = resolve is not None and resolve <= limit
    counts = Counter(
        reported=1,
        closed=int(status is IncidentStatus.CLOSED),
        cancelled=int(status is IncidentStatus.CANCELLED),
        resolved=int(is_resolved),
        resolved_in_target=int(in_time),
    )
    row = [counts[name] for name in COUNTS[:5]]
    times: dict[str, Counter[int]] = {}
    arrival_ms = 0
    if spans is not None:
        parts = {step: span // _MS for step, span in spans.items()}
        arrival_ms = sum(parts.values())
        counts.update(
            arrived=1,
            arrived_in_target=int(arrival_ms <= rules.arrival_s * 1000),
            **{f"{step}_ms": took for step, took in parts.items()},
        )
        times = {step: Counter({bucket_of(ms): 1}) for step, ms in parts.items()}
        times["arrival"] = Counter({bucket_of(arrival_ms): 1})
    if resolve is not None and resolve >= timedelta():
        times["resolve"] = Counter({bucket_of(resolve // _MS): 1})
    hours = {hour: [1, int(spans is not None), arrival_ms]}
    return Cell(counts, hours, {int(incident.severity): row}, times).tidy()


def response_spans(incident: Incident) -> dict[str, timedelta] | None:
    """How the time from report to arrival divides into accept, dispatch and travel.

    The three always sum to the whole: a step nobody noted took no time. None when nobody has
    arrived, and for a report of something more than 24 h old, to which nobody drove all that time.
    """
    reached = incident.reached_at
    arrived = reached.get(IncidentStatus.ON_SCENE)
    if arrived is None or not timedelta() <= arrived - incident.reported_at <= LONGEST_RESPONSE:
        return None
    begun = incident.reported_at
    accepted = _within(reached.get(IncidentStatus.ACCEPTED), begun, arrived)
    dispatched = _within(reached.get(IncidentStatus.DISPATCHED), accepted, arrived)
    return {
        "accept": accepted - begun,
        "dispatch": dispatched - accepted,
        "travel": arrived - dispatched,
    }


def _within(moment: datetime | None, low: datetime, high: datetime) -> datetime:
    return low if moment is None else min(max(moment, low), high)


def counts_alone(
    reported_ms: int, status: str, severity: int, reached_ms: Mapping[str, int], rules: Rules
) -> tuple[int, ...]:
    """The plain counts of `contribution` in the order of COUNTS, from bare milliseconds.

    For areas too small for rollups, whose rows are counted while somebody waits. A test holds it
    to the same answers.
    """
    is_cancelled = status == "cancelled"
    resolved = None if is_cancelled else reached_ms.get("resolved")
    limit_ms = rules.resolve_h[severity - 1] * _HOUR_MS
    in_time = resolved is not None and resolved - reported_ms <= limit_ms
    head = (1, int(status == "closed"), int(is_cancelled), int(resolved is not None), int(in_time))
    arrived = reached_ms.get("on_scene")
    if arrived is None or not 0 <= arrived - reported_ms <= LONGEST_RESPONSE // _MS:
        return (*head, 0, 0, 0, 0, 0)
    accepted = min(max(reached_ms.get("accepted", reported_ms), reported_ms), arrived)
    dispatched = min(max(reached_ms.get("dispatched", accepted), accepted), arrived)
    is_fast = int(arrived - reported_ms <= rules.arrival_s * 1000)
    parts = (accepted - reported_ms, dispatched - accepted, arrived - dispatched)
    return (*head, 1, is_fast, *parts)


@dataclass(slots=True)
class Sums:
    """Cells and places, as the rollups keep them or as a recount finds them."""

    cells: dict[CellKey, Cell] = field(default_factory=dict)
    places: Counter[PlaceKey] = field(default_factory=Counter)

    def add(self, told: Contribution, sign: int = 1) -> None:
        """Add what an incident contributes, or take it away."""
        for key in told.keys:
            self.cells.setdefault(key, Cell()).add(told.cell, sign)
        self.places[told.place] += sign


def recount(incidents: Iterable[Incident], rules: Rules, *, with_area: bool = False) -> Sums:
    """The sums of incidents, counted from nothing."""
    sums = Sums()
    for incident in incidents:
        sums.add(contribution(incident, rules, with_area=with_area))
    return sums


def to_detail(cell: Cell) -> dict[str, Any]:
    """What of a cell is kept as text: hours, severities and times."""
    tidy = cell.tidy()
    return {
        "h": {str(hour): row for hour, row in tidy.hours.items()},
        "s": {str(grade): row for grade, row in tidy.severities.items()},
        "t": {
            step: {str(bucket): n for bucket, n in found.items()}
            for step, found in tidy.times.items()
        },
    }


def from_detail(counts: Mapping[str, int], detail: Mapping[str, Any]) -> Cell:
    """The cell that counts and a detail describe."""
    return Cell(
        Counter({name: n for name in COUNTS if (n := counts[name])}),
        {int(hour): row for hour, row in detail["h"].items()},
        {int(grade): row for grade, row in detail["s"].items()},
        {
            step: Counter({int(bucket): n for bucket, n in found.items()})
            for step, found in detail["t"].items()
        },
    )
