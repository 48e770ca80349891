"""One map version read into memory: everything the server answers about places from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from domain.maps.areas import Area, Level
from domain.net.people.gaps import GridPosts
from domain.video.cameras.camera import Camera
from geodata.files import layers
from geodata.handling import HandlingGrids
from geodata.places.locate import ACCEPTED_OUTSIDE_M, AreaIndex
from geodata.roads.late import LateRoads


@dataclass(frozen=True, slots=True)
class LoadedMap:
    """Everything one map version answers from, read once and never changed."""

    version: str
    path: Path
    by_code: Mapping[str, Area]
    cameras: Sequence[Camera]
    index: AreaIndex
    roads: LateRoads
    children: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grids: tuple[Area, ...] = ()
    handling: HandlingGrids = field(default_factory=HandlingGrids)

    @property
    def district(self) -> Area:
        """The one area at the top."""
        return next(area for area in self.by_code.values() if area.level is Level.DISTRICT)


def load_map(version: str, path: Path, *, outside_m: float = ACCEPTED_OUTSIDE_M) -> LoadedMap:
    """Read a GeoPackage; blocks for about a second. Places up to `outside_m` outside are taken."""
    areas = layers.read_areas(path)
    children: dict[str, tuple[str, ...]] = {}
    for area in sorted(areas, key=lambda one: one.code):
        if area.parent_code is not None:
            children[area.parent_code] = (*children.get(area.parent_code, ()), area.code)
    return LoadedMap(
        version=version,
        path=path,
        by_code={area.code: area for area in areas},
        cameras=layers.read_cameras(path),
        index=AreaIndex.from_gpkg(path, outside_m=outside_m),
        roads=LateRoads(path),
        children=children,
        grids=tuple(area for area in areas if area.level is Level.GRID),
        handling=HandlingGrids.from_gpkg(path),
    )


def without_demo_facts(loaded: LoadedMap) -> LoadedMap:
    """The same shapes without the people, posts and cameras a demo map invents."""
    areas = {
        code: replace(
            area,
            population=None,
            households=None,
            lead=None,
            branch=None,
            vacant_since=None,
        )
        if area.is_demo
        else area
        for code, area in loaded.by_code.items()
    }
    cameras = [camera for camera in loaded.cameras if not camera.is_demo]
    grids = tuple(areas[grid.code] for grid in loaded.grids)
    return replace(loaded, by_code=areas, grids=grids, cameras=cameras)


def with_posts(loaded: LoadedMap, posts: Mapping[str, GridPosts]) -> LoadedMap:
    """The same map, its grids' leads and vacancies as the assignments tell them.

    Of a post nobody was ever assigned to, the map's own table tells.
    """
    changed = {
        grid.code: _with_posts(grid, posts[grid.code])
        for grid in loaded.grids
        if grid.code in posts
    }
    if not changed:
        return loaded
    areas = {**loaded.by_code, **changed}
    return replace(loaded, by_code=areas, grids=tuple(areas[grid.code] for grid in loaded.grids))


def _with_posts(grid: Area, posts: GridPosts) -> Area:
    lead, vacant_since = grid.lead, grid.vacant_since
    if posts.knows_lead:
        lead = (posts.lead.name or posts.lead.person_id) if posts.lead else None
    if posts.knows_worker:
        vacant_since = posts.vacant_since
    return replace(grid, lead=lead, vacant_since=vacant_since)
