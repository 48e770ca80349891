"""Writes small PMTiles files (version 3, one directory, nothing compressed)."""

import struct
from collections.abc import Mapping
from pathlib import Path

Tile = tuple[int, int, int]
TYPES = {"mvt": 1, "png": 2}


def write_pmtiles(
    file: Path,
    tiles: Mapping[Tile, bytes],
    kind: str = "png",
    *,
    version: int = 3,
    meta: bytes = b"{}",
    packing: int = 1,
) -> Path:
    """Keep tiles, by (zoom, x, y), in a file that covers the whole world.

    `meta` is its metadata as it is packed: 1 plain, 2 gzip.
    """
    entries, data = [], b""
    for number, content in sorted((tile_number(*at), body) for at, body in tiles.items()):
        entries.append((number, len(data), len(content)))
        data += content
    directory = _directory(entries)
    at_meta = 127 + len(directory)
    at_data = at_meta + len(meta)
    zooms = [zoom for zoom, _, _ in tiles] or [0]
    head = struct.pack(
        "<7sB11Q6B4iB2i",
        b"PMTiles", version, 127, len(directory), at_meta, len(meta), at_data, 0, at_data,
        len(data), len(entries), len(entries), len(entries), 1, packing, 1, TYPES[kind],
        min(zooms), max(zooms),
        -1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000, min(zooms), 0, 0,
    )  # fmt: skip
    file.write_bytes(head + directory + meta + data)
    return file


def tile_number(zoom: int, x: int, y: int) -> int:
    """A tile's number along the Hilbert curve, all shallower zooms before it."""
    number = (4**zoom - 1) // 3
    step = 2**zoom // 2
    while step:
        right, down = int(x & step > 0), int(y & step > 0)
        number += step * step * ((3 * right) ^ down)
        if not down:
            if right:
                x, y = step - 1 - x, step - 1 - y
            x, y = y, x
        step //= 2
    return number


def _directory(entries: list[tuple[int, int, int]]) -> bytes:
    before, body = 0, _varint(len(entries))
    for number, _, _ in entries:
        body += _varint(number - before)
        before = number
    body += b"".join(_varint(1) for _ in entries)
    body += b"".join(_varint(length) for _, _, length in entries)
    return body + b"".join(_varint(offset + 1) for _, offset, _ in entries)


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def whole_tile(layer: str, kind: str) -> bytes:
    """A vector tile (MVT 2) whose one polygon of `kind` in `layer` fills it."""

    def told(field: int, body: bytes) -> bytes:
        return _varint(field << 3 | 2) + _varint(len(body)) + body

    def number(field: int, value: int) -> bytes:
        return _varint(field << 3) + _varint(value)

    # From (0, 0) right, down and left by 4096, and closed; steps are zigzag.
    ring = b"".join(_varint(one) for one in (9, 0, 0, 26, 8192, 0, 0, 8192, 8191, 0, 15))
    feature = told(2, _varint(0) + _varint(0)) + number(3, 3) + told(4, ring)
    parts = told(1, layer.encode()) + told(2, feature) + told(3, b"kind")
    parts += told(4, told(1, kind.encode())) + number(5, 4096) + number(15, 2)
    return told(3, parts)
