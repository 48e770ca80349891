"""Files that come in pieces: what has arrived stays on disk, so that a broken line goes on there.

What is kept of an upload under way is two files of its own folder: the bytes, whose number is the
offset the next piece must have, and a note of whose they are and what for.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import re
import secrets
import weakref
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import (
    ConflictError,
    FullError,
    InvalidError,
    NotFoundError,
)
from domain.incidents.additions import FILE, is_removed
from domain.moments import from_iso, to_iso
from domain.subject_key import SubjectKey
from operations.clock import utc_now
from operations.files.shelf import LARGEST_FILE, Shelf, body_of
from operations.threads import Work

PIECE = 1024 * 1024
KEPT_FOR = timedelta(hours=24)
MOST_OF_ONE = 5
MOST_OPEN = 40
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Begun:
    """An upload under way: `size` in bytes, `sha256` of the whole where the sender stated it."""

    upload_id: str
    subject_kind: str
    subject_id: str
    name: str
    size: int
    sha256: str | None
    actor: str
    begun_at: str

    @property
    def about(self) -> SubjectKey:
        """The entity the file is for."""
        return SubjectKey(self.subject_kind, self.subject_id)

    @property
    def expires_at(self) -> datetime:
        """When what has arrived is thrown away."""
        return from_iso(self.begun_at) + KEPT_FOR


class ChunkedUploads:
    """Begins, continues and finishes uploads; each is its sender's alone."""

    def __init__(
        self,
        shelf: Shelf,
        work: Work,
        folder: Path | None,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._shelf = shelf
        self._work = work
        self._folder = folder
        self._now = now
        self._turns: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def begin(
        self, about: SubjectKey, name: str, size: int, sha256: str | None, *, caller: Caller
    ) -> dict[str, Any]:
        """Make room for a file of `size` bytes.

        Raises:
            NotFoundError, NotAllowedError: what the door of the subject says.
            InvalidError: the file is too large.
            FullError: too many uploads are under way, of this account or in all.
        """
        await self._shelf.door(about).add(about.id, caller)
        if size > LARGEST_FILE:
            raise InvalidError(says="file_too_large", most=LARGEST_FILE // 2**20, field="size")
        begun = Begun(
            secrets.token_hex(16), about.kind, about.id, name, size, sha256, caller.actor,
            to_iso(self._now()),
        )  # fmt: skip
        await self._work.write(lambda: self._begin(begun))
        return _told(begun, 0)

    def _begin(self, begun: Begun) -> None:
        folder = self._home()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = [one for path in folder.glob("*.json") if (one := _read(path)) is not None]
        for one in held:
            if one.expires_at <= self._now():
                self._forget(one.upload_id)
        self._sweep(folder, {one.upload_id for one in held})
        open_ones = [one for one in held if one.expires_at > self._now()]
        of_one = [one for one in open_ones if one.actor == begun.actor]
        if len(of_one) >= MOST_OF_ONE or len(open_ones) >= MOST_OPEN:
            raise FullError(says="too_many_uploads", most=MOST_OF_ONE, field="file", code="busy")
        try:
            _bytes_of(folder, begun.upload_id).touch(0o600, exist_ok=False)
            _note_of(folder, begun.upload_id).write_text(json.dumps(asdict(begun)), "utf-8")
        except OSError as error:
            raise FullError(says="disk_full", field="file") from error

    def _sweep(self, folder: Path, known: set[str]) -> None:
        """Bytes without a note of theirs, as a power cut leaves them: old ones go."""
        oldest = self._now().timestamp() - KEPT_FOR.total_seconds()
        for path in folder.glob("*.part"):
            if path.stem not in known and path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    async def drop(self, upload_id: str, *, caller: Caller) -> dict[str, Any]:
        """Give an upload up: its bytes go and its place is free; how far it had come.

        Raises:
            NotFoundError: there is no such upload of this caller's.
        """
        async with self._turn(upload_id):
            begun = await self._held(upload_id, caller)
            arrived = await self._arrived(begun)
            await self._work.read(lambda: self._forget(upload_id))
            return _told(begun, arrived)

    async def state(self, upload_id: str, *, caller: Caller) -> dict[str, Any]:
        """How far an upload has come: where to go on.

        Raises:
            NotFoundError: there is none of this caller's.
        """
        begun = await self._held(upload_id, caller)
        return _told(begun, await self._arrived(begun))

    async def add(
        self, upload_id: str, offset: int, piece: bytes, *, caller: Caller
    ) -> dict[str, Any]:
        """Take one piece; one that has arrived already changes nothing.

        Raises:
            NotFoundError: there is no such upload of this caller's.
            InvalidError: the piece is empty, too long, or goes beyond the stated size.
            ConflictError: it does not begin where the bytes that have arrived end.
        """
        begun = await self._held(upload_id, caller)
        await self._shelf.door(begun.about).add(begun.about.id, caller)
        if not 0 < len(piece) <= PIECE or offset < 0 or offset + len(piece) > begun.size:
            raise InvalidError(says="wrong_piece", most=PIECE, field="offset")
        async with self._turn(upload_id):
            arrived = await self._arrived(begun)
            if offset + len(piece) <= arrived:
                return _told(begun, arrived)
            if offset != arrived:
                raise ConflictError(says="piece_out_of_order", offset=arrived, field="offset")
            path = _bytes_of(self._home(), upload_id)
            await self._work.read(lambda: _append(path, piece))
            return _told(begun, offset + len(piece))

    async def finish(self, upload_id: str, *, caller: Caller) -> dict[str, Any]:
        """All has arrived: it is checked, written anew and kept. Said again, the same answer.

        Raises:
            NotFoundError: there is no such upload of this caller's.
            ConflictError: bytes are missing.
            InvalidError: the bytes are not those the sender stated, or the file is refused.
        """
        async with self._turn(upload_id):
            file_id = f"file-{upload_id}"
            record = await self._shelf.kept(file_id)
            if record is not None and record.actor == caller.actor:
                if is_removed(record):
                    raise NotFoundError(says="file_gone", field="upload_id")
                if (about := FILE.subject_of(record.state)) is not None:
                    await self._shelf.door(about).see(about.id, caller)
                return body_of(record)
            begun = await self._held(upload_id, caller)
            arrived = await self._arrived(begun)
            if arrived != begun.size:
                raise ConflictError(says="bytes_missing", offset=arrived, field="offset")
            raw = await self._work.read(_bytes_of(self._home(), upload_id).read_bytes)
            got = await self._work.read(lambda: hashlib.sha256(raw).hexdigest())
            try:
                if begun.sha256 is not None and got != begun.sha256:
                    raise InvalidError(says="wrong_sha256", field="sha256", code="wrong_file")
                made = await self._shelf.keep(
                    begun.about, file_id, begun.name, raw,
                    url=f"/api/v1/files/{file_id}", caller=caller,
                )  # fmt: skip
            except (InvalidError, ConflictError, NotAllowedError):
                # It will be refused again: its place is given back.
                await self._work.read(lambda: self._forget(upload_id))
                raise
            await self._work.read(lambda: self._forget(upload_id))
            return made

    async def _held(self, upload_id: str, caller: Caller) -> Begun:
        begun = None
        if _ID.fullmatch(upload_id):
            path = _note_of(self._home(), upload_id)
            begun = await self._work.read(lambda: _read(path))
        if begun is None or begun.actor != caller.actor or begun.expires_at <= self._now():
            raise NotFoundError(says="no_upload", field="upload_id")
        return begun

    async def _arrived(self, begun: Begun) -> int:
        path = _bytes_of(self._home(), begun.upload_id)
        try:
            return await self._work.read(lambda: path.stat().st_size)
        except FileNotFoundError:
            raise NotFoundError(says="no_upload", field="upload_id") from None

    @contextlib.asynccontextmanager
    async def _turn(self, upload_id: str) -> AsyncIterator[None]:
        """One piece of an upload at a time; the lock is there while somebody holds or awaits it."""
        lock = self._turns.get(upload_id) or asyncio.Lock()
        self._turns[upload_id] = lock
        async with lock:
            yield

    def _home(self) -> Path:
        if self._folder is None:
            raise FullError(says="no_file_folder", field="file")
        return self._folder

    def _forget(self, upload_id: str) -> None:
        for path in (_bytes_of(self._home(), upload_id), _note_of(self._home(), upload_id)):
            path.unlink(missing_ok=True)


def _bytes_of(folder: Path, upload_id: str) -> Path:
    return folder / f"{upload_id}.part"


def _note_of(folder: Path, upload_id: str) -> Path:
    return folder / f"{upload_id}.json"


def _read(path: Path) -> Begun | None:
    try:
        return Begun(**json.loads(path.read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _append(path: Path, piece: bytes) -> None:
    """On disk before the sender is told that it has arrived; all of it or nothing."""
    before = path.stat().st_size
    try:
        with path.open("ab") as file:
            file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):
            os.truncate(path, before)
        raise FullError(says="disk_full", field="file") from error


def _told(begun: Begun, offset: int) -> dict[str, Any]:
    return {
        "upload_id": begun.upload_id,
        "subject_kind": begun.subject_kind,
        "subject_id": begun.subject_id,
        "size": begun.size,
        "offset": offset,
        "piece": PIECE,
        "expires_at": to_iso(begun.expires_at),
    }
