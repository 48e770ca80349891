"""A recording as one film that says who took it: fetched from its recorder and stamped."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from domain.access.callers import Caller
from domain.video.media.ways import MediaTroubleError, TroubleError
from operations.video.streams.streams import Media

LARGEST = 512 * 1024 * 1024
FETCHED_WITHIN_S, STAMPED_WITHIN_S = 300.0, 900.0
FONT = Path(__file__).parents[2] / "prints" / "fonts" / "NotoSansSC-paper.ttf"


class StampedClips:
    """Makes films, one at a time.

    Args:
        media: the register of cameras and their sources.
        command: starts the process that stamps (feeds/video/stamping.py); None where the parts for
            it are not installed.
    """

    def __init__(self, media: Media, command: Sequence[str] | None) -> None:
        self._media, self._command = media, command
        self._place = asyncio.Semaphore(1)

    async def made(
        self, camera_id: str, start: datetime, end: datetime, caller: Caller, mark: Sequence[str]
    ) -> bytes:
        """A film with these lines in every picture.

        Raises:
            NotAllowedError, NotFoundError: not the caller's camera.
            TroubleError: its recorder does not give it, or gives no file.
        """
        if self._command is None:
            raise TroubleError(says="video_no_decoder", code="no_decoder")
        _, connector, address = await self._media.at_source(camera_id, caller)
        async with self._place:
            sent = await connector.playback(address, start, end)
            if not sent.mp4:
                raise TroubleError(says="video_no_file_of_it", source=connector.source.name)
            pieces = bytearray()
            streamed = connector.calls.streamed(
                sent.mp4, headers=dict(sent.headers), most=LARGEST, within_s=FETCHED_WITHIN_S
            )
            async with streamed as (_, body):
                async for piece in body:
                    pieces += piece
            return await self._stamped(self._command, bytes(pieces), mark, connector.source.name)

    @staticmethod
    async def _stamped(
        command: Sequence[str], body: bytes, lines: Sequence[str], source: str
    ) -> bytes:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        told = {"size": len(body), "lines": list(lines), "font": str(FONT)}
        try:
            async with asyncio.timeout(STAMPED_WITHIN_S):
                made, _ = await process.communicate(json.dumps(told).encode() + b"\n" + body)
        except TimeoutError:
            made = b""
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0 or not made:
            raise MediaTroubleError(says="video_no_picture", source=source)
        return made
