"""Comparing the kept sums with a recount, a day at a time."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, select

from domain.statistics.day_sums import plain_counts, unpacked, without_zeros
from domain.statistics.statistics import DayKey, FigureRules, PlaceKey, Sums, contribution
from store.statistics.rollups import incidents_by_time, place_key
from store.tables import STAT_DAY, STAT_PLACE

_CHUNK = 500
Days = dict[DayKey, dict[int, int]]


def differences(connection: Connection, rules: FigureRules) -> list[str]:
    """Where the kept sums differ from a recount, in words."""
    wrong: list[str] = []
    places: Counter[PlaceKey] = Counter()
    kept = _kept_days(connection)
    held = next(kept, None)
    for day, counted in _counted_days(connection, rules, places):
        while held is not None and held[0] < day:
            wrong += _words(held[1], {})
            held = next(kept, None)
        found: Days = {}
        if held is not None and held[0] == day:
            found, held = held[1], next(kept, None)
        wrong += _words(found, counted)
    while held is not None:
        wrong += _words(held[1], {})
        held = next(kept, None)
    return wrong + _unlike_places(connection, places)


def _words(kept: Days, counted: Days) -> list[str]:
    return [
        f"{key.area_code} {key.day}"
        for key in sorted({*kept, *counted})
        if kept.get(key, {}) != without_zeros(counted.get(key, {}))
    ]


def _counted_days(
    connection: Connection, rules: FigureRules, places: Counter[PlaceKey]
) -> Iterator[tuple[date, Days]]:
    """Incidents come in the order of time, and so do their days."""
    sums, day = Sums(places=places), None
    for incident in incidents_by_time(connection):
        told = contribution(incident, rules)
        if day is not None and told.day != day:
            yield day, sums.days
            sums.days = {}
        day = told.day
        sums.add(told)
    if day is not None:
        yield day, sums.days


def _kept_days(connection: Connection) -> Iterator[tuple[date, Days]]:
    """Every kept row, day by day; one whose columns are not its slots' is told as empty."""
    query = select(STAT_DAY).order_by(STAT_DAY.c.day, STAT_DAY.c.area_code)
    found = connection.execute(query, execution_options={"yield_per": _CHUNK})
    days: Days = {}
    day = None
    for row in found.mappings():
        if day is not None and row["day"] != day:
            yield day, days
            days = {}
        day = row["day"]
        slots = unpacked(row["packed"])
        counts = plain_counts(slots)
        agrees = all(row[name] == n for name, n in counts.items())
        days[DayKey(row["area_code"], day)] = slots if agrees else {}
    if day is not None:
        yield day, days


def _unlike_places(connection: Connection, counted: Counter[PlaceKey]) -> list[str]:
    rows = connection.execute(select(STAT_PLACE)).mappings()
    kept = Counter({place_key(row): row["reported"] for row in rows})
    return [
        f"{place.area_code} {place.month:%Y-%m} {place.lat_e3},{place.lon_e3}"
        for place in sorted({*kept, *counted})
        if kept[place] != counted[place]
    ]
