"""Phones of the field: found by their key, by their unit, by their account."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, not_, select, update

from domain.access.callers import Caller
from domain.field.phones import FIELD_DEVICE, FieldDevice
from store.field.passkeys import drop_passkey
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader
from store.tables import FIELD_DELIVERY, FIELD_KEY
from store.write_buffer import upsert

MOST_LISTED = 1000
MOST_DELIVERIES = 10_000
_DEVICE = TABLES[FIELD_DEVICE.name]


@dataclass(frozen=True, slots=True)
class FieldKey:
    """What a phone is known by. `tries`: wrong PINs since the last right one."""

    device_id: str
    key_hash: str
    pin_hash: str | None = None
    tries: int = 0
    open_until: datetime | None = None
    seen_at: datetime | None = None
    push: str | None = None


def device_of(connection: Connection, device_id: str) -> FieldDevice | None:
    """A binding, ended or not."""
    found = _read(connection, _DEVICE.c.device_id == device_id)
    return found[0] if found else None


def key_of(connection: Connection, device_id: str) -> FieldKey | None:
    """What a phone is known by."""
    return _key(connection, FIELD_KEY.c.device_id == device_id)


def key_with_hash(connection: Connection, key_hash: str) -> FieldKey | None:
    """The phone whose key this is."""
    return _key(connection, FIELD_KEY.c.key_hash == key_hash)


def put_key(connection: Connection, key: FieldKey) -> None:
    """Add or change what a phone is known by."""
    row = {name: getattr(key, name) for name in FieldKey.__dataclass_fields__}
    connection.execute(upsert(FIELD_KEY, connection.dialect.name), [row])


def drop_key(connection: Connection, device_id: str) -> None:
    """Forget a key: nobody comes in by it again; its PIN, passkey and address for pushes go too."""
    connection.execute(delete(FIELD_KEY).where(FIELD_KEY.c.device_id == device_id))
    drop_passkey(connection, device_id)


def touched(connection: Connection, device_id: str, at: datetime) -> None:
    """Note that a phone asked."""
    connection.execute(
        update(FIELD_KEY).where(FIELD_KEY.c.device_id == device_id).values(seen_at=at)
    )


def bound_to(connection: Connection, unit_id: str) -> list[FieldDevice]:
    """The phones of a unit, the first bound first."""
    return _read(connection, _DEVICE.c.unit_id == unit_id, _DEVICE.c.revoked_at.is_(None))


def of_account(connection: Connection, account: str) -> list[FieldDevice]:
    """The phones of an account, the first bound first."""
    return _read(connection, _DEVICE.c.account == account, _DEVICE.c.revoked_at.is_(None))


def on_duty(connection: Connection) -> list[FieldDevice]:
    """Every phone that went on duty and did not go off."""
    return _read(connection, _DEVICE.c.on_duty_at.is_not(None), _DEVICE.c.revoked_at.is_(None))


def listed(connection: Connection, who: Caller) -> list[FieldDevice]:
    """Those a caller may see, ended ones of late among them, the newest first."""
    query = select(_DEVICE).where(visible(FIELD_DEVICE, who))
    order = query.order_by(_DEVICE.c.bound_at.desc(), _DEVICE.c.device_id).limit(MOST_LISTED)
    read = reader(FIELD_DEVICE)
    return [read(row) for row in connection.execute(order).mappings()]


def seen(connection: Connection, device_ids: Collection[str]) -> dict[str, datetime | None]:
    """When each phone asked last."""
    query = select(FIELD_KEY.c.device_id, FIELD_KEY.c.seen_at)
    rows = connection.execute(query.where(FIELD_KEY.c.device_id.in_(device_ids)))
    return {row.device_id: row.seen_at for row in rows}


# what reached a phone ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice that reached a phone, and when that phone answered it."""

    notice_id: str
    device_id: str
    delivered_at: datetime
    answered_at: datetime | None = None


def put_delivery(connection: Connection, one: Delivery) -> None:
    """Note that a notice reached a phone, or was answered on it; what was noted first stays."""
    held = _deliveries(
        connection,
        FIELD_DELIVERY.c.notice_id == one.notice_id,
        FIELD_DELIVERY.c.device_id == one.device_id,
    )
    if held:
        one = Delivery(
            one.notice_id,
            one.device_id,
            held[0].delivered_at,
            held[0].answered_at or one.answered_at,
        )
    row = {name: getattr(one, name) for name in Delivery.__dataclass_fields__}
    connection.execute(upsert(FIELD_DELIVERY, connection.dialect.name), [row])


def unanswered(connection: Connection, device_ids: Collection[str]) -> list[Delivery]:
    """What reached phones and was answered on no phone of their unit."""
    other = FIELD_DELIVERY.alias()
    is_answered = exists().where(
        other.c.notice_id == FIELD_DELIVERY.c.notice_id, other.c.answered_at.is_not(None)
    )
    return _deliveries(connection, FIELD_DELIVERY.c.device_id.in_(device_ids), not_(is_answered))


def reached(connection: Connection, notice_ids: Collection[str]) -> list[Delivery]:
    """Which phones notices have reached."""
    return _deliveries(connection, FIELD_DELIVERY.c.notice_id.in_(notice_ids))


def _deliveries(connection: Connection, *conditions: Any) -> list[Delivery]:
    query = select(FIELD_DELIVERY).where(*conditions).order_by(FIELD_DELIVERY.c.delivered_at)
    return [Delivery(**row) for row in connection.execute(query.limit(MOST_DELIVERIES)).mappings()]


def _read(connection: Connection, *conditions: Any) -> list[FieldDevice]:
    query = select(_DEVICE).where(*conditions).order_by(_DEVICE.c.bound_at, _DEVICE.c.device_id)
    read = reader(FIELD_DEVICE)
    rows: Sequence[Any] = connection.execute(query.limit(MOST_LISTED)).mappings().all()
    return [read(row) for row in rows]


def _key(connection: Connection, condition: Any) -> FieldKey | None:
    row = connection.execute(select(FIELD_KEY).where(condition)).mappings().first()
    return FieldKey(**row) if row else None
