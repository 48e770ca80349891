"""HLS handed through: playlists with addresses of ours, and what they have named, nothing else."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from domain.errors import NotFoundError
from domain.video.media.connector import Fetched
from domain.video.media.playlists import LARGEST, below, fetched_from, hand_on
from domain.video.media.ways import MediaTroubleError
from operations.video.streams.book import Stream
from operations.video.streams.relays import Relays
from operations.video.streams.streams import Media

FIRST, RECORDING = "index.m3u8", "recording.mp4"
LARGEST_PIECE, LARGEST_RECORDING = 16 * 1024 * 1024, 2 * 1024**3
# A part that is asked for ahead is answered when it is there (low latency).
_PLAYLIST_WITHIN_S, _PIECE_WITHIN_S, _RECORDING_WITHIN_S = 8.0, 15.0, 3600.0
_RANGE = re.compile(r"bytes=\d{1,15}-\d{0,15}")
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

    @asynccontextmanager
    async def recording(
        self, token: str, holder: str, range_asked: str | None
    ) -> AsyncIterator[tuple[Fetched, AsyncIterator[bytes]]]:
        """A recording that is one file, read piece by piece while the look goes on.

        Raises:
            EndedError: the look is over.
            NotFoundError: the stream has none.
        """
        stream = self._media.book.of_token(token, holder, self._media.now())
        if not stream.sent.mp4:
            raise NotFoundError(says="nothing_at_path", field="path")
        headers = dict(stream.sent.headers)
        if range_asked and _RANGE.fullmatch(range_asked):
            headers["range"] = range_asked
        streamed = stream.connector.calls.streamed(
            stream.sent.mp4, headers=headers, most=LARGEST_RECORDING, within_s=_RECORDING_WITHIN_S
        )
        async with streamed as (fetched, pieces):
            yield fetched, self._while_looked_at(token, holder, pieces)

    async def _while_looked_at(
        self, token: str, holder: str, pieces: AsyncIterator[bytes]
    ) -> AsyncIterator[bytes]:
        """The pieces until the look is over: what comes after it would stand in no register."""
        async for piece in pieces:
            self._media.book.of_token(token, holder, self._media.now())
            yield piece

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
