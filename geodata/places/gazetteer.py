"""The names on a map: roads, house numbers, crossings, places and cameras, and where they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from domain.desk.place_names import Found, Key, Precision, Source, plain
from domain.errors import InvalidError
from domain.maps.areas import CODE_LENGTH, Area, Level
from domain.maps.upper_names import spoken_name
from domain.saying import Saying, Spoken, clauses
from domain.video.cameras.camera import Camera
from geodata.coordinates.plane import Floats, Plane, plane_of
from geodata.files.tables import Table, read_table
from geodata.places.locate import AreaIndex
from geodata.places.street_numbers import Door, Doors, read_doors

# Layers whose rows are places with a name; a map may hold any of them, or none.
NAMED_LAYERS = ("place", "poi", "hill", "water")
# Layers whose names may be drawn in many pieces, and what tells of their middle.
_MIDDLES = {"hill": "place_hill", "water": "place_water"}
_CROSSING_REACH_M = 30.0
_MOST_CROSSINGS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of the map: how it is searched, and the place it means."""

    key: Key
    found: Found


@dataclass(frozen=True, slots=True)
class Road:
    """A road with a name, in plane metres; `pieces` are its lines, `codes` the area of each."""

    name: str
    key: Key
    pieces: NDArray[Any]
    codes: tuple[str, ...]
    doors: Sequence[Doors] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything a text is searched in; read once for a map and never changed."""

    index: AreaIndex
    plane: Plane
    entries: Sequence[Entry] = ()
    roads: Sequence[Road] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    upper_names: Sequence[str] = ()

    @property
    def district_name(self) -> str:
        """The district's own name; empty on a map without one."""
        return next((name for code, name in self.names.items() if len(code) == 6), "")

    def road(self, road: Road, within: str = "") -> Found | None:
        """The middle of a road, or of its part in an area; None when it has no part there."""
        rows = [row for row, code in enumerate(road.codes) if code and code.startswith(within)]
        if not rows:
            return None
        line = shapely.union_all(road.pieces[rows])
        centre = shapely.centroid(shapely.minimum_bounding_circle(line))
        middle = shapely.line_interpolate_point(*_nearest(line, centre))
        radius = float(shapely.hausdorff_distance(middle, line))
        part = self.names.get(within, within) if len(within) > CODE_LENGTH[Level.DISTRICT] else ""
        name = f"{road.name}（{part}段）" if part else road.name
        where = Saying("place_part_of_road", road=road.name, part=part) if part else name
        text = Saying("place_road", road=where, off=how_far(radius))
        return self._at(middle, Source.ROAD, name, Precision.MIDDLE_OF_ROAD, radius, text)

    def address(self, road: Road, number: int, within: str = "", label: str = "") -> list[Found]:
        """A house number: its own point, between its neighbours, else the middle of the road.

        Several, where roads of one name are told apart by their towns. `label` is what was said
        of a part of the house (12-1).
        """
        here = [one for one in road.doors if one.within.startswith(within[: len(one.within)])]
        found = [self._door(road, doors, number, label) for doors in here]
        known = [one for one in found if one is not None]
        if known or (middle := self.road(road, within)) is None:
            return [one for one in known if one.area_code.startswith(within)] or known
        text = Saying("place_no_number", instead=middle.text)
        name = f"{middle.name}{label or number}{'' if label else '号'}"
        return [replace(middle, source=Source.ADDRESS, name=name, text=text)]

    def _door(self, road: Road, doors: Doors, number: int, label: str) -> Found | None:
        door = doors.find(number, label)
        if door is None:
            return None
        part = f"（{self.names.get(doors.within, doors.within)}）" if doors.within else ""
        name = f"{road.name}{part}{number}号"
        point, demo = shapely.points(door.x, door.y), "_demo" if doors.is_demo else ""
        house: Spoken = Saying("place_house" + demo)
        if door.is_exact:
            name = f"{road.name}{part}{label}" if label else name
            return self._at(point, Source.ADDRESS, name, Precision.EXACT, 0.0, house)
        text: Spoken = Saying("place_between" + demo, off=how_far(door.radius_m))
        if note := _note(door):
            text = Saying("place_house_but", house=house, note=note)
        name += _asked(label, door.known_as)
        return self._at(point, Source.ADDRESS, name, Precision.INTERPOLATED, door.radius_m, text)

    def crossing(self, one: Road, other: Road) -> list[Found]:
        """Where two roads meet; a road may meet another more than once."""
        lines = [shapely.union_all(road.pieces) for road in (one, other)]
        met = shapely.intersection(*lines)
        if shapely.is_empty(met):
            if shapely.distance(*lines) > _CROSSING_REACH_M:
                return []
            met = shapely.get_point(shapely.shortest_line(*lines), 0)
        points = shapely.centroid(shapely.get_parts(shapely.unary_union(met)))
        name, met_at = f"{one.name}与{other.name}路口", Saying("place_crossing")
        found = (
            self._at(point, Source.CROSSING, name, Precision.EXACT, 30.0, met_at)
            for point in points[:_MOST_CROSSINGS]
        )
        return [one for one in found if one is not None]

    def _at(
        self,
        point: Any,
        source: Source,
        name: str,
        precision: Precision,
        radius_m: float,
        text: Spoken,
    ) -> Found | None:
        """A point of the plane as a place found; None far outside the district."""
        [[lon, lat]] = self.plane.to_lonlat(shapely.get_coordinates(point)).round(6).tolist()
        try:
            code = self.index.grid_at(lat, lon).code
        except InvalidError:
            return None
        return Found(source, name, lat, lon, code, precision, round(radius_m), text)


def _nearest(line: Any, point: Any) -> tuple[Any, float]:
    """The part of a line that comes nearest to a point, and how far along it that is."""
    parts = shapely.get_parts(line)
    part = parts[int(np.argmin(shapely.distance(parts, point)))]
    return part, float(shapely.line_locate_point(part, point))


def how_far(metres: float) -> Saying:
    """How far off a place may be, as people say it."""
    if metres >= 1000:
        return Saying("place_off_km", n=f"{metres / 1000:.1f}")
    return Saying("place_off_m", n=max(10, round(metres / 10) * 10))


def _note(door: Door) -> Spoken | None:
    """How a part of a house was found, or was not."""
    told = [
        Saying(code, part=part)
        for code, part in (("place_unlisted", door.unlisted), ("place_known_as", door.known_as))
        if part
    ]
    return clauses(*told) if told else None


def _asked(part: str, known_as: str) -> str:
    """What stands behind the name of a house, which an incident keeps as its address."""
    told = (part and f"{part} 未单独登记", known_as and f"登记的是 {known_as}")
    text = "，".join(one for one in told if one)
    return f"（{text}）" if text else ""


def read_gazetteer(
    gpkg: Path,
    areas: Collection[Area],
    cameras: Iterable[Camera],
    index: AreaIndex,
    upper_names: Sequence[str] = (),
) -> Gazetteer:
    """Read every name of a map; takes some tenths of a second.

    `upper_names` are the areas above the district, as people write them before an address.

    Raises:
        MapError: the file cannot be read.
    """
    table = read_table(gpkg, "road")
    places = [(area.lat, area.lon) for area in areas]
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    plane = plane_of((min(lons), min(lats), max(lons), max(lats)))
    roads = _roads(table, plane, index, read_doors(gpkg, plane, index.grids_at))
    names = {one.code: one.name for one in areas}
    district = next((one.name for one in areas if one.level is Level.DISTRICT), "")
    entries = [
        *_areas(areas),
        *_named(gpkg, index, district),
        *(entry for one in cameras for entry in entries_of(one)),
    ]
    return Gazetteer(index, plane, entries, roads, names, upper_names)


def _roads(
    table: Table, plane: Plane, index: AreaIndex, doors: Mapping[str, Sequence[Doors]]
) -> list[Road]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(table.column("name")):
        if name is not None and str(name).strip():
            rows[str(name).strip()].append(row)
    found = []
    for name, mine in sorted(rows.items()):
        shapes = table.shapes[mine]
        middles = shapely.get_coordinates(
            shapely.line_interpolate_point(shapes, 0.5, normalized=True)
        )
        codes = tuple(index.grids_at(middles[:, 1], middles[:, 0]).tolist())
        pieces = np.asarray(shapely.transform(shapes, plane.from_lonlat), dtype=object)
        found.append(Road(name, key_of(name), pieces, codes, doors.get(plain(name), ())))
    # House numbers may stand on roads that were never drawn: their own points are the road.
    drawn = {road.key.name for road in found}
    for key, held in doors.items():
        if key not in drawn:
            pieces = np.array([one.line for one in held], dtype=object)
            codes = tuple(_codes(one.xy, plane, index)[0] for one in held)
            found.append(Road(held[0].name, key_of(held[0].name), pieces, codes, held))
    return found


def _codes(xy: Floats, plane: Plane, index: AreaIndex) -> tuple[str, ...]:
    lonlat = plane.to_lonlat(xy)
    return tuple(index.grids_at(lonlat[:, 1], lonlat[:, 0]).tolist())


def _areas(areas: Iterable[Area]) -> list[Entry]:
    by_code = {area.code: area for area in areas}
    found = []
    for area in by_code.values():
        radius = _half_across(area)
        place = Found(
            Source.AREA,
            area.name,
            area.lat,
            area.lon,
            area.code,
            Precision.CENTRE,
            radius,
            Saying("place_area", off=how_far(radius)),
        )
        parent = by_code.get(area.parent_code or "")
        if area.level is Level.GRID and parent is not None:
            number = area.code[-3:]
            found.append(Entry(key_of(area.name), place))
            # 网格 003 of whichever village: many have one
            found.append(Entry(Key(f"网格{number}", "", f"wg{number}"), place))
            for tail in (number, number.lstrip("0"), f"第{number.lstrip('0')}网格"):
                initials = parent.initials.lower() + tail
                found.append(Entry(Key(plain(parent.name) + tail, "", initials), place))
            continue
        found.append(Entry(key_of(area.name, area.initials), place))
        if area.level is Level.DISTRICT and (spoken := spoken_name(area.name)) != area.name:
            found.append(Entry(key_of(spoken), place))
    return found


def _half_across(area: Area) -> float:
    south, west, north, east = area.bounds
    xy = Plane(area.lat, area.lon).xy([south, north], [west, east])
    return float(round(np.hypot(*(xy[1] - xy[0])) / 2))


def _named(gpkg: Path, index: AreaIndex, district: str) -> list[Entry]:
    """Places with a name of their own: what the map's other layers hold.

    A river is one, however many pieces it is drawn in; every village may have its 卫生室. What
    begins with the district's name is also found by the rest, as people there call it.
    """
    found: dict[tuple[str, str], Entry] = {}
    for layer in NAMED_LAYERS:
        table = read_table(gpkg, layer)
        points = shapely.get_coordinates(shapely.point_on_surface(table.shapes))
        size = shapely.bounds(table.shapes) if len(table) else np.empty((0, 4))
        for row, raw in enumerate(table.column("name")):
            name = str(raw or "").strip()
            if not name:
                continue
            lon, lat = (float(edge) for edge in points[row])
            [code] = index.grids_at([lat], [lon])
            west, south, east, north = (float(edge) for edge in size[row])
            xy = Plane(lat, lon).xy([south, north], [west, east])
            radius = float(round(np.hypot(*(xy[1] - xy[0])) / 2))
            middle = Saying(_MIDDLES.get(layer, "place_middle"), off=how_far(radius))
            text = middle if radius > 20 else Saying("place_point")
            precision = Precision.CENTRE if radius > 20 else Precision.EXACT
            place = Found(Source.PLACE, name, lat, lon, str(code), precision, radius, text)
            within = "" if layer in _MIDDLES else str(code)
            held = found.get((name, within))
            if held is None or (layer in _MIDDLES and held.found.radius_m < radius):
                found[name, within] = Entry(key_of(name), place)
    entries = [entry for entry in found.values() if entry.found.area_code]
    return entries + [
        Entry(key_of(short), entry.found)
        for entry in entries
        if district
        and len(short := entry.found.name.removeprefix(district)) > 1
        and short != entry.found.name
    ]


def entries_of(camera: Camera) -> list[Entry]:
    """A camera by its name and by its id."""
    place = Found(
        Source.CAMERA,
        camera.name,
        camera.lat,
        camera.lon,
        camera.area_code,
        Precision.EXACT,
        0.0,
        Saying("place_camera"),
    )
    found = [Entry(key_of(camera.name), place)]
    if camera.camera_id != camera.name:
        found.append(Entry(Key(plain(camera.camera_id)), place))
    return found


def key_of(name: str, initials: str = "") -> Key:
    """A name as it is searched."""
    pinyin, first = _pinyin(name)
    return Key(plain(name), pinyin, initials.lower() or first)


@lru_cache(maxsize=16384)
def _pinyin(name: str) -> tuple[str, str]:
    # Imported late: its dictionary takes long to load.
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(name)
    return plain("".join(syllables)), plain("".join(one[0] for one in syllables if one))
