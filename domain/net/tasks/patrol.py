"""Whether a patrol was walked: cells and key places reached at walking pace, never kilometres.

Only cells and seconds come out of it; the path is not kept.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from domain.incidents.duplicates import metres_between

_METRES_PER_DEGREE = 111_195.0
Inside = Callable[[float, float], bool]


class PatrolFix(Protocol):
    """Where somebody was at a moment."""

    @property
    def lat(self) -> float:
        """WGS 84 degrees."""

    @property
    def lon(self) -> float:
        """WGS 84 degrees."""

    @property
    def at(self) -> datetime:
        """Aware."""

    @property
    def is_mock(self) -> bool:
        """Whether the phone itself says that the place is invented."""


@dataclass(frozen=True, slots=True)
class PatrolRules:
    """What a patrol must show (`[tasks.patrol]` of the district's net.toml).

    Attributes:
        cell_m: side of a cell.
        least_minutes: at walking pace inside the grid.
        least_cells: that were walked.
        fastest_kmh: faster than this is no walk: a scooter, a car.
        fast_share: the largest part of the time that may be faster.
        jump_kmh: faster than this nobody is: the place was set by hand.
        place_m: how near a key place counts as reached.
        place_dwell_s: how long somebody must be there.
        cell_dwell_s: how long somebody must be in a cell.
        longest_gap_s: after a longer silence of the phone nothing is known of the time between.
    """

    cell_m: int = 100
    least_minutes: int = 20
    least_cells: int = 4
    fastest_kmh: float = 12.0
    fast_share: float = 0.5
    jump_kmh: float = 150.0
    place_m: int = 60
    place_dwell_s: int = 60
    cell_dwell_s: int = 10
    longest_gap_s: int = 300


@dataclass(frozen=True, slots=True)
class PatrolPlace:
    """A key place that the patrol must reach."""

    place_id: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Proof:
    """What a track bears out.

    Attributes:
        is_proven: whether the patrol counts.
        cells: that were walked, as `row_column` of the world's cells of this size.
        places: key places that were reached.
        slow_s: seconds at walking pace inside the grid.
        why: codes of what is missing (context `reason` of the catalogues); empty when proven.
    """

    is_proven: bool
    cells: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    slow_s: int = 0
    why: tuple[str, ...] = ()


Span = tuple[datetime, datetime]


def on_duty_only(fixes: Sequence[PatrolFix], duty: Sequence[Span]) -> list[PatrolFix]:
    """The fixes within spans of duty: in their own time nobody patrols."""
    return [one for one in fixes if any(begin <= one.at <= end for begin, end in duty)]


@dataclass(slots=True)
class _Walk:
    """What is summed up along a track."""

    slow: Counter[str] = field(default_factory=Counter)
    at_places: Counter[str] = field(default_factory=Counter)
    slow_s: float = 0.0
    fast_s: float = 0.0
    outside_s: float = 0.0
    jumps: int = 0


def prove(
    fixes: Sequence[PatrolFix], places: Sequence[PatrolPlace], inside: Inside, rules: PatrolRules
) -> Proof:
    """Judge a patrol by its track.

    Args:
        fixes: of the time of the patrol, on duty, in order.
        places: key places of the grid that must be reached.
        inside: whether a point (lat, lon) lies in the grid.
        rules: of the district.
    """
    if not fixes:
        return Proof(is_proven=False, why=("patrol_no_track",))
    if _is_one_point(fixes):
        return Proof(is_proven=False, why=("patrol_one_point",))
    walk = _walked(fixes, places, inside, rules)
    cells = tuple(sorted(cell for cell, s in walk.slow.items() if s >= rules.cell_dwell_s))
    reached = tuple(
        one.place_id for one in places if walk.at_places[one.place_id] >= rules.place_dwell_s
    )
    why = _why(walk, fixes, len(cells), len(reached) < len(places), rules)
    return Proof(not why, cells, reached, round(walk.slow_s), why)


def _is_one_point(fixes: Sequence[PatrolFix]) -> bool:
    first = fixes[0]
    return all(metres_between(first.lat, first.lon, one.lat, one.lon) < 25 for one in fixes)


def _walked(
    fixes: Sequence[PatrolFix], places: Sequence[PatrolPlace], inside: Inside, rules: PatrolRules
) -> _Walk:
    walk = _Walk()
    for one, after in pairwise(fixes):
        seconds = (after.at - one.at).total_seconds()
        if not 0 < seconds <= rules.longest_gap_s:
            continue
        metres = metres_between(one.lat, one.lon, after.lat, after.lon)
        kmh = metres / seconds * 3.6
        if kmh > rules.jump_kmh:
            walk.jumps += 1
        elif kmh > rules.fastest_kmh:
            walk.fast_s += seconds
        elif not inside(one.lat, one.lon):
            walk.outside_s += seconds
        else:
            walk.slow_s += seconds
            for cell in {cell_of(one.lat, one.lon, rules), cell_of(after.lat, after.lon, rules)}:
                walk.slow[cell] += round(seconds)
            for place in places:
                if metres_between(one.lat, one.lon, place.lat, place.lon) <= rules.place_m:
                    walk.at_places[place.place_id] += round(seconds)
    return walk


def cell_of(lat: float, lon: float, rules: PatrolRules) -> str:
    """The cell a point lies in: rows from the equator, columns from Greenwich along the row."""
    degrees = rules.cell_m / _METRES_PER_DEGREE
    row = math.floor(lat / degrees)
    column = math.floor(lon / (degrees / math.cos(math.radians(row * degrees))))
    return f"{row}_{column}"


def _why(
    walk: _Walk, fixes: Sequence[PatrolFix], cells: int, misses_places: bool, rules: PatrolRules
) -> tuple[str, ...]:
    moved_s = walk.slow_s + walk.fast_s + walk.outside_s
    is_too_short = walk.slow_s < timedelta(minutes=rules.least_minutes).total_seconds()
    said = {
        "patrol_mock": any(one.is_mock for one in fixes),
        "patrol_jumps": walk.jumps > 0,
        "patrol_too_fast": bool(moved_s) and walk.fast_s / moved_s > rules.fast_share,
        "patrol_elsewhere": walk.outside_s > walk.slow_s,
        "patrol_too_short": is_too_short,
        "patrol_few_cells": cells < rules.least_cells,
        "patrol_places_missed": misses_places,
    }
    return tuple(code for code, is_so in said.items() if is_so)
