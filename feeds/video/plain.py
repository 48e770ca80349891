"""Plain addresses: cameras and servers that are reached by RTSP, HLS or WHEP and nothing more."""

from collections.abc import Sequence
from datetime import datetime

from domain.video.media.connector import (
    Answered,
    ChannelPage,
    Fetcher,
    Preset,
    PresetAct,
    Recording,
    Turn,
)
from domain.video.media.sources import Source, split_origin
from domain.video.media.ways import TroubleError, Upstream

LARGEST_PICTURE = 4 * 1024 * 1024


class PlainConnector:
    """Fills the camera's address into the patterns of the source.

    Args:
        source: of the kind `plain`.
        calls: its HTTP client.
        secret: with `source.user`, what an RTSP server asks for; empty for none.
        health_url: asked for its health; empty where there is none to ask.
    """

    def __init__(self, source: Source, calls: Fetcher, secret: str = "") -> None:
        self.source, self.calls = source, calls
        self._secret = secret

    async def channels(self, page: int, count: int) -> ChannelPage:
        """It lists none."""
        return ChannelPage((), 0)

    async def play(self, address: str) -> Upstream:
        """Its addresses; nothing has to be begun."""
        source = self.source
        return Upstream(
            whep=source.filled(source.whep, address),
            hls=source.filled(source.hls, address),
            is_low_latency=source.is_low_latency,
            rtsp=source.filled(source.rtsp, address),
            snapshot=source.filled(source.snapshot, address),
        )

    async def stop(self, address: str, sent: Upstream) -> None:
        """Nothing was begun."""

    async def snapshot(self, address: str) -> bytes | None:
        """The picture at the source's own address of pictures."""
        url = self.source.filled(self.source.snapshot, address)
        if not url:
            return None
        return (await self.calls.fetch(url, most=LARGEST_PICTURE)).body

    async def turn(self, address: str, turn: Turn, speed: int) -> None:
        """It turns nothing."""
        raise _cannot(self.source)

    async def presets(self, address: str) -> Sequence[Preset]:
        """It keeps none."""
        return ()

    async def preset(self, address: str, number: int, act: PresetAct) -> None:
        """It turns nothing."""
        raise _cannot(self.source)

    async def recordings(self, address: str, start: datetime, end: datetime) -> Sequence[Recording]:
        """It tells of none."""
        return ()

    async def playback(self, address: str, start: datetime, end: datetime) -> Upstream:
        """It plays none."""
        raise _cannot(self.source)

    async def health(self) -> Answered:
        """Whether its HTTP server answers at all; whatever it says will do."""
        source = self.source
        for url in source.base, source.hls, source.whep, source.snapshot:
            found = split_origin(url)
            if found and found[0] in {"http", "https"}:
                host = f"[{found[1]}]" if ":" in found[1] else found[1]
                asked = f"{found[0]}://{host}:{found[2]}/"
                await self.calls.fetch(asked, within_s=5.0, may_refuse=True)
                break
        return self.calls.answered()

    async def close(self) -> None:
        """End what is open."""
        await self.calls.close()


def _cannot(source: Source) -> TroubleError:
    return TroubleError(says="video_source_cannot", source=source.name, code="cannot")
