"""The register as a layer of the map: compact, made once for all who see the same, or only changes.

Whoever sees no register but the map (a wall) is told where cameras stand and what they watch.
"""

import gzip
import json
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.video.cameras.camera import Camera
from operations.video.cameras.cameras import CameraDesk
from store.video import cameras as kept

MOST_KEPT = 64  # bodies, one for each area or department that looks
# The order of a camera's row; the first six are all that a wall is told.
POINT = ("camera_id", "name", "class", "area_code", "lat", "lon")
SEEN = ("link", "direction_deg", "view_deg", "reach_m", "turns")


@dataclass(frozen=True, slots=True)
class LayerBody:
    """The layer as JSON, plain and compressed; `etag` changes with any camera."""

    etag: str
    plain: bytes
    gz: bytes


class CameraLayer:
    """The layer, drawn from the register."""

    def __init__(self, desk: CameraDesk) -> None:
        self._desk = desk
        self._kept: OrderedDict[tuple[Any, ...], LayerBody] = OrderedDict()

    async def told(self, caller: Caller, since: int | None = None) -> LayerBody:
        """The layer for a caller; with `since` only what changed after that number.

        Raises:
            NotAllowedError: the map is not theirs to see.
        """
        require(caller, "map.see")
        sees_all = may(caller, "video.register.see")
        state = await self._desk.read(kept.state_of)
        scope = caller.scope
        key = (sees_all, scope.area, scope.department, since, state)
        if (held := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return held

        def question(one: Connection) -> LayerBody:
            return _body(one, caller, sees_all=sees_all, since=since, state=state)

        made = await self._desk.read(question)
        # two who see different cameras never share a tag, even where a cache mistakes one for other
        shown_to = f"{scope.area or ''}.{scope.department or ''}"
        made = replace(made, etag=f"{made.etag}-{crc32(shown_to.encode()):08x}")
        self._kept[key] = made
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return made


def _body(
    connection: Connection,
    caller: Caller,
    *,
    sees_all: bool,
    since: int | None,
    state: tuple[int, int],
) -> LayerBody:
    count, newest = state
    if since is not None and (since > newest or kept.left_sight(connection, caller, since)):
        # What a caller may see no more is not named to them: the layer is told anew without it.
        since = None
    found = kept.for_layer(connection, caller, since=since, sees_all=sees_all)
    told = {
        "seq": newest,
        "is_whole": since is None,
        "fields": [*POINT, *(SEEN if sees_all else ())],
        "cameras": [_row(one, sees_all=sees_all) for one in found if not one.is_removed],
        "gone": [one.camera_id for one in found if one.is_removed],
    }
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    etag = f"{newest}-{count}-{'all' if since is None else since}-{int(sees_all)}"
    return LayerBody(etag, plain, gzip.compress(plain, 6, mtime=0))


def _row(camera: Camera, *, sees_all: bool) -> list[Any]:
    point: list[Any] = [
        camera.camera_id,
        camera.name,
        camera.camera_class.value,
        camera.area_code,
        round(camera.lat, 6),
        round(camera.lon, 6),
    ]
    if not sees_all:
        return point
    return [
        *point,
        link_of(camera),
        camera.direction_deg,
        camera.view_deg,
        camera.reach_m,
        1 if camera.turns else 0,
    ]


def link_of(camera: Camera) -> str:
    """Whether its pictures can be had, as its source last told: a word of `LINKS`."""
    if not camera.is_connected:
        return "none"
    return "missing" if camera.missing_since is not None else camera.status.value
