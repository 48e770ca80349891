"""`/api/v1/areas/{code}/statistics`: figures of an area, and the rows behind them."""

import re
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer
from api.reading import Query
from api.statistics.bodies import RowsBehind, StatisticsAnswer
from api.typed import file_told, told
from domain.errors import InvalidError
from domain.fields import as_choice
from domain.incidents.incidents import IncidentClass, IncidentStatus
from domain.statistics.statistics import LATE, SPANS, took_s
from operations.incidents.incidents import Incidents
from operations.prints.sheets import CSV, PDF, XLSX
from operations.statistics.area_exports import AreaExports
from operations.statistics.area_statistics import AreaStatistics, Behind, Question

_PLACE = re.compile(r"(-?\d{1,6}),(-?\d{1,6})", re.ASCII)
_NOWHERE = 1_000_000
PERIOD_FIELDS = ("period", "month", "from", "to", "vs_from", "vs_to")
ROW_FIELDS = (
    "class",
    "severity",
    "status",
    "weekday",
    "hour",
    "hours",
    "arrived",
    "late",
    "place",
    "months",
    "open_now",
    "unplaced",
)
PAGE_FIELDS = ("slowest", "cursor", "limit")


def router(statistics: AreaStatistics, exports: AreaExports, incidents: Incidents) -> APIRouter:
    """The routes of the statistics page."""
    routes = APIRouter(prefix="/api/v1/areas/{code}/statistics")

    @routes.get("", **told(answers=StatisticsAnswer))
    async def read_statistics(code: str, request: Request) -> Response:
        question = read_question(code, Query(request, PERIOD_FIELDS))
        return answer(await statistics.body(question, caller_of(request.scope)))

    @routes.get("/rows", **told(answers=RowsBehind))
    async def read_rows(code: str, request: Request) -> Response:
        query = Query(request, (*PERIOD_FIELDS, *ROW_FIELDS, *PAGE_FIELDS))
        page = await statistics.rows(
            read_question(code, query),
            read_behind(query),
            caller_of(request.scope),
            cursor=query.text("cursor"),
            limit=query.whole("limit", 1, 200, default=50),
        )
        items = [incidents.body(one) | {"took_s": took_s(one)} for one in page.found]
        return answer({"items": items, "next": page.cursor, "is_slowest": page.is_slowest})

    @routes.get("/table.xlsx", **file_told(XLSX))
    async def read_table(code: str, request: Request) -> Response:
        question = read_question(code, Query(request, PERIOD_FIELDS))
        return file_answer(await exports.sheet(question, caller_of(request.scope)), XLSX)

    @routes.get("/page.pdf", **file_told(PDF))
    async def read_paper(code: str, request: Request) -> Response:
        question = read_question(code, Query(request, PERIOD_FIELDS))
        return file_answer(await exports.paper(question, caller_of(request.scope)), PDF)

    @routes.get("/rows.csv", **file_told(CSV))
    async def read_rows_file(code: str, request: Request) -> Response:
        query = Query(request, (*PERIOD_FIELDS, *ROW_FIELDS))
        question, behind = read_question(code, query), read_behind(query)
        return file_answer(await exports.rows(question, behind, caller_of(request.scope)), CSV)

    return routes


def file_answer(file: tuple[str, bytes], media_type: str) -> Response:
    """A file to be saved under its name."""
    name, content = file
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"content-disposition": disposition})


def read_question(code: str, query: Query) -> Question:
    """The area and the days of an address."""
    return Question(
        code=code,
        period=query.text("period"),
        month=query.text("month"),
        since=query.text("from"),
        until=query.text("to"),
        versus_since=query.text("vs_from"),
        versus_until=query.text("vs_to"),
    )


def read_behind(query: Query) -> Behind:
    """Which rows are wanted.

    Raises:
        InvalidError: names the parameter that cannot be read.
    """
    return Behind(
        classes=query.words("class", IncidentClass),
        severities=tuple(int(word) for word in query.words("severity", "1234")),
        statuses=query.words("status", IncidentStatus),
        weekday=_whole(query, "weekday", 6),
        hours=_hours(query),
        arrived=_flag(query, "arrived"),
        late=query.read("late", lambda text: as_choice(text, "late", LATE)),
        slowest=query.read("slowest", lambda text: as_choice(text, "slowest", SPANS)),
        place=query.read("place", _place),
        months=tuple((query.text("months") or "").split(",")) if query.text("months") else (),
        open_now=_flag(query, "open_now"),
        unplaced=_flag(query, "unplaced"),
    )


def _flag(query: Query, name: str) -> bool:
    """Whether `name=1` is asked for; what is neither that nor absent asks for something else."""
    return query.read(name, lambda text: as_choice(text, name, ("1",))) is not None


def _hours(query: Query) -> tuple[int, int] | None:
    """An `hour`, or `hours` such as 20-24: from the first up to, not with, the second."""
    hour = _whole(query, "hour", 23)
    if hour is not None:
        return hour, hour + 1
    return query.read("hours", _band)


def _band(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal() and int(first) < int(last) <= 24):
        raise InvalidError(says="hours_wrong", field="hours")
    return int(first), int(last)


def _whole(query: Query, name: str, high: int) -> int | None:
    return None if query.text(name) is None else query.whole(name, 0, high, default=0)


def _place(text: str) -> tuple[int, int]:
    """A place as `lat_e3,lon_e3`."""
    found = _PLACE.fullmatch(text)
    lat, lon = (int(found[1]), int(found[2])) if found else (_NOWHERE, _NOWHERE)
    if not (-90_000 <= lat <= 90_000 and -180_000 <= lon <= 180_000):
        raise InvalidError(says="statistic_place_wrong", field="place")
    return lat, lon
