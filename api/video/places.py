"""`/api/v1/video/places`: key places and units as the map draws them."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.errors import answer
from api.reading import Query
from api.typed import Answer, told
from operations.video.places.site_register import SiteRegister


class SiteOnMap(Answer):
    """A key place: its name, its sort, where it is."""

    site_id: str
    name: str
    sort: str
    nature: str
    lat: float
    lon: float
    area_code: str
    is_demo: bool


class SitesOnMap(Answer):
    """The key places the caller may see."""

    items: list[SiteOnMap]


def router(sites: SiteRegister) -> APIRouter:
    """The route of the map's layer."""
    routes = APIRouter(prefix="/api/v1/video", tags=["video"])

    @routes.get("/places", **told(answers=SitesOnMap))
    async def places(request: Request) -> Response:
        Query(request, ())
        found = await sites.on_map(who(request))
        return answer(
            {
                "items": [
                    {
                        "site_id": one.site_id,
                        "name": one.name,
                        "sort": one.sort.value,
                        "nature": one.nature.value,
                        "lat": one.lat,
                        "lon": one.lon,
                        "area_code": one.area_code,
                        "is_demo": one.is_demo,
                    }
                    for one in found
                ]
            }
        )

    return routes
