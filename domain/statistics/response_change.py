"""Why the response became slower or faster: the change of a mean, divided so that it adds up.

The mean time from report to arrival is used here and not a median, because means of parts add up
to the mean of the whole; the page shows percentiles beside it.
Source: docs/area-statistics.md
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STEP_NAMES = ("accept", "dispatch", "travel")
FEWEST = 10
# A change counts as more than chance beyond so many standard errors of the difference of means:
# among eight towns whose response did not change, one is named in about twenty periods.
SURE_ERRORS = 2.5
BANDS: dict[str, tuple[int, int]] = {
    "0–6 时": (0, 6),
    "6–9 时": (6, 9),
    "9–12 时": (9, 12),
    "12–14 时": (12, 14),
    "14–17 时": (14, 17),
    "17–20 时": (17, 20),
    "20–24 时": (20, 24),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one class, hour or step adds to the change of the mean, in seconds.

    `now_s` and `before_s` are its own means, None where it had nothing; `now` and `before` how many
    incidents they are means of.
    """

    name: str
    change_s: float
    now_s: float | None
    before_s: float | None
    now: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Arrived:
    """Incidents somebody came to, the milliseconds this took in all, and its seconds squared."""

    count: int = 0
    ms: int = 0
    s2: int = 0

    def __add__(self, other: "Arrived") -> "Arrived":
        """Both together."""
        return Arrived(self.count + other.count, self.ms + other.ms, self.s2 + other.s2)

    @property
    def mean_s(self) -> float | None:
        """The mean in seconds; None when nobody came to anything."""
        return self.ms / self.count / 1000 if self.count else None

    @property
    def error_s2(self) -> float:
        """The square of the mean's standard error; of fewer than two nothing is known."""
        return self.spread_s2 / (self.count - 1) / self.count if self.count > 1 else math.inf

    @property
    def spread_s2(self) -> float:
        """The squares of the distances from the mean, summed."""
        mean = self.ms / self.count / 1000 if self.count else 0.0
        return max(0.0, self.s2 - self.count * mean**2)


def total(parts: Iterable[Arrived]) -> Arrived:
    """All of them together."""
    return sum(parts, Arrived())


def arrived_of(counts: Mapping[str, int]) -> Arrived:
    """What a cell's counts say."""
    return Arrived(
        counts.get("arrived", 0),
        sum(counts.get(f"{step}_ms", 0) for step in STEP_NAMES),
        counts.get("arrival_s2", 0),
    )


def can_compare(now: Arrived, before: Arrived) -> bool:
    """Whether there are enough in both for their difference to mean something."""
    return min(now.count, before.count) >= FEWEST


def is_sure(now: Arrived, before: Arrived) -> bool:
    """Whether two means differ by more than chance would have it.

    A few slow drives make a mean uncertain and are not taken for a change; many are. Of the error
    by each period's own spread (Welch) and by both together the larger counts: a period that
    happened to have no slow drive is not taken for a steady one. Fewer arrivals ask for more.
    """
    if not can_compare(now, before):
        return False
    together = (now.spread_s2 + before.spread_s2) / (now.count + before.count - 2)
    pooled = together * (1 / now.count + 1 / before.count)
    error = math.sqrt(max(now.error_s2 + before.error_s2, pooled))
    wanted = SURE_ERRORS * (1 + 2 / min(now.count, before.count))
    return abs(change_s(now, before)) > wanted * error


def change_s(now: Arrived, before: Arrived) -> float:
    """Seconds the mean has grown by.

    Raises:
        ValueError: one of the two has no mean.
    """
    if now.mean_s is None or before.mean_s is None:
        raise ValueError("nothing to compare")
    return now.mean_s - before.mean_s


def by_step(now: Mapping[str, int], before: Mapping[str, int]) -> list[Part]:
    """How much of the change each step made; the parts sum to the whole change."""
    means = [
        (
            step,
            now.get(f"{step}_ms", 0) / now["arrived"] / 1000,
            before.get(f"{step}_ms", 0) / before["arrived"] / 1000,
        )
        for step in STEP_NAMES
    ]
    arrived = now["arrived"], before["arrived"]
    return _largest_first(Part(step, new - old, new, old, *arrived) for step, new, old in means)


def by_group(now: Mapping[str, Arrived], before: Mapping[str, Arrived]) -> list[Part]:
    """How much of the change each class or hour made; the parts sum to the whole change.

    A group counts by how far it lay from the mean before, weighed by its share: so it adds to the
    change when it became slower itself, and when a slow kind of incident became more frequent.
    """
    all_now, all_before = total(now.values()), total(before.values())
    base = all_before.mean_s or 0.0

    def pull(held: Arrived, whole: Arrived) -> float:
        if held.mean_s is None:
            return 0.0
        return held.count / whole.count * (held.mean_s - base)

    parts = []
    for name in sorted({*now, *before}):
        new, old = now.get(name, Arrived()), before.get(name, Arrived())
        change = pull(new, all_now) - pull(old, all_before)
        parts.append(Part(name, change, new.mean_s, old.mean_s, new.count, old.count))
    return _largest_first(parts)


def by_band(hours: Mapping[int, Arrived]) -> dict[str, Arrived]:
    """Hours of the day gathered into the bands a shift knows."""
    return {
        name: total(held for hour, held in hours.items() if low <= hour < high)
        for name, (low, high) in BANDS.items()
    }


def _largest_first(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (-part.change_s, part.name))
