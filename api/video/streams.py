"""`/api/v1/video…`: cameras opened, renewed, closed, turned; a picture kept; how the sources are.

Source: docs/video.md
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.callers import address_of
from api.errors import answer
from api.reading import Query
from api.sentences import SENTENCES
from api.sentences import said as in_words
from api.typed import file_told, read, said, told
from api.video import bodies
from api.video.holders import holder_of
from domain.access.access import require
from domain.fields import as_choice, as_moment, check_object
from domain.moments import to_iso
from domain.video.looks.reasons import Reason, reason_of
from domain.video.media.connector import PresetAct, Turn
from domain.video.media.ways import Opened
from operations.video.streams.streams import Asked
from operations.video.streams.turning import Turned
from operations.video.streams.video_streams import VideoStreams

_CAMERA = "/cameras/{camera_id}"


def router(video: VideoStreams) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix="/api/v1/video")
    _open_routes(routes, video)
    _turn_routes(routes, video)

    @routes.get("/sources", **told(answers=bodies.SourcesOut))
    async def sources(request: Request) -> Response:
        Query(request, ())
        require(who(request), "video.see")
        items = [
            bodies.source_out(
                one, in_words(one.failing, source=one.source) if one.failing else None
            )
            for one in video.answered()
        ]
        return said(bodies.SourcesOut(items=items, rates=bodies.rates_out(video.status.rates())))

    return routes


def _open_routes(routes: APIRouter, video: VideoStreams) -> None:
    streams = video.streams

    @routes.post(f"{_CAMERA}/open", **told(bodies.CameraOpenIn, bodies.CameraOpenedOut, 201))
    async def open_camera(camera_id: str, request: Request) -> Response:
        body = await read(request, bodies.CameraOpenIn)
        asked = _asked(request, is_sub=body.sub)
        return _opened(
            await streams.open(camera_id, who(request), _why(body.why), asked), status=201
        )

    @routes.post(
        f"{_CAMERA}/playback", **told(bodies.CameraPlaybackIn, bodies.CameraOpenedOut, 201)
    )
    async def playback(camera_id: str, request: Request) -> Response:
        body = await read(request, bodies.CameraPlaybackIn)
        start, end = as_moment(body.start, "start"), as_moment(body.end, "end")
        opened = await streams.playback(
            camera_id, start, end, who(request), _why(body.why), _asked(request)
        )
        return _opened(opened, status=201)

    @routes.get(f"{_CAMERA}/recordings", **told(answers=bodies.RecordingsOut))
    async def recordings(camera_id: str, request: Request) -> Response:
        query = Query(request, ("start", "end"))
        start, end = (as_moment(query.text(name) or "", name) for name in ("start", "end"))
        found = await streams.recordings(camera_id, start, end, who(request))
        return said(bodies.recordings_out(found))

    @routes.post(f"{_CAMERA}/snapshot", **file_told("image/jpeg", bodies.CameraSnapshotIn))
    async def snapshot(camera_id: str, request: Request) -> Response:
        body = await read(request, bodies.CameraSnapshotIn)
        taken = await video.snapshots.take(
            camera_id, who(request), _why(body.why), address_of(request.scope)
        )
        headers = {
            "x-look-id": taken.look_id,
            "x-sha256": taken.sha256,
            "x-taken-at": to_iso(taken.at),
        }
        return Response(taken.jpeg, headers=headers, media_type="image/jpeg")

    @routes.post("/looks/{look_id}/renew", **told(answers=bodies.CameraOpenedOut))
    async def renew(look_id: str, request: Request) -> Response:
        return _opened(await streams.renew(look_id, who(request), holder_of(request)))

    @routes.post("/looks/{look_id}/seen", **told(answers=bodies.VideoDoneOut))
    async def seen(look_id: str, request: Request) -> Response:
        await video.seen(look_id, holder_of(request))
        return said(bodies.VideoDoneOut())

    @routes.post("/looks/{look_id}/close", **told(answers=bodies.VideoDoneOut))
    async def close(look_id: str, request: Request) -> Response:
        await streams.close(look_id, who(request), holder_of(request))
        return said(bodies.VideoDoneOut())


def _turn_routes(routes: APIRouter, video: VideoStreams) -> None:
    turning = video.turning

    @routes.post(f"{_CAMERA}/turn", **told(bodies.CameraTurnIn, bodies.VideoDoneOut))
    async def turn(camera_id: str, request: Request) -> Response:
        body = await read(request, bodies.CameraTurnIn)
        turned = Turned(Turn(as_choice(body.command, "command", Turn)), body.speed, body.seconds)
        await turning.turn(
            camera_id, turned, who(request), _why(body.why), address_of(request.scope)
        )
        return said(bodies.VideoDoneOut())

    @routes.get(f"{_CAMERA}/presets", **told(answers=bodies.PresetsOut))
    async def presets(camera_id: str, request: Request) -> Response:
        Query(request, ())
        return said(bodies.presets_out(list(await turning.presets(camera_id, who(request)))))

    @routes.post(f"{_CAMERA}/presets", **told(bodies.CameraPresetIn, bodies.VideoDoneOut))
    async def preset(camera_id: str, request: Request) -> Response:
        body = await read(request, bodies.CameraPresetIn)
        act = PresetAct(as_choice(body.act, "act", PresetAct))
        await turning.preset(
            camera_id, body.number, act, who(request), _why(body.why), address_of(request.scope)
        )
        return said(bodies.VideoDoneOut())


def _asked(request: Request, *, is_sub: bool = False) -> Asked:
    return Asked(holder_of(request), address_of(request.scope), is_sub)


def _why(told_of: object) -> Reason:
    return reason_of(None if told_of is None else check_object(told_of))


def _opened(opened: Opened, status: int = 200) -> Response:
    words = SENTENCES.words()
    out = bodies.opened_out(opened, [one.said(words) for one in opened.says])
    return answer(out.model_dump(mode="json"), status)
