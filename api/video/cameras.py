"""`/api/v1/video/cameras`: the register of cameras, single ones, and the layer of the map."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer
from api.typed import told
from api.video.camera_bodies import (
    CameraAnswer,
    CameraLayerAnswer,
    CamerasAnswer,
    CameraStatesAnswer,
)
from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.fields import as_text
from domain.moments import to_iso
from domain.video.cameras.camera import Camera
from domain.video.cameras.filing import Gap
from domain.video.media.status import CameraState, clock_says
from operations.video.cameras.layer import CameraLayer, LayerBody, link_of
from operations.video.cameras.register import LISTED, Register, Wanted
from operations.video.cameras.states import CameraStates

ASK_AGAIN = "private, no-cache"


def router(register: Register, layer: CameraLayer, states: CameraStates) -> APIRouter:
    """The routes of the register."""
    routes = APIRouter(prefix="/api/v1/video/cameras")

    @routes.get("", **told(answers=CamerasAnswer))
    async def list_cameras(request: Request) -> Response:
        asked = request.query_params
        gap = _gap(asked.get("gap", ""))
        wanted = Wanted(text=asked.get("text", ""), area=asked.get("area", ""), gap=gap)
        page = await register.page(wanted, _whole(asked.get("at", ""), "at"), _caller(request))
        items = [{**body(one), "gaps": [gap.value for gap in gaps]} for one, gaps in page.lines]
        return answer({"items": items, "count": page.count, "at": page.at, "listed": LISTED})

    @routes.get("/map", **told(answers=CameraLayerAnswer))
    async def read_layer(request: Request) -> Response:
        since = request.query_params.get("since", "")
        made = await layer.told(_caller(request), _whole(since, "since") if since else None)
        return _layer(made, request)

    @routes.get("/states", **told(answers=CameraStatesAnswer))
    async def read_states(request: Request) -> Response:
        found = await states.told(_caller(request))
        return answer({"items": [_state(one) for one in found]})

    @routes.get("/{camera_id}", **told(answers=CameraAnswer))
    async def read_camera(camera_id: str, request: Request) -> Response:
        file = await register.file(as_text(camera_id, "camera_id", longest=32), _caller(request))
        return answer({**body(file.camera), "gaps": [one.value for one in file.gaps]})

    return routes


def _state(one: CameraState) -> dict[str, Any]:
    picture = one.picture
    return {
        "camera_id": one.camera_id,
        "is_signalled": one.is_signalled,
        "has_stream": one.has_stream,
        "first_frame_at": to_iso(one.first_frame_at) if one.first_frame_at else None,
        "picture": picture.value if picture else None,
        "is_clock_off": bool(clock_says(one.clock_off_s)),
    }


def body(camera: Camera) -> dict[str, Any]:
    """A camera as clients are told; where its source keeps it is not theirs to know."""
    missing = camera.missing_since
    return {
        "camera_id": camera.camera_id,
        "name": camera.name,
        "class": camera.camera_class.value,
        "owner_class": camera.owner_class.value,
        "owner": camera.owner,
        "area_code": camera.area_code,
        "lat": camera.lat,
        "lon": camera.lon,
        "link": link_of(camera),
        "missing_since": to_iso(missing) if missing else None,
        "direction_deg": camera.direction_deg,
        "view_deg": camera.view_deg,
        "reach_m": camera.reach_m,
        "turns": camera.turns,
        "presets": [
            {"number": one.number, "name": one.name, "bearing_deg": one.bearing_deg}
            for one in camera.presets
        ],
        "filing_number": camera.filing_number,
        "filed_on": camera.filed_on,
        "retention_days": camera.retention_days,
        "is_demo": camera.is_demo,
    }


def _caller(request: Request) -> Caller:
    return caller_of(request.scope)


def _whole(text: str, name: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise InvalidError(says="field_not_valid", field=name)
    return int(text)


def _gap(text: str) -> Gap | None:
    if not text:
        return None
    try:
        return Gap(text)
    except ValueError:
        raise InvalidError(says="field_not_valid", field="gap") from None


def _layer(made: LayerBody, request: Request) -> Response:
    takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{made.etag}-{"gz" if takes_gzip else "plain"}"'
    headers = {"cache-control": ASK_AGAIN, "etag": etag, "vary": "accept-encoding, cookie"}
    if etag in {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}:
        return Response(status_code=304, headers=headers)
    if takes_gzip:
        headers["content-encoding"] = "gzip"
    content = made.gz if takes_gzip else made.plain
    return Response(content, headers=headers, media_type="application/json")
