"""Real pictures on loopback: the demo's cameras in a process of their own, that can go wrong.

`with media_server() as media:` `media.source()` is what a district would name, `media.fault("gate",
stalls=True)` makes a camera go wrong, `media.fault("gate")` mends it.
"""

import io
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import httpx

from domain.video.media.sources import ClockBox, Source, SourceKind
from settings import ROOT


@dataclass(frozen=True)
class MediaServer:
    """A running server of demo cameras; `url` without a slash at its end."""

    url: str
    process: "subprocess.Popen[bytes]"

    def source(self, name: str = "loopback", **given: Any) -> Source:
        """It as a district names it: WHEP, HLS, pictures."""
        patterns = {
            "whep": f"{self.url}/{{address}}/whep",
            "hls": f"{self.url}/{{address}}/index.m3u8",
            "snapshot": f"{self.url}/{{address}}/snap.jpg",
            "clock": ClockBox(0.0, 0.0, 0.62, 0.16),
        }
        return Source(name, SourceKind.PLAIN, **{**patterns, **given})

    def toml(self, name: str = "loopback") -> str:
        """The same, as `video.toml` says it."""
        return (
            f'[[sources]]\nname = "{name}"\nkind = "plain"\n'
            f'whep = "{self.url}/{{address}}/whep"\nhls = "{self.url}/{{address}}/index.m3u8"\n'
            f'snapshot = "{self.url}/{{address}}/snap.jpg"\n'
        )

    def fault(self, camera: str, **faults: Any) -> None:
        """Make a camera go wrong (feeds/video/demo/faults.py), or mend it."""
        httpx.put(f"{self.url}/faults/{camera}", json=faults, timeout=10).raise_for_status()

    def sessions(self) -> int:
        """How many WebRTC sessions are open."""
        return int(httpx.get(f"{self.url}/sessions", timeout=10).json()["sessions"])

    def die(self) -> None:
        """The server is gone; it does not come back."""
        self.process.kill()
        self.process.wait()


@contextmanager
def media_server() -> Iterator[MediaServer]:
    """Started, listening, and ended."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen(64)
        port = held.getsockname()[1]
        fd = held.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "feeds.video.demo", "--fd", str(fd), "--faults"],
            cwd=ROOT, pass_fds=(fd,), stdin=subprocess.PIPE,
        )  # fmt: skip
        # From now on it alone answers: once it is gone, so is the port.
    media = MediaServer(f"http://127.0.0.1:{port}", process)
    try:
        _wait(media)
        yield media
    finally:
        process.kill()
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def film(seconds: float = 3.0) -> bytes:
    """A recording as MediaMTX hands it out: fragmented MP4, H.264, a picture that moves."""
    import av

    from feeds.video.demo.channel import CODED
    from feeds.video.demo.drawn import HEIGHT, RATE, WIDTH, picture

    kept, begun = io.BytesIO(), datetime(2026, 1, 1, 12, tzinfo=UTC)
    how = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    with av.open(kept, "w", format="mp4", options=how) as made:
        codec, given = CODED["h264"]
        stream: Any = made.add_stream(codec, rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options, stream.gop_size = given, RATE
        for tick in range(round(seconds * RATE)):
            at = begun + timedelta(seconds=tick / RATE)
            frame = av.VideoFrame.from_ndarray(picture("film", at, tick), format="rgb24")
            frame.pts, frame.time_base = tick, Fraction(1, RATE)
            for packet in stream.encode(frame):
                made.mux(packet)
        for packet in stream.encode():
            made.mux(packet)
    return kept.getvalue()


def frames_of(body: bytes) -> list[Any]:
    """The pictures of a film, as grey arrays."""
    import av

    with av.open(io.BytesIO(body)) as taken:
        return [one.to_ndarray(format="gray") for one in taken.decode(video=0)]


def _wait(media: MediaServer) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            media.sessions()
            return
        except httpx.HTTPError:
            if media.process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
