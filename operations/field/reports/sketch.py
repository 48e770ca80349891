"""The small map of the phone page: grids and roads around a place, from the map in use."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.access.access import require
from domain.access.callers import Caller
from geodata.roads.sketch import roads_near
from operations.maps.areas import Areas
from operations.threads import Work

WITHIN_M = 900.0


@dataclass(frozen=True, slots=True)
class Outline:
    """A grid: what it is called, and its rings of [lat, lon]."""

    name: str
    rings: Sequence[Sequence[Sequence[float]]]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a small map draws around a middle; `roads`: pieces as [lat, lon, lat, lon]."""

    lat: float
    lon: float
    within_m: float
    grids: Sequence[Outline]
    roads: Sequence[Sequence[float]]


class Sketches:
    """Small maps.

    Args:
        areas: the map in use.
        work: the lanes of threads.
    """

    def __init__(self, areas: Areas, work: Work) -> None:
        self._areas, self._work = areas, work

    async def around(self, lat: float | None, lon: float | None, caller: Caller) -> Sketch:
        """The map around a place; where none is known, around the middle of the caller's area.

        Raises:
            NotAllowedError: the caller is not in the field.
            InvalidError: the place lies outside the district.
        """
        require(caller, "field.use")
        if lat is None or lon is None:
            area = self._areas.area(caller.area or "") or self._areas.district
            lat, lon = area.lat, area.lon
        self._areas.place(lat, lon)
        roads, at = await self._areas.roads(), (lat, lon)
        loaded = self._areas.loaded

        def drawn() -> tuple[list[Outline], list[list[float]]]:
            found = loaded.index.outlines_near(*at, WITHIN_M)
            grids = [Outline(self._name(code), rings) for code, rings in found]
            return grids, roads_near(roads.network, *at, WITHIN_M)

        grids, lines = await self._work.read(drawn)
        return Sketch(lat, lon, WITHIN_M, grids, lines)

    def _name(self, code: str) -> str:
        area = self._areas.area(code)
        return area.name if area else code
