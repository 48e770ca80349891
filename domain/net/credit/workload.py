"""What may be expected of a grid, and how a person compares with peers and their own past.

A big grid is not measured by a small one, nor a village by a block of flats; days of leave, illness
and training ask nothing of anybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from domain.net.credit.intervals import Interval, poisson_rate

LEAST_PEERS = 5


@dataclass(frozen=True, slots=True)
class GridLoad:
    """What makes the work of a grid.

    Attributes:
        households: that live in it.
        key_people: who need care visits.
        area_km2: how large it is.
        night_share: from 0 to 1, how much of the work is done at night.
        is_urban: whether it is a grid of a town.
    """

    grid: str
    households: int
    key_people: int = 0
    area_km2: float = 0.0
    night_share: float = 0.0
    is_urban: bool = False


@dataclass(frozen=True, slots=True)
class LoadWeights:
    """Outcomes a month that may be expected: the district's own numbers."""

    base: float = 4.0
    per_100_households: float = 2.0
    per_key_person: float = 1.0
    per_km2: float = 0.5
    night: float = 0.5  # by how much work at night weighs more


class Standing(StrEnum):
    """How somebody compares; `LIKE` unless it is beyond chance."""

    ABOVE = "above"
    LIKE = "like"
    BELOW = "below"
    UNKNOWN = "unknown"  # too few peers, or no past


def expected_of(load: GridLoad, weights: LoadWeights) -> float:
    """How many outcomes a month may be expected of a grid."""
    plain = (
        weights.base
        + weights.per_100_households * load.households / 100
        + weights.per_key_person * load.key_people
        + weights.per_km2 * load.area_km2
    )
    return plain * (1 + weights.night * load.night_share)


def present_share(first: date, last: date, away: Iterable[tuple[date, date]]) -> float:
    """Which part of the days somebody was there: leave, illness and training are not counted.

    Args:
        first: the first day.
        last: the last day.
        away: first and last days of absences, in any order, perhaps overlapping.
    """
    days = {first + timedelta(days=n) for n in range((last - first).days + 1)}
    gone: set[date] = set()
    for begins, ends in away:
        begins, ends = max(begins, first), min(ends, last)
        gone.update(begins + timedelta(days=n) for n in range((ends - begins).days + 1))
    return (len(days) - len(gone)) / len(days) if days else 0.0


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody achieved and what could be expected of them."""

    person: str
    outcomes: int
    expected: float
    peer_group: str
    community: str


@dataclass(frozen=True, slots=True)
class Compared:
    """How somebody stands: a ratio of achieved to expected, with its interval."""

    work: Work
    ratio: Interval | None
    peers: Standing
    past: Standing


def added(works: Iterable[Work]) -> dict[str, Work]:
    """Several months of everybody as one; without those who achieved nothing in them."""
    held: dict[str, Work] = {}
    for one in works:
        before = held.get(one.person)
        held[one.person] = (
            one
            if before is None
            else replace(
                one,
                outcomes=one.outcomes + before.outcomes,
                expected=one.expected + before.expected,
            )
        )
    return {person: one for person, one in held.items() if one.outcomes}


def peer_group_of(load: GridLoad) -> str:
    """Grids are compared with those of their sort: urban or rural, small, middle or large."""
    size = "small" if load.households < 150 else "large" if load.households > 400 else "middle"
    return f"{'urban' if load.is_urban else 'rural'}_{size}"


def compared(now: Sequence[Work], before: Mapping[str, Work]) -> dict[str, Compared]:
    """Everybody against their own peers and their own past.

    Args:
        now: one for each person.
        before: the past of people who have one.
    """
    peers: dict[str, list[Work]] = defaultdict(list)
    for one in now:
        peers[one.peer_group].append(one)
    found = {}
    for one in now:
        others = [peer for peer in peers[one.peer_group] if peer.person != one.person]
        ratio = poisson_rate(one.outcomes, one.expected)
        found[one.person] = Compared(
            one, ratio, _against_peers(ratio, others), _against_past(ratio, before.get(one.person))
        )
    return found


def _against_peers(ratio: Interval | None, others: Sequence[Work]) -> Standing:
    expected = sum(one.expected for one in others)
    if ratio is None or len(others) < LEAST_PEERS or expected <= 0:
        return Standing.UNKNOWN
    usual = sum(one.outcomes for one in others) / expected
    if ratio.low > usual:
        return Standing.ABOVE
    return Standing.BELOW if ratio.high < usual else Standing.LIKE


def _against_past(ratio: Interval | None, past: Work | None) -> Standing:
    earlier = poisson_rate(past.outcomes, past.expected) if past is not None else None
    if ratio is None or earlier is None:
        return Standing.UNKNOWN
    if ratio.overlaps(earlier):
        return Standing.LIKE
    return Standing.ABOVE if ratio.value > earlier.value else Standing.BELOW


def top_helpers(found: Iterable[Compared], most: int) -> list[Compared]:
    """Who has helped most for what could be expected of them; nobody is last, the rest is unnamed.

    By the lower end of the interval, so that little work with luck is not ahead of much. Nobody
    without an outcome is on the list. Ties go by name.
    """
    able = [one for one in found if one.ratio is not None and one.work.outcomes]
    able.sort(key=lambda one: (-(one.ratio.low if one.ratio else 0.0), one.work.person))
    return able[:most]
