"""A source that turns and remembers what it was told."""

from domain.video.media.connector import PresetAct, Turn
from domain.video.media.sources import Source, SourceKind
from feeds.video.calls import SourceCalls
from feeds.video.plain import PlainConnector


class TurningSource(PlainConnector):
    """Plain addresses; `told` holds the commands, in order."""

    def __init__(self, name: str = "loopback") -> None:
        source = Source(name, SourceKind.PLAIN, hls="http://127.0.0.1:9/{address}/index.m3u8")
        super().__init__(source, SourceCalls(source))
        self.told: list[str] = []

    async def turn(self, address: str, turn: Turn, speed: int) -> None:
        """Written down."""
        self.told.append(turn.value)

    async def preset(self, address: str, number: int, act: PresetAct) -> None:
        """Likewise."""
        self.told.append(f"{act.value} {number}")
