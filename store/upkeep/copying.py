"""A consistent copy of a SQLite database, also of one that is being written to."""

from pathlib import Path

from pysqlite3 import dbapi2 as sqlite_driver

from store.errors import StoreError


def copy_database(source: Path, target: Path) -> None:
    """Copy one moment of a database into a single new file.

    The copy is made in one step, under one read transaction: writers go on, and nothing that they
    commit meanwhile is half in it.

    Raises:
        StoreError: it cannot be read, or the copy is not sound.
    """
    try:
        _copy(source, target)
    except sqlite_driver.Error as error:
        raise StoreError(f"{source} cannot be copied: {error}") from error


def _copy(source: Path, target: Path) -> None:
    here = sqlite_driver.connect(f"file:{source.absolute()}?mode=rw", uri=True)
    try:
        there = sqlite_driver.connect(target)
        try:
            here.backup(there, pages=-1)
            # Without a log beside it the copy is one file, and can be read where it may not be
            # written; whoever opens it as a server sets this anew.
            there.execute("PRAGMA journal_mode=DELETE").fetchall()
            [found, *_] = there.execute("PRAGMA quick_check(1)").fetchall()
        finally:
            there.close()
    finally:
        here.close()
    if found[0] != "ok":
        raise StoreError(f"{source} is damaged: {found[0]}")
