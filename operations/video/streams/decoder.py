"""Frames of strangers are decoded in a process of their own, few at a time, and ended in time."""

import asyncio
import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import FullError
from domain.video.media.sources import ClockBox
from domain.video.media.ways import MediaTroubleError, TroubleError

AT_ONCE, WAITING, WITHIN_S = 2, 16, 12.0
LARGEST_ANSWER = 8 * 1024 * 1024
_SAYS = {3: "video_source_refuses", 4: "video_source_down", 5: "video_source_redirects"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be decoded: `body` as a media file, or what `url` (RTSP) sends.

    `apart_s`: of two frames so far from each other; 0 for one.
    """

    body: bytes = b""
    url: str = ""
    user: str = ""
    secret: str = ""
    apart_s: float = 0.0
    picture: bool = False
    clock: ClockBox | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """Small grids of brightness, of the frames and of the clock in them; and a JPEG."""

    grids: Sequence[bytes]
    clocks: Sequence[bytes]
    width: int
    height: int
    jpeg: bytes


class Decoder:
    """Decodes, a process for each.

    Args:
        command: starts one (feeds/video/frames.py); None where the parts are not installed.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = command
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    def can(self) -> bool:
        """Whether the parts for it are installed."""
        return self._command is not None

    async def run(self, wanted: Wanted, source: str) -> Decoded:
        """Decode.

        Raises:
            TroubleError: no frame was found, in time.
            FullError: too many wait.
        """
        if self._command is None:
            raise TroubleError(says="video_no_decoder", code="no_decoder")
        if self._waiting >= WAITING:
            raise FullError(says="too_much_waits", lane="decoder", code="busy")
        self._waiting += 1
        try:
            async with self._places:
                return await self._run(self._command, wanted, source)
        finally:
            self._waiting -= 1

    async def _run(self, command: Sequence[str], wanted: Wanted, source: str) -> Decoded:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=LARGEST_ANSWER,
        )
        box = wanted.clock
        told = {
            "size": len(wanted.body), "url": wanted.url, "user": wanted.user,
            "secret": wanted.secret, "apart_s": wanted.apart_s, "picture": wanted.picture,
            "clock": [box.left, box.top, box.width, box.height] if box else None,
        }  # fmt: skip
        try:
            async with asyncio.timeout(WITHIN_S):
                written = json.dumps(told).encode() + b"\n" + wanted.body
                answer, _ = await process.communicate(written)
        except TimeoutError:
            raise MediaTroubleError(says="video_no_first_frame", source=source) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            if says := _SAYS.get(process.returncode or 0):
                raise TroubleError(says=says, source=source)
            raise MediaTroubleError(says="video_no_picture", source=source)
        return _read(answer)


def _read(answer: bytes) -> Decoded:
    line, _, rest = answer.partition(b"\n")
    told = json.loads(line)
    return Decoded(
        [base64.b64decode(one) for one in told["grids"]],
        [base64.b64decode(one) for one in told["clocks"]],
        told["width"],
        told["height"],
        rest[: told["size"]],
    )
