"""The figures of one department, counted from its own and shared incidents.

The rollups know areas and no departments. A department has few incidents, so they are read and
summed as the rollups would be, by the same function: its figures add up to the rows it may open.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Engine, func, select

from domain.incidents.incidents import INCIDENT as KIND
from domain.statistics.day_sums import packed, plain_counts
from domain.statistics.gathered import Gathered
from domain.statistics.statistics import FigureRules, PlaceKey, Sums, contribution
from store import rows
from store.engine import reading
from store.incidents import incident_list
from store.live.visible import counted
from store.tables import INCIDENT

PLACES_SHOWN = 12
Span = tuple[date, date]


class DepartmentFigures:
    """Answers what `FigureReads` answers, of one department; made for one request.

    Args:
        engine: of the facts.
        rules: the figures are kept by.
        department: whose own and shared incidents count.
    """

    def __init__(self, engine: Engine, rules: FigureRules, department: str) -> None:
        self._engine = engine
        self._rules = rules
        self._department = department
        self._read: dict[Span, Sums] = {}

    def gathered(self, area: str, since: date, until: date) -> Gathered:
        """The figures of an area for the days `since` to `until`, both included."""
        return self.gathered_in(area, [(since, until)])[0]

    def gathered_in(self, area: str, spans: Sequence[Span]) -> list[Gathered]:
        """The figures of an area for each run of days (both ends included)."""
        sums = self._sums(spans[0][0], spans[-1][1])
        kept = [
            (key.day, packed(slots)) for key, slots in sums.days.items() if key.area_code == area
        ]
        return [
            Gathered.of((day, raw) for day, raw in kept if since <= day <= until)
            for since, until in spans
        ]

    def counts(self, areas: Sequence[str], since: date, until: date) -> dict[str, Counter[str]]:
        """The sums of several areas; those without an incident are not told."""
        found: dict[str, Counter[str]] = {}
        for key, slots in self._sums(since, until).days.items():
            if key.area_code in areas:
                found.setdefault(key.area_code, Counter()).update(plain_counts(slots))
        return found

    def reported_by_day(
        self, areas: Sequence[str], since: date, until: date
    ) -> dict[str, dict[date, int]]:
        """How many incidents several areas had, day by day; a day without any is not told."""
        found: dict[str, dict[date, int]] = {area: {} for area in areas}
        for key, slots in self._sums(since, until).days.items():
            if key.area_code in found:
                found[key.area_code][key.day] = plain_counts(slots)["reported"]
        return found

    def open_now(self, areas: Sequence[str]) -> dict[str, int]:
        """Incidents of each area that are neither closed nor cancelled."""
        query = (
            select(INCIDENT.c.area_code, func.count())
            .where(INCIDENT.c.ended_at.is_(None), *self._its_own())
            .group_by(INCIDENT.c.area_code)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).all()
        return {
            area: sum(count for code, count in found if code.startswith(area)) for area in areas
        }

    def places(
        self, area: str, months: Sequence[date], limit: int = PLACES_SHOWN
    ) -> list[tuple[PlaceKey, int]]:
        """Places of an area where more than one thing happened in whole months, most first."""
        last = (months[-1] + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        counted: Counter[tuple[str, int, int]] = Counter()
        for key, count in self._sums(months[0], last).places.items():
            if key.area_code.startswith(area):
                counted[key.area_code, key.lat_e3, key.lon_e3] += count
        busy = sorted((-count, place) for place, count in counted.items() if count > 1)
        return [(PlaceKey(months[0], *place), -count) for count, place in busy[:limit]]

    def _sums(self, since: date, until: date) -> Sums:
        """Everything of the department's in a run of days, of every area."""
        sums = self._read.get((since, until))
        if sums is None:
            zone = self._rules.zone
            first = datetime.combine(since, time(), zone)
            after = datetime.combine(until + timedelta(days=1), time(), zone)
            query = select(INCIDENT).where(
                *incident_list.between(first, after),
                *self._its_own(),
            )
            sums = self._read[since, until] = Sums()
            with reading(self._engine) as connection:
                for row in connection.execute(query).mappings():
                    sums.add(contribution(rows.incident_from(row), self._rules))
        return sums

    def _its_own(self) -> tuple[ColumnElement[bool], ...]:
        return incident_list.of_department(self._department), counted(KIND)
