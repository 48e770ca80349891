"""`/api/v1/desk/…`: the queue, the card, notices and check-ins; `/ingest/…`: the phones'."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import LONGEST_NOTE, body_of, who
from api.desk.bodies.card import CardAnswer, NearAnswer, NewNote, NoteAnswer, Timeline
from api.desk.bodies.incidents import QueueAnswer
from api.desk.bodies.notices import CheckedIn, CheckIns, NoticeAnswer, NoticeList
from api.desk.bodies.options import Options as OptionsAnswer
from api.errors import answer
from api.incidents.incidents import read_wanted
from api.reading import Query
from api.sentences import SENTENCES
from api.typed import Nothing, body_as, told
from domain.desk.notices import NoticeState
from domain.fields import as_choice, as_text, optional_text, required
from operations.desk.bodies import DeskBodies
from operations.desk.card import DeskCard
from operations.desk.notices import DeskNotices
from operations.incidents.incidents import Incidents

Options = Callable[[], Mapping[str, Any]]


def router(
    bodies: DeskBodies, card: DeskCard, notices: DeskNotices, incidents: Incidents, options: Options
) -> APIRouter:
    """The routes of reading, noting and answering."""
    routes = APIRouter(prefix="/api/v1/desk")
    _add_incidents(routes, bodies, card, incidents, options)
    _add_notices(routes, notices)
    return routes


def _add_incidents(
    routes: APIRouter, bodies: DeskBodies, card: DeskCard, incidents: Incidents, options: Options
) -> None:
    @routes.get("/options", **told(answers=OptionsAnswer))
    async def read_options(request: Request) -> Response:
        caller = who(request)
        about = {"role": caller.role, "department": caller.department, "area": caller.area}
        return answer({**options(), "caller": about})

    @routes.get("/incidents", **told(answers=QueueAnswer))
    async def queue(request: Request) -> Response:
        found, cursor = await incidents.page(read_wanted(request), who(request))
        return answer({"items": await bodies.queue(found, who(request)), "next": cursor})

    @routes.get("/incidents/{number}", **told(answers=CardAnswer))
    async def read_card(number: str, request: Request) -> Response:
        return answer(await card.whole(number, caller=who(request)))

    @routes.get("/incidents/{number}/timeline", **told(answers=Timeline))
    async def timeline(number: str, request: Request) -> Response:
        words = SENTENCES.words()
        return answer({"items": await card.timeline(number, caller=who(request), words=words)})

    @routes.get("/incidents/{number}/near", **told(answers=NearAnswer))
    async def near(number: str, request: Request) -> Response:
        return answer(await card.near(number, caller=who(request)))

    @routes.post("/incidents/{number}/notes", **told(NewNote, NoteAnswer, 201))
    async def write_note(number: str, request: Request) -> Response:
        body = await body_as(request, NewNote)
        text = as_text(required(body, "text"), "text", longest=LONGEST_NOTE, lines=True)
        key = optional_text(body, "key", longest=64)
        return answer(await card.note(number, text, caller=who(request), key=key), 201)


def _add_notices(routes: APIRouter, notices: DeskNotices) -> None:
    @routes.get("/notices", **told(answers=NoticeList))
    async def list_notices(request: Request) -> Response:
        query = Query(request, ["number", "state"])
        word = query.read("state", lambda text: as_choice(text, "state", NoticeState))
        state = NoticeState(word) if word else None
        return answer(
            {"items": await notices.items(query.text("number"), state, caller=who(request))}
        )

    @routes.post("/notices/{notice_id}/ack", **told(Nothing, NoticeAnswer))
    async def acknowledge(notice_id: str, request: Request) -> Response:
        await body_as(request, Nothing)
        return answer(await notices.acknowledge(notice_id, caller=who(request)))

    @routes.post("/notices/{notice_id}/resend", **told(Nothing, NoticeAnswer))
    async def resend(notice_id: str, request: Request) -> Response:
        await body_as(request, Nothing)
        return answer(await notices.resend(notice_id, caller=who(request)))

    @routes.post("/units/{unit_id}/check-in", **told(Nothing, CheckedIn))
    async def check_in(unit_id: str, request: Request) -> Response:
        await body_as(request, Nothing)
        return answer(await notices.check_in(unit_id, caller=who(request)))

    @routes.get("/check-ins", **told(answers=CheckIns))
    async def check_ins(request: Request) -> Response:
        return answer({"items": await notices.check_ins(caller=who(request))})


def phones(notices: DeskNotices) -> APIRouter:
    """The door of the phones; the gate has checked that the key is one of ours."""
    routes = APIRouter(prefix="/ingest")

    @routes.get("/notices/{unit_id}")
    async def waiting(unit_id: str, request: Request) -> Response:
        return answer({"items": await notices.hand_out(unit_id, holder=who(request))})

    @routes.post("/notices/{notice_id}/ack")
    async def acknowledge(notice_id: str, request: Request) -> Response:
        body = await body_of(request, "unit_id")
        unit_id = as_text(required(body, "unit_id"), "unit_id", longest=64)
        return answer(await notices.answer(notice_id, unit_id, holder=who(request)))

    @routes.post("/check-ins/{unit_id}")
    async def check_in(unit_id: str, request: Request) -> Response:
        await body_of(request)
        return answer(await notices.check_in_by_unit(unit_id, holder=who(request)))

    return routes
