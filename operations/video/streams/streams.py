"""Opening a camera: the register first, then its source; renewed while it is looked at, closed.

Source: docs/decisions/0132-pictures-pass-through-our-origin.md
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import InvalidError, OneScreenError
from domain.video.looks.looks import Ended
from domain.video.looks.reasons import ACTIONS, Look, Reason
from domain.video.media.connector import Connector, Recording
from domain.video.media.status import clock_says
from domain.video.media.tokens import Bound
from domain.video.media.ways import EndedError, NotConnectedError, Opened, Upstream, Way, WayKind
from operations.clock import utc_now
from operations.video.looks.looks import More
from operations.video.streams.book import LASTS, Stream, StreamBook

log = logging.getLogger("onescreen.video")
SWEPT_EVERY_S = 5.0
LONGEST_PLAYBACK = timedelta(hours=2)
OLDEST_PLAYBACK = timedelta(days=400)


class CameraAtSource(Protocol):
    """What is asked of a camera here."""

    @property
    def camera_id(self) -> str:
        """Its national id."""
        ...

    @property
    def name(self) -> str:
        """As people call it."""
        ...

    @property
    def source(self) -> str | None:
        """The name of its source."""
        ...

    @property
    def address(self) -> str | None:
        """By which the source knows it."""
        ...

    @property
    def sub_address(self) -> str | None:
        """Likewise, of its smaller picture."""
        ...

    @property
    def turns(self) -> bool:
        """Whether the register knows it as one that turns."""
        ...


class CameraBook(Protocol):
    """The part of the register that is asked."""

    async def one(self, camera_id: str, caller: Caller) -> CameraAtSource:
        """A camera the caller may see."""
        ...


class LookBook(Protocol):
    """The register of looks (operations/video/looks/looks.py)."""

    async def begin(
        self, camera_id: str, what: Look, why: Reason, caller: Caller,
        address: str | None = None, more: More = ...,
    ) -> str:  # fmt: skip
        """Write a look down before it begins."""
        ...

    async def renew(self, look_id: str, until: datetime) -> None:
        """It goes on."""
        ...

    async def end(self, look_id: str, how: Ended = ...) -> None:
        """It is over."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Who opens a camera, and how.

    Attributes:
        holder: the session or screen the token is bound to; empty: the account itself.
        address: from where, for the register.
        is_sub: the smaller picture, for many tiles.
        shown_on: the screen it is sent to.
    """

    holder: str = ""
    address: str | None = None
    is_sub: bool = False
    shown_on: str | None = None


PLAINLY = Asked()


@dataclass(frozen=True, slots=True)
class Media:
    """What everything that shows pictures shares.

    Attributes:
        cameras: the register.
        looks: the register of looks.
        connectors: by the name of their source.
        book: the open streams.
        now: the clock.
        lasts: how long a token holds that nobody renews.
    """

    cameras: CameraBook
    looks: LookBook
    connectors: Mapping[str, Connector]
    book: StreamBook
    now: Callable[[], datetime] = utc_now
    lasts: timedelta = LASTS

    async def at_source(
        self, camera_id: str, caller: Caller, *, is_sub: bool = False
    ) -> tuple[CameraAtSource, Connector, str]:
        """A camera, its source, and its address there.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to see.
            NotConnectedError: it has no source, or one the district does not name.
        """
        camera = await self.cameras.one(camera_id, caller)
        connector = self.connectors.get(camera.source or "")
        if connector is None or not camera.address:
            raise NotConnectedError(says="video_not_connected", camera=camera.name)
        address = camera.sub_address if is_sub and camera.sub_address else camera.address
        return camera, connector, address


class Streams:
    """Opens cameras, renews and closes them.

    Args:
        media: what is shared.
        hung_up: ends the WebRTC sessions of a stream at its source (signalling.py).
        let_go: ends what is made here for a stream, such as its relay.
    """

    def __init__(
        self,
        media: Media,
        hung_up: Callable[[Stream], Awaitable[None]] | None = None,
        let_go: Callable[[Stream], None] | None = None,
        takes_rtsp: Callable[[], bool] = lambda: False,
    ) -> None:
        self._media, self._book = media, media.book
        self._hung_up, self._let_go = hung_up, let_go
        self._takes_rtsp = takes_rtsp
        self._ending: set[asyncio.Task[None]] = set()

    async def open(
        self, camera_id: str, caller: Caller, reason: Reason, asked: Asked = PLAINLY
    ) -> Opened:
        """Look at a camera live.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to see; nothing was written.
            NotConnectedError: it has no source.
            InvalidError: the reason lacks something.
            FullError: too many streams are open.
            TroubleError: its source does not give it; the look stands in the register as failed.
        """
        require(caller, ACTIONS[Look.LIVE])
        camera, connector, address = await self._media.at_source(
            camera_id, caller, is_sub=asked.is_sub
        )
        expires_at = self._media.now() + self._media.lasts
        more = More(until=expires_at, shown_on=asked.shown_on)

        async def begin() -> tuple[str, Upstream]:
            look_id = await self._media.looks.begin(
                camera_id, Look.LIVE, reason, caller, asked.address, more
            )
            return look_id, await self._sent(look_id, connector.play(address))

        return await self._opened(camera, connector, address, caller, asked, begin)

    async def playback(
        self, camera_id: str, start: datetime, end: datetime, caller: Caller, reason: Reason,
        asked: Asked = PLAINLY,
    ) -> Opened:  # fmt: skip
        """Look at a recording.

        Raises:
            InvalidError: the span is none, lies ahead, or is too long.
            TroubleError, NotAllowedError, NotFoundError, FullError: as `open`.
        """
        require(caller, ACTIONS[Look.PLAYBACK])
        self._check_span(start, end)
        camera, connector, address = await self._media.at_source(camera_id, caller)
        expires_at = self._media.now() + self._media.lasts
        more = More(until=expires_at, start=start, end=end, shown_on=asked.shown_on)

        async def begin() -> tuple[str, Upstream]:
            look_id = await self._media.looks.begin(
                camera_id, Look.PLAYBACK, reason, caller, asked.address, more
            )
            return look_id, await self._sent(look_id, connector.playback(address, start, end))

        return await self._opened(camera, connector, address, caller, asked, begin, (start, end))

    async def recordings(
        self, camera_id: str, start: datetime, end: datetime, caller: Caller
    ) -> list[Recording]:
        """What was recorded of a camera between two moments; no picture is shown.

        Raises:
            TroubleError, NotAllowedError, NotFoundError, InvalidError: as `playback`.
        """
        require(caller, ACTIONS[Look.PLAYBACK])
        self._check_span(start, end, longest=timedelta(days=1))
        _, connector, address = await self._media.at_source(camera_id, caller)
        return list(await connector.recordings(address, start, end))[:500]

    async def renew(self, look_id: str, caller: Caller, holder: str = "") -> Opened:
        """Go on looking: its addresses hold on. Who may look no more is let go.

        Raises:
            EndedError: the look is over, or somebody else's.
            NotAllowedError, NotFoundError: the caller may look no more.
        """
        stream = self._book.of_look(look_id, holder or caller.actor)
        if stream.expires_at <= self._media.now():
            await self._end(stream, Ended.EXPIRED)
            raise EndedError(says="video_look_ended", field="look_id")
        what = Look.LIVE if stream.is_live else Look.PLAYBACK
        try:
            # On a wall the rights of who sent it count; of a person, as they are now.
            asks = caller if caller.actor == stream.opener.actor else stream.opener
            require(asks, ACTIONS[what])
            await self._media.cameras.one(stream.bound.camera_id, asks)
        except OneScreenError:
            await self._end(stream, Ended.CLOSED)
            raise
        stream.expires_at = self._media.now() + self._media.lasts
        await self._media.looks.renew(look_id, stream.expires_at)
        return self._told(stream)

    async def close(self, look_id: str, caller: Caller, holder: str = "") -> None:
        """Nobody looks any more; closed twice it changes nothing."""
        try:
            stream = self._book.of_look(look_id, holder or caller.actor)
        except OneScreenError:
            return
        await self._end(stream, Ended.CLOSED)

    def holders(self) -> set[str]:
        """To whom the open streams are bound."""
        return {one.bound.holder for one in self._book}

    async def end_of(self, holders: Set[str]) -> None:
        """End what is bound to any of these."""
        for stream in self._book:
            if stream.bound.holder in holders:
                await self._end(stream, Ended.CLOSED)

    async def run(self) -> None:
        """End what nobody renews, until cancelled."""
        while True:
            await self.sweep()
            await asyncio.sleep(SWEPT_EVERY_S)

    async def sweep(self) -> None:
        """End what nobody has renewed."""
        for stream in self._book.expired(self._media.now()):
            await self._end(stream, Ended.EXPIRED)

    async def stop(self) -> None:
        """End all of them."""
        for stream in self._book:
            await self._end(stream, Ended.CLOSED)
        if self._ending:
            await asyncio.wait(self._ending, timeout=3.0)

    async def _sent(self, look_id: str, asked: Awaitable[Upstream]) -> Upstream:
        """What a source sends; where it does not, the look is over."""
        try:
            return await asked
        except BaseException:
            await self._media.looks.end(look_id, Ended.FAILED)
            raise

    async def _opened(
        self, camera: CameraAtSource, connector: Connector, address: str, caller: Caller,
        asked: Asked, begin: Callable[[], Awaitable[tuple[str, Upstream]]],
        span: tuple[datetime, datetime] | None = None,
    ) -> Opened:  # fmt: skip
        self._book.take_place(caller.actor)
        try:
            look_id, sent = await begin()
        except BaseException:
            self._book.leave_place(caller.actor)
            raise
        bound = Bound(
            self._book.signer.new_stream_id(), camera.camera_id, asked.holder or caller.actor
        )
        expires_at = self._media.now() + self._media.lasts
        stream = Stream(
            bound, look_id, camera.name, caller, connector, address, sent, expires_at,
            is_live=span is None, span=span,
        )  # fmt: skip
        self._book.add(stream)
        return self._told(stream)

    def _told(self, stream: Stream) -> Opened:
        off_s = self._clock_off_s(stream)
        return Opened(
            look_id=stream.look_id,
            name=stream.name,
            expires_at=stream.expires_at,
            ways=self._ways(stream),
            says=clock_says(off_s),
            is_demo=stream.connector.source.is_demo,
            clock_off_s=off_s,
        )

    def _clock_off_s(self, stream: Stream) -> float | None:
        """As its playlists tell, else as its source's answers do."""
        if stream.clock_off_s is not None:
            return stream.clock_off_s
        return stream.connector.calls.answered().clock_off_s

    def _ways(self, stream: Stream) -> list[Way]:
        token, sent = self._book.signer.token(stream.bound), stream.sent
        ways = []
        if sent.whep:
            ways.append(Way(WayKind.WHEP, f"/video/whep/{token}"))
        if sent.hls or (sent.rtsp and not sent.whep and self._takes_rtsp()):
            kind = WayKind.LLHLS if sent.hls and sent.is_low_latency else WayKind.HLS
            ways.append(Way(kind, f"/video/hls/{token}/index.m3u8"))
        if sent.mp4:  # in short pieces: a file would be one to keep
            ways.append(Way(WayKind.HLS, f"/video/hls/{token}/index.m3u8"))
        if stream.is_live:
            ways.append(Way(WayKind.SNAPSHOT, f"/video/snap/{token}"))
        return ways

    async def _end(self, stream: Stream, how: Ended) -> None:
        """Over for the browser at once; its source is told behind it."""
        if not self._book.remove(stream):
            return
        if self._let_go is not None:
            self._let_go(stream)
        ending = asyncio.create_task(self._hang_up(stream))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)
        await self._media.looks.end(stream.look_id, how)

    async def _hang_up(self, stream: Stream) -> None:
        """Its sessions first, then the camera; either also where the other could not be told."""
        if self._hung_up is not None:
            await self._told_of_end(stream, self._hung_up(stream))
        if not (stream.is_live and self._book.is_looked_at(stream.connector, stream.address)):
            stop = stream.connector.stop(stream.address, stream.sent)
            await self._told_of_end(stream, stop)

    async def _told_of_end(self, stream: Stream, telling: Awaitable[None]) -> None:
        try:
            await telling
        except OneScreenError as error:
            # It ends by itself where nobody reads; the source's health tells of the failure.
            log.info("source %s was not told of an end: %s", stream.connector.source.name, error)

    def _check_span(
        self, start: datetime, end: datetime, longest: timedelta = LONGEST_PLAYBACK
    ) -> None:
        now = self._media.now()
        if not now - OLDEST_PLAYBACK < start < end:
            raise InvalidError(says="video_span_not_valid", field="start")
        if start >= now:
            raise InvalidError(says="video_span_ahead", field="start")
        if end - start > longest:
            raise InvalidError(
                says="video_span_too_long", field="end", hours=longest.total_seconds() // 3600
            )
