"""`/api/v1/video/exports/*`: a recording that was approved, as a file."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import address_of, caller_of
from api.statistics.area_statistics import file_answer
from api.typed import file_told
from operations.video.exports.requests import VideoRequests

MP4 = "video/mp4"


def router(requests: VideoRequests) -> APIRouter:
    """What is taken away."""
    routes = APIRouter(prefix="/api/v1/video/exports")

    @routes.get("/{request_id}/recording.mp4", **file_told(MP4))
    async def recording(request: Request, request_id: str) -> Response:
        address = address_of(request.scope)
        file = await requests.file(request_id, caller_of(request.scope), address)
        return file_answer(file, MP4)

    return routes
