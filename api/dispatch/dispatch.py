"""`/api/v1/desk/…`: run cards, recommendation, and the plan for several incidents at once."""

from fastapi import APIRouter, Request, WebSocket
from starlette.responses import Response

from api.bodies import Versions, who
from api.callers import caller_of
from api.dispatch.bodies import (
    AcceptPlan,
    CardsAnswer,
    CardsWritten,
    CoverageNow,
    MoveUps,
    PlanAccepted,
    PlanAnswer,
    RecommendationAnswer,
    RecommendationAsked,
    WhatIf,
    WhatIfAnswer,
)
from api.errors import answer, error_body
from api.live.live import LiveConnection
from api.reading import Query, json_body
from api.sentences import sentence_of
from api.typed import body_as, told
from domain.access.access import require
from domain.dispatch.run_card_edits import RunCardMistakesError
from domain.dispatch.units import UnitKind
from domain.fields import as_choice, as_whole, required
from operations.dispatch.coverage import surface_body
from operations.dispatch.dispatching import Dispatching
from operations.dispatch.plans import Accepted
from operations.dispatch.recommendations import MOST_ROWS, cards_body
from operations.dispatch.what_if import MOST_MOVES


def routers(dispatching: Dispatching) -> list[APIRouter]:
    """Every router of choosing units."""
    return [router(dispatching), coverage_router(dispatching)]


def router(dispatching: Dispatching) -> APIRouter:
    """The routes of choosing units."""
    routes = APIRouter(prefix="/api/v1/desk")
    recommendations, plans = dispatching.recommendations, dispatching.plans

    @routes.get("/run-cards", **told(answers=CardsAnswer))
    async def list_run_cards(request: Request) -> Response:
        require(caller_of(request.scope), "checklists.see")
        wanted = Query(request, ("version",)).whole("version", 1, 100_000, default=0)
        if not wanted:
            return answer(cards_body(*await dispatching.cards.newest()))
        return answer(cards_body(wanted, await dispatching.cards.version(wanted)))

    @routes.get("/run-cards/versions", **told(answers=Versions))
    async def list_versions(request: Request) -> Response:
        require(caller_of(request.scope), "checklists.see")
        return answer({"items": await dispatching.cards.versions()})

    @routes.put("/run-cards", **told(CardsWritten, CardsAnswer))
    async def write_run_cards(request: Request) -> Response:
        body = await body_as(request, CardsWritten)
        version = as_whole(required(body, "version"), "version", low=1, high=100_000)
        try:
            made = await dispatching.cards.write(version, body.get("items"), caller=who(request))
        except RunCardMistakesError as error:
            refused = error_body(error.code, error.field, sentence_of(error))
            return answer(
                {**refused, "rows": [one.body(sentence_of) for one in error.mistakes]}, 422
            )
        return answer(cards_body(*made))

    @routes.get("/incidents/{number}/recommendation", **told(answers=RecommendationAnswer))
    async def recommend_for_incident(number: str, request: Request) -> Response:
        return answer(
            await recommendations.for_incident(
                number, caller=caller_of(request.scope), limit=_limit(request)
            )
        )

    @routes.post("/recommendation", **told(RecommendationAsked, RecommendationAnswer))
    async def recommend_for_place(request: Request) -> Response:
        limit = _limit(request)
        return answer(
            await recommendations.for_place(
                await json_body(request), caller=caller_of(request.scope), limit=limit
            )
        )

    @routes.get("/plan", **told(answers=PlanAnswer))
    async def show_plan(request: Request) -> Response:
        return answer(await plans.plan(caller=caller_of(request.scope)))

    @routes.post("/plan/accept", **told(AcceptPlan, PlanAccepted))
    async def accept_plan(request: Request) -> Response:
        done = await plans.accept(await json_body(request), caller=caller_of(request.scope))
        return answer(accepted_body(done), 200 if done.sent or not done.refused else 409)

    return routes


def coverage_router(dispatching: Dispatching) -> APIRouter:
    """The coverage: asked for, asked about, and followed."""
    routes = APIRouter()
    coverage, what_if = dispatching.coverage, dispatching.what_if

    @routes.get("/api/v1/desk/coverage", **told(answers=CoverageNow))
    async def show_coverage(request: Request) -> Response:
        caller = caller_of(request.scope)
        require(caller, "desk.see")
        surface = await coverage.now()
        body = surface_body(surface, 0, coverage.targets_s, caller.area)
        return answer({"coverage": body})

    @routes.post("/api/v1/desk/coverage/what-if", **told(WhatIf, WhatIfAnswer))
    async def ask_what_if(request: Request) -> Response:
        caller = caller_of(request.scope)
        return answer(await what_if.sending(await json_body(request), caller=caller))

    @routes.get("/api/v1/desk/coverage/move-up", **told(answers=MoveUps))
    async def suggest_moves(request: Request) -> Response:
        query = Query(request, ("moves", "kind"))
        kind = query.read("kind", lambda text: UnitKind(as_choice(text, "kind", UnitKind)))
        count = query.whole("moves", 1, MOST_MOVES, default=1)
        return answer(await what_if.moves(kind, count, caller=caller_of(request.scope)))

    @routes.websocket("/ws/coverage")
    async def follow_coverage(websocket: WebSocket) -> None:
        caller = caller_of(websocket.scope)
        require(caller, "area.see")
        await websocket.accept()
        await dispatching.coverage_feed.serve(LiveConnection(websocket), area=caller.area)

    return routes


def accepted_body(done: Accepted) -> dict[str, object]:
    """What was sent, what was refused, and a fresh plan when anything was."""
    refused = [
        {"number": one.number, "code": one.error.code, "message": sentence_of(one.error)}
        for one in done.refused
    ]
    body: dict[str, object] = {"accepted": done.sent, "refused": refused, "plan": done.fresh}
    if not done.sent and done.refused:
        first = done.refused[0].error
        body |= error_body(first.code, None, sentence_of(first))
    return body


def _limit(request: Request) -> int:
    return Query(request, ("limit",)).whole("limit", 1, MOST_ROWS, default=8)
