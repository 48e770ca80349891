"""The journal: one numbered record per fact, each sealed by the hash of all before it.

A record's hash covers the hash before it, its own words, and the salted hash of its personal
fields. So erasing a person (body and salt) changes no hash, and changing a record breaks all
that follow. Source: docs/decisions/0002-journal.md
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, Connection, Select, select, type_coerce

from domain.kinds import kind_of
from domain.live.records import Change, Record
from domain.personal.masks import FROM, private_hash
from domain.picture.fold import upcast
from store.columns import to_milliseconds, whole_milliseconds
from store.live.base import read_base
from store.tables import HEAD, JOURNAL, PRIVATE

Checked = Callable[[int], object]
_SAID = (
    "seq",
    "epoch",
    "at",
    "occurred_at",
    "actor",
    "kind",
    "entity_id",
    "action",
    "v",
    "state",
    "private_hash",
)  # what a record says, in the order it is hashed
_MOMENTS = frozenset({"at", "occurred_at"})
_MOMENT_AT = tuple(place for place, name in enumerate(_SAID) if name in _MOMENTS)
ERASED, ERASED_SUBJECT = "erased", "erased_subject"
_HEAD = select(HEAD.c.epoch, HEAD.c.seq, HEAD.c.at, HEAD.c.hash)
_LOCKED_HEAD = _HEAD.with_for_update()
_TOLD_EVERY = 20_000
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

    def as_read(self) -> Record:
        """The record as whoever reads the journal finds it: moments, lists and words alike."""
        state = orjson.loads(self.journal["state"])
        private = orjson.loads(self.private["body"]) if self.private else None
        return upcast(replace(self.record, state=state, private=private))


def read_head(connection: Connection, *, lock: bool = False) -> Head:
    """The journal's head; locked until the transaction ends when it will be moved."""
    row = connection.execute(_LOCKED_HEAD if lock else _HEAD).one()
    return Head(row.epoch, row.seq, row.at, bytes(row.hash))


def seal(change: Change, head: Head, at: datetime) -> Entry:
    """Number a change and move the head onto it.

    Raises:
        ValueError: nobody declared the kind or a field of it, the state holds a field that is
            declared personal, or a moment no time zone.
    """
    _check_declared(change)
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


def _check_declared(change: Change) -> None:
    kind = kind_of(change.kind)
    if leaked := kind.personal.keys() & change.state.keys():
        raise ValueError(f"personal fields do not belong in a state: {sorted(leaked)}")
    strange = change.state.keys() - kind.state_names
    strange |= (change.private or {}).keys() - kind.personal.keys() - {FROM}
    if strange:
        raise ValueError(f"{kind.name} declares no field {sorted(strange)} (domain/kinds.py)")


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
    said = [row[name] for name in _SAID]
    for place in _MOMENT_AT:
        said[place] = to_milliseconds(said[place])
    return _link(previous, said)


def _link(previous: bytes, said: Sequence[Any]) -> bytes:
    return hashlib.sha256(previous + orjson.dumps(said)).digest()


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


def first_broken(connection: Connection, progress: Checked | None = None) -> int | None:
    """The first seq whose record is missing, changed, or not what its seal says; None if sound.

    Begins after what was removed as a whole. Personal fields that are still there are checked
    against their hash; those that are gone must have been erased by a record that says so.
    """
    base = read_base(connection)
    previous, expected = base.hash, base.seq + 1
    erased = Erasures()
    for row in _all_rows(connection, base.seq):
        *said, kept_hash, body, salt = row
        sound = said[0] == expected and bytes(kept_hash) == _link(previous, said)
        if not sound or not _private_is_sound(said[-1], body, salt):
            return expected
        erased.see(said, is_held=body is not None)
        previous, expected = bytes(kept_hash), expected + 1
        if progress is not None and expected % _TOLD_EVERY == 0:
            progress(expected)
    head = read_head(connection)
    if (head.seq, head.hash) != (expected - 1, previous):
        return expected
    stray = select(PRIVATE.c.seq).where(PRIVATE.c.seq.not_in(select(JOURNAL.c.seq)))
    return erased.first_unexplained() or connection.scalar(stray.order_by(PRIVATE.c.seq).limit(1))


class Erasures:
    """Which personal fields are gone, and which of them a later record says were erased."""

    def __init__(self) -> None:
        self._gone: dict[tuple[str, str], set[int]] = {}

    def see(self, said: Sequence[Any], *, is_held: bool) -> None:
        """Take a record in, in the order of seq; `said` as it is hashed."""
        words = dict(zip(_SAID, said, strict=True))
        key = words["kind"], words["entity_id"]
        if words["action"] == ERASED:
            self._gone.pop(key, None)
        elif words["action"] == ERASED_SUBJECT:
            told = set(orjson.loads(words["state"]).get("records", ()))
            self._gone = {key: kept for key, held in self._gone.items() if (kept := held - told)}
        if words["private_hash"] is not None and not is_held:
            self._gone.setdefault(key, set()).add(words["seq"])

    def first_unexplained(self) -> int | None:
        """The first record whose personal fields went without a word."""
        return min((seq for held in self._gone.values() for seq in held), default=None)


def _all_rows(connection: Connection, after: int) -> Iterator[Any]:
    """Bare columns, moments as the milliseconds that were hashed."""
    columns = [type_coerce(JOURNAL.c[name], BigInteger) if name in _MOMENTS else JOURNAL.c[name]
               for name in _SAID]  # fmt: skip
    joined = select(*columns, JOURNAL.c.hash, PRIVATE.c.body, PRIVATE.c.salt).select_from(
        JOURNAL.outerjoin(PRIVATE, PRIVATE.c.seq == JOURNAL.c.seq)
    )
    while rows := connection.execute(
        joined.where(JOURNAL.c.seq > after).order_by(JOURNAL.c.seq).limit(_VERIFY_CHUNK)
    ).all():
        yield from rows
        after = rows[-1][0]


def _private_is_sound(held: str | None, body: str | None, salt: bytes | None) -> bool:
    if body is None or salt is None:
        return body is None
    said = orjson.loads(body)
    # written in one way only: a name that stands twice reads otherwise than it shows
    is_plain = orjson.dumps(said).decode() == body
    return is_plain and bool(private_hash(bytes(salt), said) == held)
