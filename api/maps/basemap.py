"""`/basemap/<file>.pmtiles`: the basemap kept in the data folder, read piece by piece."""

import asyncio
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from api.errors import refusal
from domain.errors import NotFoundError

# The address carries the file's mark as it was at the start; a file put in its place while the
# server runs is noticed within an hour, and wholly after a restart.
AN_HOUR = "private, max-age=3600"


def router(file: Path | None) -> APIRouter:
    """The route of the one PMTiles file that is set, if one is; no other file is ever served."""
    routes = APIRouter(prefix="/basemap")

    @routes.get("/{name}")
    @routes.head("/{name}")
    async def read_piece(name: str, request: Request) -> Response:
        if file is None or name != file.name or not await asyncio.to_thread(file.is_file):
            raise NotFoundError(says="nothing_at_path", field="path")
        if request.method == "GET" and "range" not in request.headers:
            return refusal(416, "range_needed", "range", says="range_needed")
        headers = {"cache-control": AN_HOUR}
        return FileResponse(file, headers=headers, media_type="application/octet-stream")

    return routes
