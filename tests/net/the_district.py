"""The areas of the first district as its own tables count them, without shapes."""

from domain.maps.areas import Area, Level
from geodata.build.plan import read_plan
from geodata.district.district import load_district
from settings import ROOT

BOUNDS = (33.0, 116.0, 34.0, 117.0)


def areas() -> list[Area]:
    """Its towns, villages and grids, in the order of their codes."""
    plan = read_plan(load_district(ROOT / "districts" / "lieshan"))
    towns = [
        Area(one.code, Level.TOWN, one.name, one.code[:6], 33.8, 116.8, BOUNDS)
        for one in plan.towns
    ]
    villages, grids = [], []
    for one in plan.villages:
        villages.append(
            Area(
                one.code, Level.VILLAGE, one.name, one.code[:9], 33.8, 116.8, BOUNDS, population=900
            )
        )
        grids += [
            Area(
                f"{one.code}{number:03d}",
                Level.GRID,
                f"网格{number:03d}",
                one.code,
                33.8,
                116.8,
                BOUNDS,
                is_urban=one.is_urban,
            )
            for number in range(1, one.grids + 1)
        ]
    return [*towns, *villages, *grids]
