"""What the door could not take in: refused messages, and devices that belong to nobody yet.

Both are bounded: a broken or hostile sender fills no disk.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, select

from domain.dispatch.units import Fix
from domain.upkeep.subjects import Subject, is_about
from store.engine import reading, writing
from store.tables import PENDING_DEVICE, QUARANTINE
from store.write_buffer import upsert

PAYLOAD_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A refused message. `payload` holds its first 4,096 bytes."""

    at: datetime
    feed: str
    reason: str
    field: str | None
    payload: bytes


@dataclass(frozen=True, slots=True)
class PendingDevice:
    """A device that reports under a valid key and belongs to no unit. `fix` is its newest."""

    device_id: str
    fix: Fix | None
    first_seen_at: datetime
    last_seen_at: datetime
    times_seen: int


class Quarantine:
    """The newest refused messages."""

    def __init__(self, engine: Engine, limit: int) -> None:
        self._engine = engine
        self._limit = limit

    def add(self, feed: str, reason: str, field: str | None, payload: bytes, at: datetime) -> None:
        """Keep a message; the oldest beyond the limit go."""
        row = {
            "at": at,
            "feed": feed,
            "reason": reason,
            "field": field,
            "payload": payload[:PAYLOAD_BYTES],
        }
        beyond = (
            select(QUARANTINE.c.id)
            .order_by(QUARANTINE.c.id.desc())
            .offset(self._limit)
            .limit(1)
            .scalar_subquery()
        )
        with writing(self._engine) as connection:
            connection.execute(QUARANTINE.insert(), row)
            connection.execute(delete(QUARANTINE).where(QUARANTINE.c.id <= beyond))

    def newest(self, limit: int) -> list[Quarantined]:
        """The newest refused messages, newest first."""
        query = select(QUARANTINE).order_by(QUARANTINE.c.id.desc()).limit(limit)
        with reading(self._engine) as connection:
            return [
                Quarantined(row.at, row.feed, row.reason, row.field, bytes(row.payload))
                for row in connection.execute(query)
            ]

    def forget(self, subject: Subject) -> int:
        """Delete the messages that name a person; returns how many went."""
        with writing(self._engine) as connection:
            rows = connection.execute(select(QUARANTINE.c.id, QUARANTINE.c.payload)).all()
            texts = {row.id: bytes(row.payload).decode("utf-8", "replace") for row in rows}
            named = [key for key, text in texts.items() if is_about(subject, {"payload": text})]
            for key in named:
                connection.execute(delete(QUARANTINE).where(QUARANTINE.c.id == key))
        return len(named)


class PendingDevices:
    """Devices held for adoption; when the room is full the longest silent one goes."""

    def __init__(self, engine: Engine, limit: int) -> None:
        self._engine = engine
        self._limit = limit

    def hold(self, device_id: str, fix: Fix | None, at: datetime) -> None:
        """Remember that a device was heard, and its newest fix."""
        with writing(self._engine) as connection:
            held = _device(connection, device_id)
            newer = held.fix if held and not _is_newer(fix, held.fix) else fix
            row = {
                "device_id": device_id,
                "lat": newer.lat if newer else None,
                "lon": newer.lon if newer else None,
                "speed_kmh": newer.speed_kmh if newer else None,
                "bearing_deg": newer.bearing_deg if newer else None,
                "accuracy_m": newer.accuracy_m if newer else None,
                "battery": newer.battery if newer else None,
                "is_mock": newer.is_mock if newer else False,
                "fix_at": newer.at if newer else None,
                "first_seen_at": held.first_seen_at if held else at,
                "last_seen_at": max(at, held.last_seen_at) if held else at,
                "times_seen": held.times_seen + 1 if held else 1,
            }
            if held is None:
                self._make_room(connection)
            connection.execute(upsert(PENDING_DEVICE, connection.dialect.name), row)

    def _make_room(self, connection: Connection) -> None:
        count = connection.scalar(select(func.count()).select_from(PENDING_DEVICE)) or 0
        silent = (
            select(PENDING_DEVICE.c.device_id)
            .order_by(PENDING_DEVICE.c.last_seen_at, PENDING_DEVICE.c.device_id)
            .limit(max(0, count - self._limit + 1))
        )
        connection.execute(delete(PENDING_DEVICE).where(PENDING_DEVICE.c.device_id.in_(silent)))

    def all(self) -> list[PendingDevice]:
        """The held devices, last heard first."""
        order = (PENDING_DEVICE.c.last_seen_at.desc(), PENDING_DEVICE.c.device_id)
        with reading(self._engine) as connection:
            return [
                _from(row) for row in connection.execute(select(PENDING_DEVICE).order_by(*order))
            ]

    def release(self, device_id: str) -> PendingDevice | None:
        """Forget a device (it was adopted); returns what was held of it."""
        with writing(self._engine) as connection:
            held = _device(connection, device_id)
            connection.execute(
                delete(PENDING_DEVICE).where(PENDING_DEVICE.c.device_id == device_id)
            )
        return held


def _is_newer(fix: Fix | None, held: Fix | None) -> bool:
    return fix is not None and (held is None or fix.at > held.at)


def _device(connection: Connection, device_id: str) -> PendingDevice | None:
    query = select(PENDING_DEVICE).where(PENDING_DEVICE.c.device_id == device_id)
    row = connection.execute(query).first()
    return _from(row) if row else None


def _from(row: object) -> PendingDevice:
    kept = row._mapping  # type: ignore[attr-defined]
    fix = None
    if kept["fix_at"] is not None:
        fix = Fix(
            unit_id=kept["device_id"],
            lat=kept["lat"],
            lon=kept["lon"],
            at=kept["fix_at"],
            speed_kmh=kept["speed_kmh"],
            bearing_deg=kept["bearing_deg"],
            accuracy_m=kept["accuracy_m"],
            battery=kept["battery"],
            is_mock=kept["is_mock"],
        )
    return PendingDevice(
        kept["device_id"], fix, kept["first_seen_at"], kept["last_seen_at"], kept["times_seen"]
    )
