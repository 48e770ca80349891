"""Why the response became slower or faster: the change of a mean, divided so that it adds up.

The mean time from report to arrival is used here and not a median, because means of parts add up
to the mean of the whole; the page shows percentiles beside it.
Source: docs/area-statistics.md
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STEP_NAMES = ("accept", "dispatch", "travel")
FEWEST = 10
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

    `now_s` and `before_s` are its own means, None where it had nothing.
    """

    name: str
    change_s: float
    now_s: float | None
    before_s: float | None


@dataclass(frozen=True, slots=True)
class Arrived:
    """Incidents somebody came to, and the milliseconds this took in all."""

    count: int = 0
    ms: int = 0

    def __add__(self, other: "Arrived") -> "Arrived":
        """Both together."""
        return Arrived(self.count + other.count, self.ms + other.ms)

    @property
    def mean_s(self) -> float | None:
        """The mean in seconds; None when nobody came to anything."""
        return self.ms / self.count / 1000 if self.count else None


def total(parts: Iterable[Arrived]) -> Arrived:
    """All of them together."""
    return sum(parts, Arrived())


def arrived_of(counts: Mapping[str, int]) -> Arrived:
    """What a cell's counts say."""
    return Arrived(
        counts.get("arrived", 0), sum(counts.get(f"{step}_ms", 0) for step in STEP_NAMES)
    )


def can_compare(now: Arrived, before: Arrived) -> bool:
    """Whether there are enough in both for their difference to mean something."""
    return min(now.count, before.count) >= FEWEST


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
    return _largest_first(Part(step, new - old, new, old) for step, new, old in means)


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
        parts.append(Part(name, change, new.mean_s, old.mean_s))
    return _largest_first(parts)


def by_band(hours: Mapping[int, Arrived]) -> dict[str, Arrived]:
    """Hours of the day gathered into the bands a shift knows."""
    return {
        name: total(held for hour, held in hours.items() if low <= hour < high)
        for name, (low, high) in BANDS.items()
    }


def _largest_first(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (-part.change_s, part.name))
