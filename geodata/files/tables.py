"""Reading a GeoPackage's layers as plain columns: SQLite and shapely only, so it starts fast."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from domain.errors import OneScreenError

# Bytes of the envelope that follows a GeoPackage geometry's 8-byte header, by its flag.
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


class MapError(OneScreenError):
    """A map file cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """A layer: attribute columns by name, and one shape (lon-lat) per row.

    Rows without a shape are left out.
    """

    columns: dict[str, list[Any]]
    shapes: NDArray[Any]

    def __len__(self) -> int:
        return len(self.shapes)

    def column(self, name: str) -> list[Any]:
        """A column's values; None for every row when the layer has no such column."""
        return self.columns.get(name, [None] * len(self.shapes))


EMPTY = Table({}, np.array([], dtype=object))


def layer_names(gpkg: Path) -> list[str]:
    """The names of the layers in a GeoPackage, sorted.

    Raises:
        MapError: the file is missing or no GeoPackage.
    """
    with _opened(gpkg) as connection:
        return [name for name, _ in _layers(connection)]


def read_table(gpkg: Path, layer: str) -> Table:
    """A layer of a GeoPackage; an empty table when there is no such layer.

    Raises:
        MapError: the file is missing, no GeoPackage, or a shape in it is broken.
    """
    with _opened(gpkg) as connection:
        shape_column = dict(_layers(connection)).get(layer)
        if shape_column is None:
            return EMPTY
        quoted = layer.replace('"', '""')
        cursor = connection.execute(f'SELECT * FROM "{quoted}" ORDER BY rowid')  # noqa: S608
        names = [column[0] for column in cursor.description]
        at = names.index(shape_column)
        rows = [row for row in cursor if row[at] is not None]
    shapes = _shapes([row[at] for row in rows], gpkg, layer)
    columns = {
        name: [row[index] for row in rows]
        for index, name in enumerate(names)
        if index != at and name not in {"fid", "ogc_fid"}
    }
    return Table(columns, shapes)


@contextmanager
def _opened(gpkg: Path) -> Iterator[sqlite3.Connection]:
    if not Path(gpkg).is_file():
        raise MapError(f"{gpkg} does not exist")
    try:
        with closing(sqlite3.connect(f"{Path(gpkg).resolve().as_uri()}?mode=ro", uri=True)) as base:
            yield base
    except sqlite3.DatabaseError as error:
        raise MapError(f"{gpkg} is not a readable GeoPackage: {error}") from error


def _layers(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Layer and geometry column names, sorted."""
    query = "SELECT table_name, column_name FROM gpkg_geometry_columns ORDER BY table_name"
    return [(str(name), str(column)) for name, column in connection.execute(query)]


def _shapes(blobs: list[bytes], gpkg: Path, layer: str) -> NDArray[Any]:
    try:
        wkb = [blob[8 + _ENVELOPE_BYTES[blob[3] >> 1 & 7] :] for blob in blobs]
        return np.asarray(shapely.from_wkb(np.array(wkb, dtype=object)), dtype=object)
    except (shapely.errors.ShapelyError, IndexError, TypeError) as error:
        raise MapError(f"{gpkg}, layer {layer}: broken geometry: {error}") from error
