"""Areas: district, town, village, grid, and the codes that nest them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.codes.area_codes import CODE_LENGTH, Level, contains, level_of, lineage, parent_of

__all__ = [
    "CODE_LENGTH",
    "Area",
    "Level",
    "contains",
    "level_of",
    "lineage",
    "parent_of",
    "posts_are_known",
    "short_name",
]


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
