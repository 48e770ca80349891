"""What happens: arrivals drawn hour by hour, the same whenever they are drawn again.

History and the live feed read one schedule, so the live feed goes on where history stopped,
and a restart neither repeats an incident nor makes up for those it slept through: each arrival
has one moment, and its `source_id` carries it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from random import Random
from typing import Any

from domain.incidents.incidents import IncidentClass, Severity
from domain.moments import to_iso, to_ms
from domain.upkeep.rhythm import Course, course_of, expected_per_hour, severity_of
from feeds.simulator.places import Places
from feeds.simulator.texts import tell

SOURCE = "simulator"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One demo incident as it is reported."""

    at: datetime
    source_id: str
    incident_class: IncidentClass
    severity: Severity
    lat: float
    lon: float
    area_code: str
    title: str
    description: str
    reporter: str


class Arrivals:
    """The schedule of demo incidents of one seed.

    Args:
        places: where incidents happen.
        seed: of all chance.
        zone: the district's; the hours of the day are local.
        rate: incidents for one that is usual; the simulator's speed.
    """

    def __init__(self, places: Places, *, seed: int, zone: tzinfo, rate: float = 1.0) -> None:
        self._places = places
        self._seed = seed
        self._zone = zone
        self._rate = rate
        self._of_hour = lru_cache(maxsize=4)(self._draw_hour)

    def between(self, after: datetime, until: datetime) -> Iterator[Arrival]:
        """Arrivals in (after, until], in the order they happen; both moments aware."""
        hour = after.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        while hour <= until:
            for arrival in self._of_hour(hour):
                if after < arrival.at <= until:
                    yield arrival
            hour += _HOUR

    def _draw_hour(self, hour: datetime) -> tuple[Arrival, ...]:
        rng = Random(f"{self._seed}:{self._rate}:{to_iso(hour)}")  # noqa: S311 - not a secret
        local = hour.astimezone(self._zone).hour
        drawn = [
            (moment, incident_class)
            for incident_class in IncidentClass
            for moment in self._moments(expected_per_hour(incident_class, local), rng)
        ]
        arrivals: list[Arrival] = []
        for ordinal, (seconds, incident_class) in enumerate(sorted(drawn)):
            at = hour + timedelta(milliseconds=round(seconds * 1000))
            arrivals.append(self._arrival(at, ordinal, incident_class, rng))
        return tuple(arrivals)

    def _moments(self, expected: float, rng: Random) -> Iterator[float]:
        """Seconds into the hour of a Poisson stream."""
        per_second = expected * self._rate / 3600
        seconds = rng.expovariate(per_second) if per_second else 3600.0
        while seconds < 3600:
            yield seconds
            seconds += rng.expovariate(per_second)

    def _arrival(
        self, at: datetime, ordinal: int, incident_class: IncidentClass, rng: Random
    ) -> Arrival:
        severity = severity_of(incident_class, rng)
        area_code, lat, lon = self._places.pick(incident_class, rng)
        where = self._places.village_name(area_code)
        title, description, reporter = tell(incident_class, severity, where, rng)
        return Arrival(
            at=at,
            source_id=f"demo-{self._seed}-{to_ms(at)}-{ordinal}",
            incident_class=incident_class,
            severity=severity,
            lat=lat,
            lon=lon,
            area_code=area_code,
            title=title,
            description=description,
            reporter=reporter,
        )


def to_report(arrival: Arrival) -> dict[str, Any]:
    """What a client would post."""
    return {
        "source": SOURCE,
        "source_id": arrival.source_id,
        "class": arrival.incident_class.value,
        "severity": int(arrival.severity),
        "title": arrival.title,
        "description": arrival.description,
        "lat": arrival.lat,
        "lon": arrival.lon,
        "reported_at": to_iso(arrival.at),
        "reporter": arrival.reporter,
    }


def course_for(
    seed: int, source_id: str, incident_class: IncidentClass, severity: Severity
) -> Course:
    """How an incident will go: always the same for the same one, so a restart can go on."""
    rng = Random(f"{seed}:course:{source_id}")  # noqa: S311 - not a secret
    return course_of(incident_class, severity, rng)
