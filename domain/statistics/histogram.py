"""Spans counted in fine logarithmic buckets, so that days and areas can be added together.

Sixteen buckets to a doubling: each is 4.4 % wide. A percentile is the upper bound of the bucket
it falls into: "90 % took no longer than this" is true, and at most 4.4 % too careful.
"""

import math
from collections.abc import Mapping

PER_DOUBLING = 16
WIDTH = 2 ** (1 / PER_DOUBLING) - 1
_FIRST_MS = 1000


def bucket_of(milliseconds: int) -> int:
    """The bucket a span lies in; 0 holds everything up to one second."""
    if milliseconds <= _FIRST_MS:
        return 0
    return math.ceil(round(PER_DOUBLING * math.log2(milliseconds / _FIRST_MS), 9))


def upper_s(bucket: int) -> float:
    """The longest span of a bucket, in seconds."""
    return 2 ** (bucket / PER_DOUBLING)


def percentile_s(buckets: Mapping[int, int], share: float) -> float | None:
    """Seconds that `share` (0 to 1) of the spans do not exceed; None when there are none."""
    total = sum(buckets.values())
    if total <= 0:
        return None
    wanted, seen = share * total, 0
    for bucket in sorted(buckets):
        seen += buckets[bucket]
        if seen >= wanted - 1e-9:
            return upper_s(bucket)
    return upper_s(max(buckets))


SHARES = tuple(n / 20 for n in range(1, 20))


def curve_s(buckets: Mapping[int, int]) -> list[float] | None:
    """Seconds that each of SHARES of the spans do not exceed, for a line that can be drawn."""
    found = [percentile_s(buckets, share) for share in SHARES]
    return None if None in found else [round(value, 1) for value in found if value is not None]
