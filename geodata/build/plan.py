"""Who lies in whom: the committed tables of names, codes and grid counts, and their growth."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from domain.maps.areas import short_name
from geodata.build.areas import Ints, Mosaic, grow, scatter
from geodata.coordinates.plane import Plane
from geodata.district.district import District, DistrictError

URBAN_FROM = 1.5


@dataclass(frozen=True, slots=True)
class Town:
    """A town-level area: 9-digit code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community: 12-digit code, short name, urban or rural, its number of grids."""

    code: str
    name: str
    is_urban: bool
    grids: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All areas to be made, in the order of their codes."""

    towns: list[Town]
    villages: list[Village]

    def of(self, town: Town) -> list[Village]:
        """The villages of a town."""
        return [village for village in self.villages if village.code[:-3] == town.code]


def read_plan(district: District) -> Plan:
    """Read divisions.csv and grids.csv.

    Raises:
        DistrictError: a village has no line in grids.csv, or the other way round.
    """
    divisions = _rows(district, "divisions.csv")
    grids = {row["area_code"]: row for row in _rows(district, "grids.csv")}
    names = {row["code"]: short_name(row["name"]) for row in divisions}
    villages = sorted(row["code"] for row in divisions if row["level"] == "village")
    if set(villages) != set(grids):
        odd = ", ".join(sorted(set(villages) ^ set(grids)))
        raise DistrictError(f"divisions.csv and grids.csv differ in {odd}")
    towns = sorted(row["code"] for row in divisions if row["level"] == "town")
    return Plan(
        [Town(code, names[code]) for code in towns],
        [
            Village(code, names[code], grids[code]["kind"] == "urban", int(grids[code]["grids"]))
            for code in villages
        ],
    )


def _rows(district: District, name: str) -> list[dict[str, str]]:
    with (district.inputs / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def divide(
    mosaic: Mosaic, plan: Plan, demo: Mapping[str, Any], plane: Plane, rng: np.random.Generator
) -> dict[str, Ints]:
    """Give every mosaic cell to a grid: grid code → its cells."""
    held: dict[str, Ints] = {}
    for town, cells in _towns(mosaic, plan, demo, plane):
        for village, own in _villages(mosaic, cells, plan.of(town), demo, plane):
            held |= _grids(mosaic, own, village, rng)
    return held


def _hint_cells(
    mosaic: Mosaic, hints: list[Mapping[str, Any]], codes: list[str], plane: Plane
) -> dict[str, int]:
    """For each code with a hint: the cell nearest to its point."""
    cells: dict[str, int] = {}
    for hint in hints:
        if hint["code"] in codes:
            gap = np.hypot(*(mosaic.centres - plane.xy(*hint["point"])).T)
            cells[hint["code"]] = int(np.argmin(gap))
    return cells


def _towns(
    mosaic: Mosaic, plan: Plan, demo: Mapping[str, Any], plane: Plane
) -> list[tuple[Town, Ints]]:
    codes = [town.code for town in plan.towns]
    hinted = _hint_cells(mosaic, demo.get("towns", []), codes, plane)
    rest = [code for code in codes if code not in hinted]
    anywhere = np.ones(len(mosaic.cells), dtype=bool)
    chosen = hinted | dict(
        zip(rest, scatter(mosaic, list(hinted.values()), anywhere, len(rest)), strict=True)
    )
    weights = [sum(village.grids for village in plan.of(town)) for town in plan.towns]
    label = grow(
        mosaic,
        np.array([chosen[code] for code in codes]),
        np.array(weights, dtype=float),
        rounds=60,
        pinned=np.array([code in hinted for code in codes]),
    )
    return [(town, np.flatnonzero(label == index)) for index, town in enumerate(plan.towns)]


def _villages(
    mosaic: Mosaic, cells: Ints, villages: list[Village], demo: Mapping[str, Any], plane: Plane
) -> list[tuple[Village, Ints]]:
    part = mosaic.part(cells)
    hinted = _hint_cells(part, demo.get("villages", []), [v.code for v in villages], plane)
    chosen = dict(hinted)
    dense = part.scale**2 >= URBAN_FROM
    for wanted_urban in (True, False):
        codes = [v.code for v in villages if v.is_urban is wanted_urban and v.code not in chosen]
        wanted = dense if wanted_urban else ~dense
        if wanted.sum() < 10 * len(codes):
            wanted = np.ones_like(dense)
        seeds = scatter(part, list(chosen.values()), wanted, len(codes))
        chosen |= dict(zip(codes, seeds, strict=True))
    label = grow(
        part,
        np.array([chosen[village.code] for village in villages]),
        np.array([village.grids for village in villages], dtype=float),
        rounds=50,
        pinned=np.array([village.code in hinted for village in villages]),
    )
    return [(village, cells[label == index]) for index, village in enumerate(villages)]


def _grids(
    mosaic: Mosaic, cells: Ints, village: Village, rng: np.random.Generator
) -> dict[str, Ints]:
    """The village's grids, numbered from north to south."""
    part = mosaic.part(cells)
    seeds = scatter(part, [], np.ones(len(cells), dtype=bool), village.grids)
    weights = rng.uniform(0.75, 1.3, village.grids)
    label = grow(part, np.array(seeds), weights, rounds=30)
    north = [part.centres[label == index, 1].mean() for index in range(village.grids)]
    order = np.argsort(north)[::-1]
    return {
        f"{village.code}{number:03d}": cells[label == index]
        for number, index in enumerate(order.tolist(), 1)
    }
