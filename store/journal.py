"""The journal: one numbered record per fact, each sealed by the hash of all before it.

A record's hash covers the hash before it, its own words, and the salted hash of its personal
fields. So erasing a person (body and salt) changes no hash, and changing a record breaks all
that follow. Source: docs/decisions/0002-journal.md
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, select

from domain.private import PERSONAL_FIELDS, private_hash
from domain.records import Change, Record, upcast
from store.columns import to_milliseconds, whole_milliseconds
from store.tables import HEAD, JOURNAL, PRIVATE

NO_HASH = bytes(32)
_VERIFY_CHUNK = 5_000
_SALT_BYTES = 16


@dataclass(slots=True)
class Head:
    """Where the journal stands: its name, its last number, moment and hash."""

    epoch: str
    seq: int
    at: datetime
    hash: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, and the rows that keep it; `private` is None when it has no personal fields."""

    record: Record
    journal: dict[str, Any]
    private: dict[str, Any] | None


def read_head(connection: Connection, *, lock: bool = False) -> Head:
    """The journal's head; locked until the transaction ends when it will be moved."""
    query = select(HEAD.c.epoch, HEAD.c.seq, HEAD.c.at, HEAD.c.hash)
    row = connection.execute(query.with_for_update() if lock else query).one()
    return Head(row.epoch, row.seq, row.at, bytes(row.hash))


def seal(change: Change, head: Head, at: datetime) -> Entry:
    """Number a change and move the head onto it.

    Raises:
        ValueError: the state holds a field that is declared personal, or a moment no time zone.
    """
    leaked = PERSONAL_FIELDS.get(change.kind, frozenset()) & change.state.keys()
    if leaked:
        raise ValueError(f"personal fields do not belong in a state: {sorted(leaked)}")
    seq, occurred_at = head.seq + 1, whole_milliseconds(change.occurred_at)
    private = _kept(change.private)
    salted = _salted(seq, private)
    row: dict[str, Any] = {
        "seq": seq,
        "epoch": head.epoch,
        "at": at,
        "occurred_at": occurred_at,
        "actor": change.actor,
        "kind": change.kind,
        "entity_id": change.id,
        "action": change.action,
        "v": change.v,
        "state": orjson.dumps(dict(change.state)).decode(),
        "private_hash": private_hash(salted["salt"], private) if private and salted else None,
    }
    head.seq, head.at, head.hash = seq, at, chained(head.hash, row)
    row["hash"] = head.hash
    record = Record(
        seq=seq,
        epoch=head.epoch,
        at=at,
        occurred_at=occurred_at,
        actor=change.actor,
        kind=change.kind,
        id=change.id,
        action=change.action,
        v=change.v,
        state=change.state,
        private=private,
    )
    return Entry(record, row, salted)


def _kept(private: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Personal fields that say something; None when there is none."""
    said = {name: value for name, value in (private or {}).items() if value is not None}
    return said or None


def _salted(seq: int, private: dict[str, Any] | None) -> dict[str, Any] | None:
    if private is None:
        return None
    return {"seq": seq, "salt": os.urandom(_SALT_BYTES), "body": orjson.dumps(private).decode()}


def chained(previous: bytes, row: Mapping[str, Any]) -> bytes:
    """The hash of a record: over the hash before it and everything the record says."""
    said = orjson.dumps(
        [
            row["seq"],
            row["epoch"],
            to_milliseconds(row["at"]),
            to_milliseconds(row["occurred_at"]),
            row["actor"],
            row["kind"],
            row["entity_id"],
            row["action"],
            row["v"],
            row["state"],
            row["private_hash"],
        ]
    )
    return hashlib.sha256(previous + said).digest()


def records_where(condition: ColumnElement[bool]) -> Select[Any]:
    """The query for records with their personal fields, in the order of seq."""
    return (
        select(JOURNAL, PRIVATE.c.body)
        .select_from(JOURNAL.outerjoin(PRIVATE, PRIVATE.c.seq == JOURNAL.c.seq))
        .where(condition)
        .order_by(JOURNAL.c.seq)
    )


def record_from(row: Any) -> Record:
    """A row of `records_where` as a record in today's shape."""
    return upcast(
        Record(
            seq=row.seq,
            epoch=row.epoch,
            at=row.at,
            occurred_at=row.occurred_at,
            actor=row.actor,
            kind=row.kind,
            id=row.entity_id,
            action=row.action,
            v=row.v,
            state=orjson.loads(row.state),
            private=orjson.loads(row.body) if row.body else None,
        )
    )


def read_records(connection: Connection, condition: ColumnElement[bool]) -> list[Record]:
    """The records a condition names, upcast, in the order of seq."""
    return [record_from(row) for row in connection.execute(records_where(condition))]


def first_broken(connection: Connection) -> int | None:
    """The first seq whose record is missing, changed, or not what its seal says; None if sound.

    Personal fields that are still there are checked against their hash; erased ones cannot be.
    """
    previous, expected = NO_HASH, 1
    for row in _all_rows(connection):
        sound = row.seq == expected and bytes(row.hash) == chained(previous, row._mapping)
        if not sound or not _private_is_sound(row):
            return expected
        previous, expected = bytes(row.hash), expected + 1
    head = read_head(connection)
    return None if (head.seq, head.hash) == (expected - 1, previous) else expected


def _all_rows(connection: Connection) -> Iterator[Any]:
    columns = select(JOURNAL, PRIVATE.c.body, PRIVATE.c.salt)
    joined = columns.select_from(JOURNAL.outerjoin(PRIVATE, PRIVATE.c.seq == JOURNAL.c.seq))
    after = 0
    while rows := connection.execute(
        joined.where(JOURNAL.c.seq > after).order_by(JOURNAL.c.seq).limit(_VERIFY_CHUNK)
    ).all():
        yield from rows
        after = rows[-1].seq


def _private_is_sound(row: Any) -> bool:
    if row.body is None:
        return True
    return bool(private_hash(bytes(row.salt), orjson.loads(row.body)) == row.private_hash)
