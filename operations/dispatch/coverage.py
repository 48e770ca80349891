"""The district's coverage: minutes until police and grid workers can be at each grid."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np

from domain.dispatch.coverage import Field, Ints, is_red, soonest, tenths_of_minutes
from domain.dispatch.recommendation import Candidate
from domain.dispatch.units import UNIT, TravelMode, UnitKind, travel_mode
from domain.errors import FullError
from domain.maps.areas import Area, parent_of, short_name
from domain.moments import to_iso
from domain.reach import Viewer
from geodata.roads.reach import Reach
from operations.calm import Calm
from operations.dispatch.available_units import Force, Standing
from operations.maps.areas import Areas
from operations.maps.loaded import LoadedMap
from operations.threads import Lane

log = logging.getLogger(__name__)
POLL_EVERY_S = 5.0
MODES = tuple(TravelMode)
_MODE_ROW = {mode: row for row, mode in enumerate(MODES)}


@dataclass(frozen=True, slots=True)
class Side:
    """One kind's units and how far each is from every grid."""

    units: tuple[Candidate, ...]
    field: Field


@dataclass(frozen=True, slots=True)
class Surface:
    """Coverage at a moment. `tenths` has shape (grids, kinds): tenths of minutes, -1 nobody."""

    at: datetime
    map_version: str
    grids: tuple[Area, ...]
    sides: Mapping[UnitKind, Side]
    tenths: Ints
    took_s: float
    by_code: Mapping[str, Area]

    def place(self, grid: Area) -> str:
        """Village and grid, as people call the place: a grid's number alone is in every village."""
        village = self.by_code.get(parent_of(grid.code) or "")
        return " ".join([short_name(village.name), grid.name] if village else [grid.name])

    @property
    def red(self) -> dict[str, int]:
        """Red grids by kind."""
        return {kind.value: int(side.field.red.sum()) for kind, side in self.sides.items()}

    @property
    def available(self) -> dict[str, int]:
        """Units that may be sent, by kind."""
        return {kind.value: len(side.units) for kind, side in self.sides.items()}


class Coverage:
    """Works the surface out on a thread of its own, from memory.

    Args:
        targets_s: longest travel time of each kind at which a grid counts as covered.
        calm: what is prepared before somebody asks is prepared when nobody waits.
    """

    def __init__(
        self,
        *,
        areas: Areas,
        force: Force,
        targets_s: Mapping[UnitKind, float],
        lane: Lane,
        calm: Calm,
    ) -> None:
        self._calm = calm
        self._areas = areas
        self._force = force
        self.targets_s = dict(targets_s)
        # The order of the figures of a grid, everywhere.
        self.kinds = tuple(targets_s)
        self._lane = lane
        self._reach: tuple[str, Reach] | None = None
        self._warm_for: str | None = None

    async def now(self) -> Surface:
        """The surface of this moment.

        Raises:
            NoMapError: there is no map yet.
            FullError: too much waits for the thread.
        """
        standing, loaded = await self._force.ready(), self._areas.loaded
        return await self._lane.run(lambda: self._surface(standing, loaded))

    @property
    def ready(self) -> float:
        """How much of what a surface needs is prepared for the map in use, from 0 to 1."""
        reach = self._reach
        return reach[1].share if reach is not None else 0.0

    async def keep_warm(self) -> None:
        """Prepare the tables of the map in use, and of each that follows, before somebody asks."""
        while True:
            loaded = self._areas.loaded
            if self._warm_for != loaded.version:
                begun = time.perf_counter()
                with contextlib.suppress(FullError):  # tried again in a moment
                    async with self._calm.turn():
                        await self._lane.run(partial(self._prepare, loaded))
                    self._warm_for = loaded.version
                    log.info("coverage is prepared, %.1f s", time.perf_counter() - begun)
            await asyncio.sleep(POLL_EVERY_S)

    def _prepare(self, loaded: LoadedMap) -> None:
        self._reach_of(loaded).prepare(self._breathe)

    def _breathe(self) -> None:
        """Between two searches: whoever asks for the surface itself waits for no one else."""
        if self._lane.waiting > 1:
            time.sleep(0.0005)
        else:
            self._calm.breathe()

    def knows(self, unit_id: str, viewer: Viewer | None = None) -> bool:
        """Whether there is such a unit that is seen."""
        return self._force.knows(unit_id, viewer)

    async def ask(self, question: Callable[[Surface, Reach], Any]) -> Any:
        """Answer a question about this moment's surface on the same thread."""
        standing, loaded = await self._force.ready(), self._areas.loaded

        def answer() -> Any:
            return question(self._surface(standing, loaded), self._reach_of(loaded))

        return await self._lane.run(answer)

    def _reach_of(self, loaded: LoadedMap) -> Reach:
        if self._reach is None or self._reach[0] != loaded.version:
            self._reach = loaded.version, Reach(loaded.roads.read(), loaded.grids)
        return self._reach[1]

    def _surface(self, standing: Standing, loaded: LoadedMap) -> Surface:
        reach = self._reach_of(loaded)
        begun = time.perf_counter()
        # told to all of an area: as a published figure, of units that all may see
        units = [one for one in self._force.available(standing) if UNIT.counts_entity(one.unit)]
        sides = self._sides(units, loaded.grids, reach)
        tenths = np.stack(
            [tenths_of_minutes(soonest(sides[kind].field.seconds)) for kind in self.kinds], axis=1
        )
        took = time.perf_counter() - begun
        return Surface(
            standing.now, loaded.version, loaded.grids, sides, tenths, took, loaded.by_code
        )

    def _sides(
        self, candidates: Sequence[Candidate], grids: Sequence[Area], reach: Reach
    ) -> dict[UnitKind, Side]:
        residents = residents_of(grids)
        return {
            kind: side_of(
                [one for one in candidates if one.unit.kind is kind],
                residents,
                reach,
                self.targets_s[kind],
            )
            for kind in self.kinds
        }


def side_of(units: Sequence[Candidate], residents: Ints, reach: Reach, target_s: float) -> Side:
    """Travel times of one kind's units, each by its own mode, from where it is."""
    modes = np.array([_MODE_ROW[travel_mode(one.unit)] for one in units], dtype=np.int64)
    lats = np.array([one.fix.lat for one in units if one.fix])
    lons = np.array([one.fix.lon for one in units if one.fix])
    seconds = np.full((len(units), len(reach.codes)), np.inf)
    for row, mode in enumerate(MODES):
        mine = np.flatnonzero(modes == row)
        if len(mine):
            seconds[mine] = reach.seconds(lats[mine], lons[mine], mode)
    nothing = np.empty((0, 0, 0))
    return Side(tuple(units), Field(seconds, nothing, modes, residents, target_s))


def residents_of(grids: Sequence[Area]) -> Ints:
    """Residents of each grid, 0 where unknown."""
    return np.array([grid.population or 0 for grid in grids], dtype=np.int64)


def surface_body(
    surface: Surface, version: int, targets_s: Mapping[UnitKind, float], area: str | None = None
) -> dict[str, Any]:
    """The whole surface, or an area's part of it."""
    rows = [row for row, grid in enumerate(surface.grids) if grid.code.startswith(area or "")]
    return {
        "version": version,
        "at": to_iso(surface.at),
        "map": surface.map_version,
        "targets_s": {kind.value: target_s for kind, target_s in targets_s.items()},
        "units": surface.available,
        "red": surface.red,
        "grids": grids_body(surface, rows),
    }


def grids_body(surface: Surface, rows: Sequence[int]) -> dict[str, list[float | None]]:
    """Minutes of the grids in those rows: police, grid worker, then the district's own kinds."""
    tenths = surface.tenths.tolist()
    return {
        surface.grids[row].code: [None if one < 0 else one / 10 for one in tenths[row]]
        for row in rows
    }


def turned_red(surface: Surface, kind: UnitKind, after: Field) -> list[dict[str, Any]]:
    """The grids that are red afterwards and were not before, most residents first."""
    before = surface.sides[kind].field
    new = np.flatnonzero(is_red(soonest(after.seconds), after.target_s) & ~before.red)
    was, then = (
        tenths_of_minutes(soonest(before.seconds)),
        tenths_of_minutes(soonest(after.seconds)),
    )
    found = [
        {
            "code": surface.grids[row].code,
            "name": surface.grids[row].name,
            "minutes_before": int(was[row]) / 10,
            "minutes": None if then[row] < 0 else int(then[row]) / 10,
            "residents": surface.grids[row].population,
        }
        for row in new.tolist()
    ]
    return sorted(found, key=lambda one: (-(one["residents"] or 0), one["code"]))
