"""`/map/<version>/<level>.geojson` and `/map/<version>/areas.json`: immutable, compressed."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from domain.errors import NotFoundError
from operations.maps.areas import Areas
from operations.maps.files import INDEX_NAME, LayerFile

# In the browser alone: a proxy between would hand it to those who have not signed in.
FOREVER = "private, max-age=31536000, immutable"


def router(areas: Areas) -> APIRouter:
    """The routes of map layers."""
    routes = APIRouter(prefix="/map")

    @routes.get("/{version}/{name}")
    @routes.head("/{version}/{name}")
    async def read_layer(version: str, name: str, request: Request) -> Response:
        file = await areas.layer(version, name)
        if file is None:
            raise NotFoundError(says="nothing_at_path", field="path")
        kind = "application/json" if name == INDEX_NAME else "application/geo+json"
        return _response(file, kind, request)

    return routes


def _response(file: LayerFile, kind: str, request: Request) -> Response:
    encoding, content = _encoded(file, request.headers.get("accept-encoding", ""))
    etag = f'"{file.etag}-{encoding}"'
    headers = {"cache-control": FOREVER, "etag": etag, "vary": "accept-encoding"}
    if etag in {tag.strip().removeprefix("W/") for tag in _tags(request)}:
        return Response(status_code=304, headers=headers)
    if encoding != "identity":
        headers["content-encoding"] = encoding
    return Response(content, headers=headers, media_type=kind)


def _tags(request: Request) -> list[str]:
    return request.headers.get("if-none-match", "").split(",")


def _encoded(file: LayerFile, accepted: str) -> tuple[str, bytes]:
    """The smallest form the browser takes."""
    names = {
        name.strip().lower()
        for name, _, weight in (part.partition(";") for part in accepted.split(","))
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    }
    if "br" in names:
        return "br", file.br
    if "gzip" in names:
        return "gzip", file.gz
    return "identity", file.plain
