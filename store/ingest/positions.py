"""Positions and tracks: latest wins, thinned, never in the way of a fact.

A batch travels as one JSON parameter of one statement. The database unpacks it outside Python's
global lock, so ten thousand rows do not make the event loop wait ten thousand times.
"""

import threading
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    and_,
    delete,
    func,
    select,
    text,
    tuple_,
)

from domain.dispatch.units import Fix
from store.columns import to_milliseconds
from store.engine import reading, writing
from store.ingest.late_fixes import Kept, are_apart, merged
from store.tables import POSITION, TRACK

_BATCH = 10_000
_PRUNE_BATCH = 5_000
_POSITION = (
    "unit_id",
    "at",
    "lat",
    "lon",
    "speed_kmh",
    "bearing_deg",
    "accuracy_m",
    "battery",
    "source",
    "is_demo",
    "is_mock",
)
_TRACK = ("unit_id", "at", "lat", "lon", "speed_kmh", "bearing_deg", "is_demo", "is_mock")
_TYPES = {
    "unit_id": "text",
    "source": "text",
    "at": "bigint",
    "is_demo": "boolean",
    "is_mock": "boolean",
}
Given = tuple[Fix, bool, str]


class Positions:
    """The newest fix of each unit, and where units have been."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._kept: dict[str, Kept] | None = None

    def save(self, fixes: Sequence[Given]) -> None:
        """Keep fixes; of each unit only one newer than the one held replaces it.

        A real fix replaces a demo one of any age, as on the board: the two agree after a restart.

        Args:
            fixes: (fix, whether it is demo, name of the source), any order.
        """
        with self._lock:
            for start in range(0, len(fixes), _BATCH):
                self._save(fixes[start : start + _BATCH])

    def _save(self, fixes: Sequence[Given]) -> None:
        rows = [_position(*given) for given in fixes]
        rows.sort(key=lambda row: row[1])
        # A unit's last row wins: the newest of the real ones, else the newest of the demo's.
        newest = {row[0]: row for row in sorted(rows, key=lambda row: not row[-2])}
        if self._kept is None:
            self._kept = self._last_kept()
        track = _thinned(rows, self._kept)
        with writing(self._engine) as connection:
            _send(connection, POSITION, _POSITION, list(newest.values()))
            _send(connection, TRACK, _TRACK, track)
        self._kept.update((row[0], (row[1], row[2], row[3])) for row in track)

    def save_late(self, fixes: Sequence[Given]) -> None:
        """Put fixes into the track that came after newer ones of their unit; no marker moves.

        The same fixes again change nothing.
        """
        with self._lock:
            for start in range(0, len(fixes), _BATCH):
                rows = [_in_track(_position(*given)) for given in fixes[start : start + _BATCH]]
                with writing(self._engine) as connection:
                    _send(connection, TRACK, _TRACK, merged(connection, rows))

    def _last_kept(self) -> dict[str, Kept]:
        """Where each unit's track ends: one index step per unit that has a position."""
        last = (
            select(func.max(TRACK.c.at))
            .where(TRACK.c.unit_id == POSITION.c.unit_id)
            .correlate(POSITION)
            .scalar_subquery()
        )
        query = select(TRACK.c.unit_id, TRACK.c.at, TRACK.c.lat, TRACK.c.lon).select_from(
            POSITION.join(TRACK, and_(TRACK.c.unit_id == POSITION.c.unit_id, TRACK.c.at == last))
        )
        with reading(self._engine) as connection:
            return {
                row.unit_id: (to_milliseconds(row.at), row.lat, row.lon)
                for row in connection.execute(query)
            }

    def newest(self) -> list[tuple[Fix, str]]:
        """The newest fix of each unit and the source it came from, by unit."""
        with reading(self._engine) as connection:
            found = connection.execute(select(POSITION).order_by(POSITION.c.unit_id)).all()
        return [
            (
                Fix(
                    unit_id=row.unit_id,
                    lat=row.lat,
                    lon=row.lon,
                    at=row.at,
                    speed_kmh=row.speed_kmh,
                    bearing_deg=row.bearing_deg,
                    accuracy_m=row.accuracy_m,
                    battery=row.battery,
                    is_mock=row.is_mock,
                ),
                row.source,
            )
            for row in found
        ]

    def track(self, unit_id: str, since: datetime, until: datetime) -> list[Fix]:
        """Where a unit was in [since, until), oldest first, one fix per 10 s or 50 m."""
        query = (
            select(TRACK)
            .where(TRACK.c.unit_id == unit_id, TRACK.c.at >= since, TRACK.c.at < until)
            .order_by(TRACK.c.at)
        )
        with reading(self._engine) as connection:
            return [
                Fix(
                    row.unit_id,
                    row.lat,
                    row.lon,
                    row.at,
                    row.speed_kmh,
                    row.bearing_deg,
                    is_mock=row.is_mock,
                )
                for row in connection.execute(query)
            ]

    def forget(self, unit_id: str) -> int:
        """Delete a unit's track and newest fix, in small steps; returns how many fixes went."""
        with self._lock, writing(self._engine) as connection:
            connection.execute(delete(POSITION).where(POSITION.c.unit_id == unit_id))
            if self._kept is not None:
                self._kept.pop(unit_id, None)
        return self._delete_in_steps(TRACK.c.unit_id == unit_id)

    def prune(self, now: datetime, demo_hours: int, real_days: int) -> int:
        """Delete tracks beyond their retention, in small steps; returns how many rows went."""
        return self._prune(True, now - timedelta(hours=demo_hours)) + self._prune(
            False, now - timedelta(days=real_days)
        )

    def _prune(self, is_demo: bool, before: datetime) -> int:
        return self._delete_in_steps(TRACK.c.is_demo.is_(is_demo) & (TRACK.c.at < before))

    def _delete_in_steps(self, condition: ColumnElement[bool]) -> int:
        some = select(TRACK.c.unit_id, TRACK.c.at).where(condition).limit(_PRUNE_BATCH)
        statement = delete(TRACK).where(tuple_(TRACK.c.unit_id, TRACK.c.at).in_(some))
        gone = 0
        while True:
            with self._lock, writing(self._engine) as connection:
                step = connection.execute(statement).rowcount
            gone += step
            if step < _PRUNE_BATCH:
                return gone


def _position(fix: Fix, is_demo: bool, source: str) -> tuple[Any, ...]:
    return (
        fix.unit_id,
        to_milliseconds(fix.at),
        fix.lat,
        fix.lon,
        fix.speed_kmh,
        fix.bearing_deg,
        fix.accuracy_m,
        fix.battery,
        source,
        is_demo,
        fix.is_mock,
    )


def _in_track(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a track keeps of a position."""
    unit_id, at, lat, lon, speed_kmh, bearing_deg, _, _, _, is_demo, is_mock = row
    return (unit_id, at, lat, lon, speed_kmh, bearing_deg, is_demo, is_mock)


def _thinned(rows: Iterable[tuple[Any, ...]], kept: dict[str, Kept]) -> list[tuple[Any, ...]]:
    """The rows worth a place in the track, given where each track ends; oldest first."""
    ends: dict[str, Kept] = {}
    track = []
    for row in rows:
        unit_id, at, lat, lon = row[:4]
        end = ends.get(unit_id) or kept.get(unit_id)
        if end is None or (at > end[0] and are_apart(end, at, lat, lon)):
            ends[unit_id] = (at, lat, lon)
            track.append(_in_track(row))
    return track


_STATEMENTS: dict[tuple[str, str], Any] = {}


def _send(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    if not rows:
        return
    key = (table.name, connection.dialect.name)
    if key not in _STATEMENTS:
        _STATEMENTS[key] = text(_statement(table, columns, connection.dialect.name))
    connection.execute(_STATEMENTS[key], {"rows": orjson.dumps(rows).decode()})


def _statement(table: Table, columns: tuple[str, ...], dialect: str) -> str:
    """INSERT from one JSON array of arrays. Names come from the models, never from outside."""
    if dialect == "sqlite":
        values = ", ".join(f"value ->> {n}" for n in range(len(columns)))
        source = f"SELECT {values} FROM json_each(:rows) WHERE true"  # noqa: S608
    else:
        values = ", ".join(
            f"CAST(value ->> {n} AS {_TYPES.get(name, 'double precision')})"
            for n, name in enumerate(columns)
        )
        source = f"SELECT {values} FROM json_array_elements(CAST(:rows AS json))"  # noqa: S608
    held = {column.name for column in table.primary_key.columns}
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in held)
    then = (
        f"DO UPDATE SET {changed} WHERE excluded.at > {table.name}.at "
        f"OR ({table.name}.is_demo AND NOT excluded.is_demo)"
    )
    return (
        f"INSERT INTO {table.name} ({', '.join(columns)}) {source} "
        f"ON CONFLICT ({', '.join(sorted(held, key=columns.index))}) "
        f"{then if table is POSITION else 'DO NOTHING'}"
    )
