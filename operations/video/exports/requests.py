"""Recordings that leave the house: asked for, approved by another, made with a watermark, deleted.

A file lies in the data folder beside the uploads, never in the database.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, NotFoundError, OneScreenError
from domain.fields import as_text
from domain.video.exports.requests import (
    LONGEST_WORDS,
    VIDEO_REQUEST,
    Purpose,
    RequestState,
    VideoRequest,
    check_may_be_made,
    consent_given,
    decide,
    held,
    is_due,
    made,
)
from domain.video.looks.reasons import LONGEST_BASIS, LONGEST_DOCUMENT, Look, Reason, Why
from operations.net.fusion.fusion_desk import id_of
from operations.threads import Work
from operations.transactions import in_transaction
from operations.video.exports.asked import NewRequest, Rules, checked_words, text_of
from operations.video.looks.looks import Looks, More
from store import Store, Transaction
from store.video import exports as kept
from store.video.cameras import one_of

logger = logging.getLogger(__name__)
T = TypeVar("T")
LOOKED_EVERY_S = 3600.0
ASK, APPROVE = "video.export", "video.approve"
NOBODY = "system"


class Clips(Protocol):
    """What makes a file of a recording (operations/video/exports/clips.py)."""

    async def made(
        self, camera_id: str, start: datetime, end: datetime, caller: Caller, mark: Sequence[str]
    ) -> bytes:
        """A film with these lines in every picture."""
        ...


class VideoRequests:
    """Requests and their files.

    Args:
        store: where they are kept.
        work: the lanes of threads.
        looks: the register of looks.
        folder: of the files.
        rules: of the district.
        now: the clock.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        looks: Looks,
        folder: Path,
        *,
        rules: Rules,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._work = work
        self._looks = looks
        self._folder = folder
        self.rules = rules
        self._now = now
        self.clips: Clips | None = None
        self._making: set[str] = set()
        looks.names[Why.CITIZEN] = _may_be_looked_at
        looks.covers[Why.CITIZEN] = _was_asked_for

    async def page(self, caller: Caller) -> Sequence[VideoRequest]:
        """The newest requests a caller may see."""
        return await self._read(lambda c: kept.newest_for(c, caller))

    async def one(self, request_id: str, caller: Caller) -> VideoRequest:
        """A request.

        Raises:
            NotFoundError: none of the caller's.
        """
        return _found(await self._read(lambda c: kept.one_for(c, request_id, caller)))

    async def ask(self, new: NewRequest, caller: Caller) -> VideoRequest:
        """Ask for a recording; sent twice it is the same request.

        Raises:
            NotAllowedError: not this role.
            NotFoundError: no such camera for this caller, or no such incident.
            InvalidError: something it needs is missing, or the span is wrong.
        """
        require(caller, ASK)
        told = checked_words(new, self._now())
        request_id = id_of("V", new.key, caller)

        def steps(tx: Transaction) -> VideoRequest:
            known = kept.any_one(tx.connection, request_id)
            if known is not None:
                return known
            camera = one_of(tx.connection, new.camera_id[:64], caller)
            if camera is None:
                missing = new.camera_id[:32]
                raise NotFoundError(says="no_camera", camera=missing, field="camera")
            if new.about and not self._looks.names[Why.INCIDENT](tx, new.about, caller):
                raise NotFoundError(says="look_no_subject", field="subject")
            asked = VideoRequest(
                request_id=request_id,
                purpose=new.purpose,
                camera_id=camera.camera_id,
                camera_name=camera.name,
                area_code=camera.area_code,
                start=new.start,
                end=new.end,
                at=tx.at,
                by=caller.actor,
                owner=camera.owner,
                shared_with=(caller.department,) if caller.department else (),
                about=new.about or None,
                relation=new.relation,
                is_demo=camera.is_demo,
                basis=told.basis or None,
                text=told.text,
                document=told.document or None,
                applicant=told.applicant or None,
                phone=told.phone or None,
            )
            tx.put(VIDEO_REQUEST, asked, action="ask", actor=caller.actor)
            return asked

        return await self._write(steps)

    async def consent(self, request_id: str, consent: str, caller: Caller) -> VideoRequest:
        """Write down who of the camera's owner has agreed that a citizen looks.

        Raises:
            NotAllowedError, NotFoundError: not this role; none of theirs.
            InvalidError, ConflictError: no words; no request of a citizen, or decided already.
        """
        require(caller, ASK)
        said = as_text(consent, "consent", longest=LONGEST_BASIS)
        return await self._changed(
            request_id, caller, "consent", lambda r, _: consent_given(r, said)
        )

    async def decide(
        self,
        request_id: str,
        caller: Caller,
        *,
        is_approved: bool,
        answer: str = "",
        is_masked: bool = False,
    ) -> VideoRequest:
        """Approve or refuse; by somebody else than who asked, unless the district needs no two.

        Raises:
            NotAllowedError, NotFoundError: not this role; none of theirs.
            InvalidError, ConflictError: see `domain.video.exports.requests.decide`.
        """
        require(caller, APPROVE)
        said = text_of(answer, "answer", LONGEST_WORDS)

        def act(request: VideoRequest, at: datetime) -> VideoRequest:
            return decide(
                request,
                caller.actor,
                at,
                is_approved=is_approved,
                answer=said,
                is_masked=is_masked,
                needs_two=self.rules.needs_two,
            )

        return await self._changed(request_id, caller, "approve" if is_approved else "refuse", act)

    async def make(self, request_id: str, caller: Caller, address: str | None) -> VideoRequest:
        """Have the file made, with who, when, which camera and why in every picture.

        Raises:
            NotAllowedError, NotFoundError: not this role; none of theirs.
            ConflictError: not approved, or made already.
            TroubleError: the recorder does not give it.
        """
        require(caller, ASK)
        request = await self.one(request_id, caller)
        check_may_be_made(request)
        if self.clips is None:
            raise NotFoundError(says="video_no_clips", field="request")
        if request_id in self._making:
            raise ConflictError(says="video_being_made", field="request")
        self._making.add(request_id)
        try:
            return await self._make(request, self.clips, caller, address)
        finally:
            self._making.discard(request_id)

    async def _make(
        self, request: VideoRequest, clips: Clips, caller: Caller, address: str | None
    ) -> VideoRequest:
        mark = [
            f"{caller.actor} {self._moment(self._now())} {request.request_id}",
            f"{request.camera_name} {request.camera_id} {self._moment(request.start)}",
            " ".join(filter(None, (request.text, request.basis, request.document))),
        ]
        body = await clips.made(request.camera_id, request.start, request.end, caller, mark)
        digest = sha256(body).hexdigest()
        more = More(start=request.start, end=request.end, detail=request.request_id, sha256=digest)
        await self._looks.begin(
            request.camera_id, Look.EXPORT, _reason(request), caller, address, more
        )
        path = self._path(request.request_id)
        await self._work.save(lambda: _keep(path, body))

        def act(held_now: VideoRequest, at: datetime) -> VideoRequest:
            return made(held_now, digest, len(body), at, self.rules.kept_for)

        return await self._changed(request.request_id, caller, "make", act)

    async def file(self, request_id: str, caller: Caller, address: str | None) -> tuple[str, bytes]:
        """The file: its name and bytes. Each time it is taken stands in the register.

        Raises:
            NotAllowedError, NotFoundError: not this role; none of theirs, no file, or deleted.
        """
        require(caller, ASK)
        request = await self.one(request_id, caller)
        if request.state is not RequestState.MADE:
            raise NotFoundError(says="video_no_file", field="request")
        path = self._path(request.request_id)
        body = await self._work.save(lambda: path.read_bytes() if path.is_file() else b"")
        if sha256(body).hexdigest() != request.sha256:
            raise NotFoundError(says="video_file_changed", field="request")
        more = More(
            start=request.start, end=request.end, detail=request.request_id, sha256=request.sha256
        )
        await self._looks.begin(
            request.camera_id, Look.EXPORT, _reason(request), caller, address, more
        )
        return f"{request.request_id}.mp4", body

    async def hold(self, request_id: str, document: str, caller: Caller) -> VideoRequest:
        """Keep a file for a proceeding; without a document it is kept no longer.

        Raises:
            NotAllowedError, NotFoundError, ConflictError: not this role; none; no file.
        """
        require(caller, APPROVE)
        said = text_of(document, "document", LONGEST_DOCUMENT)
        action = "hold" if said else "release"
        return await self._changed(request_id, caller, action, lambda r, _: held(r, said))

    async def delete_due(self) -> int:
        """Delete the files whose time is over; how many went."""
        now = self._now()
        gone = await self._read(lambda c: kept.due(c, now))
        for request in gone:
            await self._delete(request.request_id)
        return len(gone)

    async def _delete(self, request_id: str) -> None:
        path = self._path(request_id)
        await self._work.save(lambda: path.unlink(missing_ok=True))
        await self._write(lambda tx: self._deleted(tx, request_id))

    def _deleted(self, tx: Transaction, request_id: str) -> None:
        request = kept.any_one(tx.connection, request_id)
        if request is not None and is_due(request, self._now()):
            gone = replace(request, deleted_at=tx.at)
            tx.put(VIDEO_REQUEST, gone, action="delete", actor=NOBODY)

    async def run(self) -> None:
        """Delete what is due, until cancelled."""
        while True:
            try:
                await self.delete_due()
            except (OneScreenError, OSError) as error:
                logger.warning("recordings whose time is over could not be deleted: %s", error)
            await asyncio.sleep(LOOKED_EVERY_S)

    def _moment(self, at: datetime) -> str:
        return f"{at.astimezone(self.rules.zone):%Y-%m-%d %H:%M:%S}"

    def _path(self, request_id: str) -> Path:
        return self._folder / f"{request_id}.mp4"

    async def _changed(
        self,
        request_id: str,
        caller: Caller,
        action: str,
        act: Callable[[VideoRequest, datetime], VideoRequest],
    ) -> VideoRequest:
        def steps(tx: Transaction) -> VideoRequest:
            request = _found(kept.one_for(tx.connection, request_id, caller))
            after = act(request, tx.at)
            tx.put(VIDEO_REQUEST, after, action=action, actor=caller.actor)
            return after

        return await self._write(steps)

    async def _read(self, question: Callable[[Connection], T]) -> T:
        return await self._work.read(lambda: self._store.ask(question))

    async def _write(self, steps: Callable[[Transaction], T]) -> T:
        return await in_transaction(self._store, self._work, steps)


def _found(request: VideoRequest | None) -> VideoRequest:
    if request is None:
        raise NotFoundError(says="no_video_request", field="request")
    return request


def _reason(request: VideoRequest) -> Reason:
    kind = Why.INCIDENT if request.about else Why.LOOKUP
    return Reason(
        kind,
        request.about or request.request_id,
        request.text or "",
        request.basis or "",
        request.document or "",
    )


def _may_be_looked_at(tx: Transaction, request_id: str, caller: Caller) -> bool:
    """Whether a citizen's request was approved, so that it may be named as a reason."""
    request = kept.one_for(tx.connection, request_id, caller)
    return (
        request is not None
        and request.purpose is Purpose.CITIZEN
        and request.state is RequestState.APPROVED
    )


def _was_asked_for(
    tx: Transaction, request_id: str, camera_id: str, what: Look, more: More
) -> bool:
    """Whether a citizen's request is for this: that camera's recording, of those moments."""
    request = kept.any_one(tx.connection, request_id)
    return (
        request is not None
        and what is Look.PLAYBACK
        and camera_id == request.camera_id
        and more.start is not None
        and more.end is not None
        and request.start <= more.start < more.end <= request.end
    )


def _keep(path: Path, body: bytes) -> None:
    """Write a file nobody else reads; whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(body)
    new.chmod(0o600)
    new.replace(path)
