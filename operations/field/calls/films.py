"""Films of recorded calls: they arrive in pieces, are kept as files, played, and deleted in time.

What has arrived lies in a file of its own, so that a browser or a server that breaks down loses
seconds. The film itself lies with all other files; no route of those hands it out.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import (
    ConflictError,
    FullError,
    InvalidError,
    NotFoundError,
    OneScreenError,
)
from domain.field.calls.recordings import (
    CALL_RECORDING,
    CallRecording,
    EndedBy,
    RecordingState,
    ended,
    kept,
    removed,
    without_film,
)
from domain.moments import to_iso
from domain.subject_key import SubjectKey, of_incident
from operations.clock import utc_now
from operations.files.shelf import Door, KeptFile, Quota, Shelf, file_id_of
from operations.live.picture import Picture
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

log = logging.getLogger(__name__)
LARGEST_FILM = 28 * 1024 * 1024
LARGEST_PIECE = 1024 * 1024
# The last piece comes after the end; what has not come by then does not come.
WAITS_FOR = timedelta(seconds=20)
LOOKS_EVERY_S = 1.0
AGAIN_S = 15.0
DELETES_EVERY = timedelta(hours=1)
# Who keeps and deletes films, where it is nobody's press.
KEEPER = Caller("call-recordings", "nobody")


@dataclass
class Arriving:
    """A film that comes: the number of the next piece, and how large it is."""

    recording: CallRecording
    next: int = 0
    size: int = 0
    is_done: bool = False


class Films:
    """Takes pieces, keeps films, hands them out to whoever may see them.

    Args:
        store: where the facts are.
        work: the lanes of threads.
        picture: holds every recording there is a film of.
        folder: of films that are coming.
        days: a film is kept.
        now: the clock.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        picture: Picture,
        folder: Path,
        *,
        days: int,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._folder = store, work, folder
        self._known = picture.entities[CALL_RECORDING.name]
        self._days, self._now = days, now
        self._shelf: Shelf | None = None
        self._arriving: dict[str, Arriving] = {}
        self._turn = asyncio.Lock()
        self._is_recovered = False
        self._deleted_at: datetime | None = None

    def put_on(self, shelf: Shelf) -> None:
        """Keep films on a shelf, which is made after the calls. No route of files shows them."""
        self._shelf = shelf

        async def see(recording_id: str, caller: Caller) -> None:
            raise NotFoundError(says="recording_none", field="recording")

        async def add(recording_id: str, caller: Caller) -> None:
            if caller is not KEEPER:
                raise NotFoundError(says="recording_none", field="recording")

        door = Door(see, add, Quota(files=1, size=LARGEST_FILM), asks_kind=False)
        shelf.add_door(CALL_RECORDING.name, door)

    # arriving ---------------------------------------------------------------------------------

    def begin(self, recording: CallRecording) -> None:
        """A film is to come."""
        self._arriving[recording.recording_id] = Arriving(recording)

    def forget(self, recording: CallRecording) -> None:
        """It is not, after all."""
        self._arriving.pop(recording.recording_id, None)

    def end(self, recording: CallRecording) -> None:
        """It is over: the last pieces may still come."""
        if (held := self._arriving.get(recording.recording_id)) is not None:
            held.recording = recording

    async def take(self, recording_id: str, index: int, raw: bytes, caller: Caller) -> int:
        """Take a piece, one that is sent again once; the number of the next.

        Raises:
            NotAllowedError, NotFoundError: not the caller's recording, or none that comes.
            InvalidError: a piece is empty or too large.
            ConflictError: another one is next.
            FullError: the film is as large as one may be, or the disk is full.
        """
        require(caller, "field.record")
        if not raw or len(raw) > LARGEST_PIECE:
            raise InvalidError(says="recording_piece", field="piece")
        async with self._turn:
            held = self._own(recording_id, caller)
            if index < held.next:
                return held.next
            if index > held.next:
                raise ConflictError(says="recording_piece_next", next=held.next, field="piece")
            if held.size + len(raw) > LARGEST_FILM:
                raise FullError(says="recording_full", most=LARGEST_FILM // 2**20, field="piece")
            path = self._path(recording_id)
            await self._work.read(lambda: _append(path, held.size, raw))
            held.next, held.size = index + 1, held.size + len(raw)
            return held.next

    async def finish(self, recording_id: str, caller: Caller) -> None:
        """The desk has sent all it has.

        Raises:
            NotAllowedError, NotFoundError: not the caller's recording, or none that comes.
        """
        require(caller, "field.record")
        self._own(recording_id, caller).is_done = True
        await self.keep_due()

    def _own(self, recording_id: str, caller: Caller) -> Arriving:
        held = self._arriving.get(recording_id)
        if held is None or held.recording.by != caller.actor:
            raise NotFoundError(says="recording_none", field="recording")
        return held

    # keeping ----------------------------------------------------------------------------------

    async def keep_due(self) -> None:
        """Keep the films that are whole, or whose last piece does not come."""
        async with self._turn:
            for held in list(self._arriving.values()):
                since = held.recording.ended_at
                if since is None:
                    continue
                if held.is_done or self._now() - since >= WAITS_FOR:
                    await self._keep(held.recording)
                    self._arriving.pop(held.recording.recording_id, None)

    async def recover(self) -> None:
        """Keep what had arrived when the server stopped."""
        for record in list(self._known.values()):
            recording = CALL_RECORDING.entity_of(record.state, record.private)
            is_left = recording.is_open or recording.state is RecordingState.ENDED
            if not is_left or recording.recording_id in self._arriving:
                continue
            if recording.is_open:
                recording = ended(recording, self._now(), EndedBy.RESTARTED)
                word = "dropped" if recording.began_at is None else "ended"
                await self._put(recording, word)
            if recording.state is RecordingState.ENDED:
                await self._keep(recording)

    async def _keep(self, recording: CallRecording) -> None:
        path, recording_id = self._path(recording.recording_id), recording.recording_id
        raw = await self._work.read(lambda: path.read_bytes() if path.exists() else b"")
        after, word = without_film(recording, self._now()), "dropped"
        if raw:
            # kept again after a crash it is the same file
            file_id = file_id_of(recording_id, raw)
            try:
                await self._on_shelf().keep(
                    SubjectKey(CALL_RECORDING.name, recording_id),
                    file_id,
                    f"{recording.number}.webm",
                    raw,
                    url=f"/api/v1/desk/recordings/{recording_id}/film",
                    caller=KEEPER,
                )
                after, word = kept(recording, file_id, len(raw), self._now(), self._days), "kept"
            except InvalidError as error:
                log.warning("a recorded call cannot be kept: %s", error)
        await self._put(after, word)
        await self._work.read(lambda: path.unlink(missing_ok=True))

    async def delete_due(self) -> int:
        """Delete the films whose days are over; how many."""
        count = 0
        for record in list(self._known.values()):
            recording = CALL_RECORDING.entity_of(record.state, record.private)
            if recording.state is not RecordingState.KEPT or recording.file_id is None:
                continue
            if recording.until is None or recording.until > self._now():
                continue
            try:
                await self._on_shelf().remove(recording.file_id, "到期", caller=KEEPER)
            except NotFoundError:
                log.info("the film of %s was gone already", recording.recording_id)
            await self._put(removed(recording, self._now()), "removed")
            count += 1
        return count

    async def run(self, settle: Callable[[], Any]) -> None:
        """Keep and delete, until cancelled; `settle` ends what time ends before."""
        while True:
            is_well = await self.look(settle)
            await asyncio.sleep(LOOKS_EVERY_S if is_well else AGAIN_S)

    async def look(self, settle: Callable[[], Any]) -> bool:
        """Do once what is due; whether all of it could be done.

        A film that cannot be kept, because the disk is full, holds up neither the end of another
        recording nor the day on which older films go.
        """
        is_well = True
        for step in (self._recovered, settle, self.keep_due, self._deleted):
            try:
                await step()
            except (OneScreenError, OSError) as error:
                log.warning("recordings of calls could not be kept or deleted: %s", error)
                is_well = False
        return is_well

    async def _recovered(self) -> None:
        if not self._is_recovered:
            await self.recover()
            self._is_recovered = True

    async def _deleted(self) -> None:
        if self._deleted_at is None or self._now() - self._deleted_at >= DELETES_EVERY:
            await self.delete_due()
            self._deleted_at = self._now()

    # playing ----------------------------------------------------------------------------------

    async def of_incident(self, number: str, caller: Caller) -> list[dict[str, Any]]:
        """The films of an incident's calls, oldest first.

        Raises:
            NotAllowedError: not the caller's to play.
            NotFoundError: no such incident for this caller.
        """
        require(caller, "field.recordings")
        await self._on_shelf().door(of_incident(number)).see(number, caller)
        found = [
            CALL_RECORDING.entity_of(one.state, one.private)
            for one in list(self._known.values())
            if one.state["number"] == number
        ]
        held = [one for one in found if one.state is RecordingState.KEPT]
        return [_told(one) for one in sorted(held, key=lambda one: one.at)]

    async def film(self, recording_id: str, caller: Caller) -> tuple[KeptFile, CallRecording]:
        """A film to be played; the route writes every playing down before it leaves.

        Raises:
            NotAllowedError: not the caller's to play.
            NotFoundError: none of this caller's incidents.
        """
        require(caller, "field.recordings")
        record = self._known.get(recording_id)
        found = CALL_RECORDING.entity_of(record.state, record.private) if record else None
        if found is None or found.state is not RecordingState.KEPT or found.file_id is None:
            raise NotFoundError(says="recording_none", field="recording")
        try:
            await self._on_shelf().door(of_incident(found.number)).see(found.number, caller)
        except NotFoundError:
            raise NotFoundError(says="recording_none", field="recording") from None
        return await self._on_shelf().opened(found.file_id), found

    async def remove(self, recording_id: str, reason: str, caller: Caller) -> None:
        """Delete a film before its day: somebody who is seen in it asks for that, and may.

        Raises:
            NotAllowedError, NotFoundError: as for playing it.
        """
        _, found = await self.film(recording_id, caller)
        await self._on_shelf().remove(found.file_id or "", reason, caller=KEEPER)
        await self._put(removed(found, self._now()), "removed", caller.actor)

    async def _put(self, recording: CallRecording, word: str, actor: str = "") -> None:
        def steps(tx: Transaction) -> None:
            tx.put(CALL_RECORDING, recording, action=word, actor=actor or recording.by)

        await in_transaction(self._store, self._work, steps)

    def _on_shelf(self) -> Shelf:
        if self._shelf is None:
            raise NotFoundError(says="no_files_there", field="recording")
        return self._shelf

    def _path(self, recording_id: str) -> Path:
        return self._folder / f"{recording_id}.webm"


def _told(one: CallRecording) -> dict[str, Any]:
    return {
        "recording_id": one.recording_id,
        "at": to_iso(one.began_at or one.at),
        "by": one.by,
        "seconds": one.seconds or 0,
        "size": one.size or 0,
        "agreed": list(one.agreed),
        "until": to_iso(one.until) if one.until else None,
    }


def _append(path: Path, at: int, raw: bytes) -> None:
    """Behind what is there; of a piece that was cut off half-way nothing stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        path.touch(0o600, exist_ok=True)
        with path.open("r+b") as file:
            file.seek(at)
            file.write(raw)
            file.truncate()
    except OSError as error:
        raise FullError(says="disk_full", field="piece") from error
