"""Everything that shows pictures, put together over one book of open streams."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.video.media.connector import Answered
from operations.video.streams.decoder import Decoder
from operations.video.streams.hls import Hls
from operations.video.streams.hook import MediaHook
from operations.video.streams.relays import Relays
from operations.video.streams.signalling import Signalling
from operations.video.streams.snapshots import Snapshots
from operations.video.streams.status import NO_SHELF, StateShelf, Status
from operations.video.streams.streams import Media, Streams
from operations.video.streams.turning import Turning


@dataclass(frozen=True, slots=True)
class Workers:
    """The processes beside the server, and what they sign in with.

    Attributes:
        relay: the command that packs RTSP as HLS; None where its parts are not installed.
        frames: the command that decodes.
        logins: name of a source → user and secret.
    """

    relay: Sequence[str] | None
    frames: Sequence[str] | None
    logins: Mapping[str, tuple[str, str]]


class VideoStreams:
    """What callers ask, and the jobs behind it."""

    def __init__(
        self, media: Media, workers: Workers, hook: MediaHook, shelf: StateShelf = NO_SHELF
    ) -> None:
        self.media, self.hook = media, hook
        self.relays = Relays(workers.relay, workers.logins)
        self.decoder = Decoder(workers.frames)
        self.signalling = Signalling(media)
        self.streams = Streams(media, self.signalling.hung_up, self.relays.let_go, self.relays.can)
        self.hls = Hls(media, self.relays)
        self.snapshots = Snapshots(media, self.decoder, workers.logins)
        self.turning = Turning(media)
        self.status = Status(media, self.snapshots, self.decoder, shelf)

    def answered(self) -> list[Answered]:
        """How each source is."""
        return [one.calls.answered() for one in self.media.connectors.values()]

    async def seen(self, look_id: str, holder: str) -> None:
        """A player shows the first frame of a look.

        Raises:
            EndedError: the look is over, or somebody else's.
        """
        stream = self.media.book.of_look(look_id, holder)
        if stream.is_live and not stream.is_seen:
            stream.is_seen = True
            await self.status.seen(stream.bound.camera_id)

    async def stop(self) -> None:
        """End everything that is open."""
        await self.turning.stop()
        await self.streams.stop()
        await self.relays.stop()
        for connector in self.media.connectors.values():
            await connector.close()
