"""`/api/v1/areas/{code}`: an area, the areas it lies in, and what is going on there."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer
from api.maps.bodies import AreaAnswer
from api.typed import told
from domain.errors import InvalidError, NotFoundError
from domain.maps.areas import level_of
from operations.live.picture import Picture, counts_in
from operations.maps.areas import Areas, area_body


def router(areas: Areas, picture: Picture) -> APIRouter:
    """The routes of areas."""
    routes = APIRouter(prefix="/api/v1/areas")

    @routes.get("/{code}", **told(answers=AreaAnswer))
    async def read_area(code: str, request: Request) -> Response:
        try:
            level_of(code)
        except InvalidError as error:
            raise error.about("code") from None
        area = areas.area(code)
        if area is None:
            raise NotFoundError(says="no_area", area=code, field="code")
        return answer(
            area_body(area, areas.branches.branch_of(area))
            | {
                "path": areas.path(code),
                "children": list(areas.children(code)),
                "counts": counts_in(picture, code, caller_of(request.scope)),
            }
        )

    return routes
