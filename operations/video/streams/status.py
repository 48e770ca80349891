"""Measuring how cameras are, in three layers, one after the other at a rate that is bounded.

Nobody sees the frames: a process decodes them, tells a small grid of brightness, and ends. So no
look is written, and none may ever be shown from here.

Source: docs/decisions/0134-three-layers-of-status.md
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from domain.errors import OneScreenError, SaidError
from domain.video.media.connector import Connector
from domain.video.media.picture import Picture, judge
from domain.video.media.status import CameraState, Rates, rates
from operations.loops import LoggedOnce
from operations.video.streams.decoder import Decoder
from operations.video.streams.snapshots import Snapshots
from operations.video.streams.streams import Media

log = logging.getLogger("onescreen.video")
# A first frame within so many seconds counts as playable.
FIRST_FRAME_S = 10.0
APART_S = 1.2
FIRST_AFTER_S, SAMPLED_EVERY_S, LISTED_EVERY = 120.0, 20.0, timedelta(minutes=5)
PAGE, MOST_PAGES = 200, 100


class Connected(Protocol):
    """A camera with a source."""

    @property
    def camera_id(self) -> str:
        """Its national id."""
        ...

    @property
    def source(self) -> str | None:
        """The name of its source."""
        ...

    @property
    def address(self) -> str | None:
        """By which the source knows it."""
        ...


class StateShelf(Protocol):
    """Where states are kept, beside the register."""

    async def connected(self) -> Sequence[Connected]:
        """The cameras that have a source."""
        ...

    async def all(self) -> Sequence[CameraState]:
        """What was kept."""
        ...

    async def keep(self, states: Sequence[CameraState]) -> None:
        """Keep what was measured."""
        ...


class NoShelf:
    """No camera has a source, and nothing is kept."""

    async def connected(self) -> Sequence[Connected]:
        """None."""
        return ()

    async def all(self) -> Sequence[CameraState]:
        """None."""
        return ()

    async def keep(self, states: Sequence[CameraState]) -> None:
        """Not here."""


NO_SHELF = NoShelf()


class Status:
    """What is known of every camera now, and what measures it.

    Args:
        media: what is shared.
        snapshots: knows what a decoder needs of a camera.
        decoder: decodes.
        shelf: where it is kept over a restart, and which cameras there are.
    """

    def __init__(
        self, media: Media, snapshots: Snapshots, decoder: Decoder, shelf: StateShelf
    ) -> None:
        self._media, self._snapshots, self._decoder = media, snapshots, decoder
        self._shelf = shelf
        self._states: dict[str, CameraState] = {}
        self._count = 0
        self._failing = LoggedOnce(
            log, "the state of cameras cannot be measured", expected=OneScreenError
        )

    @property
    def states(self) -> Mapping[str, CameraState]:
        """By camera; what was never measured is not there."""
        return self._states

    def of(self, camera_id: str) -> CameraState:
        """Of one camera."""
        return self._states.get(camera_id) or CameraState(camera_id)

    def rates(self) -> Rates:
        """Both rates of the cameras that are connected."""
        return rates(self._states.values(), self._count, self._media.now())

    async def seen(self, camera_id: str) -> None:
        """Somebody's player showed a first frame."""
        now = self._media.now()
        state = replace(
            self.of(camera_id), has_stream=True, stream_at=now, first_frame_at=now, trouble=None
        )
        self._states[camera_id] = state
        await self._shelf.keep([state])

    async def run(self) -> None:
        """Measure, until cancelled."""
        self._states = {one.camera_id: one for one in await self._shelf.all()}
        await asyncio.sleep(FIRST_AFTER_S)
        listed_at = self._media.now() - 2 * LISTED_EVERY
        while True:
            with self._failing:
                cameras = await self._now_connected()
                if self._media.now() - listed_at >= LISTED_EVERY:
                    listed_at = self._media.now()
                    await self.ask_sources(cameras)
                if (camera := self._next(cameras)) is not None:
                    await self.sample(camera)
            await asyncio.sleep(SAMPLED_EVERY_S)

    async def _now_connected(self) -> list[Connected]:
        """Those whose source is configured; what is connected no longer is forgotten."""
        found = [
            one for one in await self._shelf.connected() if one.source in self._media.connectors
        ]
        ids = {one.camera_id for one in found}
        self._count = len(found)
        self._states = {key: one for key, one in self._states.items() if key in ids}
        return found

    def _next(self, cameras: Sequence[Connected]) -> Connected | None:
        """The camera that was sampled longest ago."""

        def age(one: Connected) -> float:
            at = self.of(one.camera_id).stream_at
            return at.timestamp() if at else 0.0

        return min(cameras, key=age, default=None) if self._decoder.can() else None

    async def ask_sources(self, cameras: Sequence[Connected]) -> None:
        """Which cameras each source says are registered; sources that list none tell nothing."""
        changed = []
        for name, connector in self._media.connectors.items():
            own = [one for one in cameras if one.source == name]
            if not own:
                continue
            try:
                told = await _listed(connector)
            except OneScreenError:
                continue  # its health tells
            now = self._media.now()
            for one in own:
                is_on = told.get(one.address or "", told.get(one.camera_id))
                if is_on is not None:
                    state = replace(self.of(one.camera_id), is_signalled=is_on, signalled_at=now)
                    self._states[one.camera_id] = state
                    changed.append(state)
        if changed:
            await self._shelf.keep(changed)

    async def sample(self, camera: Connected) -> CameraState:
        """Ask one camera for its first frame and look at what it shows."""
        connector = self._media.connectors[camera.source or ""]
        before = self.of(camera.camera_id)
        now = self._media.now()
        try:
            async with asyncio.timeout(FIRST_FRAME_S * 2):
                picture = await self._look(connector, camera.address or "")
        except (OneScreenError, TimeoutError) as error:
            says = error.says if isinstance(error, SaidError) else "video_no_first_frame"
            state = replace(before, has_stream=False, stream_at=now, trouble=says)
            if says in {"video_no_decoder", "video_no_snapshot"}:
                # Nothing was measured: it cannot be from here.
                state = replace(before, stream_at=before.stream_at, trouble=says)
        else:
            state = replace(
                before, has_stream=True, stream_at=now, first_frame_at=now, picture=picture,
                picture_at=now, trouble=None,
            )  # fmt: skip
        state = replace(state, clock_off_s=connector.calls.answered().clock_off_s)
        self._states[camera.camera_id] = state
        await self._shelf.keep([state])
        return state

    async def _look(self, connector: Connector, address: str) -> Picture:
        sent = await connector.play(address)
        try:
            wanted = await self._snapshots.wanted(connector, sent, apart_s=APART_S)
            decoded = await self._decoder.run(wanted, connector.source.name)
        finally:
            if not self._media.book.is_looked_at(connector, address):
                await connector.stop(address, sent)
        return judge(decoded.grids, decoded.clocks)


async def _listed(connector: Connector) -> dict[str, bool]:
    """Address and national id of each of its cameras → whether it is registered."""
    told: dict[str, bool] = {}
    for page in range(1, MOST_PAGES + 1):
        listed = await connector.channels(page, PAGE)
        for one in listed.channels:
            if one.is_on is not None:
                told[one.address] = one.is_on
                if one.camera_id:
                    told[one.camera_id] = one.is_on
        if len(listed.channels) < PAGE or page * PAGE >= listed.total:
            break
    return told
