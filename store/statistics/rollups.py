"""Keeping the rollups: beside each incident that is written, and all of them anew."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, delete, func, select, tuple_

from domain.incidents.incidents import Incident
from domain.statistics.day_sums import Slots, add_slots, packed, plain_counts, unpacked
from domain.statistics.statistics import DayKey, FigureRules, PlaceKey, Sums, contribution
from store import rows
from store.engine import reading, writing
from store.live.journal import read_head
from store.tables import INCIDENT, STAT_DAY, STAT_HEAD, STAT_PLACE
from store.write_buffer import upsert

Progress = Callable[[float, str], object]
Replaced = tuple[Incident | None, Incident]
WHAT = "statistics"
_CHUNK = 2_000
_AT_ONCE = 300


class Rollups:
    """The part of a transaction that sums; loads a row once and writes it at the flush."""

    def __init__(self, connection: Connection, rules: FigureRules) -> None:
        self._connection = connection
        self._rules = rules
        self._days: dict[DayKey, dict[int, int]] = {}
        self._places: dict[PlaceKey, int] = {}
        self._replaced: list[Replaced] = []

    def replace(self, old: Incident | None, new: Incident) -> None:
        """Take out what an incident contributed and put in what it does now."""
        self._replaced.append((old, new))

    @property
    def replaced(self) -> tuple[Replaced, ...]:
        """The replacements that wait for the flush."""
        return tuple(self._replaced)

    def back_to(self, replaced: Sequence[Replaced], *, were_sent: bool) -> None:
        """Wait with these replacements only; `were_sent`: rows written since are undone."""
        self._replaced = list(replaced)
        if were_sent:
            self._days.clear()
            self._places.clear()

    def _changes(self) -> Sums:
        """What the replacements move, summed; nothing of them waits any more."""
        change, replaced, self._replaced = Sums(), self._replaced, []
        for old, new in replaced:
            before = contribution(old, self._rules) if old is not None else None
            after = contribution(new, self._rules)
            if before == after:
                continue
            if before is not None:
                change.add(before, -1)
            change.add(after)
        return change

    def flush(self) -> None:
        """Write the sums that changed; a row with nothing left in it goes."""
        change = self._changes()
        if not change.places and not change.days:
            return
        self._load(change)
        for key, slots in change.days.items():
            add_slots(self._days[key], slots)
        for place, count in change.places.items():
            self._places[place] += count
        write_days(self._connection, {key: self._days[key] for key in change.days})
        moved = {place: self._places[place] for place, count in change.places.items() if count}
        write_places(self._connection, moved)

    def _load(self, change: Sums) -> None:
        days = [key for key in change.days if key not in self._days]
        self._days.update((key, {}) for key in days)
        for some in _chunks(days, _AT_ONCE):
            query = select(STAT_DAY.c.area_code, STAT_DAY.c.day, STAT_DAY.c.packed).where(
                tuple_(STAT_DAY.c.area_code, STAT_DAY.c.day).in_(
                    [(key.area_code, key.day) for key in some]
                )
            )
            for area, day, raw in self._connection.execute(query):
                self._days[DayKey(area, day)] = unpacked(raw)
        places = [key for key in change.places if key not in self._places]
        self._places.update((key, 0) for key in places)
        for some_places in _chunks(places, _AT_ONCE):
            query = select(STAT_PLACE).where(
                tuple_(*STAT_PLACE.primary_key.columns).in_(
                    [(key.month, key.area_code, key.lat_e3, key.lon_e3) for key in some_places]
                )
            )
            for row in self._connection.execute(query).mappings():
                self._places[place_key(row)] = row["reported"]


def place_key(row: Any) -> PlaceKey:
    """The key of a row of places."""
    return PlaceKey(row["month"], row["area_code"], row["lat_e3"], row["lon_e3"])


def write_days(connection: Connection, days: Mapping[DayKey, Slots]) -> None:
    """Write days; those without an incident go."""
    counted = {key: plain_counts(slots) for key, slots in days.items()}
    kept = [
        {"area_code": key.area_code, "day": key.day, **counts, "packed": packed(days[key])}
        for key, counts in counted.items()
        if counts["reported"]
    ]
    if kept:
        connection.execute(upsert(STAT_DAY, connection.dialect.name), kept)
    for key in (key for key, counts in counted.items() if not counts["reported"]):
        connection.execute(
            delete(STAT_DAY).where(STAT_DAY.c.area_code == key.area_code, STAT_DAY.c.day == key.day)
        )


def write_places(connection: Connection, places: dict[PlaceKey, int]) -> None:
    """Write places; those without an incident go."""
    kept = [asdict(key) | {"reported": n} for key, n in places.items() if n]
    if kept:
        connection.execute(upsert(STAT_PLACE, connection.dialect.name), kept)
    for key in (key for key, n in places.items() if not n):
        connection.execute(
            delete(STAT_PLACE).where(
                STAT_PLACE.c.month == key.month,
                STAT_PLACE.c.area_code == key.area_code,
                STAT_PLACE.c.lat_e3 == key.lat_e3,
                STAT_PLACE.c.lon_e3 == key.lon_e3,
            )
        )


def remembered(connection: Connection) -> FigureRules | None:
    """The rules the rollups were kept by; None when none were kept yet."""
    text = connection.scalar(select(STAT_HEAD.c.rules))
    if text is None:
        return None
    raw = orjson.loads(text)
    return FigureRules(**(raw | {"resolve_h": tuple(raw["resolve_h"])}))


def ensure(
    engine: Engine, wanted: FigureRules | None, progress: Progress | None = None
) -> FigureRules | None:
    """Count everything anew when the rules have changed or nothing was kept yet.

    Args:
        engine: of the facts.
        wanted: today's rules; None for those the rollups were kept by.
        progress: called now and then with the share done and what it is.

    Returns:
        The rules in force; None when none are known, and then nothing is kept.
    """
    with reading(engine) as connection:
        held = remembered(connection)
    if wanted is None or wanted == held:
        return held
    with writing(engine) as connection:
        read_head(connection, lock=True)
        if remembered(connection) != wanted:
            rebuild(connection, wanted, progress or (lambda share, what: None))
    return wanted


def rebuild(connection: Connection, rules: FigureRules, progress: Progress) -> None:
    """Forget the rollups and count every incident anew, a day at a time."""
    for table in (STAT_DAY, STAT_PLACE, STAT_HEAD):
        connection.execute(delete(table))
    total = connection.scalar(select(func.count()).select_from(INCIDENT)) or 0
    sums, day = Sums(), None
    for done, incident in enumerate(incidents_by_time(connection)):
        told = contribution(incident, rules)
        if day is not None and told.day != day:
            _write_before(connection, sums, told.day)
            progress(done / total, WHAT)
        day = told.day
        sums.add(told)
    _write_before(connection, sums, date.max)
    head = {"id": 1, "rules": orjson.dumps(asdict(rules)).decode()}
    connection.execute(STAT_HEAD.insert(), [head])
    if total:
        progress(1.0, WHAT)


def _write_before(connection: Connection, sums: Sums, day: date) -> None:
    """Incidents come in the order of days: write and forget those that are through."""
    write_days(connection, sums.days)
    sums.days.clear()
    month = day.replace(day=1)
    through = {place: n for place, n in sums.places.items() if place.month < month}
    if day == date.max:
        through = dict(sums.places)
    write_places(connection, through)
    for place in through:
        del sums.places[place]


def incidents_by_time(connection: Connection) -> Iterator[Incident]:
    """Every incident, in the order it was reported; read a few thousand at a time."""
    query = select(INCIDENT).order_by(INCIDENT.c.reported_at, INCIDENT.c.number)
    found = connection.execute(query, execution_options={"yield_per": _CHUNK})
    for row in found.mappings():
        yield rows.incident_from(row)


def _chunks(keys: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
