"""Providers that answer from memory."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.dispatch.units import UnitKind
from domain.errors import InvalidError
from tests.layouts.builders import NOON, a_grid, a_unit, an_area, an_offer


class FakeProviders:
    """A town of four communities; the first has three grids, one of them vacant."""

    zone = ZoneInfo("Asia/Shanghai")

    def __init__(self) -> None:
        self.moment = NOON
        self.refuses = False
        self.asked: list[tuple[float, float, UnitKind, int]] = []
        self.areas = {
            area.code: area
            for area in [
                an_area("340604101", "宋疃镇"),
                *(an_area(f"34060410100{n}", f"第{n}社区") for n in range(1, 5)),
                a_grid(1),
                a_grid(2, vacant_since=date(2026, 11, 10)),
                a_grid(3),
            ]
        }
        self.units = [
            a_unit("网格0002", home_area="340604101001001"),
            a_unit("网格0001", home_area="340604101001001"),
            a_unit("警012", kind=UnitKind.POLICE, home_area="340604101001003"),
        ]
        self.per_day = {
            "340604101001": {date(2026, 11, 22): 3},
            "340604101": {date(2026, 11, 22): 10},
        }

    def now(self) -> datetime:
        return self.moment

    async def nearest(self, lat, lon, kind, limit):
        self.asked.append((lat, lon, kind, limit))
        if self.refuses:
            raise InvalidError("too far away", field="lat", code="outside_district")
        return [an_offer(f"{kind.value}-{n}", minutes=n + 1) for n in range(limit)]

    async def area(self, code):
        return self.areas.get(code)

    async def areas_in(self, code):
        return [area for area in self.areas.values() if area.parent_code == code]

    async def units_at_home_in(self, code):
        return [unit for unit in self.units if (unit.home_area or "").startswith(code)]

    async def cameras_in(self, code):
        return []

    async def party_in(self, code):
        return None

    async def police_in(self, code):
        return None

    async def reported_per_day(self, code, since, until):
        assert until - since == timedelta(days=29)
        return self.per_day[code]
