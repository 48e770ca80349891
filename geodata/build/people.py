"""The demo's people and cameras: visibly invented, counted exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from domain.video.cameras.camera import CameraClass
from geodata.build.nature import Density
from geodata.build.plan import Plan
from geodata.build.roads import Roads
from geodata.coordinates.plane import Floats
from geodata.district.district import District

CAMERA_WORDS = {
    CameraClass.MINE: "矿区",
    CameraClass.CAMPUS: "校园周边",
    CameraClass.WORKSHOP: "厂房",
    CameraClass.PUBLIC_AREA: "公共区域",
    CameraClass.CROSSING: "路口",
}


@dataclass(frozen=True, slots=True)
class GridPeople:
    """What the demo invents about a grid. `vacant_since` is an ISO day, None when filled."""

    population: int
    households: int
    lead: str
    branch: str
    vacant_since: str | None


@dataclass(frozen=True, slots=True)
class CameraPlace:
    """A demo camera: 20-digit id, name, class, grid, plane metres."""

    camera_id: str
    name: str
    camera_class: CameraClass
    grid_code: str
    xy: Floats


def name_areas(
    district: District, plan: Plan, codes: list[str], rng: np.random.Generator
) -> dict[str, GridPeople]:
    """Invent the people of every grid.

    Leads are called 演示-0001 …; exactly as many posts stand empty as the hints say.
    """
    demo = district.demo
    urban = {village.code for village in plan.villages if village.is_urban}
    names = {village.code: village.name for village in plan.villages}
    vacancies = _vacancies(demo, codes, rng)
    people: dict[str, GridPeople] = {}
    for number, code in enumerate(codes, 1):
        mean = demo.get(f"people_per_{'urban' if code[:12] in urban else 'rural'}_grid", 700)
        population = round(mean * rng.uniform(0.7, 1.35))
        kind = "党支部" if population > mean else "党小组"
        people[code] = GridPeople(
            population=population,
            households=round(population / rng.uniform(2.6, 3.3)),
            lead=f"演示-{number:04d}",
            branch=f"{names[code[:12]]}第{int(code[12:])}网格{kind}",
            vacant_since=vacancies.get(code),
        )
    return people


def _vacancies(
    demo: Mapping[str, Any], codes: list[str], rng: np.random.Generator
) -> dict[str, str]:
    """Which grids have no full-time worker, and since which day."""
    count = min(demo.get("vacant_grids", 0), len(codes))
    chosen = sorted(rng.choice(len(codes), count, replace=False).tolist())
    if not chosen:
        return {}
    first, last = demo["vacant_between"]
    days = rng.integers(0, (last - first).days + 1, count).tolist()
    return {
        codes[index]: (first + timedelta(days=day)).isoformat()
        for index, day in zip(chosen, days, strict=True)
    }


def place_cameras(
    district: District,
    codes: list[str],
    shapes: NDArray[Any],
    density: Density,
    roads: Roads,
    rng: np.random.Generator,
) -> list[CameraPlace]:
    """Stand cameras at junctions where people live closely, each class as often as hinted."""
    wanted: Mapping[str, int] = district.demo.get("cameras", {})
    tree = shapely.STRtree(shapes)
    junctions = _junctions(roads)
    grid, node = tree.query(shapely.points(junctions), predicate="within")[::-1]
    junctions = junctions[node]
    weight = density.urban(junctions) ** 1.5
    order = rng.permutation(len(junctions))
    order = order[np.argsort(rng.exponential(1 / weight[order]), kind="stable")]
    places: list[CameraPlace] = []
    at = 0
    for name, count in wanted.items():
        kind = CameraClass(name)
        for number in range(1, count + 1):
            index = int(order[at % len(order)])
            spot = _aside(junctions[index], kind, shapes[grid[index]], rng)
            code = codes[grid[index]]
            places.append(
                CameraPlace(
                    f"{district.code}01001320{len(places) + 1:06d}",
                    f"{CAMERA_WORDS[kind]}{number:03d}",
                    kind,
                    code,
                    spot,
                )
            )
            at += 1
    return places


def _junctions(roads: Roads) -> Floats:
    """Nodes where three or more edges meet."""
    meets = np.bincount(roads.ends.ravel(), minlength=len(roads.nodes))
    return roads.nodes[meets >= 3]


def _aside(spot: Floats, kind: CameraClass, shape: Any, rng: np.random.Generator) -> Floats:
    """A crossing's camera stands at the junction, others up to 150 m off, in the same grid."""
    reach_m = 12.0 if kind is CameraClass.CROSSING else 150.0
    for _ in range(8):
        moved = spot + rng.uniform(-reach_m, reach_m, 2)
        if shapely.contains_xy(shape, *moved):
            return np.asarray(moved)
    return spot
