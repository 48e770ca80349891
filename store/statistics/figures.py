"""What can be asked of the rollups, and of the rows behind a figure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Engine, func, select

from domain.errors import OneScreenError
from domain.incidents.incidents import INCIDENT as KIND
from domain.incidents.incidents import Incident
from domain.statistics.briefs import Brief
from domain.statistics.day_sums import SUMS
from domain.statistics.gathered import Gathered
from domain.statistics.periods import first_day_of
from domain.statistics.statistics import FigureRules, PlaceKey
from store.engine import reading
from store.incidents import incident_list
from store.live.visible import counted
from store.statistics import behind
from store.statistics.behind import Wanted
from store.statistics.briefs import brief_from
from store.statistics.department_figures import DepartmentFigures
from store.statistics.places import busiest_places
from store.statistics.rollup_check import differences
from store.tables import BRIEF, INCIDENT, INCIDENT_DAY, STAT_DAY

PLACES_SHOWN = 12
_DAYS_AT_ONCE = 200


class NoRulesError(OneScreenError):
    """The store was opened without the rules the figures are kept by."""


class FigureReads:
    """Reads of the figures; each sees one consistent state."""

    def __init__(self, engine: Engine, rules: FigureRules | None = None) -> None:
        self._engine = engine
        self._rules = rules

    def of_department(self, department: str) -> DepartmentFigures:
        """The same figures of one department's own and shared incidents."""
        return DepartmentFigures(self._engine, self.rules, department)

    @property
    def rules(self) -> FigureRules:
        """The rules in force.

        Raises:
            NoRulesError: none are known.
        """
        if self._rules is None:
            raise NoRulesError("no figures are kept yet: start the server once")
        return self._rules

    def gathered(self, area: str, since: date, until: date) -> Gathered:
        """The figures of one area for the days `since` to `until`, both included."""
        return self.gathered_in(area, [(since, until)])[0]

    def gathered_in(self, area: str, spans: Sequence[tuple[date, date]]) -> list[Gathered]:
        """The figures of one area for each run of days (both ends included), read at once."""
        query = select(STAT_DAY.c.day, STAT_DAY.c.packed).where(
            STAT_DAY.c.area_code == area, *_days(spans[0][0], spans[-1][1])
        )
        with reading(self._engine) as connection:
            rows = [(row.day, row.packed) for row in connection.execute(query)]
        return [
            Gathered.of((day, raw) for day, raw in rows if since <= day <= until)
            for since, until in spans
        ]

    def span(self, since: date, until: date) -> tuple[datetime, datetime]:
        """The moments [start, end) of the district's days `since` to `until`."""
        zone = self.rules.zone
        return (
            datetime.combine(since, time(), zone),
            datetime.combine(until + timedelta(days=1), time(), zone),
        )

    def counts(self, areas: Sequence[str], since: date, until: date) -> dict[str, Counter[str]]:
        """The sums (SUMS) of several areas; those without an incident are not told."""
        sums = (func.sum(STAT_DAY.c[name]) for name in SUMS)
        query = (
            select(STAT_DAY.c.area_code, *sums)
            .where(STAT_DAY.c.area_code.in_(areas), *_days(since, until))
            .group_by(STAT_DAY.c.area_code)
        )
        with reading(self._engine) as connection:
            return {row[0]: _counter(row[1:]) for row in connection.execute(query)}

    def reported_by_day(
        self, areas: Sequence[str], since: date, until: date
    ) -> dict[str, dict[date, int]]:
        """How many incidents several areas had, day by day; a day without any is not told."""
        query = select(STAT_DAY.c.area_code, STAT_DAY.c.day, STAT_DAY.c.reported).where(
            STAT_DAY.c.area_code.in_(areas), *_days(since, until)
        )
        found: dict[str, dict[date, int]] = {area: {} for area in areas}
        with reading(self._engine) as connection:
            for area, day, count in connection.execute(query):
                found[area][day] = count
        return found

    def first_day(self, area: str) -> date | None:
        """The first day of data of an area, by `domain.periods.first_day_of`; None without any."""
        days = (
            select(STAT_DAY.c.day)
            .where(STAT_DAY.c.area_code == area)
            .order_by(STAT_DAY.c.day.desc())
            .execution_options(yield_per=_DAYS_AT_ONCE)
        )
        with reading(self._engine) as connection:
            heard: date | None = connection.scalar(select(func.min(INCIDENT_DAY.c.day)))
            with connection.execute(days) as found:  # it is left before its end
                return first_day_of(found.scalars(), heard)

    def open_now(self, areas: Sequence[str]) -> dict[str, int]:
        """Incidents of each area that are neither closed nor cancelled, whenever reported."""
        # grouped by an expression: else the planner walks every row in the order of areas
        area = incident_list.unindexed(INCIDENT.c.area_code)
        is_open = INCIDENT.c.ended_at.is_(None)
        query = select(area, func.count()).where(is_open, counted(KIND)).group_by(area)
        with reading(self._engine) as connection:
            found = connection.execute(query).all()
        return {
            area: sum(count for code, count in found if code.startswith(area)) for area in areas
        }

    def places(
        self, area: str, months: Sequence[date], limit: int = PLACES_SHOWN
    ) -> list[tuple[PlaceKey, int]]:
        """Places of an area where more than one thing happened in whole months, most first."""
        with reading(self._engine) as connection:
            return busiest_places(connection, area, months, limit)

    def rows_behind(
        self, area: str, wanted: Wanted, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[Incident], str | None]:
        """A page of the incidents behind a figure; see `store.behind.Wanted`."""
        with reading(self._engine) as connection:
            return behind.rows_behind(connection, area, wanted, self.rules, cursor, limit)

    def brief_days(self, limit: int) -> list[date]:
        """The days that have a morning brief, newest first."""
        query = select(BRIEF.c.day).order_by(BRIEF.c.day.desc()).limit(limit)
        with reading(self._engine) as connection:
            return list(connection.scalars(query))

    def brief(self, day: date) -> Brief | None:
        """The morning brief of a day."""
        with reading(self._engine) as connection:
            row = connection.execute(select(BRIEF).where(BRIEF.c.day == day)).mappings().first()
        return brief_from(row) if row else None

    # the check -----------------------------------------------------------------------------

    def compare_sums(self) -> list[str]:
        """Where the kept sums differ from a recount, in words; empty when they agree.

        Counts a day at a time, so that a million incidents need no more memory than one day. Call
        it while nobody writes: what is kept and what is counted are read beside each other.
        """
        with reading(self._engine) as connection:
            return differences(connection, self.rules)


def _days(since: date, until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return STAT_DAY.c.day >= since, STAT_DAY.c.day <= until


def _counter(counts: Iterable[int]) -> Counter[str]:
    return Counter({name: int(n) for name, n in zip(SUMS, counts, strict=True)})
