"""What a map says, apart from how its file happens to be written."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
from numpy.typing import NDArray

from domain.areas import Level

AREA_LEVELS = tuple(level.value for level in Level)
"""The layers a complete map must have, widest first."""


def layer_names(gpkg: Path) -> list[str]:
    """The layers of a GeoPackage that hold at least one row, sorted."""
    names = [str(name) for name, _ in pyogrio.list_layers(gpkg)]
    return sorted(n for n in names if pyogrio.read_info(gpkg, layer=n)["features"] > 0)


def content_sha256(gpkg: Path) -> str:
    """Hex SHA-256 over layers, columns, values and coordinates.

    Neither the order of rows, columns or layers nor the bytes of the file matter, so the same
    map built twice, or on another machine, has the same digest.
    """
    digest = hashlib.sha256()
    for name in layer_names(gpkg):
        digest.update(f"\n#{name}\n".encode())
        digest.update(b"\n".join(sorted(_rows(gpkg, name))))
    return digest.hexdigest()


def _rows(gpkg: Path, layer: str) -> list[bytes]:
    meta, _, shapes, columns = pyogrio.raw.read(gpkg, layer=layer, force_2d=True)
    names = [str(name) for name in meta["fields"]]
    order = sorted(range(len(names)), key=names.__getitem__)
    values = [_plain(columns[index]) for index in order]
    title = [names[index] for index in order]
    return [
        json.dumps([title, *row], ensure_ascii=False).encode() + b"|" + bytes(shape or b"")
        for *row, shape in zip(*values, shapes, strict=True)
    ]


def _plain(column: NDArray[Any]) -> list[Any]:
    """Values as JSON knows them; a whole number is one however its column is typed."""
    if np.issubdtype(column.dtype, np.datetime64):
        return [None if np.isnat(value) else str(value) for value in column]
    return [_value(value) for value in column.tolist()]


def _value(value: Any) -> Any:
    if isinstance(value, float):
        if not np.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    return value if value is None or isinstance(value, bool | int | str) else str(value)
