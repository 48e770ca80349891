"""What a map says, apart from how its file happens to be written."""

import hashlib
import json
from pathlib import Path

import shapely

from domain.maps.areas import Level
from geodata.files.tables import layer_names, read_table

AREA_LEVELS = tuple(level.value for level in Level)
"""The layers a complete map must have, widest first."""


def filled_layers(gpkg: Path) -> list[str]:
    """The layers of a map that hold at least one shape, sorted.

    Raises:
        MapError: the file cannot be read.
    """
    return [name for name in layer_names(gpkg) if len(read_table(gpkg, name)) > 0]


def content_sha256(gpkg: Path) -> str:
    """Hex SHA-256 over layers, columns, values and shapes; `layers.map_version` is its beginning.

    The file's own bytes and dates do not matter, so the same map built on another machine has
    the same digest.

    Raises:
        MapError: the file cannot be read.
    """
    digest = hashlib.sha256()
    for layer in layer_names(gpkg):
        table = read_table(gpkg, layer)
        names = sorted(table.columns)
        digest.update(json.dumps([layer, len(table), names], ensure_ascii=False).encode())
        values = [table.columns[name] for name in names]
        digest.update(json.dumps(values, ensure_ascii=False, default=str).encode())
        for wkb in shapely.to_wkb(shapely.normalize(table.shapes), byte_order=1).tolist():
            digest.update(wkb)
    return digest.hexdigest()
