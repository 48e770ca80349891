"""Map layers as files for the browser: made once, compressed once, off the event loop."""

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import orjson

from geodata.files import layers
from geodata.files.drawing import LEVELS
from operations.threads import Work

INDEX_NAME = "areas.json"
MOST_KEPT = 32
_BROTLI_QUALITY = 9
DEMO_PROPERTIES = ("vacant_since", "population", "households", "lead", "branch")
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

    def __init__(self, work: Work, *, shows_demo: bool = True) -> None:
        self._work = work
        self._shows_demo = shows_demo
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
        return await self._work.read(lambda: make_file(path, name, shows_demo=self._shows_demo))


def make_file(path: Path, name: str, *, shows_demo: bool = True) -> LayerFile:
    """Read, shape and compress one layer; blocks for up to a second.

    Without the demo, cameras and posts that a demo map invents are left out.
    """
    if name == INDEX_NAME:
        plain = layers.areas_json(path)
    else:
        plain = layers.layer_geojson(path, name.removesuffix(".geojson"))
    if not shows_demo:
        plain = _without_demo(plain)
    return LayerFile(
        plain=plain,
        br=brotli.compress(plain, quality=_BROTLI_QUALITY),
        gz=gzip.compress(plain, _GZIP_LEVEL, mtime=0),
        etag=hashlib.sha256(plain).hexdigest()[:16],
    )


def _without_demo(plain: bytes) -> bytes:
    """A layer without invented points, and without what is invented about real places."""
    layer = orjson.loads(plain)
    if layer.get("type") != "FeatureCollection":
        return plain
    kept = []
    for feature in layer["features"]:
        properties = feature["properties"]
        if properties.get("is_demo") and feature["geometry"]["type"] == "Point":
            continue
        if properties.pop("is_demo", False):
            for name in DEMO_PROPERTIES:
                properties.pop(name, None)
        kept.append(feature)
    return orjson.dumps({**layer, "features": kept})
