"""The demo's cameras over HTTP: WHEP, HLS and pictures, as a media server offers them.

`/<name>/whep`, `/<name>/index.m3u8`, `/<name>/snap.jpg`. Where it is started for tests, `PUT
/faults/<name>` says what is to go wrong, and `GET /sessions` how many WebRTC sessions are open.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from fractions import Fraction
from typing import Any

import av
from aiortc import (
    MediaStreamTrack,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from feeds.video.demo.channel import LARGE, Channel, Shape
from feeds.video.demo.faults import told

log = logging.getLogger(__name__)
MOST_SESSIONS, MOST_CHANNELS = 64, 32
_SEGMENT_S = 0.6


class CodedTrack(MediaStreamTrack):
    """The packets of a channel, sent as they were coded."""

    kind = "video"

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._open = contextlib.ExitStack()
        self._packets: asyncio.Queue[tuple[bytes, int]] = self._open.enter_context(
            channel.session()
        )

    async def recv(self) -> Any:
        """The next packet."""
        if self.readyState != "live":
            raise MediaStreamError
        body, pts = await self._packets.get()
        packet = av.Packet(body)
        packet.pts, packet.time_base = pts, Fraction(1, 90_000)
        return packet

    def stop(self) -> None:
        """Nobody looks any more."""
        super().stop()
        self._open.close()


class DemoServer:
    """Channels by name, made when they are first asked for, and their WebRTC sessions."""

    def __init__(self, *, takes_faults: bool = False, shape: Shape = LARGE) -> None:
        self._shape = shape
        self._channels: dict[str, Channel] = {}
        self._peers: dict[str, tuple[RTCPeerConnection, CodedTrack]] = {}
        routes = [
            Route("/{name}/whep", self.offer, methods=["POST"]),
            Route("/{name}/whep/{session}", self.hang_up, methods=["DELETE"]),
            Route("/{name}/snap.jpg", self.snap),
            Route("/{name}/{file}", self.piece),
        ]
        if takes_faults:
            routes.insert(0, Route("/faults/{name}", self.take_faults, methods=["PUT"]))
            routes.insert(0, Route("/sessions", self.sessions))
        self.app = Starlette(routes=routes, lifespan=self._lifespan)

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        yield
        for session in list(self._peers):
            await self._end(session)
        for channel in self._channels.values():
            await channel.stop()

    def _channel(self, request: Request) -> Channel:
        name = request.path_params["name"]
        if name not in self._channels and len(self._channels) >= MOST_CHANNELS:
            name = next(iter(self._channels))
        return self._channels.setdefault(name, Channel(name, self._shape))

    def _refused(self, channel: Channel) -> Response | None:
        if channel.faults.refuses:
            return Response("who are you?", 401)
        if channel.faults.leads_to:
            return Response(status_code=302, headers={"location": channel.faults.leads_to})
        return None

    async def offer(self, request: Request) -> Response:
        """A browser's offer."""
        channel = self._channel(request)
        if refused := self._refused(channel):
            return refused
        if channel.faults.no_whep:
            return Response(status_code=404)
        while len(self._peers) >= MOST_SESSIONS:
            await self._end(next(iter(self._peers)))
        peer, session = RTCPeerConnection(), secrets.token_urlsafe(9)
        track = CodedTrack(channel)
        self._peers[session] = peer, track

        @peer.on("connectionstatechange")
        async def changed() -> None:
            if peer.connectionState in {"failed", "closed"}:
                await self._end(session)

        h264 = [
            one
            for one in RTCRtpSender.getCapabilities("video").codecs
            if one.mimeType.lower() == "video/h264"
        ]
        peer.addTransceiver(track, direction="sendonly").setCodecPreferences(h264)
        sdp = (await request.body()).decode("utf-8", "replace")
        try:
            await peer.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
            await peer.setLocalDescription(await peer.createAnswer())
        except Exception:
            # Whatever a browser wrote: it is told no, and the next one is served.
            log.exception("an offer was not understood")
            await self._end(session)
            return Response(status_code=400)
        located = {"location": f"/{channel.name}/whep/{session}", "date": self._date(channel)}
        return Response(peer.localDescription.sdp, 201, located, media_type="application/sdp")

    async def hang_up(self, request: Request) -> Response:
        """A session is over."""
        await self._end(request.path_params["session"])
        return Response(status_code=200)

    async def _end(self, session: str) -> None:
        held = self._peers.pop(session, None)
        if held is not None:
            held[1].stop()
            await held[0].close()

    async def snap(self, request: Request) -> Response:
        """One picture."""
        channel = self._channel(request)
        if refused := self._refused(channel):
            return refused
        if channel.faults.no_snapshot or channel.faults.stalls:
            return Response(status_code=404)
        jpeg = await asyncio.to_thread(channel.jpeg)
        return Response(jpeg, headers={"date": self._date(channel)}, media_type="image/jpeg")

    async def piece(self, request: Request) -> Response:
        """A playlist, or a piece of one."""
        channel, name = self._channel(request), request.path_params["file"]
        if refused := self._refused(channel):
            return refused
        body = None if channel.faults.no_hls else await channel.file(name)
        if body is None:
            return Response(status_code=404)
        if name.endswith(".m3u8"):
            body = self._dated(body.decode(), channel).encode()
        return Response(body, headers={"date": self._date(channel)}, media_type="video/mp2t")

    def _dated(self, playlist: str, channel: Channel) -> str:
        """With the moment of its first picture by the camera's clock, and what a test adds."""
        lines = playlist.split("\n")
        count = sum(line.startswith("#EXTINF") for line in lines)
        begins = channel.now() - timedelta(seconds=_SEGMENT_S * count)
        first = next(i for i, line in enumerate(lines) if line.startswith("#EXTINF"))
        lines.insert(first, f"#EXT-X-PROGRAM-DATE-TIME:{begins.isoformat(timespec='milliseconds')}")
        if channel.faults.names:
            lines[-1:] = [f"#EXTINF:{_SEGMENT_S},", channel.faults.names, ""]
        return "\n".join(lines)

    def _date(self, channel: Channel) -> str:
        return format_datetime(channel.now())

    async def take_faults(self, request: Request) -> Response:
        """What is to go wrong from now on."""
        await self._channel(request).change(told(await request.json()))
        return Response(status_code=204)

    async def sessions(self, _: Request) -> Response:
        """How many WebRTC sessions are open."""
        return JSONResponse({"sessions": len(self._peers)})
