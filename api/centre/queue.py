"""`/api/v1/queue` and `/ws/queue`: numbers taken and called; the hall's and the kiosk's pages.

Source: docs/centre.md
"""

from typing import Annotated, Any

from fastapi import APIRouter, Request, WebSocket
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from api.callers import caller_of
from api.live.live import LiveConnection
from api.typed import Answer, Body, Longest, file_told, read, said, told
from domain.access.access import require
from domain.centre.premises.tickets import Ticket
from domain.errors import NotFoundError
from domain.moments import to_iso
from layouts.centre.premises.screens import hall_page, kiosk_page
from operations.centre.premises.queue import Queue
from operations.centre.premises.queue_feed import QueueFeed, board_body

PDF = "application/pdf"
HEADERS = {"cache-control": "no-store"}


class TicketIn(Body):
    """For which zone a number is taken."""

    zone: Annotated[str, Field(min_length=1, max_length=64)]


class ActIn(Body):
    """To which window a number is handed over; the case it became, when it is done."""

    to: Annotated[str | None, Longest(2)] = None
    case: Annotated[str | None, Longest(64)] = None


class TicketOut(Answer):
    """A number, and nothing of whoever holds it."""

    ticket_id: str
    label: str
    zone: str
    state: str
    window: str | None
    for_window: str | None
    calls: int
    taken_at: str


class TicketTaken(TicketOut):
    """A number as it was taken; `ahead`: how many of its zone wait before it."""

    zone_name: str
    ahead: int


class Called(Answer):
    """A number at a window."""

    label: str
    window: str | None
    window_name: str
    calls: int
    called_at: str | None


class Waiting(Answer):
    """How many wait in a zone."""

    zone: str
    letter: str
    name: str
    count: int


class BoardOut(Answer):
    """The queue as it stands."""

    day: str
    is_open: bool
    is_demo: bool
    keeps_hours: bool
    opens: str
    closes: str
    called: list[Called]
    waiting: list[Waiting]


class Acted(Answer):
    """What is at the window now; None where nobody waits."""

    ticket: TicketOut | None


class DayEnded(Answer):
    """How many were told to come another day."""

    told: int


def router(queue: Queue, feed: QueueFeed, place: str) -> APIRouter:
    """The routes of the queue.

    Args:
        queue: numbers of the day.
        feed: tells screens of it.
        place: whose centre it is.
    """
    routes = APIRouter()
    _taking(routes, queue)
    _calling(routes, queue)

    @routes.websocket("/ws/queue")
    async def follow(websocket: WebSocket) -> None:
        caller = caller_of(websocket.scope)
        require(caller, "queue.see")
        await websocket.accept()
        await feed.serve(LiveConnection(websocket), caller)

    @routes.get("/centre/hall", include_in_schema=False)
    async def hall(request: Request) -> Response:
        caller = caller_of(request.scope)
        require(caller, "queue.hall")
        return HTMLResponse(hall_page(place, await queue.board(caller)), headers=HEADERS)

    @routes.get("/centre/kiosk", include_in_schema=False)
    async def kiosk(request: Request) -> Response:
        caller = caller_of(request.scope)
        require(caller, "queue.take")
        return HTMLResponse(kiosk_page(place, await queue.board(caller)), headers=HEADERS)

    return routes


def _taking(routes: APIRouter, queue: Queue) -> None:
    @routes.post("/api/v1/queue/tickets", **told(TicketIn, TicketTaken, 201))
    async def take(request: Request) -> Response:
        body = await read(request, TicketIn)
        taken = await queue.take(body.zone, caller_of(request.scope))
        whole = _fields(taken.ticket) | {"zone_name": taken.zone_name, "ahead": taken.ahead}
        return said(TicketTaken(**whole), 201)

    @routes.get("/api/v1/queue/tickets/{ticket_id}/paper.pdf", **file_told(PDF))
    async def paper(ticket_id: str, request: Request) -> Response:
        name, content = await queue.paper(ticket_id, caller_of(request.scope))
        disposition = f'inline; filename="{name}"'
        return Response(content, media_type=PDF, headers={"content-disposition": disposition})

    @routes.post("/api/v1/queue/tickets/{ticket_id}/back", **told(answers=Acted))
    async def back(ticket_id: str, request: Request) -> Response:
        return said(_acted(await queue.back(ticket_id, caller_of(request.scope))))


def _calling(routes: APIRouter, queue: Queue) -> None:
    acts = {
        "next": queue.next,
        "again": queue.again,
        "not-come": queue.not_come,
    }

    @routes.get("/api/v1/queue", **told(answers=BoardOut))
    async def board(request: Request) -> Response:
        found: Any = board_body(await queue.board(caller_of(request.scope)))
        return said(BoardOut(**found))

    @routes.post("/api/v1/queue/end-of-day", **told(answers=DayEnded))
    async def end_day(request: Request) -> Response:
        return said(DayEnded(told=await queue.end_day(caller_of(request.scope))))

    @routes.post("/api/v1/queue/windows/{window}/{act}", **told(ActIn, Acted))
    async def act(window: str, act: str, request: Request) -> Response:
        body, caller = await read(request, ActIn), caller_of(request.scope)
        if act == "hand-over":
            return said(_acted(await queue.hand_over(window, body.to or "", caller)))
        if act == "done":
            return said(_acted(await queue.done(window, caller, body.case or "")))
        require(caller, "queue.call")
        if act not in acts:
            raise NotFoundError(says="nothing_at_path", field="act")
        return said(_acted(await acts[act](window, caller)))


def _acted(ticket: Ticket | None) -> Acted:
    return Acted(ticket=TicketOut(**_fields(ticket)) if ticket else None)


def _fields(one: Ticket) -> dict[str, Any]:
    return {
        "ticket_id": one.ticket_id,
        "label": one.label,
        "zone": one.zone,
        "state": one.state.value,
        "window": one.window,
        "for_window": one.for_window,
        "calls": one.calls,
        "taken_at": to_iso(one.taken_at),
    }
