"""Rows a transaction has decided on and not yet sent: gathered, then written in batches."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from store.kind_tables import ENDS
from store.live.journal import Entry, Head
from store.tables import ALL, HEAD, JOURNAL, PRIVATE

_MANY = 2_000
# Parents before children, for the foreign keys.
_ORDER = {table: at for at, table in enumerate(ALL.values())}


_MOVE_HEAD = update(HEAD).values(
    seq=bindparam("to_seq"), at=bindparam("to_at"), hash=bindparam("to_hash")
)


@dataclass(frozen=True, slots=True)
class PendingMark:
    """What was unsent at a moment, so that what came after it can be dropped."""

    journal: tuple[dict[str, Any], ...]
    private: tuple[dict[str, Any], ...]
    rows: dict[Table, dict[Any, dict[str, Any]]]


class Pending:
    """The unsent part of a transaction. Of each row only the newest state is sent."""

    def __init__(self) -> None:
        self._journal: list[dict[str, Any]] = []
        self._private: list[dict[str, Any]] = []
        self._rows: dict[Table, dict[Any, dict[str, Any]]] = {}

    def _forget(self) -> None:
        self._journal, self._private, self._rows = [], [], {}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self._journal and not any(self._rows.values())

    def mark(self) -> PendingMark:
        """What is unsent now."""
        rows = {table: dict(held) for table, held in self._rows.items()}
        return PendingMark(tuple(self._journal), tuple(self._private), rows)

    def back_to(self, mark: PendingMark) -> None:
        """Hold again what was unsent at a mark, and nothing else."""
        self._journal, self._private = list(mark.journal), list(mark.private)
        self._rows = {table: dict(held) for table, held in mark.rows.items()}

    @property
    def is_much(self) -> bool:
        """Whether enough has gathered to be worth sending."""
        return len(self._journal) >= _MANY

    def add(self, entry: Entry) -> None:
        """Gather a sealed record."""
        self._journal.append(entry.journal)
        if entry.private is not None:
            self._private.append(entry.private)

    def put(self, table: Table, key: Any, row: dict[str, Any]) -> None:
        """Gather the newest state of a row."""
        self._rows.setdefault(table, {})[key] = row

    def holds_parents_of(self, table: Table) -> bool:
        """Whether rows have gathered that rows of this table may refer to."""
        return any(key.column.table in self._rows for key in table.foreign_keys)

    def send(self, connection: Connection, head: Head) -> None:
        """Write everything gathered, and the head it moved the journal to."""
        if self._journal:
            connection.execute(JOURNAL.insert(), self._journal)
            moved = {"to_seq": head.seq, "to_at": head.at, "to_hash": head.hash}
            connection.execute(_MOVE_HEAD, moved)
        if self._private:
            connection.execute(PRIVATE.insert(), self._private)
        for table in sorted(self._rows, key=_ORDER.__getitem__):
            rows = _sorted(table, self._rows[table])
            connection.execute(upsert(table, connection.dialect.name), rows)
        self._forget()


def _sorted(table: Table, rows: dict[Any, dict[str, Any]]) -> list[dict[str, Any]]:
    """What is over before what goes on: a unit's old assignment ends before its new one opens."""
    if (ends := ENDS.get(table)) is not None:
        return sorted(rows.values(), key=lambda row: row[ends] is None)
    return list(rows.values())


_UPSERTS: dict[tuple[str, str], Any] = {}


def upsert(table: Table, dialect: str) -> Any:
    """INSERT … ON CONFLICT (primary key) DO UPDATE of all other columns; built once."""
    key = (table.name, dialect)
    if key not in _UPSERTS:
        insert: Any = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
        _UPSERTS[key] = insert.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={
                column.name: insert.excluded[column.name]
                for column in table.columns
                if not column.primary_key
            },
        )
    return _UPSERTS[key]
