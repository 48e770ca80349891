"""`/api/v1/prints/{subject_kind}/{subject_id}`: what is printed of an entity of any kind."""

from fastapi import APIRouter, Request
from pydantic import ConfigDict
from starlette.responses import Response

from api.bodies import who
from api.desk.bodies.paper import PrintedCard
from api.errors import answer
from api.exports import exports_of
from api.typed import Answer, told
from domain.subject_key import SubjectKey, of_incident
from operations.prints.of_subjects import Prints


class Sheet(Answer):
    """Everything on paper of one entity; what beside moment and reader, its kind decides."""

    model_config = ConfigDict(extra="allow")

    at: str
    actor: str


def router(prints: Prints) -> APIRouter:
    """The sheet of an entity, and of an incident by its number alone."""
    routes = APIRouter(prefix="/api/v1")

    async def printed(about: SubjectKey, request: Request) -> Response:
        exports_of(request.scope, about)
        return answer(await prints.of(about, caller=who(request)))

    @routes.get("/prints/{subject_kind}/{subject_id}", **told(answers=Sheet))
    async def print_any(subject_kind: str, subject_id: str, request: Request) -> Response:
        return await printed(SubjectKey(subject_kind, subject_id), request)

    @routes.get("/desk/incidents/{number}/print", **told(answers=PrintedCard))
    async def print_card(number: str, request: Request) -> Response:
        return await printed(of_incident(number), request)

    return routes
