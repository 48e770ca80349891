"""A recording cut into short pieces, so that it is watched and not carried away in one file.

A recorder hands out any span as fragmented MP4. It is asked for a few seconds at a time, and what
it answers is split into what describes the film (`ftyp`, `moov`) and the film itself, as a playlist
of fragmented MP4 names them. How fast pieces are handed out is bounded: a span is copied no quicker
than four times its own length, while its look is open.

Source: RFC 8216, 3.3 and 4.3.2.5; ISO/IEC 14496-12, 4.2; docs/decisions/0151
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import FullError

PIECE = timedelta(seconds=6)
# Of a piece that is shorter no recorder makes a picture.
SHORTEST = timedelta(seconds=0.5)
# Pieces at once, for the start and for a jump; then so many times as fast as it is watched.
AT_ONCE, TIMES = 12, 4.0
_DESCRIBES = frozenset({b"ftyp", b"moov"})


class NotFragmentedError(ValueError):
    """What a recorder answered is no fragmented MP4."""


@dataclass(frozen=True, slots=True)
class RecordedPiece:
    """A few seconds of a recording."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.end - self.start).total_seconds()


def pieces_of(
    recorded: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime
) -> list[RecordedPiece]:
    """The pieces between two moments, where there is a recording."""
    made: list[RecordedPiece] = []
    after = start
    for begun, over in sorted(recorded):
        at, until = max(begun, after), min(over, end)
        while until - at >= SHORTEST:
            # A rest too short for a piece of its own belongs to the last one.
            last = until if until - at < PIECE + SHORTEST else at + PIECE
            made.append(RecordedPiece(at, last))
            at = last
        after = max(after, until)
    return made


def playlist_of(pieces: Sequence[RecordedPiece]) -> str:
    """Their playlist; each begins its own clock, so each stands behind a discontinuity."""
    longest = max((one.seconds for one in pieces), default=0.0)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        f"#EXT-X-TARGETDURATION:{int(longest) + 1}",
    ]
    for number, one in enumerate(pieces):
        lines += [
            *(["#EXT-X-DISCONTINUITY"] if number else []),
            f'#EXT-X-MAP:URI="i{number}.mp4"',
            f"#EXTINF:{one.seconds:.3f},",
            f"p{number}.m4s",
        ]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def number_of(path: str, most: int) -> int | None:
    """The piece a path of the playlist names; None where there is none."""
    name = path.removesuffix(".mp4") if path.startswith("i") else path.removesuffix(".m4s")
    digits = name[1:]
    if name == path or path[:1] not in {"i", "p"} or not digits.isascii() or not digits.isdigit():
        return None
    return int(digits) if len(digits) < 6 and int(digits) < most else None


def split(body: bytes) -> tuple[bytes, bytes]:
    """What describes a film, and the film.

    Raises:
        NotFragmentedError: it is no fragmented MP4.
    """
    at, describes, film = 0, bytearray(), bytearray()
    while at < len(body):
        size = int.from_bytes(body[at : at + 4], "big")
        kind = body[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(body[at + 8 : at + 16], "big")
        if size == 0:
            size = len(body) - at
        if size < 8 or at + size > len(body):
            raise NotFragmentedError(kind)
        (describes if kind in _DESCRIBES else film).extend(body[at : at + size])
        at += size
    if not describes or b"moof" not in film[:4096]:
        raise NotFragmentedError(b"moof")
    return bytes(describes), bytes(film)


class Pace:
    """How many more pieces may be handed out now."""

    def __init__(self) -> None:
        self._left, self._at_s = float(AT_ONCE), 0.0

    def take(self, now_s: float) -> None:
        """Hand out one more.

        Raises:
            FullError: it would be quicker than it is watched.
        """
        gained = max(0.0, now_s - self._at_s) * TIMES / PIECE.total_seconds()
        left = min(float(AT_ONCE), self._left + gained)
        self._at_s = now_s
        self._left = left
        if left < 1:
            raise FullError(says="video_recording_too_fast", code="busy")
        self._left = left - 1
