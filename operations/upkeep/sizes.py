"""How large the parts of the data folder are, and what they will be in a month."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from domain.upkeep.growth import Size, in_a_month, in_a_month_kept
from store import Store

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The parts, and the room there is on their disk in bytes."""

    parts: tuple[Size, ...]
    free: int
    disk: int


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the data stand, and how long tracks are kept."""

    data: Path
    facts: Path
    tracks_kept: timedelta


def measure(store: Store, folders: Folders, now: datetime) -> Sizes:
    """Walk through the data folder; blocks for as long as its files are many.

    Raises:
        StoreError: the journal cannot be asked.
        OSError: the folder cannot be read.
    """
    span, share, age = _growth(store, now)
    facts = _database(folders.facts, "facts.db")
    tracks = _database(folders.facts, "positions.db")
    uploads = list(_files(folders.facts / "files"))
    kept = sum(size for size, _ in uploads)
    lately = sum(size for size, at in uploads if at > (now - span).timestamp())
    maps = sum(size for size, _ in _files(folders.data / "maps"))
    disk = shutil.disk_usage(folders.data)
    parts = (
        Size("facts", facts, in_a_month(facts, facts * share, span)),
        Size("tracks", tracks, in_a_month_kept(tracks, age, folders.tracks_kept)),
        Size("files", kept, in_a_month(kept, lately, span)),
        Size("maps", maps, maps),
    )
    return Sizes(tuple(one for one in parts if one.now), disk.free, disk.total)


def _growth(store: Store, now: datetime) -> tuple[timedelta, float, timedelta]:
    """The span that is looked at, the share of the records written in it, the journal's age."""
    _, last = store.head()
    first = store.first_seq()
    found = store.records_after(first - 1, 1)
    if not found:
        return timedelta(0), 0.0, timedelta(0)
    age = now - found[0].at
    span = min(WEEK, age)
    lately = last - store.first_seq_at(now - span) + 1
    return span, lately / max(1, last - first + 1), age


def _database(folder: Path, name: str) -> int:
    """The bytes of a database and of what it has not folded in yet; 0 where it is elsewhere."""
    paths = (folder / f"{name}{ending}" for ending in ("", "-wal", "-shm"))
    return sum(path.stat().st_size for path in paths if path.exists())


def _files(folder: Path) -> Iterator[tuple[int, float]]:
    """Size and time of each file below a folder; one that goes meanwhile is left out."""
    for where, _, names in os.walk(folder):
        for name in names:
            try:
                told = (Path(where) / name).stat()
            except FileNotFoundError:
                continue
            yield told.st_size, told.st_mtime
