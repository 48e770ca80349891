"""New stores, quickly: the empty tables are migrated once a process and copied from then on.

A first opening spends nearly all its time on the migrations; hundreds of tests open a store.
tests/store/test_schema.py opens new ones the long way.
"""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from store import Store, open_store
from store.engine import connect, empty_log, facts_url
from store.schema import migrate


@cache
def _empty_tables() -> TemporaryDirectory:
    """A folder with both databases as the migrations leave them, not opened by any store yet."""
    folder = TemporaryDirectory()
    for part, name in (("facts", "facts.db"), ("positions", "positions.db")):
        engine = connect(facts_url(f"sqlite:///{folder.name}/{name}", Path(folder.name)))
        migrate(engine, part)
        empty_log(engine)
        engine.dispose()
    return folder


def lay_tables(folder: Path) -> None:
    """Lay empty databases into a folder that has none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for made in Path(_empty_tables().name).glob("*.db"):
        if not (folder / made.name).exists():
            shutil.copyfile(made, folder / made.name)


def a_store(folder: Path, **options: Any) -> Store:
    """The SQLite store of a folder, new or not."""
    lay_tables(folder)
    return open_store(None, folder, **options)
