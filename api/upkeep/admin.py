"""`/api/v1/admin/*` and the reveal of the desk: who asks, what for, and what the answer is."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import address_of, caller_of
from api.desk.bodies.reveal import RevealAsked, Revealed
from api.errors import answer
from api.incidents.bodies import UnitSent
from api.reading import Query, json_body
from api.sentences import SENTENCES
from api.statistics.area_statistics import file_answer
from api.typed import body_as, file_told, told
from api.upkeep.bodies import (
    Adopted,
    HeldDevices,
    JournalPage,
    MapKept,
    MapsKept,
    Quarantine,
    SettingValues,
    StateAnswer,
)
from domain.errors import InvalidError
from domain.fields import as_text
from operations.access.reveal import Reveal
from operations.prints.sheets import CSV
from operations.upkeep.admin import MOST_SHOWN, PAGE, Admin, Search
from operations.upkeep.journal_question import NAMES, search_of


def reveal_router(reveal: Reveal) -> APIRouter:
    """The one door to personal fields in full."""
    routes = APIRouter()

    @routes.post("/api/v1/desk/reveal", **told(RevealAsked, Revealed))
    async def show(request: Request) -> Response:
        body = await body_as(request, RevealAsked)
        fields = body.get("fields") or []
        if not isinstance(fields, list) or not all(isinstance(one, str) for one in fields):
            raise InvalidError(says="fields_wrong", field="fields")
        shown = await reveal.reveal(
            caller_of(request.scope),
            as_text(body.get("kind") or "", "kind", longest=32),
            as_text(body.get("id") or "", "id", longest=64),
            str(body.get("reason") or ""),
            fields=fields,
            address=address_of(request.scope),
        )
        return answer(shown)

    return routes


def router(admin: Admin) -> APIRouter:
    """What the pages under /admin ask for."""
    routes = APIRouter(prefix="/api/v1/admin")

    @routes.get("/journal", **told(answers=JournalPage))
    async def journal(request: Request) -> Response:
        asked, limit = _search(request)
        return answer(
            await admin.journal(caller_of(request.scope), asked, limit, SENTENCES.words())
        )

    @routes.get("/journal.csv", **file_told(CSV))
    async def journal_file(request: Request) -> Response:
        asked, _ = _search(request)
        name, body = await admin.journal_file(caller_of(request.scope), asked)
        return file_answer((name, body), CSV)

    @routes.get("/state", **told(answers=StateAnswer))
    async def state(request: Request) -> Response:
        return answer(await admin.state(caller_of(request.scope)))

    @routes.get("/quarantine", **told(answers=Quarantine))
    async def quarantine(request: Request) -> Response:
        return answer({"items": await admin.quarantine(caller_of(request.scope))})

    @routes.get("/held", **told(answers=HeldDevices))
    async def held(request: Request) -> Response:
        return answer({"items": await admin.held(caller_of(request.scope))})

    @routes.post("/held/{device_id}", **told(UnitSent, Adopted, 201, also=200))
    async def adopt(request: Request, device_id: str) -> Response:
        made = await admin.adopt(
            caller_of(request.scope),
            device_id,
            await json_body(request),
            address=address_of(request.scope),
        )
        return answer(made, 201 if made["is_new"] else 200)

    @routes.get("/maps", **told(answers=MapsKept))
    async def maps(request: Request) -> Response:
        return answer(await admin.maps(caller_of(request.scope)))

    @routes.post("/maps/{version}/restore", **told(answers=MapKept))
    async def restore(request: Request, version: str) -> Response:
        caller = caller_of(request.scope)
        return answer(await admin.restore_map(caller, version, address=address_of(request.scope)))

    @routes.get("/settings", **told(answers=SettingValues))
    async def settings(request: Request) -> Response:
        return answer({"items": await admin.settings(caller_of(request.scope))})

    return routes


def _search(request: Request) -> tuple[Search, int]:
    query = Query(request, (*NAMES, "limit"))
    return search_of(request.query_params), query.whole("limit", 1, MOST_SHOWN, PAGE)
