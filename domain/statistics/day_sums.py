"""The sums of one area and one day as a row of numbered slots, and the bytes it is kept as.

A day is the counts of each class, then of each hour, of each severity, and the histograms of times.
Most slots of a day are empty: kept are the numbers of the others and their values. Days add up
slot by slot, so a year is read in one pass. The order of slots is what old rows were written by:
it may grow at its end, never change.
Source: docs/decisions/0046-a-row-per-day.md
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

Slots = Mapping[int, int]
Row = NDArray[np.int64]

COUNTS = (
    "reported",
    "closed",
    "cancelled",
    "resolved",
    "resolved_in_target",
    "arrived",
    "arrived_in_target",
    "accept_ms",
    "dispatch_ms",
    "travel_ms",
)
STEPS = ("accept", "dispatch", "travel", "arrival", "resolve")
HOUR_PARTS = 3  # reported, arrived, milliseconds to arrival
SEVERITY_PARTS = 5  # the first five of COUNTS
BUCKETS = 512  # 2^32 seconds: no span is longer
_CLASSES = (
    "fire",
    "traffic",
    "flood",
    "medical",
    "public_order",
    "hazard",
    "city_management",
    "dispute",
    "service_request",
    "sos",
    "other",
)
_MOST_CLASSES = 64
_CLASS_AT = {name: at * len(COUNTS) for at, name in enumerate(_CLASSES)}
_COUNT_AT = {name: at for at, name in enumerate(COUNTS)}
_STEP_AT = {name: at * BUCKETS for at, name in enumerate(STEPS)}
HOURS_AT = _MOST_CLASSES * len(COUNTS)
SEVERITIES_AT = HOURS_AT + 24 * HOUR_PARTS
TIMES_AT = SEVERITIES_AT + 4 * SEVERITY_PARTS
SQUARES_AT = TIMES_AT + len(STEPS) * BUCKETS  # the squares of seconds to arrival, summed
WIDTH = SQUARES_AT + 1
SUMS = (*COUNTS, "arrival_s2")
_PAIR = 10  # bytes: two for the slot, eight for its value
_FAST = 1


def class_slot(incident_class: str, count: str) -> int:
    """Where a class has one of COUNTS."""
    return _CLASS_AT[incident_class] + _COUNT_AT[count]


def hour_slot(hour: int, part: int) -> int:
    """Where an hour of the day has reported, arrived and milliseconds to arrival."""
    return HOURS_AT + hour * HOUR_PARTS + part


def severity_slot(severity: int, part: int) -> int:
    """Where a severity (1 to 4) has one of the first five of COUNTS."""
    return SEVERITIES_AT + (severity - 1) * SEVERITY_PARTS + part


def time_slot(step: str, bucket: int) -> int:
    """Where a step has the incidents of a bucket (domain/statistics/histogram.py)."""
    return TIMES_AT + _STEP_AT[step] + min(bucket, BUCKETS - 1)


def add_slots(held: dict[int, int], more: Slots, sign: int = 1) -> None:
    """Add a row to another in place, or take it away."""
    for slot, value in more.items():
        held[slot] = held.get(slot, 0) + sign * value


def without_zeros(slots: Slots) -> dict[int, int]:
    """The same, so that equal sums are equal rows."""
    return {slot: value for slot, value in sorted(slots.items()) if value}


def plain_counts(slots: Slots) -> Counter[str]:
    """The sums of all classes together (SUMS); zeros too."""
    found = Counter(dict.fromkeys(COUNTS, 0))
    for slot, value in slots.items():
        if slot < HOURS_AT:
            found[COUNTS[slot % len(COUNTS)]] += value
    found["arrival_s2"] = slots.get(SQUARES_AT, 0)
    return found


def packed(slots: Slots) -> bytes:
    """A row as it is kept."""
    kept = without_zeros(slots)
    numbers = np.fromiter(kept.keys(), "<u2", len(kept)).tobytes()
    return zlib.compress(numbers + np.fromiter(kept.values(), "<i8", len(kept)).tobytes(), _FAST)


def _pairs(raw: bytes) -> tuple[NDArray[np.uint16], Row]:
    whole = zlib.decompress(raw)
    count = len(whole) // _PAIR
    return np.frombuffer(whole, "<u2", count), np.frombuffer(whole, "<i8", count, 2 * count)


def unpacked(raw: bytes) -> dict[int, int]:
    """A kept row, slot by slot."""
    numbers, values = _pairs(raw)
    return dict(zip(numbers.tolist(), values.tolist(), strict=True))


def added(rows: Iterable[bytes]) -> Row:
    """Kept rows added together: all slots, WIDTH of them."""
    whole = np.zeros(WIDTH, np.int64)
    for raw in rows:
        numbers, values = _pairs(raw)
        whole[numbers] += values
    return whole


def classes_of(whole: Row) -> dict[str, Counter[str]]:
    """The counts of each class that has any."""
    found = {}
    for name, start in _CLASS_AT.items():
        counts = whole[start : start + len(COUNTS)].tolist()
        if counts[0]:
            found[name] = Counter(dict(zip(COUNTS, counts, strict=True)))
    return found


def hours_of(whole: Row) -> list[list[int]]:
    """Of each hour: reported, arrived, milliseconds to arrival."""
    found: list[list[int]] = whole[HOURS_AT:SEVERITIES_AT].reshape(24, HOUR_PARTS).tolist()
    return found


def severities_of(whole: Row) -> list[list[int]]:
    """Of each severity, the gravest first: the first five of COUNTS."""
    found: list[list[int]] = whole[SEVERITIES_AT:TIMES_AT].reshape(4, SEVERITY_PARTS).tolist()
    return found


def times_of(whole: Row) -> dict[str, Counter[int]]:
    """Of each step that has any: incidents by bucket."""
    found = {}
    for step, start in _STEP_AT.items():
        buckets = whole[TIMES_AT + start : TIMES_AT + start + BUCKETS]
        used = np.flatnonzero(buckets)
        if len(used):
            found[step] = Counter(dict(zip(used.tolist(), buckets[used].tolist(), strict=True)))
    return found
