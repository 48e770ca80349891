"""Police beats (警格) over grids: many to many, with the share of a grid each beat has.

Source: docs/net.md, "Police beats over grids"
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.codes.area_codes import contains
from domain.errors import InvalidError
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of
from domain.maps.areas import CODE_LENGTH, Level

WHOLE = 100  # a grid's shares are percents and add up to it
BEAT_CODE = re.compile(r"[A-Za-z0-9-]{1,32}")


@dataclass(frozen=True, slots=True)
class Beat:
    """A police beat.

    Attributes:
        station: the police station it belongs to.
        area_code: the narrowest area that holds all its grids.
        owner: the department of the police: no other department's officers see it.
        covers: `grid code:percent`, each grid once.
        units: its officers among the district's units, so that a screen knows where they are.
        officers, auxiliary: names, blanks between them; `phone` of the beat.
    """

    code: str
    station: str
    area_code: str
    owner: str | None
    covers: tuple[str, ...] = ()
    shared_with: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    is_demo: bool = False
    officers: str | None = None
    auxiliary: str | None = None
    phone: str | None = None

    @property
    def shares(self) -> Mapping[str, int]:
        """The percent of each grid it has."""
        return {grid: int(part) for grid, _, part in (one.partition(":") for one in self.covers)}


BEAT = Kind(
    name="beat",
    entity=Beat,
    fields=fields_of(
        Beat,
        area_code={"shape": AREA},
        officers={"personal": Masking.WORDS},
        auxiliary={"personal": Masking.WORDS},
        phone={"personal": Masking.PHONE},
    ),
    id_field="code",
    audience=Audience(
        ("net.fusion.see",), area_field="area_code", serves_below=True, owned=Owned.ITSELF
    ),
    kept=Kept.NEWEST,
    title="警格",
    says={"add": "登记了警格", "change": "更改了警格", "erased": "个人信息已删除"},
)


def cover(grid: str, percent: int) -> str:
    """A grid with the percent of it a beat has, as a beat keeps it."""
    return f"{grid}:{percent}"


def common_area(grids: Sequence[str]) -> str:
    """The narrowest area that holds all of these; the district's where they share no town.

    Raises:
        ValueError: there are none.
    """
    first = grids[0]
    for level in (Level.GRID, Level.VILLAGE, Level.TOWN):
        code = first[: CODE_LENGTH[level]]
        if all(contains(code, grid) for grid in grids):
            return code
    return first[: CODE_LENGTH[Level.DISTRICT]]


def check_shares(beats: Iterable[Beat]) -> None:
    """See that the shares of every grid that is covered add up to the whole.

    Raises:
        InvalidError: names the first grid whose shares do not, and what they add up to.
    """
    for grid, total in sorted(sums_of(beats).items()):
        if total != WHOLE:
            raise InvalidError(says="beat_shares", grid=grid, total=total, field="share")


def sums_of(beats: Iterable[Beat]) -> dict[str, int]:
    """What the shares of each covered grid add up to, in percent."""
    sums: dict[str, int] = {}
    for beat in beats:
        for grid, percent in beat.shares.items():
            sums[grid] = sums.get(grid, 0) + percent
    return sums


def beats_of(grid: str, beats: Iterable[Beat]) -> list[Beat]:
    """The beats a grid lies in, the largest share first: its officer is the first one's."""
    found = [beat for beat in beats if grid in beat.shares]
    return sorted(found, key=lambda beat: (-beat.shares[grid], beat.code))


def without_officer(grids: Iterable[str], beats: Sequence[Beat]) -> list[str]:
    """The grids nobody of the police is named for: in no beat, or in one without an officer."""
    named = {grid for beat in beats if beat.officers for grid in beat.shares}
    return sorted(grid for grid in grids if grid not in named)
