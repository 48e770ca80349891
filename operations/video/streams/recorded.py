"""Recordings that are files at their recorder, handed on as a playlist of short pieces."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from domain.errors import NotFoundError
from domain.video.media.recorded import (
    NotFragmentedError,
    Pace,
    RecordedPiece,
    number_of,
    pieces_of,
    playlist_of,
    split,
)
from domain.video.media.ways import MediaTroubleError
from operations.video.streams.book import Stream

LARGEST_PIECE, PIECE_WITHIN_S = 32 * 1024 * 1024, 15.0
# What describes a piece is asked for before the piece itself, and the one after ahead.
KEPT = 2


@dataclass(slots=True)
class Recorded:
    """What is known of a recording somebody watches.

    Attributes:
        pieces: of it.
        pace: how fast they are handed out.
        kept: the pieces that were fetched last, split.
    """

    pieces: list[RecordedPiece]
    pace: Pace = field(default_factory=Pace)
    kept: OrderedDict[int, tuple[bytes, bytes]] = field(default_factory=OrderedDict)
    fetching: asyncio.Lock = field(default_factory=asyncio.Lock)


async def playlist(stream: Stream) -> str:
    """The playlist of a recording.

    Raises:
        MediaTroubleError: nothing was recorded then.
        TroubleError: the recorder does not tell.
    """
    return playlist_of((await _of(stream)).pieces)


async def piece(stream: Stream, path: str) -> bytes:
    """What a playlist has named.

    Raises:
        NotFoundError: it has not.
        FullError: it is asked for quicker than it is watched.
        TroubleError: the recorder does not give it.
    """
    recorded = await _of(stream)
    number = number_of(path, len(recorded.pieces))
    if number is None:
        raise NotFoundError(says="nothing_at_path", field="path")
    async with recorded.fetching:
        if number not in recorded.kept:
            recorded.pace.take(asyncio.get_running_loop().time())
            recorded.kept[number] = await _fetched(stream, recorded.pieces[number])
            while len(recorded.kept) > KEPT:
                recorded.kept.popitem(last=False)
        describes, film = recorded.kept[number]
    return describes if path.startswith("i") else film


async def _of(stream: Stream) -> Recorded:
    if stream.recorded is not None:
        return stream.recorded
    if stream.span is None:
        raise NotFoundError(says="nothing_at_path", field="path")
    start, end = stream.span
    found = await stream.connector.recordings(stream.address, start, end)
    pieces = pieces_of([(one.start, one.end) for one in found], start, end)
    if not pieces:
        raise MediaTroubleError(says="video_nothing_recorded", source=stream.connector.source.name)
    # Asked for twice at once, the first to come is kept: with it stands how fast it goes.
    stream.recorded = stream.recorded or Recorded(pieces)
    return stream.recorded


async def _fetched(stream: Stream, wanted: RecordedPiece) -> tuple[bytes, bytes]:
    connector = stream.connector
    sent = await connector.playback(stream.address, wanted.start, wanted.end)
    answer = await connector.calls.fetch(
        sent.mp4, headers=dict(sent.headers), most=LARGEST_PIECE, within_s=PIECE_WITHIN_S
    )
    try:
        return split(answer.body)
    except NotFragmentedError:
        raise MediaTroubleError(says="video_no_media", source=connector.source.name) from None
