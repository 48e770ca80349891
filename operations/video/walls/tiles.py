"""Sending a picture to a paired wall, showing it there in the sender's name, taking it back.

Source: docs/decisions/0135-a-tile-sent-to-a-wall.md, 0158-a-scene-on-a-wall.md
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from domain.access.access import NotAllowedError, may, require
from domain.access.accounts import Device
from domain.access.callers import DEMO_DISPATCHER, Caller
from domain.codes.area_codes import contains
from domain.errors import InvalidError, NotFoundError, OneScreenError
from domain.video.looks.reasons import Look, Reason, Why, checked
from domain.video.media.ways import Opened
from domain.video.walls.tiles import WALL_TILE, Shows, WallTile, how_long
from operations.clock import utc_now
from operations.live.picture import Picture
from operations.threads import Work
from operations.transactions import in_transaction
from operations.video.streams.streams import Asked
from store import Store, Transaction

log = logging.getLogger("onescreen.video")
LOOKED_EVERY_S = 5.0
# A wall that is open in several windows, or starts anew; the oldest is closed.
MOST_LOOKS = 4
# What a record says was done, by what a tile shows.
SENT: Mapping[Shows, str] = {Shows.CAMERA: "sent", Shows.CALL: "call_sent"}
TAKEN_BACK: Mapping[Shows, str] = {Shows.CAMERA: "taken_back", Shows.CALL: "call_taken_back"}
OVER: Mapping[Shows, str] = {Shows.CAMERA: "taken_back", Shows.CALL: "call_over"}


@dataclass(frozen=True, slots=True)
class Described:
    """What a tile would show.

    Attributes:
        reason: why, where the picture says so by itself and nobody is asked.
    """

    title: str
    area_code: str | None
    is_demo: bool
    reason: Reason | None = None


class Showing(Protocol):
    """A kind of picture that may be sent to a wall: a camera, or somebody in a call."""

    async def describe(self, subject_id: str, caller: Caller) -> Described:
        """What it is called and where it is, for a caller who may see it."""
        ...

    async def open(self, tile: WallTile, sender: Caller, asked: Asked) -> Opened:
        """Show it, in the name of who sent it."""
        ...

    async def close(self, look_id: str, sender: Caller, holder: str) -> None:
        """Nobody looks any more."""
        ...

    def check_free(self, subject_id: str, wall_id: str) -> None:
        """Refuse what may not be on this wall besides where it is."""
        ...

    async def sent(self, tile: WallTile) -> None:
        """It is on a wall from now on."""
        ...

    async def gone(self, wall_id: str, actor: str) -> None:
        """Whatever was on a wall is there no more; `actor` did so, or had sent it."""
        ...


@dataclass(frozen=True, slots=True)
class SeenWall:
    """A paired wall, and the tile on it; None where there is none."""

    wall_id: str
    name: str
    area: str | None
    tile: WallTile | None


@dataclass(frozen=True, slots=True)
class _Look:
    """What a wall looks at now."""

    look_id: str
    showing: Showing
    sender: Caller
    holder: str


class WallTiles:
    """The tiles of all paired walls.

    Args:
        store: where they are written.
        work: the lanes of threads.
        picture: what is so now.
        showings: what may be shown, by its word.
        is_demo: whether the demo's own dispatcher, who has no account, may send.
        now: the clock.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        picture: Picture,
        showings: Mapping[Shows, Showing],
        *,
        is_demo: bool = False,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._picture = store, work, picture
        self._showings, self._is_demo, self._now = dict(showings), is_demo, now
        self._looks: dict[str, list[_Look]] = {}
        # Two that are sent at once: the second finds what the first has done.
        self._sending = asyncio.Lock()
        self._hurry = asyncio.Event()
        self._on_calls: set[str] = set()
        # What was written here last: the picture hears of it a moment later.
        self._written: dict[str, WallTile] = {}

    def show(self, shows: Shows, showing: Showing) -> None:
        """One more kind of picture."""
        self._showings[shows] = showing

    def look_again(self) -> None:
        """Something may be over: do not wait to find out."""
        self._hurry.set()

    # people -------------------------------------------------------------------------------

    async def walls(self, caller: Caller) -> list[SeenWall]:
        """The paired walls of the caller's area, by name, and what is on them.

        Raises:
            NotAllowedError: the caller arranges no wall.
        """
        require(caller, "wall.arrange")
        found = await self._work.read(self._paired)
        seen = [
            SeenWall(one.device_id, one.name, one.area, self._tile(one.device_id))
            for one in found
            if may(caller, "wall.arrange", one.area)
        ]
        return sorted(seen, key=lambda one: one.name)

    async def send(
        self,
        wall_id: str,
        subject_id: str,
        reason: Reason,
        caller: Caller,
        *,
        shows: Shows = Shows.CAMERA,
        minutes: int | None = None,
    ) -> WallTile:
        """Put a picture on a wall, in place of what is there.

        Raises:
            NotAllowedError: not the caller's to arrange, or to see.
            NotFoundError: no such wall, or no such camera for this caller.
            InvalidError: the reason lacks something, or it lies outside the area of the wall.
        """
        async with self._sending:
            return await self._send(wall_id, subject_id, reason, caller, shows, minutes)

    async def _send(
        self,
        wall_id: str,
        subject_id: str,
        reason: Reason,
        caller: Caller,
        shows: Shows,
        minutes: int | None,
    ) -> WallTile:
        require(caller, "wall.arrange")
        wall = await self._wall(wall_id, caller)
        showing = self._showings[shows]
        what = await showing.describe(subject_id, caller)
        why, said = checked(what.reason or reason, Look.LIVE)
        showing.check_free(subject_id, wall_id)
        if wall.area and not contains(wall.area, what.area_code or ""):
            raise InvalidError(says="wall_outside_area", field=shows.value, wall=wall.name)

        def write(tx: Transaction) -> WallTile:
            tile = WallTile(
                wall_id=wall.device_id,
                wall_name=wall.name,
                shows=shows,
                subject_id=subject_id,
                title=what.title,
                area_code=what.area_code,
                sent_by=caller.actor,
                sent_at=tx.at,
                until=tx.at + how_long(minutes, shows),
                why=why,
                about=said.subject or None,
                basis=said.basis or None,
                is_demo=what.is_demo,
                text=said.text or None,
                document=said.document or None,
                number=said.subject if why is Why.INCIDENT else None,
            )
            tx.put(WALL_TILE, tile, action=SENT[shows], actor=caller.actor)
            return tile

        sent = await in_transaction(self._store, self._work, write)
        self._written[wall.device_id] = sent
        await self._end_looks(wall_id, caller.actor)
        await showing.sent(sent)
        return sent

    async def take_back(self, wall_id: str, caller: Caller) -> None:
        """Take the picture off a wall; an empty wall stays empty.

        Raises:
            NotAllowedError: not the caller's to arrange.
            NotFoundError: no such wall.
        """
        require(caller, "wall.arrange")
        wall = await self._wall(wall_id, caller)
        await self._take_back(wall.device_id, caller.actor, TAKEN_BACK)

    # the wall itself ----------------------------------------------------------------------

    def shown_on(self, wall: Device) -> WallTile | None:
        """What a wall shows now."""
        return self._tile(wall.device_id)

    async def open(
        self, wall: Device, holder: str, address: str | None, *, shows: Shows = Shows.CAMERA
    ) -> Opened:
        """Look at what was sent to this wall, in the name of who sent it.

        Args:
            wall: that asks.
            holder: to whom the look is bound.
            address: from where.
            shows: what it can show by the door it came through.

        Raises:
            NotFoundError: nothing is on it (any more).
            OneScreenError: who sent it may look no more, or there is no picture.
        """
        tile = self._tile(wall.device_id)
        sender = await self._sender(tile) if tile is not None else None
        nothing = NotFoundError(says="wall_shows_nothing", field="wall", code="wall_empty")
        if tile is None or sender is None or tile.shows is not shows or not self._is_on(tile):
            raise nothing
        asked = Asked(holder, address, shown_on=wall.name)
        showing = self._showings[tile.shows]
        opened = await showing.open(tile, sender, asked)
        look = _Look(opened.look_id, showing, sender, holder)
        if not self._is_on(tile):
            # Whoever took it back meanwhile could not close what was not there yet.
            await _close(look)
            raise nothing
        looks = self._looks.setdefault(wall.device_id, [])
        looks.append(look)
        if len(looks) > MOST_LOOKS:
            await _close(looks.pop(0))
        return opened

    async def run(self) -> None:
        """End what is over, until cancelled: its time, or the right of who sent it."""
        while True:
            try:
                await self.settle()
            except OneScreenError as error:
                log.warning("looks of walls could not be ended: %s", error)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOKED_EVERY_S):
                    await self._hurry.wait()
            self._hurry.clear()

    async def settle(self) -> None:
        """End the looks of tiles that are over, or whose sender may look no more.

        A call is over whether or not its wall looks at it, and so is what a wall shows that is
        paired no more.
        """
        calls = self._calls()
        watched = {*self._looks, *calls, *self._on_calls}
        if not watched:
            return
        self._on_calls = calls
        paired = {one.device_id for one in await self._work.read(self._paired)}
        for wall_id in watched:
            tile = self._tile(wall_id)
            if tile is not None and wall_id in paired and await self._may_still(tile):
                continue
            async with self._sending:
                now = self._tile(wall_id)
                if now is not None and (tile is None or not self._is_on(tile)):
                    continue  # another was sent meanwhile
                if now is not None:
                    await self._take_back(wall_id, now.sent_by, OVER)
                await self._end_looks(wall_id, tile.sent_by if tile is not None else "")

    # within -------------------------------------------------------------------------------

    def _tile(self, wall_id: str) -> WallTile | None:
        tile = self._written.get(wall_id)
        record = self._picture.entities[WALL_TILE.name].get(wall_id)
        if tile is None and record is not None:
            tile = WALL_TILE.entity_of(record.state, record.private)
        return tile if tile is not None and tile.is_shown(self._now()) else None

    def _is_on(self, tile: WallTile) -> bool:
        """Whether a tile is still what its wall shows: neither taken back nor replaced."""
        now = self._tile(tile.wall_id)
        return now is not None and (now.subject_id, now.sent_at) == (tile.subject_id, tile.sent_at)

    def _calls(self) -> set[str]:
        """The walls that show a call now."""
        known = {*self._written, *self._picture.entities[WALL_TILE.name]}
        tiles = ((wall_id, self._tile(wall_id)) for wall_id in known)
        return {wall_id for wall_id, tile in tiles if tile and tile.shows is Shows.CALL}

    def _paired(self) -> list[Device]:
        with self._store.accounts() as rows:
            found = rows.devices()
        return [one for one in found if one.kind == "wall" and one.revoked_at is None]

    async def _wall(self, wall_id: str, caller: Caller) -> Device:
        for one in await self._work.read(self._paired):
            if one.device_id == wall_id:
                require(caller, "wall.arrange", one.area)
                return one
        raise NotFoundError(says="wall_none", field="wall")

    async def _may_still(self, tile: WallTile) -> bool:
        """Whether who sent it may send it now: their role, their area, the camera's owner."""
        sender = await self._sender(tile)
        if sender is None:
            return False
        try:
            await self._showings[tile.shows].describe(tile.subject_id, sender)
        except (NotAllowedError, NotFoundError):
            return False
        return True

    async def _sender(self, tile: WallTile) -> Caller | None:
        """Who sent it, as they are now; None where they may sign in no more."""
        if self._is_demo and tile.sent_by == DEMO_DISPATCHER.actor:
            return DEMO_DISPATCHER

        def find() -> Caller | None:
            with self._store.accounts() as rows:
                account = rows.account_named(tile.sent_by)
            return account.caller if account and account.is_enabled else None

        sender = await self._work.read(find)
        return sender if sender is not None and may(sender, "wall.arrange") else None

    async def _take_back(self, wall_id: str, actor: str, words: Mapping[Shows, str]) -> None:
        tile = self._tile(wall_id)
        if tile is None:
            return

        def write(tx: Transaction) -> WallTile:
            over = replace(tile, until=tx.at)
            tx.put(WALL_TILE, over, action=words[tile.shows], actor=actor)
            return over

        self._written[wall_id] = await in_transaction(self._store, self._work, write)
        await self._end_looks(wall_id, actor)

    async def _end_looks(self, wall_id: str, actor: str) -> None:
        """What the wall looked at before is over at once, whether or not it hears of it."""
        for look in self._looks.pop(wall_id, []):
            await _close(look)
        for showing in self._showings.values():
            await showing.gone(wall_id, actor)


async def _close(look: _Look) -> None:
    try:
        await look.showing.close(look.look_id, look.sender, look.holder)
    except OneScreenError as error:
        log.info("look %s of a wall could not be closed: %s", look.look_id, error)
