"""Checking a journal without touching it: no migration, no new name, no mark, no file written."""

from pathlib import Path

from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError

from store.engine import connect, facts_url, read_only, reading
from store.errors import translated
from store.live.journal import Checked, Head, read_head
from store.upkeep.seals import Fault, SealFile, first_fault


def check(
    url: str | None, folder: Path, seals: Path, progress: Checked | None = None
) -> tuple[Head, Fault | None]:
    """Where a journal stands, and its first broken link.

    Args:
        url: of a PostgreSQL database; None for SQLite in `folder`.
        folder: where the facts lie, or a copy of it.
        seals: the file of the seals.
        progress: told now and then the number of the record that was checked last.

    Raises:
        StoreError: the database cannot be read.
    """
    engine = _engine_of(facts_url(url, folder))
    try:
        with reading(engine) as connection:
            return read_head(connection), first_fault(connection, SealFile(seals), progress)
    except DBAPIError as error:
        raise translated(error) from error
    finally:
        engine.dispose()


def _engine_of(address: URL) -> Engine:
    is_file = address.get_backend_name() == "sqlite"
    return read_only(Path(str(address.database))) if is_file else connect(address)
