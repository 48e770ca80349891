"""`/api/v1/areas/{code}`: an area, the areas it lies in, and what is going on there."""

from fastapi import APIRouter
from starlette.responses import Response

from api.errors import answer
from domain.areas import contains, level_of
from domain.errors import InvalidError, NotFoundError
from domain.incidents import ENDED
from domain.units import NOT_ON_DUTY
from operations.areas import Areas, area_body
from operations.picture import Picture

_OFF = frozenset(str(status) for status in NOT_ON_DUTY)


def router(areas: Areas, picture: Picture) -> APIRouter:
    """The routes of areas."""
    routes = APIRouter(prefix="/api/v1/areas")

    @routes.get("/{code}")
    async def read_area(code: str) -> Response:
        try:
            level_of(code)
        except InvalidError as error:
            raise InvalidError(error.message, field="code") from None
        area = areas.area(code)
        if area is None:
            raise NotFoundError(f"no area {code}", field="code")
        return answer(
            area_body(area)
            | {
                "path": areas.path(code),
                "children": list(areas.children(code)),
                "counts": count(picture, code),
            }
        )

    return routes


def count(picture: Picture, code: str) -> dict[str, int]:
    """Open incidents in an area, and units on duty whose home lies in it."""
    incidents = picture.entities["incident"].values()
    units = picture.entities["unit"].values()
    return {
        "open_incidents": sum(
            record.state["status"] not in ENDED and contains(code, record.state["area_code"])
            for record in incidents
        ),
        "units_on_duty": sum(
            record.state["status"] not in _OFF and contains(code, record.state["home_area"] or "")
            for record in units
        ),
    }
