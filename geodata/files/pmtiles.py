"""The head of a PMTiles file (version 3): what tiles it holds, how deep, and where.

Source: the PMTiles specification version 3, https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
"""

import gzip
import io
import json
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.maps.basemap import BasemapError

_HEADER: Final = struct.Struct("<7sB11Q6B4iB2i")
# Layers of the Protomaps schema, of which any draws something; compression words of the header.
_DRAWN: Final = frozenset({"earth", "roads", "landuse", "buildings"})
_PLAIN, _GZIP = 1, 2
_LONGEST_METADATA = 8_000_000
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
        BasemapError: the file is not there, is not PMTiles version 3, holds other tiles, or vector
            tiles of a schema that the map does not draw.
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
    if _TILES[tile_type] == "vector":
        _check_schema(file, *fields[4:6], compression=fields[14])
    west, south, east, north = (value / 1e7 for value in fields[19:23])
    return PmtilesHead(_TILES[tile_type] == "vector", min_zoom, max_zoom, south, west, north, east)


def _check_schema(file: Path, offset: int, length: int, *, compression: int) -> None:
    """See that the vector layers are those the map draws; files that name none are let pass.

    Raises:
        BasemapError: they are of another schema, of which nothing would be seen.
    """
    layers = _layers_of(file, offset, length, compression)
    if not layers or layers & _DRAWN:
        return
    schema = "the OpenMapTiles schema" if "transportation" in layers else "another schema"
    raise BasemapError(
        f"ONESCREEN_BASEMAP: {file} holds vector layers of {schema} "
        f"({', '.join(sorted(layers)[:6])}); the map draws those of Protomaps "
        f"({', '.join(sorted(_DRAWN))}): take a Protomaps extract, or tiles as pictures"
    )


def _layers_of(file: Path, offset: int, length: int, compression: int) -> frozenset[str]:
    """The ids of the vector layers that a file's metadata names; empty when it cannot be read."""
    if not 0 < length <= _LONGEST_METADATA or compression not in (_PLAIN, _GZIP):
        return frozenset()
    try:
        with file.open("rb") as opened:
            opened.seek(offset)
            raw = opened.read(length)
        text = _unpacked(raw) if compression == _GZIP else raw
        named = json.loads(text).get("vector_layers", [])
        return frozenset(str(one["id"]) for one in named)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return frozenset()


def _unpacked(raw: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
        return packed.read(_LONGEST_METADATA)
