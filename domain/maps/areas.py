"""Areas: district, town, village, grid, and the codes that nest them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.errors import InvalidError


class Level(StrEnum):
    """The four levels of an area, widest first."""

    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"


CODE_LENGTH: dict[Level, int] = {
    Level.DISTRICT: 6,
    Level.TOWN: 9,
    Level.VILLAGE: 12,
    Level.GRID: 15,
}
_LEVEL_OF_LENGTH = {length: level for level, length in CODE_LENGTH.items()}
_DIGITS = re.compile(r"[0-9]+")
_TAILS = (
    ("社区居民委员会", "社区"),
    ("社区居民居委会", "社区"),
    ("社区居委会", "社区"),
    ("村村民委员会", "村"),
    ("村民委员会", "村"),
    ("居民委员会", "社区"),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A district, town, village or grid.

    `lat` and `lon` mark a point inside the shape (WGS 84 degrees); `bounds` is
    (south, west, north, east). `is_urban` is None above village level. `vacant_since` is the
    day since when a grid's full-time worker post stands empty, None when it is filled.
    `population` and `households` are None where unknown.
    """

    code: str
    level: Level
    name: str
    parent_code: str | None
    lat: float
    lon: float
    bounds: tuple[float, float, float, float]
    initials: str = ""
    is_urban: bool | None = None
    population: int | None = None
    households: int | None = None
    lead: str | None = None
    branch: str | None = None
    vacant_since: date | None = None
    is_demo: bool = False


def level_of(code: str) -> Level:
    """The level a code's length tells.

    Raises:
        InvalidError: not digits, or not 6, 9, 12 or 15 of them.
    """
    level = _LEVEL_OF_LENGTH.get(len(code))
    if level is None or not _DIGITS.fullmatch(code):
        raise InvalidError("an area code has 6, 9, 12 or 15 digits", field="area_code")
    return level


def parent_of(code: str) -> str | None:
    """The code one level up; None for a district."""
    return None if level_of(code) is Level.DISTRICT else code[:-3]


def lineage(code: str) -> tuple[str, ...]:
    """The codes from the district down to `code`, both included."""
    level_of(code)
    return tuple(code[:length] for length in CODE_LENGTH.values() if length <= len(code))


def contains(ancestor: str, code: str) -> bool:
    """True when `code` is `ancestor` or lies below it."""
    return code.startswith(ancestor)


def posts_are_known(grids: Iterable[Area]) -> bool:
    """Whether a map tells of the posts of its grids at all: a lead or a vacancy of any of them.

    Of a map that does not, no post is called filled.
    """
    return any(grid.lead or grid.vacant_since for grid in grids if grid.level is Level.GRID)


def short_name(name: str) -> str:
    """The name as people say it: 和村社区居民委员会 → 和村社区, 马桥村村民委员会 → 马桥村."""
    for tail, short in _TAILS:
        if name.endswith(tail):
            return name.removesuffix(tail) + short
    return name
