"""`/video/whep`, `/video/hls`, `/video/snap`: pictures, through our own origin, by token.

And the door a media server asks at (`/video/hook`): whether a reader may read.

Source: docs/decisions/0132-pictures-pass-through-our-origin.md
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.errors import WrongTypeError
from api.reading import json_body
from api.typed import file_told
from api.video.holders import holder_of
from domain.errors import NotFoundError, OneScreenError
from operations.video.streams.video_streams import VideoStreams

# What a browser says it wants something for when it is to be shown, or kept, by itself.
_OPENED = frozenset({"document", "iframe", "frame", "embed", "object"})


def router(video: VideoStreams) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix="/video")
    _whep_routes(routes, video)

    @routes.get("/hls/{stream_token}/{rest:path}", **file_told("*/*"))
    async def piece(stream_token: str, rest: str, request: Request) -> Response:
        _check_played(request)
        asked = dict(request.query_params)
        found = await video.hls.read(stream_token, holder_of(request), rest, asked)
        return Response(found.body, media_type=found.media_type)

    @routes.get("/snap/{stream_token}", **file_told("image/jpeg"))
    async def snap(stream_token: str, request: Request) -> Response:
        _check_played(request)
        jpeg = await video.snapshots.of_token(stream_token, holder_of(request))
        return Response(jpeg, media_type="image/jpeg")

    @routes.post("/hook", status_code=204, response_class=Response)
    async def hook(request: Request) -> Response:
        try:
            asked = await json_body(request)
        except OneScreenError:
            asked = None
        is_allowed = isinstance(asked, dict) and video.hook.allows(asked)
        return Response(status_code=204 if is_allowed else 401)

    return routes


def _whep_routes(routes: APIRouter, video: VideoStreams) -> None:
    @routes.post("/whep/{stream_token}", **file_told("application/sdp"))
    async def offer(stream_token: str, request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/sdp"):
            raise WrongTypeError(says="wrong_type", field="content-type")
        session, sdp = await video.signalling.offer(
            stream_token, holder_of(request), await request.body()
        )
        located = {"location": f"/video/whep/{stream_token}/{session}"}
        return Response(sdp, 201, located, media_type="application/sdp")

    @routes.patch(
        "/whep/{stream_token}/{session_id}", **file_told("application/trickle-ice-sdpfrag")
    )
    async def candidates(stream_token: str, session_id: str, request: Request) -> Response:
        told = await video.signalling.candidates(
            stream_token, holder_of(request), session_id, await request.body()
        )
        if not told:
            return Response(status_code=204)
        return Response(told, media_type="application/trickle-ice-sdpfrag")

    @routes.delete("/whep/{stream_token}/{session_id}", **file_told("*/*"))
    async def end(stream_token: str, session_id: str, request: Request) -> Response:
        await video.signalling.end(stream_token, holder_of(request), session_id)
        return Response(status_code=200)


def _check_played(request: Request) -> None:
    """A picture is for a player: typed into a browser, or saved as a link, it is not there.

    A browser tells so on `https`; who leaves the header out is not stopped (docs/video.md).
    """
    if request.headers.get("sec-fetch-dest", "") in _OPENED:
        raise NotFoundError(says="nothing_at_path", field="path")
