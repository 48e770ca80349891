"""The map in use: adopted and journalled here, then asked where things are."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from domain.access.callers import Caller
from domain.codes.area_codes import Level
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.incidents.incidents import BY_AREA
from domain.live.records import Change
from domain.maps.areas import Area, lineage, short_name
from domain.maps.map_versions import NoMapError
from domain.net.people.gaps import GridPosts
from domain.private import mask_name
from domain.video.cameras.camera import Camera, left_out, with_map_facts
from geodata.belonging import check_map_of
from geodata.coordinates.crs import to_wgs84
from geodata.district.district import District
from geodata.files.drawing import LEVELS
from geodata.files.versions import MapsError, MapVersion, MapVersions
from geodata.roads.roads import RoadGraph
from operations.clock import utc_now
from operations.loops import LoggedOnce
from operations.maps.files import INDEX_NAME, LayerFile, LayerFiles
from operations.maps.loaded import LoadedMap, load_map, with_posts, without_demo_facts
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

log = logging.getLogger(__name__)

MAP_ID = "map"
POLL_EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class Place:
    """A point in WGS 84 degrees and the finest area that holds it.

    `source` says where the point comes from: `point`, `area` (an area's label point) or
    `last_fix`.
    """

    lat: float
    lon: float
    area_code: str
    is_outside: bool = False
    source: str = "point"


class Branches(Protocol):
    """Which party organisation a grid has; `version` changes with every change of one."""

    version: int

    def branch_of(self, grid: Area) -> str | None:
        """Its name; None where the grid has none."""
        ...


class MapBranches:
    """What the map's own column says."""

    version = 0

    def branch_of(self, grid: Area) -> str | None:
        """As the map has it."""
        return grid.branch


class Areas:
    """Answers from the map in use; swaps it whole when another version becomes current."""

    def __init__(
        self,
        store: Store,
        work: Work,
        maps: MapVersions,
        *,
        shows_demo: bool = True,
        district: District | None = None,
        invent: Callable[[Camera], Camera] = lambda camera: camera,
    ) -> None:
        """Answer from the current map of a folder; with a `district` only from maps of it.

        `invent` gives a camera that a demo's map made up the rest of what a register holds of one.
        """
        self._store = store
        self._work = work
        self._maps = maps
        self._shows_demo = shows_demo
        self._of = district
        self._invent = invent
        self._map: LoadedMap | None = None
        self._bare: LoadedMap | None = None  # as the map's own tables tell
        self._posts: Mapping[str, GridPosts] = {}
        self.posts_version = ""
        self._files = LayerFiles(work, shows_demo=shows_demo)
        self._refused: str | None = None
        # Where party organisations are registered they answer: docs/decisions/0124.
        self.branches: Branches = MapBranches()
        self._failures = LoggedOnce(log, "the map cannot be changed; the one in use stays")

    async def start(self, *, at: datetime | None = None) -> None:
        """Adopt the current map; until then nothing can be placed.

        Args:
            at: when the journal says that the map was adopted, for one whose story begins in
                the past; now by default, and in a journal that knows a map already.

        Raises:
            NoMapError: there is none.
        """
        current = await self._work.read(self._maps.current)
        if current is None:
            raise NoMapError("there is no map yet; make one with: python -m onescreen maps build")
        await self._adopt(current, at=at)

    async def run(self) -> None:
        """Adopt maps that are made current while the server runs, until cancelled."""
        await self.warm()
        while True:
            await asyncio.sleep(POLL_EVERY_S)
            if await self.poll():
                await self.warm()

    async def warm(self) -> None:
        """Make every layer's file before the first screen asks for it."""
        loaded = self.loaded
        for name in (INDEX_NAME, *(f"{level}.geojson" for level in LEVELS)):
            try:
                await self._files.layer(loaded.version, loaded.path, name)
            except Exception:
                log.exception("the layer %s of map %s cannot be drawn", name, loaded.version)

    async def poll(self) -> bool:
        """Adopt the current map if it is another one; True when it was adopted.

        A map that cannot be read leaves the one in use where it is, and is named once.
        """
        with self._failures:
            current = await self._work.read(self._maps.current)
            if current is not None and current.version not in (self.version, self._refused):
                await self._adopt(current)
                return True
        return False

    async def _adopt(self, wanted: MapVersion, *, at: datetime | None = None) -> None:
        # A file that cannot be read stays so: it is not tried again until another is current.
        self._refused = wanted.version
        loaded = await self._work.read(lambda: self._read_map(wanted))
        if self._map is not None:
            # While the server runs no map comes into use of which a part cannot be read.
            await asyncio.to_thread(loaded.roads.read)
        self._refused = None
        if not self._shows_demo:
            loaded = without_demo_facts(loaded)
        known = {one.camera_id: one for one in await self._work.read(self._store.cameras)}

        def write(tx: Transaction) -> None:
            _journal(tx, wanted, loaded, known, at, self._invent)

        await in_transaction(self._store, self._work, write)
        if wanted.adopted_at is None:
            # When it truly was, wherever the journal's story begins: never before its import.
            await self._work.save(lambda: self._mark_adopted(wanted, utc_now()))
        self._bare, self._map = loaded, with_posts(loaded, self._posts)
        log.info("map %s is in use", loaded.version)

    def take_posts(self, posts: Mapping[str, GridPosts]) -> None:
        """Let who is assigned to a grid answer for its lead and its vacancy.

        Of a post nobody was ever assigned to, the map's own table goes on to tell
        (docs/decisions/0120-posts-of-grids-have-one-truth.md).
        """
        self._posts = posts
        told = sorted(
            (code, str(one.vacant_since), one.knows_lead and one.lead is None)
            for code, one in posts.items()
        )
        self.posts_version = sha256(repr(told).encode()).hexdigest()[:12]
        if self._bare is not None:
            self._map = with_posts(self._bare, posts)

    def _read_map(self, wanted: MapVersion) -> LoadedMap:
        if self._of is not None:
            check_map_of(wanted.path, self._of)
            return load_map(wanted.version, wanted.path, outside_m=self._of.outside_m)
        return load_map(wanted.version, wanted.path)

    def _mark_adopted(self, wanted: MapVersion, at: datetime) -> None:
        # A version that was overtaken meanwhile is marked when it is polled next.
        with contextlib.suppress(ConflictError):
            self._maps.mark_adopted(wanted.version, at)

    # the map in use ------------------------------------------------------------------------

    @property
    def loaded(self) -> LoadedMap:
        """The map in use.

        Raises:
            NoMapError: none was adopted yet.
        """
        if self._map is None:
            raise NoMapError("no map is in use yet")
        return self._map

    @property
    def bare(self) -> LoadedMap:
        """The same as its own tables tell it, whoever is assigned where.

        Raises:
            NoMapError: none was adopted yet.
        """
        if self._bare is None:
            raise NoMapError("no map is in use yet")
        return self._bare

    @property
    def version(self) -> str | None:
        """The version in use; None before one was adopted."""
        return self._map.version if self._map else None

    async def roads(self) -> RoadGraph:
        """The road graph of the map in use; whoever asks first waits until it is read."""
        late = self.loaded.roads
        if (held := late.held) is not None:
            return held
        return await asyncio.to_thread(late.read)

    @property
    def district(self) -> Area:
        """The district itself."""
        return self.loaded.district

    @property
    def grids(self) -> tuple[Area, ...]:
        """All grids, by code."""
        return self.loaded.grids

    def area(self, code: str) -> Area | None:
        """The area of a code; None when the map has none."""
        return self.loaded.by_code.get(code)

    def offered(self, caller: Caller) -> list[tuple[str, str]]:
        """The towns and villages a caller may choose from, by code: code and name as people say."""
        return [
            (area.code, short_name(area.name))
            for area in self.loaded.by_code.values()
            if area.level in {Level.TOWN, Level.VILLAGE} and caller.scope.covers(area.code)
        ]

    def named(self) -> dict[str, str]:
        """Every area by its code, as the names down to it; nothing while no map is loaded."""
        if self.version is None:
            return {}
        return {
            code: " ▸ ".join(one["name"] for one in self.path(code))
            for code in sorted(self.loaded.by_code)
        }

    def children(self, code: str) -> tuple[str, ...]:
        """The codes one level below, in order."""
        return self.loaded.children.get(code, ())

    def path(self, code: str) -> list[dict[str, str]]:
        """The areas from the district down to `code`: code and name of each the map knows."""
        known = self.loaded.by_code
        return [{"code": one, "name": known[one].name} for one in lineage(code) if one in known]

    def posts_changed(self) -> dict[str, str | None]:
        """Since when posts are vacant (None: filled) where the map's own table says otherwise."""
        if self._bare is None:
            return {}
        mapped = self._bare.by_code
        return {
            grid.code: grid.vacant_since.isoformat() if grid.vacant_since else None
            for grid in self.grids
            if grid.vacant_since != mapped[grid.code].vacant_since
        }

    # placing -------------------------------------------------------------------------------

    def place(self, lat: float, lon: float, *, crs: str = "wgs84") -> Place:
        """The grid that holds a point; up to 2 km outside the district, the nearest one.

        Raises:
            InvalidError: farther outside; field `lat`, code `outside_district`.
        """
        if crs != "wgs84":
            lat, lon = (round(degrees, 7) for degrees in to_wgs84(lat, lon, crs))
        found = self.loaded.index.grid_at(lat, lon)
        return Place(lat, lon, found.code, found.is_outside)

    def place_of_area(self, code: str) -> Place:
        """An area's label point, for what is known no finer.

        Raises:
            InvalidError: the map has no such area; field `area_code`.
        """
        area = self.area(code)
        if area is None:
            raise InvalidError(says="no_area", area=code, field="area_code", code="unknown_area")
        return Place(area.lat, area.lon, code, source=BY_AREA)

    def place_anywhere(self, lat: float, lon: float, *, source: str) -> Place:
        """Like `place`, but far outside belongs to the district as a whole: nobody is refused."""
        try:
            found = self.place(lat, lon)
        except InvalidError:
            return Place(lat, lon, self.district.code, is_outside=True, source=source)
        return Place(lat, lon, found.area_code, found.is_outside, source)

    # layers --------------------------------------------------------------------------------

    async def layer(self, version: str, name: str) -> LayerFile | None:
        """A layer's file, compressed once; None when the version or the layer is not kept."""
        path = await self._path_of(version)
        return None if path is None else await self._files.layer(version, path, name)

    async def _path_of(self, version: str) -> Path | None:
        if self._map is not None and version == self._map.version:
            return self._map.path
        try:
            return (await self._work.read(lambda: self._maps.get(version))).path
        except (NotFoundError, MapsError):
            return None


def _journal(
    tx: Transaction,
    wanted: MapVersion,
    loaded: LoadedMap,
    known: Mapping[str, Camera],
    at: datetime | None,
    invent: Callable[[Camera], Camera],
) -> None:
    """The map fact, its areas, and the cameras that are new or changed.

    Only the journal's first map may be said to lie in the past.
    """
    held = tx.newest("map", MAP_ID)
    if held is None and at is not None:
        tx.move_to(at)
    if held is None or held.state["version"] != wanted.version:
        tx.append(map_change(wanted, at=tx.at))
        tx.replace_areas(list(loaded.by_code.values()), wanted.version)
        for told in loaded.cameras:
            before = known.get(told.camera_id)
            camera = with_map_facts(before, told if before or not told.is_demo else invent(told))
            if before != camera:
                tx.put_camera(camera, action="map", actor="map")
        for gone in left_out(known.values(), loaded.cameras):
            tx.put_camera(gone, action="remove", actor="map")


def map_change(wanted: MapVersion, *, at: datetime) -> Change:
    """The fact that a map is in use from now on."""
    state = {
        "id": MAP_ID,
        "version": wanted.version,
        "sha256": wanted.sha256,
        "file": wanted.path.name,
    }
    return Change(kind="map", id=MAP_ID, action="adopt", state=state, actor="map", occurred_at=at)


def area_body(area: Area, branch: str | None) -> dict[str, Any]:
    """An area as clients see it; a grid's lead is masked, `branch` its party organisation."""
    return {
        "code": area.code,
        "name": area.name,
        "level": area.level.value,
        "parent_code": area.parent_code,
        "lat": area.lat,
        "lon": area.lon,
        "bounds": list(area.bounds),
        "is_urban": area.is_urban,
        "population": area.population,
        "households": area.households,
        "lead": mask_name(area.lead) if area.lead else None,
        "branch": branch,
        "vacant_since": area.vacant_since.isoformat() if area.vacant_since else None,
        "is_demo": area.is_demo,
    }
