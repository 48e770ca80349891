"""The newest record of entities, on a connection: for reads, and inside a transaction."""

from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, select

from domain.live.records import Record
from domain.subject_key import SubjectKey
from store.columns import may_be_key
from store.live.heads import any_subject
from store.live.journal import read_records
from store.tables import ENTITY_HEAD, JOURNAL


class Records(Protocol):
    """Where records are read: the store, or a transaction, which also sees what it has written."""

    def newest(self, kind: str, entity_id: str) -> Record | None:
        """The newest record of an entity of any kind."""

    def history(self, kind: str, entity_id: str) -> list[Record]:
        """Every record of an entity that is still kept, oldest first."""

    def newest_of_days(self, kind: str, first: date, last: date) -> list[Record]:
        """The newest record of each entity of a kind that is of a day in [first, last]."""


def newest(connection: Connection, kind: str, entity_id: str) -> Record | None:
    """The newest record of an entity of any kind."""
    if not may_be_key(entity_id):
        return None
    found = _read(connection, ENTITY_HEAD.c.kind == kind, ENTITY_HEAD.c.entity_id == entity_id)
    return found[0] if found else None


def newest_about(connection: Connection, kind: str, about: SubjectKey) -> list[Record]:
    """The newest record of each entity of a kind that hangs on an entity."""
    if not may_be_key(about.id):
        return []
    return _read(connection, any_subject([about]), ENTITY_HEAD.c.kind == kind)


def newest_of_days(connection: Connection, kind: str, first: date, last: date) -> list[Record]:
    """The newest record of each entity of a kind that is of a day in [first, last]."""
    return _read(connection, *of_days(kind, first, last))


def of_days(kind: str, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """Heads of a kind of days in [first, last]."""
    return (
        ENTITY_HEAD.c.kind == kind,
        ENTITY_HEAD.c.day >= first.isoformat(),
        ENTITY_HEAD.c.day <= last.isoformat(),
    )


def _read(connection: Connection, *conditions: ColumnElement[bool]) -> list[Record]:
    wanted = select(ENTITY_HEAD.c.seq).where(*conditions)
    return read_records(connection, JOURNAL.c.seq.in_(wanted))
