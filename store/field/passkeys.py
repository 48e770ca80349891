"""Passkeys of bound phones, and what those phones are asked just now."""

from sqlalchemy import Connection, delete, select

from domain.field.passkeys import Ask, Challenge, Passkey
from store.tables import FIELD_CHALLENGE, FIELD_PASSKEY
from store.write_buffer import upsert


def passkey_of(connection: Connection, device_id: str) -> Passkey | None:
    """The passkey of a phone."""
    query = select(FIELD_PASSKEY).where(FIELD_PASSKEY.c.device_id == device_id)
    row = connection.execute(query).mappings().first()
    return Passkey(**row) if row else None


def put_passkey(connection: Connection, one: Passkey) -> None:
    """Keep a phone's passkey; one it had before is gone."""
    row = {name: getattr(one, name) for name in Passkey.__dataclass_fields__}
    connection.execute(upsert(FIELD_PASSKEY, connection.dialect.name), [row])


def drop_passkey(connection: Connection, device_id: str) -> None:
    """Forget a phone's passkey, and what it was asked."""
    for table in (FIELD_PASSKEY, FIELD_CHALLENGE):
        connection.execute(delete(table).where(table.c.device_id == device_id))


def put_challenge(connection: Connection, one: Challenge) -> None:
    """Ask a phone; what it was asked before is asked no more."""
    row = {name: getattr(one, name) for name in Challenge.__dataclass_fields__}
    row["ask"] = one.ask.value
    connection.execute(upsert(FIELD_CHALLENGE, connection.dialect.name), [row])


def take_challenge(connection: Connection, device_id: str) -> Challenge | None:
    """What a phone was asked: whoever takes it is the only one."""
    mine = FIELD_CHALLENGE.c.device_id == device_id
    row = connection.execute(select(FIELD_CHALLENGE).where(mine)).mappings().first()
    if row is None:
        return None
    taken = connection.execute(delete(FIELD_CHALLENGE).where(mine))
    return Challenge(**{**row, "ask": Ask(row["ask"])}) if taken.rowcount else None
