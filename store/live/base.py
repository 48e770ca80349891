"""Where the journal begins: number and hash of the last record that was removed."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from store.tables import JOURNAL_BASE

NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Base:
    """The last record that was removed; 0 and no hash when none ever was."""

    seq: int = 0
    hash: bytes = NO_HASH


def read_base(connection: Connection) -> Base:
    """Where the chain of what is still there begins."""
    row = connection.execute(select(JOURNAL_BASE.c.seq, JOURNAL_BASE.c.hash)).first()
    return Base(row.seq, bytes(row.hash)) if row else Base()
