"""The demo's own cameras as a source: their process is started ahead, or when one is asked for.

The server holds the port and hands it to the process, so that nobody else can answer at it.
"""

import asyncio
import socket
import sys
import weakref
from contextlib import suppress

from domain.video.media.connector import Answered
from domain.video.media.sources import ClockBox, Source, SourceKind
from domain.video.media.ways import TroubleError, Upstream
from feeds.video.calls import SourceCalls
from feeds.video.plain import PlainConnector

NAME = "demo"
_BACKLOG = 64
# Where the time stands in its pictures (feeds/video/demo/drawn.py).
_CLOCK = ClockBox(0.0, 0.0, 0.62, 0.16)


class DemoConnector(PlainConnector):
    """Plain addresses of a process of our own."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(_BACKLOG)
        # One that was never started gives its port back as well.
        weakref.finalize(self, self._socket.close)
        source = _source(self._socket.getsockname()[1])
        super().__init__(source, SourceCalls(source))
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()

    async def ahead(self, address: str) -> None:
        """Have one picture drawn, so that whoever looks first waits for none of the beginning.

        One process and one picture, no stream; where it fails, the first look tells why.
        """
        with suppress(TroubleError):
            await self.snapshot(address)

    async def play(self, address: str) -> Upstream:
        """Its addresses; what is asked of them waits for the process."""
        await self._ensure()
        return await super().play(address)

    async def snapshot(self, address: str) -> bytes | None:
        """Its picture."""
        await self._ensure()
        return await super().snapshot(address)

    async def health(self) -> Answered:
        """As it was last; nothing is started to ask."""
        return self.calls.answered()

    async def close(self) -> None:
        """End the process."""
        await super().close()
        self._socket.close()
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    async def _ensure(self) -> None:
        async with self._starting:
            if self._process is not None and self._process.returncode is None:
                return
            fd = self._socket.fileno()
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "feeds.video.demo", "--fd", str(fd)),
                pass_fds=(fd,),
                stdin=asyncio.subprocess.PIPE,
            )


def _source(port: int) -> Source:
    at = f"http://127.0.0.1:{port}/{{address}}"
    return Source(
        NAME,
        SourceKind.PLAIN,
        whep=f"{at}/whep",
        hls=f"{at}/index.m3u8",
        snapshot=f"{at}/snap.jpg",
        clock=_CLOCK,
        is_demo=True,
    )
