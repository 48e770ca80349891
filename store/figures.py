"""What can be asked of the rollups, and of the rows where an area is too small to have any."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

import orjson
from sqlalchemy import ColumnElement, Connection, Engine, func, or_, select

from domain.areas import Level, level_of
from domain.briefs import Brief
from domain.errors import OneScreenError
from domain.gathered import Gathered
from domain.incidents import Incident
from domain.statistics import (
    COUNTS,
    Cell,
    PlaceKey,
    Rules,
    Sums,
    contribution,
    counts_alone,
    recount,
    to_detail,
)
from store import incident_list, rows
from store.briefs import brief_from
from store.columns import to_milliseconds
from store.engine import reading
from store.rollups import cell_from, cell_key, incidents_by_time, place_key
from store.tables import BRIEF, INCIDENT, STAT_CELL, STAT_PLACE

PLACES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents stand behind a figure; empty and None mean any.

    `hours` are [since, until) spans, `place` is (lat, lon) in thousandths of a degree.
    """

    since: datetime
    until: datetime
    incident_class: Collection[str] = ()
    severity: Collection[int] = ()
    status: str | Sequence[str] | None = None
    hours: Sequence[tuple[datetime, datetime]] = ()
    place: tuple[int, int] | None = None


class NoRulesError(OneScreenError):
    """The store was opened without the rules the figures are kept by."""


class FigureReads:
    """Reads of the figures; each sees one consistent state."""

    def __init__(self, engine: Engine, rules: Rules | None = None) -> None:
        self._engine = engine
        self._rules = rules

    @property
    def rules(self) -> Rules:
        """The rules in force.

        Raises:
            NoRulesError: none are known.
        """
        if self._rules is None:
            raise NoRulesError("no figures are kept yet: start the server once")
        return self._rules

    def gathered(self, area: str, since: date, until: date) -> Gathered:
        """The figures of one area for the days `since` to `until`, both included.

        A grid has no rollups: its rows are few, and are counted.
        """
        found = Gathered()
        with reading(self._engine) as connection:
            if level_of(area) is Level.GRID:
                self._count_rows(connection, area, since, until, found)
                return found
            query = select(STAT_CELL).where(
                STAT_CELL.c.area_code == area, STAT_CELL.c.day >= since, STAT_CELL.c.day <= until
            )
            for row in connection.execute(query).mappings():
                counts = cast("Mapping[str, int]", row)
                found.add(row["day"], row["incident_class"], counts, orjson.loads(row["detail"]))
        return found

    def _count_rows(
        self, connection: Connection, area: str, since: date, until: date, found: Gathered
    ) -> None:
        start, end = self.span(since, until)
        query = select(INCIDENT).where(
            INCIDENT.c.area_code == area, *incident_list.between(start, end)
        )
        for row in connection.execute(query).mappings():
            told = contribution(rows.incident_from(row), self.rules)
            found.add(told.day, told.incident_class, told.cell.counts, to_detail(told.cell))

    def span(self, since: date, until: date) -> tuple[datetime, datetime]:
        """The moments [start, end) of the district's days `since` to `until`."""
        zone = self.rules.zone
        return (
            datetime.combine(since, time(), zone),
            datetime.combine(until + timedelta(days=1), time(), zone),
        )

    def counts(
        self, areas: Sequence[str], since: date, until: date, by: Sequence[str] = ()
    ) -> dict[tuple[Any, ...], Counter[str]]:
        """Sums of the plain counts of several areas: (area, *by) → counts.

        Args:
            areas: all of one level.
            since: first day.
            until: last day, included.
            by: `day`, `incident_class`, both or neither.
        """
        grids = [area for area in areas if level_of(area) is Level.GRID]
        if grids:
            return self._counts_of_grids(grids, since, until, by)
        keys = [STAT_CELL.c.area_code, *(STAT_CELL.c[name] for name in by)]
        query = (
            select(*keys, *(func.sum(STAT_CELL.c[name]) for name in COUNTS))
            .where(
                STAT_CELL.c.area_code.in_(areas),
                STAT_CELL.c.day >= since,
                STAT_CELL.c.day <= until,
            )
            .group_by(*keys)
        )
        width = len(keys)
        with reading(self._engine) as connection:
            return {
                tuple(row[:width]): Counter(
                    {name: int(n) for name, n in zip(COUNTS, row[width:], strict=True)}
                )
                for row in connection.execute(query)
            }

    def _counts_of_grids(
        self, grids: Sequence[str], since: date, until: date, by: Sequence[str]
    ) -> dict[tuple[Any, ...], Counter[str]]:
        start, end = self.span(since, until)
        names = ("area_code", "incident_class", "severity", "status", "reported_at", "reached_at")
        query = select(*(INCIDENT.c[name] for name in names)).where(
            INCIDENT.c.area_code.in_(grids), *incident_list.between(start, end)
        )
        sums: dict[tuple[Any, ...], list[int]] = {}
        zone = self.rules.zone
        with reading(self._engine) as connection:
            for area, kind, severity, status, at, reached in connection.execute(query):
                parts = {"day": at.astimezone(zone).date(), "incident_class": kind}
                held = sums.setdefault((area, *(parts[name] for name in by)), [0] * len(COUNTS))
                told = counts_alone(
                    to_milliseconds(at), status, severity, orjson.loads(reached), self.rules
                )
                for place, value in enumerate(told):
                    held[place] += value
        return {key: Counter(dict(zip(COUNTS, row, strict=True))) for key, row in sums.items()}

    def first_day(self, area: str) -> date | None:
        """The first day an area with rollups has anything of."""
        query = select(func.min(STAT_CELL.c.day)).where(STAT_CELL.c.area_code == area)
        with reading(self._engine) as connection:
            first: date | None = connection.scalar(query)
        return first

    def open_now(self, areas: Sequence[str]) -> dict[str, int]:
        """Incidents of each area that are neither closed nor cancelled, whenever reported."""
        # grouped by an expression: else the planner walks every row in the order of areas
        area = incident_list.unindexed(INCIDENT.c.area_code)
        query = select(area, func.count()).where(INCIDENT.c.ended_at.is_(None)).group_by(area)
        with reading(self._engine) as connection:
            found = connection.execute(query).all()
        return {
            area: sum(count for code, count in found if code.startswith(area)) for area in areas
        }

    def places(
        self, area: str, months: Sequence[date], limit: int = PLACES_SHOWN
    ) -> list[tuple[PlaceKey, int]]:
        """Places of an area where more than one thing happened in whole months, most first."""
        total = func.sum(STAT_PLACE.c.reported)
        place = (STAT_PLACE.c.area_code, STAT_PLACE.c.lat_e3, STAT_PLACE.c.lon_e3)
        query = (
            select(*place, total)
            .where(
                STAT_PLACE.c.month.in_(months),
                STAT_PLACE.c.area_code >= area,
                STAT_PLACE.c.area_code < area + "~",
            )
            .group_by(*place)
            .having(total > 1)
            .order_by(total.desc(), *place)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [
                (PlaceKey(months[0], code, lat, lon), int(count))
                for code, lat, lon, count in connection.execute(query)
            ]

    def rows_behind(
        self, area: str, wanted: Wanted, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[Incident], str | None]:
        """A page of the incidents behind a figure, latest reported first; see `incidents`."""
        more: list[ColumnElement[bool]] = []
        if wanted.hours:
            reported = INCIDENT.c.reported_at
            more.append(or_(*((reported >= a) & (reported < b) for a, b in wanted.hours)))
        if wanted.place is not None:
            more += [
                func.round(INCIDENT.c[name] * 1000) == value
                for name, value in zip(("lat", "lon"), wanted.place, strict=True)
            ]
        query = incident_list.list_query(
            status=wanted.status,
            area=area,
            since=wanted.since,
            until=wanted.until,
            cursor=cursor,
            incident_class=wanted.incident_class,
            severity=wanted.severity,
        )
        with reading(self._engine) as connection:
            return incident_list.page_of(connection, query.where(*more), limit)

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

    def kept_sums(self) -> Sums:
        """Every sum as it is kept."""
        with reading(self._engine) as connection:
            cells = connection.execute(select(STAT_CELL)).mappings()
            places = connection.execute(select(STAT_PLACE)).mappings()
            return Sums(
                {cell_key(row): cell_from(row) for row in cells},
                Counter({place_key(row): row["reported"] for row in places}),
            )

    def counted_sums(self) -> Sums:
        """Every sum counted anew from the incidents; reads them all."""
        with reading(self._engine) as connection:
            return recount(incidents_by_time(connection), self.rules)

    def compare_sums(self) -> list[str]:
        """Where the kept sums differ from a recount, in words; empty when they agree.

        Call it while nobody writes: the two are read one after the other.
        """
        kept, counted = self.kept_sums(), self.counted_sums()
        wrong = [
            f"{key.area_code} {key.day} {key.incident_class}"
            for key in sorted({*kept.cells, *counted.cells})
            if kept.cells.get(key, Cell()).tidy() != counted.cells.get(key, Cell()).tidy()
        ]
        wrong += [
            f"{place.area_code} {place.month:%Y-%m} {place.lat_e3},{place.lon_e3}"
            for place in sorted({*kept.places, *counted.places})
            if kept.places[place] != counted.places[place]
        ]
        return wrong
