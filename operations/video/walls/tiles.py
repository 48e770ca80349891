"""Sending a picture to a paired wall, showing it there in the sender's name, taking it back.

Source: docs/decisions/0135-a-tile-sent-to-a-wall.md
"""

import asyncio
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
from domain.video.looks.reasons import Look, Reason, checked
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


@dataclass(frozen=True, slots=True)
class Described:
    """What a tile would show."""

    title: str
    area_code: str
    is_demo: bool


class Showing(Protocol):
    """A kind of picture that may be sent to a wall: a camera now, a call later."""

    async def describe(self, subject_id: str, caller: Caller) -> Described:
        """What it is called and where it is, for a caller who may see it."""
        ...

    async def open(self, tile: WallTile, sender: Caller, asked: Asked) -> Opened:
        """Show it, in the name of who sent it."""
        ...

    async def close(self, look_id: str, sender: Caller, holder: str) -> None:
        """Nobody looks any more."""
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
        self._showings, self._is_demo, self._now = showings, is_demo, now
        self._looks: dict[str, list[_Look]] = {}
        # What was written here last: the picture hears of it a moment later.
        self._written: dict[str, WallTile] = {}

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
        require(caller, "wall.arrange")
        wall = await self._wall(wall_id, caller)
        why, said = checked(reason, Look.LIVE)
        what = await self._showings[shows].describe(subject_id, caller)
        if wall.area and not contains(wall.area, what.area_code):
            raise InvalidError(says="wall_outside_area", field="camera", wall=wall.name)

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
                until=tx.at + how_long(minutes),
                why=why,
                about=said.subject or None,
                basis=said.basis or None,
                is_demo=what.is_demo,
                text=said.text or None,
                document=said.document or None,
            )
            tx.put(WALL_TILE, tile, action="sent", actor=caller.actor)
            return tile

        sent = await in_transaction(self._store, self._work, write)
        self._written[wall.device_id] = sent
        await self._end_looks(wall_id)
        return sent

    async def take_back(self, wall_id: str, caller: Caller) -> None:
        """Take the picture off a wall; an empty wall stays empty.

        Raises:
            NotAllowedError: not the caller's to arrange.
            NotFoundError: no such wall.
        """
        require(caller, "wall.arrange")
        wall = await self._wall(wall_id, caller)
        await self._take_back(wall.device_id, caller.actor)

    # the wall itself ----------------------------------------------------------------------

    def shown_on(self, wall: Device) -> WallTile | None:
        """What a wall shows now."""
        return self._tile(wall.device_id)

    async def open(self, wall: Device, holder: str, address: str | None) -> Opened:
        """Look at what was sent to this wall, in the name of who sent it.

        Raises:
            NotFoundError: nothing is on it (any more).
            OneScreenError: who sent it may look no more, or there is no picture.
        """
        tile = self._tile(wall.device_id)
        sender = await self._sender(tile) if tile is not None else None
        if tile is None or sender is None:
            raise NotFoundError(says="wall_shows_nothing", field="wall", code="wall_empty")
        asked = Asked(holder, address, shown_on=wall.name)
        showing = self._showings[tile.shows]
        opened = await showing.open(tile, sender, asked)
        looks = self._looks.setdefault(wall.device_id, [])
        looks.append(_Look(opened.look_id, showing, sender, holder))
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
            await asyncio.sleep(LOOKED_EVERY_S)

    async def settle(self) -> None:
        """End the looks of tiles that are over, or whose sender may look no more."""
        for wall_id in list(self._looks):
            tile = self._tile(wall_id)
            if tile is not None and await self._may_still(tile):
                continue
            if tile is not None:
                await self._take_back(wall_id, tile.sent_by)
            await self._end_looks(wall_id)

    # within -------------------------------------------------------------------------------

    def _tile(self, wall_id: str) -> WallTile | None:
        tile = self._written.get(wall_id)
        record = self._picture.entities[WALL_TILE.name].get(wall_id)
        if tile is None and record is not None:
            tile = WALL_TILE.entity_of(record.state, record.private)
        return tile if tile is not None and tile.is_shown(self._now()) else None

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

    async def _take_back(self, wall_id: str, actor: str) -> None:
        tile = self._tile(wall_id)
        if tile is None:
            return

        def write(tx: Transaction) -> WallTile:
            over = replace(tile, until=tx.at)
            tx.put(WALL_TILE, over, action="taken_back", actor=actor)
            return over

        self._written[wall_id] = await in_transaction(self._store, self._work, write)
        await self._end_looks(wall_id)

    async def _end_looks(self, wall_id: str) -> None:
        """What the wall looked at before is over at once, whether or not it hears of it."""
        for look in self._looks.pop(wall_id, []):
            await _close(look)


async def _close(look: _Look) -> None:
    try:
        await look.showing.close(look.look_id, look.sender, look.holder)
    except OneScreenError as error:
        log.info("look %s of a wall could not be closed: %s", look.look_id, error)
