"""Cameras that speak RTSP alone: a process for each makes HLS of it while somebody looks.

Nothing is decoded: what the camera sends is packed anew. So many run at once and no more.

Source: docs/decisions/0133-rtsp-and-pictures-in-processes-of-their-own.md
"""

import asyncio
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors import FullError, NotFoundError
from domain.video.media.sources import is_plain_step
from domain.video.media.ways import MediaTroubleError, TroubleError
from operations.video.streams.book import Stream

MOST_AT_ONCE = 16
# How long a camera may take to its first picture, and how long one stays that nobody looks at.
FIRST_WITHIN_S, LINGERS_S = 10.0, 8.0
_LOOKED_EVERY_S = 0.05
# How the process ends, by what it met (feeds/video/relay.py).
_SAYS = {3: "video_source_refuses", 4: "video_source_down", 5: "video_source_redirects"}


@dataclass(slots=True)
class _Relay:
    process: asyncio.subprocess.Process
    folder: Path
    viewers: set[str] = field(default_factory=set)
    ending: asyncio.TimerHandle | None = None


class Relays:
    """The processes that run now.

    Args:
        command: starts one; it reads a line of JSON and writes `index.m3u8` into a folder; None
            where the parts for it are not installed.
        secrets: name of a source → user and secret it is asked with.
    """

    def __init__(
        self,
        command: Sequence[str] | None = None,
        secrets: Mapping[str, tuple[str, str]] | None = None,
        *,
        most_at_once: int = MOST_AT_ONCE,
        lingers_s: float = LINGERS_S,
    ) -> None:
        self._command, self._secrets = command, secrets or {}
        self._most, self._lingers_s = most_at_once, lingers_s
        self._relays: dict[tuple[str, str], _Relay] = {}
        self._starting = asyncio.Lock()
        self._ended: list[asyncio.subprocess.Process] = []

    def __len__(self) -> int:
        """How many run."""
        return len(self._relays)

    def can(self) -> bool:
        """Whether the parts for it are installed."""
        return self._command is not None

    async def read(self, stream: Stream, path: str) -> bytes:
        """The playlist or a piece of it, as soon as it is there.

        Raises:
            NotFoundError: there is no such piece.
            TroubleError: the camera refuses, is down, or sends nothing.
            FullError: too many run.
        """
        relay = await self._of(stream)
        if "/" in path or not is_plain_step(path):
            raise NotFoundError(says="nothing_at_path", field="path")
        file = relay.folder / path
        if path == "index.m3u8":
            await self._first(relay, file, stream)
        try:
            return await asyncio.to_thread(file.read_bytes)
        except OSError:
            raise NotFoundError(says="nothing_at_path", field="path") from None

    def let_go(self, stream: Stream) -> None:
        """A stream is over; its relay ends soon unless somebody else looks."""
        key = _key(stream)
        relay = self._relays.get(key)
        if relay is None:
            return
        relay.viewers.discard(stream.bound.stream_id)
        if not relay.viewers and relay.ending is None:
            loop = asyncio.get_running_loop()
            relay.ending = loop.call_later(self._lingers_s, self._end, key)

    async def stop(self) -> None:
        """End all of them."""
        for key in list(self._relays):
            self._end(key)
        await asyncio.gather(*(process.wait() for process in self._ended))
        self._ended.clear()

    async def _of(self, stream: Stream) -> _Relay:
        async with self._starting:
            key = _key(stream)
            relay = self._relays.get(key)
            if relay is not None and relay.process.returncode is not None:
                code = relay.process.returncode
                self._end(key)
                if stream.bound.stream_id in relay.viewers:
                    raise self._trouble(stream, code)
                relay = None
            if relay is None:
                relay = await self._start(stream)
                self._relays[key] = relay
            relay.viewers.add(stream.bound.stream_id)
            if relay.ending is not None:
                relay.ending.cancel()
                relay.ending = None
            return relay

    async def _start(self, stream: Stream) -> _Relay:
        if self._command is None:
            raise TroubleError(says="video_no_relay", code="no_relay")
        if len(self._relays) >= self._most:
            raise FullError(says="video_too_many_relays", code="busy")
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="onescreen-relay-"))
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        user, secret = self._secrets.get(stream.connector.source.name, ("", ""))
        told = {"url": stream.sent.rtsp, "user": user, "secret": secret, "folder": str(folder)}
        if process.stdin is None:
            raise RuntimeError("a process without an input")
        # By the pipe, not on the command line, which every process of the machine can read. It
        # stays open: when we are gone it ends.
        process.stdin.write(json.dumps(told).encode() + b"\n")
        return _Relay(process, folder)

    async def _first(self, relay: _Relay, file: Path, stream: Stream) -> None:
        """Wait for the first picture."""
        try:
            async with asyncio.timeout(FIRST_WITHIN_S):
                while not await asyncio.to_thread(file.is_file):
                    if relay.process.returncode is not None:
                        raise self._trouble(stream, relay.process.returncode)
                    await asyncio.sleep(_LOOKED_EVERY_S)
        except TimeoutError:
            raise MediaTroubleError(
                says="video_no_first_frame", source=stream.connector.source.name
            ) from None

    def _trouble(self, stream: Stream, code: int) -> TroubleError:
        name = stream.connector.source.name
        if says := _SAYS.get(code):
            return TroubleError(says=says, source=name)
        return MediaTroubleError(says="video_stream_died", source=name)

    def _end(self, key: tuple[str, str]) -> None:
        relay = self._relays.pop(key, None)
        if relay is None:
            return
        if relay.ending is not None:
            relay.ending.cancel()
        if relay.process.returncode is None:
            relay.process.kill()
            self._ended = [one for one in self._ended if one.returncode is None]
            self._ended.append(relay.process)
        if relay.process.stdin is not None:
            relay.process.stdin.close()
        shutil.rmtree(relay.folder, ignore_errors=True)


def _key(stream: Stream) -> tuple[str, str]:
    return stream.connector.source.name, stream.address
