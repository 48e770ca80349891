"""The believable rhythm of a district: what happens when and where, and who is on duty.

Every number here belongs to the demo feed and to drills; none of them judges real work.
Source: docs/decisions/0006-demo-feed.md
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from domain.dispatch.units import UnitKind
from domain.incidents.incidents import IncidentClass, Severity
from domain.maps.areas import Area

# Incidents on an average day in a district of 450 grids.
PER_DAY: Mapping[IncidentClass, float] = {
    IncidentClass.CITY_MANAGEMENT: 34.0,
    IncidentClass.SERVICE_REQUEST: 27.0,
    IncidentClass.DISPUTE: 18.0,
    IncidentClass.TRAFFIC: 17.0,
    IncidentClass.PUBLIC_ORDER: 15.0,
    IncidentClass.HAZARD: 6.0,
    IncidentClass.MEDICAL: 4.5,
    IncidentClass.OTHER: 3.5,
    IncidentClass.FIRE: 2.0,
    IncidentClass.FLOOD: 0.6,
    IncidentClass.SOS: 0.4,
}

# Relative weight of each hour of the day, midnight first.
_OFFICE = (1, 1, 0, 0, 0, 2, 8, 30, 70, 90, 88, 70, 45, 42, 66, 78, 76, 62, 46, 34, 22, 12, 6, 2)
_STREET = (6, 4, 3, 2, 3, 8, 24, 62, 58, 44, 42, 44, 40, 40, 44, 48, 56, 74, 68, 44, 32, 24, 16, 10)
_EVENING = (
    34,
    24,
    14,
    8,
    5,
    5,
    8,
    14,
    22,
    28,
    32,
    34,
    32,
    32,
    36,
    40,
    44,
    50,
    56,
    66,
    74,
    72,
    62,
    48,
)
_EVEN = (
    18,
    14,
    12,
    11,
    12,
    18,
    28,
    40,
    46,
    50,
    52,
    50,
    46,
    44,
    46,
    48,
    50,
    52,
    52,
    48,
    42,
    36,
    30,
    24,
)
_HOURS: Mapping[IncidentClass, tuple[int, ...]] = {
    IncidentClass.CITY_MANAGEMENT: _OFFICE,
    IncidentClass.SERVICE_REQUEST: _OFFICE,
    IncidentClass.DISPUTE: _EVENING,
    IncidentClass.PUBLIC_ORDER: _EVENING,
    IncidentClass.TRAFFIC: _STREET,
}

# How much likelier one resident of an urban grid is to be the cause than one of a rural grid.
_URBAN_PULL: Mapping[IncidentClass, float] = {
    IncidentClass.CITY_MANAGEMENT: 5.0,
    IncidentClass.TRAFFIC: 2.5,
    IncidentClass.PUBLIC_ORDER: 3.0,
    IncidentClass.SERVICE_REQUEST: 2.0,
    IncidentClass.DISPUTE: 1.6,
    IncidentClass.FIRE: 1.0,
    IncidentClass.FLOOD: 0.5,
}
_USUAL_PULL = 1.5

# Chances of severity Ⅰ, Ⅱ, Ⅲ; the rest is Ⅳ.
_GRAVITY: Mapping[IncidentClass, tuple[float, float, float]] = {
    IncidentClass.FIRE: (0.010, 0.10, 0.55),
    IncidentClass.TRAFFIC: (0.004, 0.04, 0.30),
    IncidentClass.FLOOD: (0.010, 0.10, 0.50),
    IncidentClass.MEDICAL: (0.006, 0.10, 0.60),
    IncidentClass.PUBLIC_ORDER: (0.003, 0.04, 0.30),
    IncidentClass.HAZARD: (0.004, 0.06, 0.40),
    IncidentClass.SOS: (0.020, 0.40, 0.58),
}
_USUAL_GRAVITY = (0.0, 0.005, 0.12)

# Minutes of work on the scene: median, and the sigma of its logarithm.
_WORK: Mapping[IncidentClass, tuple[float, float]] = {
    IncidentClass.FIRE: (65, 0.5),
    IncidentClass.TRAFFIC: (40, 0.5),
    IncidentClass.FLOOD: (100, 0.5),
    IncidentClass.MEDICAL: (30, 0.4),
    IncidentClass.PUBLIC_ORDER: (50, 0.6),
    IncidentClass.HAZARD: (60, 0.6),
    IncidentClass.CITY_MANAGEMENT: (45, 0.6),
    IncidentClass.DISPUTE: (85, 0.5),
    IncidentClass.SERVICE_REQUEST: (45, 0.6),
    IncidentClass.SOS: (25, 0.4),
    IncidentClass.OTHER: (35, 0.5),
}
# Minutes from resolved to closed: daily matters wait for a call back, alarms for a signature.
_CALLED_BACK = frozenset(
    {
        IncidentClass.CITY_MANAGEMENT,
        IncidentClass.SERVICE_REQUEST,
        IncidentClass.DISPUTE,
        IncidentClass.OTHER,
    }
)
_CALL_BACK, _SIGNATURE = (210.0, 0.6), (18.0, 0.7)
_LONGEST_REVIEW = 14 * 60
CANCELLED_SHARE = 0.03

_POLICE_CLASSES = frozenset(
    {
        IncidentClass.FIRE,
        IncidentClass.TRAFFIC,
        IncidentClass.PUBLIC_ORDER,
        IncidentClass.SOS,
    }
)
_GRID_CLASSES = frozenset(IncidentClass) - {
    IncidentClass.TRAFFIC,
    IncidentClass.PUBLIC_ORDER,
    IncidentClass.SOS,
}


def expected_per_hour(incident_class: IncidentClass, hour: int) -> float:
    """Incidents of a class expected in one hour of the district's day.

    Args:
        incident_class: what happens.
        hour: 0 to 23, local.
    """
    weights = _HOURS.get(incident_class, _EVEN)
    return PER_DAY[incident_class] * weights[hour] / sum(weights)


def place_weight(grid: Area, incident_class: IncidentClass) -> float:
    """How likely a grid is the place, relative to others: its people, and more so in town."""
    people = float(grid.population or 700)
    return people * (_URBAN_PULL.get(incident_class, _USUAL_PULL) if grid.is_urban else 1.0)


def severity_of(incident_class: IncidentClass, rng: Random) -> Severity:
    """Draw how grave an incident is; Ⅰ is rare."""
    drawn = rng.random()
    for severity, chance in zip(
        Severity, _GRAVITY.get(incident_class, _USUAL_GRAVITY), strict=False
    ):
        if drawn < chance:
            return severity
        drawn -= chance
    return Severity.IV


def crew_for(incident_class: IncidentClass, severity: Severity) -> dict[UnitKind, int]:
    """How many units of each kind go; grave ones call both kinds."""
    crew: dict[UnitKind, int] = {}
    if incident_class in _POLICE_CLASSES or severity <= Severity.II:
        crew[UnitKind.POLICE] = {Severity.I: 3, Severity.II: 2}.get(severity, 1)
    if incident_class in _GRID_CLASSES or severity <= Severity.II:
        crew[UnitKind.GRID_WORKER] = 2 if severity <= Severity.II else 1
    return crew


@dataclass(frozen=True, slots=True)
class Course:
    """The spans between the steps of one incident; travel is left to the road.

    `turnout` runs from dispatch to the first wheel turning, `work` from arrival to resolved,
    `review` from resolved to closed. A dropped incident is cancelled instead of dispatched.
    """

    accept: timedelta
    dispatch: timedelta
    turnout: timedelta
    work: timedelta
    review: timedelta
    is_dropped: bool


def course_of(incident_class: IncidentClass, severity: Severity, rng: Random) -> Course:
    """Draw how an incident will go."""
    haste = 0.6 if severity <= Severity.II else 1.0
    median, sigma = _WORK[incident_class]
    work = median * math.exp(rng.gauss(0, sigma)) * (1.8 if severity <= Severity.II else 1.0)
    return Course(
        accept=_seconds(10 + rng.triangular(0, 50, 6) * haste),
        dispatch=_seconds(rng.triangular(6, 30, 10) * haste),
        turnout=_seconds(rng.triangular(20, 80, 40) * haste),
        work=_seconds(60 * min(max(work, 5), 360)),
        review=_seconds(60 * _review_minutes(incident_class, rng)),
        is_dropped=severity >= Severity.III and rng.random() < CANCELLED_SHARE,
    )


def _review_minutes(incident_class: IncidentClass, rng: Random) -> float:
    median, sigma = _CALL_BACK if incident_class in _CALLED_BACK else _SIGNATURE
    return min(median * math.exp(rng.gauss(0, sigma)), _LONGEST_REVIEW)


def _seconds(count: float) -> timedelta:
    return timedelta(milliseconds=round(count * 1000))


@dataclass(frozen=True, slots=True)
class Rota:
    """A duty rotation: one letter a day, D day watch, N night watch (into the next day), R rest.

    A member `stride` letters ahead of the one before starts elsewhere in the cycle, so that
    neighbours do not rest together.
    """

    cycle: str
    stride: int
    begins: time
    ends: time

    def letter(self, ordinal: int, day: date) -> str:
        """D, N or R for a member on a day."""
        return self.cycle[(ordinal * self.stride + day.toordinal()) % len(self.cycle)]


# 15 of 22 on the day watch: 240 to 244 of 356; 4 of 22 at night: 64 to 68.
GRID_ROTA = Rota("DDDDDRDDDDDNNNNRDDDDDR", 5, time(7, 30), time(18, 30))
# Half by day, a third at night: 42 and 28 of 84 officers.
OFFICER_ROTA = Rota("DDDNNR", 1, time(8), time(20))
# A week of days, a week of nights; a car rests while its other crew sleeps: 18 of 36.
PATROL_CAR_ROTA = Rota("DDDDDDDNNNNNNN", 7, time(8), time(20))
WATCH_CHANGE_SPREAD = timedelta(minutes=40)
_GOLDEN = 0.6180339887498949


def change_offset(ordinal: int) -> timedelta:
    """How far a member's watch is shifted, within ±20 min: no two hundred change at once."""
    share = ordinal * _GOLDEN % 1.0 - 0.5
    return timedelta(seconds=round(share * WATCH_CHANGE_SPREAD.total_seconds()))


def watch_of(rota: Rota, ordinal: int, day: date) -> tuple[datetime, datetime] | None:
    """Begin and end of the watch that starts on a day, naive local time; None on a rest day."""
    letter = rota.letter(ordinal, day)
    if letter == "R":
        return None
    offset = change_offset(ordinal)
    begins, ends = datetime.combine(day, rota.begins), datetime.combine(day, rota.ends)
    if letter == "D":
        return begins + offset, ends + offset
    return ends + offset, begins + timedelta(days=1) + offset


def is_on_duty(rota: Rota, ordinal: int, local: datetime) -> bool:
    """Whether a member is on watch at a moment, given in naive local time."""
    for day in (local.date(), local.date() - timedelta(days=1)):
        watch = watch_of(rota, ordinal, day)
        if watch and watch[0] <= local < watch[1]:
            return True
    return False
