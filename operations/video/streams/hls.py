"""HLS handed through: playlists with addresses of ours, and what they have named, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import NotFoundError
from domain.video.media.playlists import LARGEST, below, fetched_from, hand_on
from domain.video.media.ways import EndedError, MediaTroubleError
from operations.video.streams import recorded
from operations.video.streams.book import Stream
from operations.video.streams.relays import Relays
from operations.video.streams.streams import Media

FIRST = "index.m3u8"
LARGEST_PIECE = 16 * 1024 * 1024
# A part that is asked for ahead is answered when it is there (low latency).
_PLAYLIST_WITHIN_S, _PIECE_WITHIN_S = 8.0, 15.0
TYPES = {
    "m3u8": "application/vnd.apple.mpegurl",
    "ts": "video/mp2t",
    "mp4": "video/mp4",
    "m4s": "video/iso.segment",
    "aac": "audio/aac",
    "vtt": "text/vtt",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A playlist or a piece of one."""

    body: bytes
    media_type: str


class Hls:
    """Hands playlists and their pieces on.

    Args:
        media: what is shared.
        relays: makes playlists of cameras that speak RTSP alone.
    """

    def __init__(self, media: Media, relays: Relays) -> None:
        self._media, self._relays = media, relays

    async def read(self, token: str, holder: str, path: str, asked: Mapping[str, str]) -> Piece:
        """What stands at a path of a stream.

        Args:
            token: of the stream.
            holder: who asks.
            path: below the stream, decoded.
            asked: what the player adds.

        Raises:
            EndedError: the look is over.
            NotFoundError: no playlist has named it.
            TroubleError: the source does not give it.
        """
        stream = self._media.book.of_token(token, holder, self._media.now())
        ours = f"/video/hls/{token}/"
        if stream.sent.mp4:
            return await self._recorded(stream, path)
        if not stream.sent.hls:
            return Piece(await self._relays.read(stream, path), type_of(path))
        root = stream.sent.hls
        if path == FIRST:
            return await self._playlist(stream, root, ours, asked)
        query = stream.named.get(path)
        if query is None:
            raise NotFoundError(says="nothing_at_path", field="path")
        url = fetched_from(root, path, query, asked)
        if path.endswith(".m3u8"):
            return await self._playlist(stream, url, ours, asked)
        return await self._piece(stream, url, path)

    async def _recorded(self, stream: Stream, path: str) -> Piece:
        """A recording in short pieces; its look is still open when each is handed out."""
        if path == FIRST:
            return Piece((await recorded.playlist(stream)).encode(), TYPES["m3u8"])
        body = await recorded.piece(stream, path)
        if not self._media.book.is_open(stream):
            raise EndedError(says="video_look_ended", field="token")
        return Piece(body, type_of(path))

    async def _playlist(
        self, stream: Stream, url: str, ours: str, asked: Mapping[str, str]
    ) -> Piece:
        root = stream.sent.hls
        if url == root and asked:
            url = fetched_from(root, *below(root, root), asked)
        answer = await stream.connector.calls.fetch(
            url, headers=dict(stream.sent.headers), most=LARGEST, within_s=_PLAYLIST_WITHIN_S
        )
        made = hand_on(answer.body.decode("utf-8", "replace"), url, root, ours)
        stream.name_paths(made.named)
        if made.ends_at is not None and stream.is_live:
            stream.clock_off_s = (made.ends_at - self._media.now()).total_seconds()
        return Piece(made.text.encode(), TYPES["m3u8"])

    async def _piece(self, stream: Stream, url: str, path: str) -> Piece:
        answer = await stream.connector.calls.fetch(
            url, headers=dict(stream.sent.headers), most=LARGEST_PIECE, within_s=_PIECE_WITHIN_S
        )
        if not answer.body:
            raise MediaTroubleError(says="video_no_media", source=stream.connector.source.name)
        return Piece(answer.body, type_of(path))


def type_of(path: str) -> str:
    """By its ending; what the source calls it is not believed."""
    return TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")
