"""Pictures in a real browser through routes of ours: a page that plays what it is told to."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import uvicorn
from fastapi import APIRouter, FastAPI
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api import routes
from api.callers import CALLER
from api.video import media as media_routes
from api.video import streams as stream_routes
from domain.video.media.sources import Source
from feeds.video.calls import SourceCalls
from feeds.video.plain import PlainConnector
from operations.video.streams.video_streams import VideoStreams
from tests.video.media_rooms import DESK, rooms

PAGE = "<!doctype html><title>x</title><video id=v muted autoplay playsinline></video>"


class AsDesk:
    """Everybody is the dispatcher; who that is, the gate finds out elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, CALLER: DESK}, receive, send)


def app_of(video: VideoStreams, *more: APIRouter) -> FastAPI:
    """The routes of pictures, a page, and more routes."""
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @server.get("/")
    async def page() -> HTMLResponse:
        return HTMLResponse(PAGE)

    routes.install(server, [stream_routes.router(video), media_routes.router(video), *more])
    return server


@contextmanager
def media_page(source: Source) -> Iterator[tuple[str, VideoStreams]]:
    """Served from a thread with a loop of its own; its address."""
    ready, held = Event(), {}

    async def serve() -> None:
        video = rooms({source.name: PlainConnector(source, SourceCalls(source))})
        config = uvicorn.Config(AsDesk(app_of(video)), port=0, log_level="warning")
        server = uvicorn.Server(config)
        held["server"], held["video"] = server, video
        task = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - it tells nobody when
            await asyncio.sleep(0.01)
        held["port"] = server.servers[0].sockets[0].getsockname()[1]
        ready.set()
        await task
        await video.stop()

    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(60)
        yield f"http://127.0.0.1:{held['port']}", held["video"]
    finally:
        held["server"].should_exit = True
        thread.join()
