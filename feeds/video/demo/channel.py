"""One demo camera: coded once while somebody looks, packed as HLS and handed to every session."""

import asyncio
import contextlib
import io
import logging
import shutil
import tempfile
from collections.abc import Coroutine, Sequence
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import av
from PIL import Image

from feeds.video.demo.drawn import HEIGHT, RATE, WIDTH, Pixels, black, picture
from feeds.video.demo.faults import Faults

log = logging.getLogger(__name__)
ZONE = timezone(timedelta(hours=8))
RESTS_AFTER_S = 15.0
# A frame that can be begun with, every so many.
GROUP = 6
WAITING = 30
CODED: dict[str, tuple[str, dict[str, str]]] = {
    "h264": ("libx264", {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline"}),
    "h264-b": ("libx264", {"preset": "veryfast", "profile": "main", "bf": "2"}),
    "h265": (
        "libx265",
        {"preset": "ultrafast", "tune": "zerolatency", "x265-params": "log-level=none"},
    ),
}
Packet = tuple[bytes, int]
# Width, height, and frames a second.
Shape = tuple[int, int, int]
LARGE: Shape = (WIDTH, HEIGHT, RATE)
SMALL: Shape = (320, 180, 8)
T = TypeVar("T")


class Channel:
    """A camera.

    Args:
        name: by which it is asked for.
        shape: of its picture.
    """

    def __init__(self, name: str, shape: Shape = LARGE) -> None:
        self.name, self.shape = name, shape
        self.faults = Faults()
        self.folder: Path | None = None
        self._sessions: set[asyncio.Queue[Packet]] = set()
        self._task: asyncio.Task[None] | None = None
        self._asked_at = 0.0
        self._wants_key = False
        self._latest: Pixels | None = None

    def is_asked_for(self) -> None:
        """Somebody looks: begin, or go on."""
        self._asked_at = asyncio.get_running_loop().time()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    @contextlib.contextmanager
    def session(self) -> Any:
        """The packets of a session, from the next frame that can be begun with."""
        queue: asyncio.Queue[Packet] = asyncio.Queue(WAITING)
        self._sessions.add(queue)
        self._wants_key = True
        self.is_asked_for()
        try:
            yield queue
        finally:
            self._sessions.discard(queue)

    async def change(self, faults: Faults) -> None:
        """From now on this goes wrong; what runs is begun anew."""
        self.faults = faults
        await self.stop()

    async def stop(self) -> None:
        """End what runs."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def jpeg(self) -> bytes:
        """What it shows now: it moves by the clock, whether or not it is coded meanwhile."""
        made = io.BytesIO()
        tick = int(self.now().timestamp() * RATE)
        Image.fromarray(self._picture(tick)).save(made, "JPEG", quality=80)
        return made.getvalue()

    async def file(self, name: str, within_s: float = 6.0) -> bytes | None:
        """A file of its playlist, as soon as it is there."""
        self.is_asked_for()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s if name.endswith(".m3u8") else 0.05):
                while True:
                    folder = self.folder
                    if folder is not None and (folder / name).is_file():
                        return await asyncio.to_thread((folder / name).read_bytes)
                    await asyncio.sleep(0.02)
        return None

    def now(self) -> datetime:
        """By its own clock."""
        return datetime.now(ZONE) + timedelta(seconds=self.faults.clock_off_s)

    def _picture(self, tick: int) -> Pixels:
        faults = self.faults
        if faults.is_black:
            return black()
        if faults.is_frozen:
            self._latest = (
                self._latest if self._latest is not None else picture(self.name, self.now(), 0)
            )
            return self._latest
        at = datetime(2026, 1, 1, tzinfo=ZONE) if faults.clock_stands else self.now()
        return picture(self.name, at, tick)

    async def _run(self) -> None:
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="onescreen-demo-"))
        try:
            if not self.faults.stalls:
                await self._code(folder)
        finally:
            self.folder = None
            shutil.rmtree(folder, ignore_errors=True)

    async def _code(self, folder: Path) -> None:
        codec, given = CODED[self.faults.codec]
        told = {
            "hls_time": "0.6", "hls_list_size": "8",
            "hls_flags": "delete_segments+independent_segments+temp_file",
        }  # fmt: skip
        if self.faults.codec == "h265":
            told["hls_segment_type"] = "fmp4"
        loop = asyncio.get_running_loop()
        with av.open(str(folder / "index.m3u8"), "w", format="hls", options=told) as made:
            width, height, rate = self.shape
            stream: Any = made.add_stream(codec, rate=rate)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            stream.options, stream.gop_size = given, GROUP
            stream.codec_context.thread_count = 1
            self.folder = folder
            due, tick = loop.time(), 0
            while loop.time() - self._asked_at < RESTS_AFTER_S or self._sessions:
                packets = await _to_its_end(asyncio.to_thread(self._frame, made, stream, tick))
                for packet in packets:
                    self._hand_out(packet)
                tick += 1
                due = max(due + 1 / rate, loop.time() - 0.5)
                await asyncio.sleep(max(0.0, due - loop.time()))

    def _frame(self, made: Any, stream: Any, tick: int) -> Sequence[Packet]:
        """In a thread: draw, code, pack."""
        frame = av.VideoFrame.from_ndarray(self._picture(tick), format="rgb24")
        width, height, rate = self.shape
        if self.shape != LARGE:
            frame = frame.reformat(width=width, height=height)
        frame.pts, frame.time_base = tick, Fraction(1, rate)
        if self._wants_key:
            self._wants_key = False
            frame.pict_type = av.video.frame.PictureType.I
        packets = []
        for packet in stream.encode(frame):
            body = bytes(packet)
            if packet.is_keyframe:
                # The packing takes what describes the stream out of it; a session begins anywhere.
                body = (stream.codec_context.extradata or b"") + body
            # 90 kHz, as WebRTC counts.
            packets.append((body, int(packet.pts * packet.time_base * 90_000)))
            made.mux(packet)
        return packets

    def _hand_out(self, packet: Packet) -> None:
        for queue in self._sessions:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(packet)


async def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Wait for a thread also where we are cancelled: what it codes into must not be closed."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
