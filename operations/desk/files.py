"""Photos and papers of an incident: judged by content, kept outside what is served."""

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_add
from domain.errors import FullError, InvalidError, NotFoundError
from domain.incidents.additions import FILE
from domain.live.records import Change
from domain.moments import to_iso
from domain.private import mask
from domain.subject_key import of_incident
from operations.desk.bodies import DeskBodies
from operations.files.decoding import Decoding
from operations.threads import Work
from store import Store

LARGEST = 8 * 1024 * 1024
MOST_FILES = 50
_ID = re.compile(r"[A-Za-z0-9]{1,40}-file-[0-9a-f]{16}")
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it is handed out: a picture is shown, all else is saved, never run."""

    body: bytes
    media_type: str
    ending: str


class DeskFiles:
    """Files beside incidents, in a folder that no route serves by name."""

    def __init__(
        self,
        store: Store,
        work: Work,
        bodies: DeskBodies,
        decoding: Decoding,
        folder: Path | None,
    ) -> None:
        self._store = store
        self._work = work
        self._decoding = decoding
        self._bodies = bodies
        self._folder = folder

    async def add(
        self, number: str, name: str, raw: bytes, *, caller: Caller, key: str | None = None
    ) -> dict[str, Any]:
        """Check a file, write it anew, and journal that it is there.

        Sent again with its key it is kept once.

        Raises:
            InvalidError: too large, damaged, or not of a kind that is kept.
            ConflictError: the incident has too many files.
            FullError: the disk is full.
        """
        incident = await self._bodies.visible(number, caller)
        check_may_add(caller, incident)
        folder = self._folder
        if folder is None:
            raise FullError(says="no_files_folder")
        if len(raw) > LARGEST:
            raise InvalidError(
                says="file_too_large", most_mb=LARGEST // 2**20, field="file", code="wrong_file"
            )
        try:
            upload = await self._decoding.run("upload", raw, actor=caller.actor)
        except InvalidError as error:
            raise error.about("file", "wrong_file") from error
        file_id = f"{number}-file-{_mark(raw, key, caller)}"
        state = {
            "file_id": file_id,
            **of_incident(number).stated(),
            "type": upload.facts["media_type"],
            "size": len(upload.body),
            "sha256": hashlib.sha256(upload.body).hexdigest(),
            "width": upload.facts["width"],
            "height": upload.facts["height"],
            "url": f"/api/v1/desk/incidents/{number}/files/{file_id}",
        }

        def keep() -> dict[str, Any]:
            held = self._store.newest("file", file_id)
            if held is not None:
                return {**held.state, **mask("file", held.private or {}), "at": to_iso(held.at)}
            if len(self._store.newest_about("file", of_incident(number))) >= MOST_FILES:
                raise InvalidError(says="too_many_files", most=MOST_FILES, field="file")
            path = folder / file_id
            try:
                _write(path, upload.body)
                with self._store.transaction() as tx:
                    record = tx.append(
                        Change(
                            "file",
                            file_id,
                            "add",
                            state,
                            caller.actor,
                            tx.at,
                            {"name": name},
                            FILE.version,
                        )
                    )
            except BaseException:
                path.unlink(missing_ok=True)  # no file that no record knows of
                raise
            return {**state, **mask("file", {"name": name}), "at": to_iso(record.at)}

        return await self._work.write(keep)

    async def read(self, number: str, file_id: str, *, caller: Caller) -> KeptFile:
        """A file of an incident the caller may see.

        Raises:
            NotFoundError: there is none.
        """
        await self._bodies.visible(number, caller)
        lost = NotFoundError(says="no_file", field="file_id")
        if self._folder is None or not _ID.fullmatch(file_id):
            raise lost
        path = self._folder / file_id
        record = await self._work.read(lambda: self._store.newest("file", file_id))
        if record is None or record.state["number"] != number:
            raise lost
        try:
            body = await self._work.read(path.read_bytes)
        except FileNotFoundError:
            raise lost from None
        kind = record.state["type"]
        return KeptFile(body, kind, _ENDINGS.get(kind, ".bin"))


def _mark(raw: bytes, key: str | None, caller: Caller) -> str:
    """What makes a file's id its own: with a key the same for the same bytes of the same person."""
    if not key:
        return secrets.token_hex(8)
    made = hashlib.sha256(f"{caller.actor}\n{key}\n".encode() + raw)
    return made.hexdigest()[:16]


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
        raise FullError(says="file_not_written") from error
