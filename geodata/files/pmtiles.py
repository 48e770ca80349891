"""The head of a PMTiles file (version 3): what tiles it holds, how deep, and where.

Source: the PMTiles specification version 3, https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.maps.basemap import BasemapError

_HEADER: Final = struct.Struct("<7sB11Q6B4iB2i")
_TILES: Final = {1: "vector", 2: "raster", 3: "raster", 4: "raster", 5: "raster"}


@dataclass(frozen=True, slots=True)
class PmtilesHead:
    """`is_vector`: Mapbox vector tiles, else pictures. Bounds are degrees, WGS 84."""

    is_vector: bool
    min_zoom: int
    max_zoom: int
    south: float
    west: float
    north: float
    east: float


def read_head(file: Path) -> PmtilesHead:
    """What a PMTiles file says about itself.

    Raises:
        BasemapError: the file is not there, is not PMTiles version 3, or holds other tiles.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEADER.size)
    except OSError as error:
        why = error.strerror or str(error)
        raise BasemapError(f"ONESCREEN_BASEMAP: {file} cannot be read: {why}") from None
    if len(head) < _HEADER.size or not head.startswith(b"PMTiles"):
        raise BasemapError(f"ONESCREEN_BASEMAP: {file} is no PMTiles file")
    fields = _HEADER.unpack(head)
    if fields[1] != 3:
        raise BasemapError(f"ONESCREEN_BASEMAP: {file} is PMTiles version {fields[1]}; 3 is read")
    tile_type, min_zoom, max_zoom = fields[16:19]
    if tile_type not in _TILES:
        raise BasemapError(f"ONESCREEN_BASEMAP: {file} holds tiles of an unknown type")
    west, south, east, north = (value / 1e7 for value in fields[19:23])
    return PmtilesHead(_TILES[tile_type] == "vector", min_zoom, max_zoom, south, west, north, east)
