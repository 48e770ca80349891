"""Letting the oldest part of the journal go, so that what stays still proves itself.

Cut is only where a seal stands. What is still needed is written anew first, and so is a record that
tells of the cut; then the old records go, some thousand a transaction. After each of them the base
holds number and hash of the last one that went: the chain goes on from there, and the next seal
proves it.
Source: docs/decisions/0047-what-may-be-removed.md
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, delete, exists, or_, select, update

from domain.audit.audit import audit
from domain.kind import Kept
from domain.kinds import DEEPEST, KINDS, names_where
from domain.live.records import Change
from domain.moments import to_iso
from domain.upkeep.subjects import AUDIT_KEPT_FOR
from store.kind_tables import TABLES, key_of
from store.live.base import read_base
from store.live.journal import read_records
from store.tables import ENTITY_HEAD, JOURNAL, JOURNAL_BASE, PRIVATE, TICKET, TICKET_TURN
from store.transaction import Transaction
from store.upkeep.seals import Seal
from store.upkeep.telling import carry
from store.upkeep.unlawful import SUBJECT, announced
from store.write_buffer import upsert

ACTOR = "system"
_STEP = 2_000
_AT_ONCE = 400
_NEWEST = sorted(names_where(kept=Kept.NEWEST))
_UNTIL_OVER = sorted(names_where(kept=Kept.UNTIL_OVER))
_WITH_SUBJECT = sorted(names_where(kept=Kept.WITH_SUBJECT))
_SIX_MONTHS = names_where(kept=Kept.SIX_MONTHS)
_WITH_BYTES = names_where(has_bytes=True)


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What a step removed: `records`, and `files` whose record went; `is_done` after the last."""

    records: int
    files: list[str]
    is_done: bool


def announce(tx: Transaction, seal: Seal) -> None:
    """Write anew what is still needed of the part that will go, and that it will go.

    Raises:
        ValueError: the seal is younger than the law allows.
    """
    if tx.at - seal.at < AUDIT_KEPT_FOR:
        raise ValueError(f"records of {to_iso(seal.at)} must be kept")
    for record in _needed(tx.connection, seal.seq):
        tx.append(
            Change(
                record.kind, record.id, "carried", record.state, ACTOR, record.occurred_at,
                record.private, record.v,
            )
        )  # fmt: skip
    carry(tx, seal.seq)
    about = {"to": seal.seq, "hash": seal.hash, "sealed_at": to_iso(seal.at)}
    tx.append(audit("journal_trimmed", actor=ACTOR, subject=SUBJECT, at=tx.at, about=about))


def _needed(connection: Connection, to: int) -> list[Any]:
    """The newest records of what is not over, of what hangs on it, on what hangs on that.

    The entity may have changed since: what hangs on it is needed all the same.
    """
    found: list[Any] = []
    for depth in range(DEEPEST + 1):
        heads = select(ENTITY_HEAD.c.seq).where(
            ENTITY_HEAD.c.seq <= to, _is_needed(ENTITY_HEAD, depth)
        )
        found += read_records(connection, JOURNAL.c.seq.in_(heads))
    return found


def _is_needed(head: FromClause, depth: int) -> ColumnElement[bool]:
    """Whether it is kept for itself, or for what stands so many steps above it."""
    if depth == 0:
        is_open = head.c.ended_at.is_(None) & head.c.kind.in_(_UNTIL_OVER)
        return or_(is_open, head.c.kind.in_(_NEWEST))
    above = ENTITY_HEAD.alias()
    its_own = (above.c.kind == head.c.subject_kind) & (above.c.entity_id == head.c.subject_id)
    hangs = exists().where(its_own, _is_needed(above, depth - 1))
    return head.c.kind.in_(_WITH_SUBJECT) & hangs


def step(connection: Connection) -> Trimmed:
    """Remove the next few of the records that were announced to go."""
    base, told = read_base(connection), announced(connection)
    if told is None or base.seq >= int(told["to"]):
        return Trimmed(0, [], is_done=True)
    to = min(base.seq + _STEP, int(told["to"]))
    last = connection.execute(select(JOURNAL.c.hash, JOURNAL.c.at).where(JOURNAL.c.seq == to)).one()
    files = _forget_entities(connection, base.seq, to)
    connection.execute(delete(PRIVATE).where(PRIVATE.c.seq <= to))
    connection.execute(delete(JOURNAL).where(JOURNAL.c.seq <= to))
    row = {"id": 1, "seq": to, "hash": bytes(last.hash), "at": last.at}
    connection.execute(upsert(JOURNAL_BASE, connection.dialect.name), [row])
    return Trimmed(to - base.seq, files, is_done=to == int(told["to"]))


def _forget_entities(connection: Connection, after: int, to: int) -> list[str]:
    """Entities whose newest record goes: their heads, the words of incidents, ids of files."""
    same = (ENTITY_HEAD.c.kind == JOURNAL.c.kind) & (ENTITY_HEAD.c.entity_id == JOURNAL.c.entity_id)
    query = (
        select(ENTITY_HEAD.c.kind, ENTITY_HEAD.c.entity_id)
        .select_from(JOURNAL.join(ENTITY_HEAD, same & (ENTITY_HEAD.c.seq == JOURNAL.c.seq)))
        .where(JOURNAL.c.seq > after, JOURNAL.c.seq <= to)
    )
    gone = [(kind, entity_id) for kind, entity_id in connection.execute(query)]
    for kind in {kind for kind, _ in gone}:
        for some in _chunks([found for its, found in gone if its == kind]):
            own = (ENTITY_HEAD.c.kind == kind) & ENTITY_HEAD.c.entity_id.in_(some)
            connection.execute(delete(ENTITY_HEAD).where(own))
            _forget_words(connection, kind, some)
    return [entity_id for kind, entity_id in gone if kind in _WITH_BYTES]


def _forget_words(connection: Connection, kind: str, ids: list[str]) -> None:
    """Empty the personal columns of a kind that has a table of its own; one kept no longer goes."""
    declared, table = KINDS.get(kind), TABLES.get(kind)
    if declared is None or table is None:
        return
    if kind in _SIX_MONTHS:
        if table is TICKET:
            connection.execute(delete(TICKET_TURN).where(TICKET_TURN.c.ticket_id.in_(ids)))
        connection.execute(delete(table).where(key_of(kind).in_(ids)))
        return
    if not declared.personal:
        return
    names = [one.column for one in declared.fields if one.personal is not None]
    bare = update(table).where(key_of(kind).in_(ids))
    connection.execute(bare.values(dict.fromkeys(names)))


def _chunks(found: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(found), _AT_ONCE):
        yield found[start : start + _AT_ONCE]
