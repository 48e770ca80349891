"""Checking a journal without touching it: no migration, no new name, no mark, no file written."""

from pathlib import Path

from sqlalchemy import URL, Engine
from sqlalchemy.exc import DBAPIError

from store.engine import connect, facts_url, read_only, reading
from store.errors import translated
from store.live.journal import Checked, Head, read_head
from store.schema import is_current
from store.upkeep.rows_check import first_strange
from store.upkeep.seals import Fault, SealFile, first_fault

FILES = "files"  # the folder of the files of incidents


def check(
    url: str | None,
    folder: Path,
    seals: Path,
    progress: Checked | None = None,
    *,
    with_rows: bool = False,
) -> tuple[Head, Fault | None]:
    """Where a journal stands, and its first broken link.

    Args:
        url: of a PostgreSQL database; None for SQLite in `folder`.
        folder: where the facts lie, or a copy of it.
        seals: the file of the seals.
        progress: told now and then the number of the record that was checked last.
        with_rows: also whether rows, and the files in `folder`, are what the journal says. Not
            those of a database that awaits its migration: start the server once first.

    Raises:
        StoreError: the database cannot be read.
    """
    engine = _engine_of(facts_url(url, folder))
    try:
        with reading(engine) as connection:
            head = read_head(connection)
            fault = first_fault(connection, SealFile(seals), progress)
            if fault is None and with_rows and is_current(connection):
                fault = first_strange(connection, folder / FILES)
            return head, fault
    except DBAPIError as error:
        raise translated(error) from error
    finally:
        engine.dispose()


def _engine_of(address: URL) -> Engine:
    is_file = address.get_backend_name() == "sqlite"
    return read_only(Path(str(address.database))) if is_file else connect(address)
