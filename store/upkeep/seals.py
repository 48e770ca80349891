"""Seals: where the journal stood each minute, written down outside its database.

The chain of hashes shows a changed record to whoever knows a later hash. Somebody who can write
the database could cut its tail off or compute every hash anew; the seals are the later hashes,
kept in a file of their own whose lines are chained as well.
Source: docs/decisions/0014-seals.md
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import orjson
from sqlalchemy import Connection, func, select

from domain.moments import from_iso, to_iso
from store.live.base import Base, read_base
from store.live.journal import Checked, Head, first_broken
from store.tables import JOURNAL
from store.upkeep.unlawful import unlawful

# Sealing is tried every minute; a busy machine may be late.
LONGEST_UNSEALED = timedelta(minutes=10)
_FIRST = "0" * 64
_CHUNK = 500
_LONGEST_TAIL = 8192


@dataclass(frozen=True, slots=True)
class Seal:
    """The journal's last number and its hash at a moment."""

    line: int
    seq: int
    hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """The first broken link: a `record` by its number, or a `seal` by its line."""

    kind: str
    number: int
    words: str


class SealsBrokenError(Exception):
    """A line of the file is not what the next one says it was."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the seals is missing or was changed")
        self.line = line


class SealFile:
    """One JSON line a seal, each naming the hash of the line before. Only ever appended to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, head: Head, at: datetime) -> bool:
        """Seal where the journal stands; False when it has not moved. On disk when it returns.

        Safe beside other processes: the end is read and written under one lock.

        Raises:
            OSError: it cannot be written.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            seq, before = _end(file)
            if head.seq == seq:
                return False
            said = {
                "seq": head.seq,
                "hash": head.hash.hex(),
                "epoch": head.epoch,
                "at": to_iso(at),
                "before": before,
            }
            file.write(orjson.dumps(said) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return True

    def read(self) -> Iterator[Seal]:
        """Every seal, oldest first.

        Raises:
            SealsBrokenError: names the first line that does not follow the one before.
        """
        if not self._path.exists():
            return
        before = _FIRST
        with self._path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                if not raw.endswith(b"\n"):
                    return
                line = raw[:-1]
                yield _parsed(number, line, before)
                before = _hash(line)

    def newest_before(self, moment: datetime) -> Seal | None:
        """The newest seal older than a moment.

        Raises:
            SealsBrokenError: the file was changed.
        """
        older = None
        for seal in self.read():
            if seal.at >= moment:
                break
            older = seal
        return older


def _end(file: IO[bytes]) -> tuple[int, str]:
    """Number and hash of the last whole line; half a line that a power cut left is cut off."""
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - _LONGEST_TAIL))
    tail = file.read()
    whole = tail[: tail.rfind(b"\n") + 1]
    if len(whole) < len(tail):
        file.truncate(start + len(whole))
    lines = whole.splitlines()
    if not lines:
        return 0, _FIRST
    try:
        return int(orjson.loads(lines[-1])["seq"]), _hash(lines[-1])
    except (ValueError, KeyError, TypeError):
        return 0, _hash(lines[-1])  # `verify` names it; sealing goes on


def _parsed(number: int, line: bytes, before: str) -> Seal:
    try:
        said = orjson.loads(line)
        if said["before"] != before:
            raise SealsBrokenError(number)
        return Seal(number, int(said["seq"]), str(said["hash"]), from_iso(said["at"]))
    except (ValueError, KeyError, TypeError):
        raise SealsBrokenError(number) from None


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def first_fault(
    connection: Connection, seals: SealFile, progress: Checked | None = None
) -> Fault | None:
    """The first broken link of records, then of seals; None when everything is in order.

    Seals of what was removed stay in their file, chained as ever; the one the cut was made at
    must fit where the journal now begins.
    """
    base = read_base(connection)
    wrong = unlawful(connection, base)
    if wrong is not None:
        return Fault("record", base.seq, f"records up to {base.seq} were {wrong}")
    broken = first_broken(connection, progress)
    if broken is not None:
        return Fault("record", broken, f"record {broken} is missing or was changed")
    waiting: list[Seal] = []
    try:
        for seal in seals.read():
            waiting.append(seal)
            if len(waiting) == _CHUNK:
                if fault := _first_unlike(connection, waiting):
                    return fault
                waiting = []
    except SealsBrokenError as error:
        return _first_unlike(connection, waiting) or Fault("seal", error.line, str(error))
    return _first_unlike(connection, waiting) or _first_unsealed(connection, base, seals)


def _first_unsealed(connection: Connection, base: Base, seals: SealFile) -> Fault | None:
    """Where records were written for longer than sealing takes, and no seal was.

    A running server seals every minute and at its start before it writes anything, so the records
    between two seals are close together, and those after the last one too. An invented past is
    written at once under moments of its own: the demo is left out.
    """
    if _is_demo(connection):
        return None
    last, line = base.seq, 0
    for seal in seals.read():
        if seal.seq > last:
            if _lasted(connection, last, seal.seq) > LONGEST_UNSEALED:
                return _unsealed(connection, last, seal.line)
            last, line = seal.seq, seal.line
    newest = connection.scalar(select(func.max(JOURNAL.c.seq))) or 0
    if newest > last and _lasted(connection, last, newest) > LONGEST_UNSEALED:
        return _unsealed(connection, last, line + 1)
    return None


def _is_demo(connection: Connection) -> bool:
    query = select(JOURNAL.c.state).where(JOURNAL.c.kind == "mode").order_by(JOURNAL.c.seq)
    state = connection.scalar(query.limit(1))
    return bool(state and orjson.loads(state).get("is_demo"))


def _lasted(connection: Connection, after: int, to: int) -> timedelta:
    ends = select(JOURNAL.c.at).where(JOURNAL.c.seq.in_((after + 1, to))).order_by(JOURNAL.c.seq)
    found = list(connection.scalars(ends))
    return found[-1] - found[0] if found else timedelta(0)


def _unsealed(connection: Connection, after: int, line: int) -> Fault:
    at = connection.scalar(select(JOURNAL.c.at).where(JOURNAL.c.seq == after + 1))
    since = to_iso(at) if at else "the beginning"
    return Fault("seal", line, f"seals are missing since {since}, record {after + 1}")


def _first_unlike(connection: Connection, seals: list[Seal]) -> Fault | None:
    """The first seal whose record is not in the journal as it was sealed."""
    base = read_base(connection)
    numbers = [seal.seq for seal in seals if seal.seq > base.seq]
    query = select(JOURNAL.c.seq, JOURNAL.c.hash).where(JOURNAL.c.seq.in_(numbers))
    found = {row.seq: bytes(row.hash).hex() for row in connection.execute(query)}
    found[base.seq] = base.hash.hex()
    for seal in (one for one in seals if one.seq >= base.seq):
        if found.get(seal.seq) != seal.hash:
            what = "is not what it was" if seal.seq in found else "is gone"
            words = f"seal {seal.line} of {to_iso(seal.at)}: record {seal.seq} {what}"
            return Fault("seal", seal.line, words)
    return None
