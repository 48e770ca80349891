"""The register of looks: written before the stream opens. No register, no picture."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.codes.area_codes import level_of
from domain.errors import NotFoundError, OneScreenError
from domain.video.cameras.camera import Camera
from domain.video.looks.looks import CAMERA_LOOK, WRITTEN_EVERY, CameraLook, Ended, end
from domain.video.looks.reasons import ACTIONS, AT_ONCE, Look, Reason, Why, checked
from operations.clock import utc_now
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.net.fusion import cases_seen
from store.video import looks as kept
from store.video.cameras import one_of

T = TypeVar("T")
logger = logging.getLogger(__name__)
LASTS = timedelta(minutes=2)
LOOKED_EVERY_S = 5.0
# Whether somebody may name an entity of a kind as their reason; asked inside the transaction.
Names = Callable[[Transaction, str, Caller], bool]
# Whether a reason covers this camera, this act and this span of a recording.
Covers = Callable[[Transaction, str, str, Look, "More"], bool]


@dataclass(frozen=True, slots=True)
class More:
    """What else the register tells of a look.

    Attributes:
        until: when it ends by itself: the end of its token.
        start: of the recording that is looked at, to `end`.
        shown_on: the screen it is sent to.
        detail: the command of a PTZ action; a file's name.
        sha256: of what was taken away.
    """

    until: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    shown_on: str | None = None
    detail: str | None = None
    sha256: str | None = None


NOTHING_MORE = More()


class Looks:
    """Begins, renews and ends looks.

    Args:
        store: where they are kept.
        work: the lanes of threads.
        now: the clock.
        lasts: how long a look goes on that nobody renews.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        *,
        now: Callable[[], datetime] = utc_now,
        lasts: timedelta = LASTS,
    ) -> None:
        self._store = store
        self._work = work
        self._now = now
        self._lasts = lasts
        self._until: dict[str, datetime] = {}
        self._written: dict[str, datetime] = {}
        self.covers: dict[Why, Covers] = {}
        self.names: dict[Why, Names] = {
            Why.INCIDENT: _sees_incident,
            Why.CASE: lambda tx, code, who: code in cases_seen(tx.connection, who, [code]),
            Why.AREA: _sees_area,
        }

    async def begin(
        self,
        camera_id: str,
        what: Look,
        why: Reason,
        caller: Caller,
        address: str | None = None,
        more: More = NOTHING_MORE,
    ) -> str:
        """Write a look down; only then may a picture be shown.

        A snapshot, an export and a PTZ action are over at once; a look and a playback go on until
        `end`, or until nobody renews them any more.

        Args:
            camera_id: which camera.
            what: is done with it.
            why: the reason; see `domain.video.looks.reasons.checked`.
            caller: in whose name: also of a tile that is shown on a wall.
            address: from where.
            more: what else is told.

        Returns:
            The id of the look.

        Raises:
            NotAllowedError: not this role, area or department.
            NotFoundError: no such camera for this caller, or no such incident or case.
            InvalidError: a reason is missing, or what it needs.
        """
        require(caller, ACTIONS[what])
        kind, reason = checked(why, what)

        def steps(tx: Transaction) -> CameraLook:
            camera = one_of(tx.connection, camera_id[:64], caller)
            if camera is None:
                raise NotFoundError(says="no_camera", camera=camera_id[:32], field="camera")
            names = self.names.get(kind)
            covers = self.covers.get(kind)
            if (names is not None and not names(tx, reason.subject, caller)) or (
                covers is not None and not covers(tx, reason.subject, camera.camera_id, what, more)
            ):
                raise NotFoundError(says="look_no_subject", field="subject")
            until = max(more.until or tx.at + self._lasts, tx.at)
            made = replace(
                _of(camera, caller, what, kind, at=tx.at, until=until),
                about=reason.subject or None,
                text=reason.text or None,
                basis=reason.basis or None,
                document=reason.document or None,
                span_start=more.start,
                span_end=more.end,
                shown_on=more.shown_on,
                detail=more.detail,
                sha256=more.sha256,
                address=address,
            )
            if what in AT_ONCE:
                made = end(made, tx.at, Ended.AT_ONCE)
            tx.put(CAMERA_LOOK, made, action=what.value, actor=caller.actor)
            return made

        made = await self._write(steps)
        if made.ended_at is None:
            self._until[made.look_id] = self._written[made.look_id] = made.until
        return made.look_id

    async def renew(self, look_id: str, until: datetime) -> None:
        """Let a look go on; one that has ended stays ended.

        Kept in memory, and written down as often as a restart may forget.
        """
        held = self._until.get(look_id)
        if held is None:
            return
        self._until[look_id] = max(held, until)
        if until - self._written[look_id] < WRITTEN_EVERY:
            return
        self._written[look_id] = until

        def steps(tx: Transaction) -> None:
            look = kept.one(tx.connection, look_id)
            if look is not None and look.ended_at is None and until > look.until:
                told = replace(look, until=until)
                tx.put(CAMERA_LOOK, told, action="renewed", actor=look.by)

        await self._write(steps)

    async def end(
        self,
        look_id: str,
        how: Ended = Ended.CLOSED,
        *,
        at: datetime | None = None,
        detail: str | None = None,
        sha256: str | None = None,
    ) -> None:
        """Write down that a look is over; ended twice, or unknown, it changes nothing."""

        def steps(tx: Transaction) -> None:
            look = kept.one(tx.connection, look_id)
            if look is None or look.ended_at is not None:
                return
            over = end(look, at or tx.at, how, detail=detail, sha256=sha256)
            tx.put(CAMERA_LOOK, over, action="ended", actor=look.by)

        await self._write(steps)
        # only now: an end that could not be written is tried again when the token has run out
        self._until.pop(look_id, None)
        self._written.pop(look_id, None)

    async def settle(self) -> None:
        """End what nobody renewed, at the moment its token ran out."""
        now = self._now()
        for look_id, until in list(self._until.items()):
            if until <= now:
                await self.end(look_id, Ended.EXPIRED, at=until)

    async def settle_old(self) -> None:
        """End what was open when the server stopped: at the last moment that is known of it."""
        for look in await self.read(kept.open_looks):
            if look.look_id not in self._until:
                at = min(look.until, self._now())
                await self.end(look.look_id, Ended.RESTARTED, at=at)

    async def run(self) -> None:
        """End what has run out, until cancelled."""
        is_settled = False
        while True:
            try:
                if not is_settled:
                    await self.settle_old()
                    is_settled = True
                await self.settle()
            except OneScreenError as error:
                logger.warning("looks through cameras could not be ended: %s", error)
            await asyncio.sleep(LOOKED_EVERY_S)

    async def read(self, question: Callable[[Connection], T]) -> T:
        """Ask the store in one view of it."""
        return await self._work.read(lambda: self._store.ask(question))

    async def _write(self, steps: Callable[[Transaction], T]) -> T:
        return await in_transaction(self._store, self._work, steps)


def _of(
    camera: Camera, caller: Caller, what: Look, why: Why, *, at: datetime, until: datetime
) -> CameraLook:
    """A look as far as camera and caller tell it."""
    return CameraLook(
        look_id=f"L-{uuid4().hex[:16]}",
        camera_id=camera.camera_id,
        camera_name=camera.name,
        area_code=camera.area_code,
        what=what,
        why=why,
        at=at,
        until=until,
        by=caller.actor,
        role=caller.role,
        owner=camera.owner,
        department=caller.department,
        by_area=caller.area,
        is_demo=camera.is_demo,
    )


def _sees_incident(tx: Transaction, number: str, caller: Caller) -> bool:
    incident = tx.incident(number)
    if incident is None:
        return False
    owners = {incident.owner, *incident.shared_with}
    return caller.scope.covers(incident.area_code) and caller.scope.sees_owned(owners)


def _sees_area(_: Transaction, code: str, caller: Caller) -> bool:
    level_of(code)
    return caller.scope.covers(code)
