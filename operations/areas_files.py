"""Map layers as files for the browser: made once, compressed once, off the event loop."""

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import brotli  # type: ignore[import-untyped]

from geodata import layers
from operations.work import Work

LEVELS = (
    "district",
    "neighbour",
    "town",
    "village",
    "grid",
    "road",
    "water",
    "hill",
    "camera",
)
INDEX_NAME = "areas.json"
MOST_KEPT = 32
_BROTLI_QUALITY = 9
_GZIP_LEVEL = 9


@dataclass(frozen=True, slots=True)
class LayerFile:
    """One file in the three encodings browsers ask for; `etag` names its content."""

    plain: bytes
    br: bytes
    gz: bytes
    etag: str


class LayerFiles:
    """The newest used files of any version, each made by the first who asks."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._files: OrderedDict[tuple[str, str], asyncio.Task[LayerFile]] = OrderedDict()

    async def layer(self, version: str, path: Path, name: str) -> LayerFile | None:
        """The file `<level>.geojson` or `areas.json` of a version; None for any other name."""
        level = name.removesuffix(".geojson")
        if name != INDEX_NAME and (level not in LEVELS or level == name):
            return None
        key = version, name
        if key not in self._files:
            self._files[key] = asyncio.create_task(self._make(path, name))
        self._files.move_to_end(key)
        while len(self._files) > MOST_KEPT:
            self._files.popitem(last=False)
        return await self._taken(key)

    async def _taken(self, key: tuple[str, str]) -> LayerFile:
        """The made file; a failure is not remembered. A caller that leaves stops nobody."""
        task = self._files[key]
        try:
            return await asyncio.shield(task)
        except Exception:
            if self._files.get(key) is task:
                del self._files[key]
            raise

    async def _make(self, path: Path, name: str) -> LayerFile:
        return await self._work.read(lambda: make_file(path, name))


def make_file(path: Path, name: str) -> LayerFile:
    """Read, shape and compress one layer; blocks for up to a second."""
    if name == INDEX_NAME:
        plain = layers.areas_json(path)
    else:
        plain = layers.layer_geojson(path, name.removesuffix(".geojson"))
    return LayerFile(
        plain=plain,
        br=brotli.compress(plain, quality=_BROTLI_QUALITY),
        gz=gzip.compress(plain, _GZIP_LEVEL, mtime=0),
        etag=hashlib.sha256(plain).hexdigest()[:16],
    )
