"""`/api/v1/desk/incidents/{number}/pushes`: an incident handed to the police or to the grids."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.desk.bodies.card import NewPushBody, PushAnswer
from api.errors import answer
from api.typed import body_as, told
from domain.fields import as_text, check_object, optional_text, required
from domain.net.fusion.pushes import FIELD_WORDS, LONGEST
from operations.net.fusion.pushes import NewPush, Pushes, direction_of, push_body


def router(pushes: Pushes) -> APIRouter:
    """The route of pushing; what was pushed stands on the card."""
    routes = APIRouter(prefix="/api/v1/desk")

    @routes.post("/incidents/{number}/pushes", **told(NewPushBody, PushAnswer, 201))
    async def push(number: str, request: Request) -> Response:
        body = await body_as(request, NewPushBody)
        said = check_object(required(body, "told"))
        new = NewPush(
            direction=direction_of(as_text(required(body, "direction"), "direction", longest=32)),
            basis=as_text(required(body, "basis"), "basis", longest=LONGEST),
            told={name: _text(name, text) for name, text in said.items() if text != ""},
            incident=number,
            key=optional_text(body, "key", longest=64) or "",
        )
        return answer(push_body(await pushes.send(new, who(request))), 201)

    return routes


def _text(name: str, told: object) -> str:
    field = name if name in FIELD_WORDS else "told"
    return as_text(told, field, longest=LONGEST, lines=True)
