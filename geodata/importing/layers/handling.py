"""A department's own handling grids, laid over the common ones."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geodata.files.tables import read_table
from geodata.importing.checks import Ruler, check_inside, check_overlaps, report_vanished
from geodata.importing.fitting import Nest, VanishedError, fit
from geodata.importing.report import Kind, Report
from geodata.importing.rows import HANDLING, Areas


def check_handling(areas: Areas, district: Any, ruler: Ruler, report: Report) -> None:
    """Handling grids need not nest or cover all, but lie inside and do not overlap."""
    check_overlaps(areas, ruler, report, lambda share: None)
    holders = np.full(len(areas), district, dtype=object)
    check_inside(areas, holders, district, ruler, report)


def fit_handling(areas: Areas, district: Any, ruler: Ruler, report: Report) -> Areas:
    """Close what is narrower than the tolerance, without filling what is left open."""
    whole = np.array([district], dtype=object)
    inside = shapely.covered_by(areas.shape, district).all()
    if inside and shapely.coverage_is_valid(areas.shape):
        return areas
    nest = Nest(areas.shape, whole, np.zeros(len(areas), dtype=np.int64), fills=False)
    try:
        fitted = fit(nest, ruler.plane, ruler.tolerance_m)
    except VanishedError as vanished:
        report_vanished(areas, vanished.rows, report)
        return areas
    moved = int((~shapely.equals(fitted, areas.shape)).sum())
    if moved:
        message = f"{moved} of {len(areas)} handling grids fitted to each other"
        report.repaired(Kind.FIT, f"{message}, nowhere by more than about {ruler.tolerance_m:g} m")
    return areas.shaped(fitted)


def handling_frame(base: Path, department: str, areas: Areas) -> gpd.GeoDataFrame:
    """The layer `handling` of a map with one department's grids replaced.

    Raises:
        MapError: the map cannot be read.
    """
    held = read_table(base, HANDLING)
    others = [row for row, name in enumerate(held.column("department")) if name != department]
    order = np.argsort(np.array(areas.code, dtype=str), kind="stable")
    areas = areas.pick(order)
    columns = {
        name: [held.column(name)[row] for row in others] + added
        for name, added in (
            ("department", [department] * len(areas)),
            ("code", areas.code),
            ("name", areas.name),
        )
    }
    shapes = np.concatenate([held.shapes[others], areas.shape])
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")
    return frame.sort_values("department", kind="stable", ignore_index=True)


def check_held_handling(base: Path, district: Any, ruler: Ruler, report: Report) -> None:
    """Report handling grids already on the map that a new district would leave outside."""
    held = read_table(base, HANDLING)
    if len(held):
        names = (f"{d}/{c}" for d, c in zip(*map(held.column, ("department", "code")), strict=True))
        areas = Areas(list(names), [""] * len(held), held.shapes)
        check_inside(areas, np.full(len(areas), district, dtype=object), district, ruler, report)
