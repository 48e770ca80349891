"""`/api/v1/video/looks.xlsx`: the register of looks as a file."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.reading import Query
from api.statistics.area_statistics import file_answer
from api.typed import file_told
from domain.video.looks.question import NAMES, read_question
from operations.clock import utc_now
from operations.prints.sheets import XLSX
from operations.video.looks.register import LookRegister


def router(register: LookRegister) -> APIRouter:
    """What is taken away of the register."""
    routes = APIRouter(prefix="/api/v1/video")

    @routes.get("/looks.xlsx", **file_told(XLSX))
    async def looks_file(request: Request) -> Response:
        Query(request, NAMES)
        asked = read_question(request.query_params)
        return file_answer(await register.file(asked, caller_of(request.scope), utc_now()), XLSX)

    return routes
