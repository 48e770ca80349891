"""The mark outside the database: how far the journal is known to have come, and in which file.

If the record the mark names is not in the journal, the database is older than what screens have
already seen (a restored copy), and the journal needs a new name. So it does when the database is
another file than the marked one: somebody put a copy in its place, perhaps with its mark.
"""

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

import orjson

from store.live.journal import Head

_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Mark:
    """The journal's name, a number in it, the hash of the record of that number, and its file.

    `file` is None where the database is a server's and not a file of ours.
    """

    epoch: str
    seq: int
    hash: str
    file: str | None = None


class HighWaterFile:
    """Reads and writes the mark. It may lag by a second: only a lower journal matters."""

    def __init__(self, path: Path, database: Path | None = None) -> None:
        self._path = path
        self._database = database
        self._written_at = float("-inf")

    def read(self) -> Mark | None:
        """The mark; None when there is none or it cannot be read."""
        try:
            kept = orjson.loads(self._path.read_bytes())
            return Mark(str(kept["epoch"]), int(kept["seq"]), str(kept["hash"]), kept.get("file"))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def file_now(self) -> str | None:
        """Which file the database is; a copy of it, or of its folder, is another one.

        The number of a file is given again when it was deleted, so it alone proves nothing. The
        moment a file beside the database was made, which no copy keeps, tells the two apart.
        """
        if self._database is None:
            return None
        try:
            found = self._database.stat()
            made_at = _made_at(self._database.with_suffix(".origin"))
        except OSError:
            return None
        return f"{found.st_dev}-{found.st_ino}-{made_at}"

    def note(self, head: Head) -> None:
        """Remember the head, writing it at most once a second."""
        if time.monotonic() - self._written_at >= _EVERY_S:
            self.write(head)

    def write(self, head: Head) -> None:
        """Write the mark whole or not at all.

        A full disk does not undo the commit that was just made, so it is no error here.
        """
        self._written_at = time.monotonic()
        body = {
            "epoch": head.epoch,
            "seq": head.seq,
            "hash": head.hash.hex(),
            "file": self.file_now(),
        }
        draft = self._path.with_suffix(f".{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            draft.touch(mode=0o600)
            draft.write_bytes(orjson.dumps(body))
            draft.replace(self._path)


def _made_at(origin: Path) -> int:
    """When this file was made, in ns; it is made at the first question and never touched again."""
    with contextlib.suppress(FileExistsError), origin.open("xb"):
        pass
    return origin.stat().st_ctime_ns
