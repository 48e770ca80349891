"""Finding records by time, actor, kind, entity and words, page by page and never by a whole scan.

Actor, kind and entity go through their indexes; a moment is turned into a number first, since `at`
never steps back. Words are looked for in a bounded number of records a page: a page may come back
empty and still say where to go on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, func, select, union_all

from domain.live.records import Record
from domain.private import mask_for_record, mask_loose, mask_numbers
from store.live.base import read_base
from store.live.heads import same_entity
from store.live.journal import record_from
from store.tables import ENTITY_HEAD, JOURNAL, PRIVATE

# A word without any of these stands in the unmasked text if it stands in the masked one.
_CHANGED_BY_MASKS = frozenset('0123456789*+-— ,:"\\')
MOST_READ = 5_000
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; None and empty mean anything. `leaves_out`: kinds that are not wanted."""

    since: datetime | None = None
    until: datetime | None = None
    actor: str | None = None
    kind: str | None = None
    entity: str | None = None
    words: str | None = None
    before: int | None = None
    leaves_out: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


def search(connection: Connection, asked: Search, limit: int) -> tuple[list[Record], int | None]:
    """A page, newest first, and the number to go on before; None at the end."""
    limit = max(1, min(limit, MOST_SHOWN))
    reads = MOST_READ if asked.words else limit
    query = (
        select(JOURNAL, PRIVATE.c.body)
        .select_from(JOURNAL.outerjoin(PRIVATE, PRIVATE.c.seq == JOURNAL.c.seq))
        .where(*_conditions(connection, asked))
        .order_by(JOURNAL.c.seq.desc())
        .limit(reads)
    )
    found: list[Record] = []
    read, last = 0, None
    with connection.execute(query) as rows:
        for row in rows:
            read, last = read + 1, row.seq
            if _says(row, asked.words):
                found.append(record_from(row))
                if len(found) == limit:
                    break
    is_end = read < reads and len(found) < limit
    return found, None if is_end else last


def _conditions(connection: Connection, asked: Search) -> list[ColumnElement[bool]]:
    exact = {JOURNAL.c.actor: asked.actor, JOURNAL.c.kind: asked.kind}
    made: list[ColumnElement[bool]] = [column == value for column, value in exact.items() if value]
    if asked.leaves_out:
        made.append(JOURNAL.c.kind.not_in(asked.leaves_out))
    if asked.actions:
        made.append(JOURNAL.c.action.in_(asked.actions))
    if asked.entity:
        made.append(JOURNAL.c.seq.in_(_of_entity(connection, asked)))
    if asked.before is not None:
        made.append(JOURNAL.c.seq < asked.before)
    if asked.since is not None:
        made.append(JOURNAL.c.seq >= first_at(connection, asked.since))
    if asked.until is not None:
        made.append(JOURNAL.c.seq < first_at(connection, asked.until))
    return made


def _of_entity(connection: Connection, asked: Search) -> Any:
    """Records of an entity and of what hangs on it; the journal's index begins with the kind."""
    kinds = [asked.kind] if asked.kind else list(_kinds(connection))
    named = select(JOURNAL.c.seq).where(
        JOURNAL.c.kind.in_(kinds), JOURNAL.c.entity_id == asked.entity
    )
    hangs = (
        select(JOURNAL.c.seq)
        .select_from(ENTITY_HEAD.join(JOURNAL, same_entity()))
        .where(ENTITY_HEAD.c.subject_id == asked.entity, ENTITY_HEAD.c.kind.in_(kinds))
    )
    return union_all(named, hangs)


def _kinds(connection: Connection) -> Iterator[str]:
    """Every kind there is, one step of the index each."""
    kind = connection.scalar(select(func.min(ENTITY_HEAD.c.kind)))
    while kind is not None:
        yield kind
        after = ENTITY_HEAD.c.kind > kind
        kind = connection.scalar(select(func.min(ENTITY_HEAD.c.kind)).where(after))


def _says(row: object, words: str | None) -> bool:
    """Whether what a reader of the record is shown of it holds the words.

    The masked text is searched and nothing else: a search is a door too, and one that told a
    hidden digit by finding it would tell them all. Who types a whole number finds what shows the
    same first and last digits.
    """
    if not words:
        return True
    wanted = mask_numbers(words).lower()
    raw = (row.action, row.entity_id, row.state, row.body or "")  # type: ignore[attr-defined]
    is_plain = _CHANGED_BY_MASKS.isdisjoint(wanted)
    if is_plain and not any(wanted in text.lower() for text in raw):
        return False  # masking hides, it adds no letters
    record = record_from(row)
    shown = (
        record.action,
        record.id,
        _as_text(mask_loose(record.kind, record.state)),
        _as_text(mask_for_record(record.kind, record.private or {})),
    )
    return any(wanted in text.lower() for text in shown)


def _as_text(told: Mapping[str, Any]) -> str:
    return orjson.dumps(told, default=str).decode()


def first_at(connection: Connection, moment: datetime) -> int:
    """The number of the first record at or after a moment; one past the last when there is none."""
    low = read_base(connection).seq + 1
    high = (connection.scalar(select(func.max(JOURNAL.c.seq))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = connection.scalar(select(JOURNAL.c.at).where(JOURNAL.c.seq == middle))
        if at is not None and at < moment:
            low = middle + 1
        else:
            high = middle
    return low
