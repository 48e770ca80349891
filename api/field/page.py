"""`/m`: the phone page, its script, its worker, its manifest. Nothing here knows a fact.

Source: docs/field.md
"""

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.errors import answer
from api.field.phone_files import read_phone_files
from api.languages import language_of, remember_language
from api.sentences import SENTENCES
from domain.errors import NotFoundError
from layouts.field.page import phone_page

FOREVER = "public, max-age=31536000, immutable"
FRESH = "no-cache"


def router(assets: Path, *, place: str, is_demo: bool) -> APIRouter:
    """The page and its files.

    Args:
        assets: the folder of scripts and styles.
        place: the district's name.
        is_demo: what is shown is invented.
    """
    routes = APIRouter(include_in_schema=False)
    files = read_phone_files(assets)

    @routes.get("/m")
    async def page(request: Request) -> Response:
        words = SENTENCES.in_language(language_of(request.scope))
        drawn = phone_page(place, words, script=files.script, style=files.style, is_demo=is_demo)
        response = HTMLResponse(drawn, headers={"cache-control": FRESH})
        remember_language(response, request.scope)
        return response

    @routes.get("/m/manifest.webmanifest")
    async def manifest(request: Request) -> Response:
        words = SENTENCES.in_language(language_of(request.scope))
        return answer(files.manifest(f"{words('外勤')} · {place}", words("外勤")))

    @routes.get("/m/worker.js")
    async def worker() -> Response:
        headers = {"cache-control": FRESH, "service-worker-allowed": "/m"}
        return Response(files.worker, media_type="text/javascript", headers=headers)

    @routes.get("/m/{name}")
    async def file(name: str) -> Response:
        found = files.held.get(name)
        if found is None:
            raise NotFoundError(says="nothing_at_path", field="path")
        return Response(found.body, media_type=found.media, headers={"cache-control": FOREVER})

    return routes
