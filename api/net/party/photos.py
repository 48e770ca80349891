"""`/api/v1/net/party/photos`: photos of activities that may be shown on every screen."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.bodies import who
from api.kept_files import file_answer
from api.reading import Query
from api.typed import file_told
from operations.net.party.photos import PartyPhotos


def router(photos: PartyPhotos) -> APIRouter:
    """The route of marked photos."""
    routes = APIRouter(prefix="/api/v1/net/party", tags=["net"])

    @routes.get("/photos/{file_id}", **file_told("image/*"))
    async def photo(file_id: str, request: Request) -> Response:
        Query(request, ())
        return file_answer(await photos.shown(file_id, who(request)), file_id)

    return routes
