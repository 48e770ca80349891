"""Whether what a camera sends is a picture: black, standing still, its clock standing still.

Judged by small grids of brightness (one byte a point) of two frames some seconds apart. The frames
themselves are seen by nobody and kept nowhere.

Source: docs/decisions/0134-three-layers-of-status.md
"""

from collections.abc import Sequence
from enum import StrEnum

# A covered lens is darker than any night with a street lamp in it, and even.
BLACK_BELOW, EVEN_WITHIN = 24, 12
# A coder sharpens what stands still, and its noise moves single points, by less.
MOVED_BY = 16


class Picture(StrEnum):
    """What the frames show."""

    OK = "ok"
    BLACK = "black"
    FROZEN = "frozen"
    CLOCK_STANDS = "clock_stands"
    UNKNOWN = "unknown"


def judge(grids: Sequence[bytes], clocks: Sequence[bytes] = ()) -> Picture:
    """What two frames show; `UNKNOWN` where one is not enough to tell.

    Args:
        grids: of the whole frames, in the order of time.
        clocks: of where the time stands in them; none where that is not known.
    """
    if not grids:
        return Picture.UNKNOWN
    last = grids[-1]
    if not last:
        return Picture.UNKNOWN
    if sum(last) / len(last) < BLACK_BELOW and max(last) - min(last) <= EVEN_WITHIN:
        return Picture.BLACK
    if len(grids) < 2:
        return Picture.UNKNOWN
    moved = _moved(grids[0], last) or (len(clocks) > 1 and _moved(clocks[0], clocks[-1]))
    if not moved:
        return Picture.FROZEN
    if len(clocks) > 1 and not _moved(clocks[0], clocks[-1]):
        return Picture.CLOCK_STANDS
    return Picture.OK


def _moved(first: bytes, last: bytes) -> bool:
    return any(abs(a - b) > MOVED_BY for a, b in zip(first, last, strict=False))
