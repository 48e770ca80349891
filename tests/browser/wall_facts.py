"""What the pages' callbacks are answered in the browser's tests, and the areas they stand on."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.dispatch.recommend import Recommendation, Travel, TravelSource, recommend_units
from domain.dispatch.units import Fix, Unit, UnitKind, from_state
from domain.maps.areas import Area, Level
from domain.moments import from_ms
from domain.video.cameras.camera import Camera, CameraClass
from tests.browser import mock_map
from tests.browser.mock_server import Mock


class Facts:
    """Providers that answer from the scripted picture."""

    zone = ZoneInfo("Asia/Shanghai")

    def __init__(self, mock: Mock, areas: Sequence[Area], cameras: Sequence[Camera]) -> None:
        self._mock = mock
        self._areas = {area.code: area for area in areas}
        self._cameras = cameras
        self.asked: list[tuple[float, float, str]] = []

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def nearest(
        self, lat: float, lon: float, kind: UnitKind, limit: int
    ) -> Sequence[Recommendation]:
        self.asked.append((lat, lon, kind.value))
        fixes = {
            row[0]: Fix(row[0], row[1], row[2], from_ms(row[3])) for row in self._mock.positions
        }
        pairs = []
        for unit_id, state in self._mock.entities.get("unit", {}).items():
            if state["kind"] == kind.value and unit_id in fixes:
                pairs.append((from_state(state, {"name": state["name"]}), fixes[unit_id]))

        def times(candidates: list[tuple[Unit, Fix]]) -> list[Travel]:
            metres = [
                (abs(fix.lat - lat) * 111_000) + abs(fix.lon - lon) * 92_000
                for _, fix in candidates
            ]
            return [
                Travel(m / 7, m, TravelSource.ROAD if m < 4000 else TravelSource.STRAIGHT_LINE)
                for m in metres
            ]

        return recommend_units(pairs, travel_times=times, now=self.now(), limit=limit)

    async def area(self, code: str) -> Area | None:
        return self._areas.get(code)

    async def areas_in(self, code: str) -> Sequence[Area]:
        return [area for area in self._areas.values() if area.parent_code == code]

    async def units_at_home_in(self, code: str) -> Sequence[Unit]:
        states = self._mock.entities.get("unit", {}).values()
        return [
            from_state(state, {"name": state["name"]})
            for state in states
            if (state["home_area"] or "").startswith(code)
        ]

    async def cameras_in(self, code: str) -> Sequence[Camera]:
        return [camera for camera in self._cameras if camera.area_code.startswith(code)]

    async def party_in(self, code: str) -> None:
        return None

    async def police_in(self, code: str) -> None:
        return None

    async def reported_per_day(self, code: str, since: date, until: date) -> Mapping[date, int]:
        chance = random.Random(code)
        days = (until - since).days + 1
        most = 4 if len(code) == 12 else 40
        return {since + timedelta(days=n): chance.randint(0, most) for n in range(days)}


def made_up() -> tuple[list[Area], list[Camera], None]:
    """The rectangles, with people in them."""
    areas = [
        Area(
            code=row["code"],
            level=Level(row["level"]),
            name=row["name"],
            parent_code=row["code"][:-3] if len(row["code"]) > 6 else None,
            lat=row["lat"],
            lon=row["lon"],
            bounds=tuple(row["bounds"]),
            initials=row["initials"],
            is_urban=row["is_urban"],
            population=3742,
            households=1286,
            lead="演示-0301",
            branch="第一党支部",
            is_demo=True,
            vacant_since=date(2026, 1, 1)
            if row["level"] == "grid" and int(row["code"]) % 5 == 0
            else None,
        )
        for row in mock_map.AREAS
    ]
    camera = Camera(
        camera_id="34060400300132000001",
        name="和村路口东",
        lat=33.75,
        lon=116.77,
        area_code="340604001001001",
        camera_class=CameraClass.CROSSING,
    )
    return areas, [camera], None


def real(gpkg: Path) -> tuple[list[Area], list[Camera], dict[str, bytes]]:
    """A map as geodata built it."""
    from geodata.files import layers

    source = {level: layers.layer_geojson(gpkg, level) for level in layers.LEVELS}
    source["areas"] = layers.areas_json(gpkg)
    return layers.read_areas(gpkg), layers.read_cameras(gpkg), source
