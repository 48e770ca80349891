"""A small district for import tests: 1 district, 2 towns, 4 villages, 8 grids, all rectangles."""

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import shapely

from geodata.files.versions import MapVersions
from geodata.importing.importing import import_map
from geodata.importing.order import ImportOrder
from geodata.importing.rows import Areas
from geodata.importing.stack import LEVELS, Stack
from geodata.importing.write import write_map

DISTRICT = "340604"
WEST, SOUTH, EAST, NORTH = 116.80, 33.90, 116.84, 33.92
METRE = 1 / 111_000
_COLUMNS = {"district": 1, "town": 2, "village": 4, "grid": 4}


def frame(level):
    """A level as a file would hold it: code, name, geometry."""
    columns, rows = _COLUMNS[level], 2 if level == "grid" else 1
    xs, ys = np.linspace(WEST, EAST, columns + 1), np.linspace(SOUTH, NORTH, rows + 1)
    found = []
    for column in range(columns):
        for row in range(rows):
            code = _code(level, column, row)
            box = shapely.box(xs[column], ys[row], xs[column + 1], ys[row + 1])
            found.append((code, f"{level} {code[6:] or '烈山区'}", box))
    codes, names, shapes = zip(*found, strict=True)
    return gpd.GeoDataFrame({"code": codes, "name": names}, geometry=list(shapes), crs=4326)


def _code(level, column, row):
    if level == "district":
        return DISTRICT
    if level == "town":
        return f"{DISTRICT}{column + 1:03}"
    village = f"{DISTRICT}{column // 2 + 1:03}{column % 2 + 1:03}"
    return village if level == "village" else f"{village}{row + 1:03}"


def write_complete(path, is_demo=False):
    """A complete map file."""
    path.write_bytes(_complete(is_demo))
    return path


@lru_cache
def _complete(is_demo):
    """The bytes of a complete map, made once."""
    levels = {}
    for level in LEVELS:
        table = frame(level)
        values = {"is_demo": [is_demo] * len(table)}
        levels[level] = Areas(
            table["code"].tolist(), table["name"].tolist(), table.geometry.to_numpy(), values
        )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "map.gpkg"
        write_map(Stack(levels, set(LEVELS)), None, None, path)
        return path.read_bytes()


def with_map(tmp_path, **about):
    """A maps folder with a complete current map."""
    versions = MapVersions(tmp_path / "maps")
    made = versions.add(write_complete(tmp_path / "complete.gpkg", **about), "test")
    versions.make_current(made.version)
    return versions


def save(table, path, **options):
    """Write a table in the format its name tells."""
    driver = {"driver": "KML"} if path.suffix == ".kml" else {}
    table.to_file(path, engine="pyogrio", **driver, **options)
    return path


def run(path, versions, level, dry_run=False, **options):
    """Import a file into a maps folder."""
    return import_map(ImportOrder(path, level, **options), versions, DISTRICT, dry_run=dry_run)


def run_frame(table, tmp_path, versions, level, **options):
    """Import a table by way of a GeoPackage."""
    return run(save(table, tmp_path / "in.gpkg"), versions, level, **options)
