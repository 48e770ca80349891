"""Files of any subject: judged by content, journalled, kept in a folder no route serves by name."""

import asyncio
import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.access.callers import Caller
from domain.errors import ConflictError, FullError, InvalidError, NotFoundError
from domain.incidents.additions import FILE, is_removed
from domain.live.records import Change, Record
from domain.moments import to_iso
from domain.picture.sight import is_of_list
from domain.private import mask
from domain.subject_key import SubjectKey
from operations.files.decoding import Decoding
from operations.files.decoding_tasks import Decoded
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

LARGEST_FILE = 30 * 1024 * 1024
# What is being written now is younger.
LEFT_OVER_AFTER_S = 3600.0
_WAITING = ".part"
_MADE_HERE = {
    "media_type": "application/pdf", "width": None, "height": None, "photo_hash": None
}  # fmt: skip
ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "audio/ogg": ".ogg",
    "audio/webm": ".weba",
    "audio/amr": ".amr",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}

# Refuses whoever may not, and an entity there is not.
Check = Callable[[str, Caller], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many files one subject may have, and how many bytes together."""

    files: int = 50
    size: int = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Door:
    """Who may see the files of the entities of a kind, who may add to them, and how many.

    `asks_kind`: whether the audience of files as a kind is asked besides; False where the entity
    names its own audience and the door knows it whole.
    """

    see: Check
    add: Check
    quota: Quota = field(default_factory=Quota)
    asks_kind: bool = True


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it is handed out: a picture is shown, all else is saved, never run.

    Its bytes stay on the disk until they are sent: of a film a browser wants a part at a time.
    """

    path: Path
    stat: os.stat_result
    media_type: str
    ending: str


def file_id_of(of: str, raw: bytes) -> str:
    """The id of a file by its bytes: the same one of the same entity is kept once."""
    return hashlib.sha256(of.encode() + raw).hexdigest()[:32]


class Shelf:
    """Keeps files and hands them out; who may, the door of their subject's kind says."""

    def __init__(
        self,
        store: Store,
        work: Work,
        decoding: Decoding,
        folder: Path | None,
        doors: Mapping[str, Door],
    ) -> None:
        self._store = store
        self._work = work
        self._decoding = decoding
        self._folder = folder
        self._doors = dict(doors)

    def door(self, about: SubjectKey) -> Door:
        """The door of a subject.

        Raises:
            NotFoundError: no files belong to entities of this kind.
        """
        found = self._doors.get(about.kind)
        if found is None:
            raise NotFoundError(says="no_files_there", field="subject_kind")
        return found

    async def items(self, about: SubjectKey, *, caller: Caller) -> list[dict[str, Any]]:
        """The files of an entity, oldest first.

        Raises:
            NotFoundError: there is no such entity, or none for this caller.
        """
        await self.door(about).see(about.id, caller)
        found = await self._work.read(lambda: self._store.newest_about("file", about))
        seen = [one for one in found if self._is_known_to(caller, about, one)]
        return [body_of(one) for one in seen if not is_removed(one)]

    async def keep(
        self,
        about: SubjectKey,
        file_id: str,
        name: str,
        raw: bytes,
        *,
        url: str,
        caller: Caller,
        taken_at: datetime | None = None,
        is_asked: bool = False,
    ) -> dict[str, Any]:
        """Check a file, write it anew, and journal that it is there; kept once under its id.

        `taken_at`: when it was taken, by this server's clock. `is_asked`: whoever calls this knows
        already that it may be added: what somebody reported is theirs, also where they see nothing
        else of what it became.

        Raises:
            NotFoundError, NotAllowedError: what the door of the subject says.
            InvalidError: too large, damaged, or not of a kind that is kept.
            ConflictError: the subject has too many files, or too many bytes.
            FullError: the disk is full.
        """
        if not is_asked:
            await self.door(about).add(about.id, caller)
        try:
            upload = await self._decoding.run("upload", raw, actor=caller.actor)
        except InvalidError as error:
            error.code, error.field = "wrong_file", "file"
            raise
        if taken_at is not None:
            upload = Decoded({**upload.facts, "taken_at": to_iso(taken_at)}, upload.body)
        return await self._placed(about, file_id, name, raw, upload, url=url, caller=caller)

    async def keep_made(
        self, about: SubjectKey, file_id: str, name: str, pdf: bytes, *, url: str, caller: Caller
    ) -> dict[str, Any]:
        """Keep a PDF this server has made itself: it is no stranger's, and is not taken apart.

        Raises:
            NotFoundError, NotAllowedError: what the door of the subject says.
            ConflictError: the subject has too many files, or too many bytes.
            FullError: the disk is full.
        """
        await self.door(about).add(about.id, caller)
        made = Decoded(_MADE_HERE, pdf)
        return await self._placed(about, file_id, name, pdf, made, url=url, caller=caller)

    async def _placed(
        self,
        about: SubjectKey,
        file_id: str,
        name: str,
        raw: bytes,
        upload: Decoded,
        *,
        url: str,
        caller: Caller,
    ) -> dict[str, Any]:
        folder, quota = self._folder, self.door(about).quota
        if folder is None:
            raise FullError(says="no_file_folder")
        state = {
            "file_id": file_id,
            **about.stated(),
            "type": upload.facts["media_type"],
            "size": len(upload.body),
            "width": upload.facts["width"],
            "height": upload.facts["height"],
            "photo_hash": upload.facts["photo_hash"],
            "received_sha256": await self._work.read(lambda: hashlib.sha256(raw).hexdigest()),
            "sha256": hashlib.sha256(upload.body).hexdigest(),
            "url": url,
        }
        if "taken_at" in upload.facts:
            state["taken_at"] = upload.facts["taken_at"]

        path, waiting = folder / file_id, folder / f"{file_id}.{secrets.token_hex(8)}{_WAITING}"

        def write(tx: Transaction) -> dict[str, Any]:
            held = tx.newest("file", file_id)
            if held is not None:
                return body_of(held)
            _check_quota(tx, about, quota, len(upload.body))
            if waiting.exists():  # a step that is run again finds it in its place
                waiting.replace(path)
            told = (state, caller.actor, tx.at, {"name": name}, FILE.version)
            record = tx.append(Change("file", file_id, "add", *told))
            return body_of(record)

        async def place() -> dict[str, Any]:
            try:
                await self._work.read(lambda: _write(waiting, upload.body))
                return await in_transaction(self._store, self._work, write)
            except BaseException:
                # Between the steps of others: one of them may be placing the same file just now.
                await self._work.write(lambda: self._forget_unknown(file_id, path))
                raise
            finally:
                await self._work.read(lambda: waiting.unlink(missing_ok=True))

        # A caller that hangs up stops nothing half-way: a record would be without its file.
        return await asyncio.shield(place())

    def _forget_unknown(self, file_id: str, path: Path) -> None:
        """No file stays that no record knows of."""
        if self._store.newest("file", file_id) is None:
            path.unlink(missing_ok=True)

    async def sweep(self) -> int:
        """Remove what a power cut left half-way; returns how many files that were."""
        folder = self._folder
        return 0 if folder is None else await self._work.read(lambda: _swept(folder, time.time()))

    async def kept(self, file_id: str) -> Record | None:
        """The record of a file, whoever asks; the door is the caller's to ask."""
        return await self._work.read(lambda: self._store.newest("file", file_id))

    async def read(
        self, file_id: str, *, caller: Caller, about: SubjectKey | None = None
    ) -> KeptFile:
        """A file of an entity the caller may see.

        Raises:
            NotFoundError: there is none; or it is not about `about`, where that is given.
        """
        lost = NotFoundError(says="file_gone", field="file_id")
        if about is not None:
            await self.door(about).see(about.id, caller)
        record, own = await self._seen(file_id, caller)
        if self._folder is None or (about is not None and own != about):
            raise lost
        try:
            if about is None:
                await self.door(own).see(own.id, caller)
            path = self._folder / record.id
            stat = await self._work.read(path.stat)
        except (FileNotFoundError, NotFoundError):
            raise lost from None
        kind = record.state["type"]
        return KeptFile(path, stat, kind, ENDINGS.get(kind, ".bin"))

    async def opened(self, file_id: str) -> KeptFile:
        """A file whose door the caller of this has asked already, with all that it asks for.

        Raises:
            NotFoundError: there is none any more.
        """
        record = await self.kept(file_id)
        if record is None or is_removed(record) or self._folder is None:
            raise NotFoundError(says="file_gone", field="file_id")
        path = self._folder / record.id
        try:
            stat = await self._work.read(path.stat)
        except FileNotFoundError:
            raise NotFoundError(says="file_gone", field="file_id") from None
        kind = record.state["type"]
        return KeptFile(path, stat, kind, ENDINGS.get(kind, ".bin"))

    def add_door(self, kind: str, door: Door) -> None:
        """Entities of a further kind have files; said once, where the parts are made."""
        self._doors[kind] = door

    async def _seen(self, file_id: str, caller: Caller) -> tuple[Record, SubjectKey]:
        """A file that is there and that a caller may know of, with what it belongs to."""
        record = await self.kept(file_id)
        own = FILE.subject_of(record.state) if record is not None else None
        if record is None or own is None or is_removed(record):
            raise NotFoundError(says="file_gone", field="file_id")
        if not self._is_known_to(caller, own, record):
            raise NotFoundError(says="file_gone", field="file_id")
        return record, own

    def _is_known_to(self, caller: Caller, own: SubjectKey, record: Record) -> bool:
        door = self._doors.get(own.kind)
        asks_kind = door is None or door.asks_kind
        return not asks_kind or is_of_list(caller, FILE, record.state)

    async def remove(self, file_id: str, reason: str, *, caller: Caller) -> dict[str, Any]:
        """Take a file away for good: its bytes go, that it was there and why it went stays told.

        Raises:
            NotFoundError: there is none, or it is taken away already.
            NotAllowedError: what the door of the subject says to those who would add one.
        """
        record, own = await self._seen(file_id, caller)
        await self.door(own).add(own.id, caller)
        state = {**record.state, "is_removed": True}

        def write(tx: Transaction) -> dict[str, Any]:
            held = tx.newest("file", file_id)
            if held is None or is_removed(held):
                raise NotFoundError(says="file_gone", field="file_id")
            personal = {**(held.private or {}), "reason": reason}
            told = (state, caller.actor, tx.at, personal, FILE.version)
            return body_of(tx.append(Change("file", file_id, "remove", *told)))

        gone = await in_transaction(self._store, self._work, write)
        if self._folder is not None:
            path = self._folder / file_id
            await self._work.read(lambda: path.unlink(missing_ok=True))
        return gone


def body_of(record: Record) -> dict[str, Any]:
    """A file as it is told: its name masked, who brought it and when."""
    told = {**record.state, **mask("file", record.private or {})}
    return {**told, "at": to_iso(record.at), "actor": record.actor}


def _write(path: Path, body: bytes) -> None:
    """On disk before anybody is told; readable by the server's user only."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FullError(says="disk_full") from error


def _swept(folder: Path, now_s: float) -> int:
    swept = 0
    for path in folder.glob(f"*{_WAITING}"):
        with contextlib.suppress(FileNotFoundError):  # it was put in its place meanwhile
            if now_s - path.stat().st_mtime > LEFT_OVER_AFTER_S:
                path.unlink()
                swept += 1
    return swept


def _check_quota(tx: Transaction, about: SubjectKey, quota: Quota, more: int) -> None:
    held = [one for one in tx.newest_about("file", about) if not is_removed(one)]
    if len(held) >= quota.files:
        raise InvalidError(says="too_many_files", most=quota.files, field="file")
    if sum(int(one.state["size"]) for one in held) + more > quota.size:
        most = quota.size // 2**20
        raise ConflictError(says="files_too_large_together", most=most, field="file")
