"""`/api/v1/video/walls`, `wall`, `arrangements`, `choices`: paired walls and the video wall."""

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from api.bodies import who
from api.callers import address_of, visit_of
from api.errors import answer
from api.reading import Query
from api.sentences import SENTENCES
from api.typed import Answer, Body, Mapped, read, said, told
from api.video.bodies import CameraOpenedOut, VideoDoneOut, opened_out
from api.video.holders import holder_of
from domain.access.access import NotAllowedError
from domain.access.accounts import Device
from domain.fields import as_choice, check_object
from domain.moments import to_iso
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.looks.reasons import reason_of
from domain.video.walls.arrangements import MOST_CAMERAS, Arrangement
from domain.video.walls.tiles import Shows, WallTile
from operations.video.walls.arrangements import Arrangements
from operations.video.walls.parts import Walls
from operations.video.walls.picking import Picking
from operations.video.walls.tiles import SeenWall, WallTiles


class WallTileIn(Body):
    """What is to be shown, and for how many minutes: a camera and why, or a call, which says it."""

    camera: str = Field("", max_length=64)
    call: str = Field("", max_length=64)
    why: Mapped = None
    minutes: int | None = Field(None, ge=1, le=240)


class WallTileOut(Answer):
    """What a wall shows: `camera` is its id, of a call that of the call."""

    shows: Shows
    camera: str
    number: str | None
    title: str
    sent_by: str
    sent_at: str
    until: str
    is_demo: bool


class PairedWallOut(Answer):
    """A paired wall."""

    wall_id: str
    name: str
    area: str | None
    tile: WallTileOut | None


class PairedWallsOut(Answer):
    """All of the caller's area."""

    items: list[PairedWallOut]


class OwnTileOut(Answer):
    """What the wall that asks shows; null for nothing."""

    tile: WallTileOut | None


class CameraChoiceOut(Answer):
    """A camera to choose."""

    camera_id: str
    name: str
    camera_class: str
    area_code: str
    is_connected: bool
    is_demo: bool


class ChoicesOut(Answer):
    """Cameras as far as the list goes, and how many there are."""

    items: list[CameraChoiceOut]
    count: int


class ArrangementIn(Body):
    """Cameras in the order of their places, an empty text for an empty one."""

    name: str = Field(max_length=40)
    size: int
    cameras: list[str] = Field(max_length=MOST_CAMERAS)
    every_s: int = 0


class ArrangementOut(Answer):
    """As it is kept."""

    arrangement_id: str
    name: str
    size: int
    cameras: list[str]
    every_s: int


class ArrangementsOut(Answer):
    """The caller's own."""

    items: list[ArrangementOut]


def router(walls: Walls) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix="/api/v1/video")
    _choice_routes(routes, walls.picking)
    _wall_routes(routes, walls.tiles)
    _own_routes(routes, walls.tiles)
    _arrangement_routes(routes, walls.arrangements)
    return routes


def _choice_routes(routes: APIRouter, picking: Picking) -> None:
    @routes.get("/choices", **told(answers=ChoicesOut))
    async def choices(request: Request) -> Response:
        query = Query(request, ("q", "area", "class", "connected"))
        kind = query.text("class")
        found = await picking.pick(
            who(request),
            text=(query.text("q") or "")[:60],
            area=(query.text("area") or "")[:15],
            camera_class=CameraClass(as_choice(kind, "class", CameraClass)) if kind else None,
            is_connected=query.text("connected") == "1",
        )
        return said(
            ChoicesOut(items=[_choice_out(one) for one in found.cameras], count=found.count)
        )


def _wall_routes(routes: APIRouter, tiles: WallTiles) -> None:
    @routes.get("/walls", **told(answers=PairedWallsOut))
    async def walls(request: Request) -> Response:
        Query(request, ())
        found = await tiles.walls(who(request))
        return said(PairedWallsOut(items=[_wall_out(one) for one in found]))

    @routes.post("/walls/{wall_id}/tile", **told(WallTileIn, WallTileOut))
    async def send(wall_id: str, request: Request) -> Response:
        body = await read(request, WallTileIn)
        why = reason_of(None if body.why is None else check_object(body.why))
        tile = await tiles.send(
            wall_id,
            body.call or body.camera,
            why,
            who(request),
            shows=Shows.CALL if body.call else Shows.CAMERA,
            minutes=body.minutes,
        )
        return said(_tile_out(tile))

    @routes.post("/walls/{wall_id}/tile/removal", **told(answers=VideoDoneOut))
    async def take_back(wall_id: str, request: Request) -> Response:
        await tiles.take_back(wall_id, who(request))
        return said(VideoDoneOut())


def _own_routes(routes: APIRouter, tiles: WallTiles) -> None:
    @routes.get("/wall", **told(answers=OwnTileOut))
    async def own_tile(request: Request) -> Response:
        Query(request, ())
        tile = tiles.shown_on(_screen(request))
        return said(OwnTileOut(tile=_tile_out(tile) if tile else None))

    @routes.post("/wall/open", **told(answers=CameraOpenedOut))
    async def open_own(request: Request) -> Response:
        opened = await tiles.open(_screen(request), holder_of(request), address_of(request.scope))
        words = SENTENCES.words()
        out = opened_out(opened, [one.said(words) for one in opened.says])
        return answer(out.model_dump(mode="json"))


def _arrangement_routes(routes: APIRouter, arrangements: Arrangements) -> None:
    @routes.get("/arrangements", **told(answers=ArrangementsOut))
    async def kept(request: Request) -> Response:
        Query(request, ())
        mine = arrangements.of(who(request))
        return said(ArrangementsOut(items=[_arrangement_out(one) for one in mine]))

    @routes.post("/arrangements", **told(ArrangementIn, ArrangementOut))
    async def keep(request: Request) -> Response:
        body = await read(request, ArrangementIn)
        made = await arrangements.keep(
            who(request), body.name, body.size, body.cameras, body.every_s
        )
        return said(_arrangement_out(made))

    @routes.post("/arrangements/{arrangement_id}/removal", **told(answers=VideoDoneOut))
    async def remove(arrangement_id: str, request: Request) -> Response:
        await arrangements.remove(who(request), arrangement_id)
        return said(VideoDoneOut())


def _screen(request: Request) -> Device:
    """The paired screen that asks.

    Raises:
        NotAllowedError: it is none.
    """
    visit = visit_of(request.scope)
    if visit is None or visit.device is None:
        raise NotAllowedError(says="not_allowed", field="role")
    return visit.device


def _choice_out(camera: Camera) -> CameraChoiceOut:
    return CameraChoiceOut(
        camera_id=camera.camera_id,
        name=camera.name,
        camera_class=camera.camera_class.value,
        area_code=camera.area_code,
        is_connected=camera.is_connected,
        is_demo=camera.is_demo,
    )


def _wall_out(wall: SeenWall) -> PairedWallOut:
    tile = _tile_out(wall.tile) if wall.tile else None
    return PairedWallOut(wall_id=wall.wall_id, name=wall.name, area=wall.area, tile=tile)


def _tile_out(tile: WallTile) -> WallTileOut:
    return WallTileOut(
        shows=tile.shows,
        camera=tile.subject_id,
        number=tile.number,
        title=tile.title,
        sent_by=tile.sent_by,
        sent_at=to_iso(tile.sent_at),
        until=to_iso(tile.until),
        is_demo=tile.is_demo,
    )


def _arrangement_out(one: Arrangement) -> ArrangementOut:
    return ArrangementOut(
        arrangement_id=one.arrangement_id,
        name=one.name,
        size=one.size,
        cameras=list(one.cameras),
        every_s=one.every_s,
    )
