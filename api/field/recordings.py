"""`/api/v1/desk/recordings…`: recordings of calls: pieces that arrive, films that are played.

Source: docs/calls.md, "Recording"
"""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from api.bodies import who
from api.exports import exports_of
from api.kept_files import file_answer
from api.reading import Query
from api.typed import Answer, Body, Nothing, file_told, read, said, told
from domain.errors import InvalidError
from domain.subject_key import of_incident
from operations.field.calls.films import Films

MOST_PIECES = 100_000


class CallFilmPieceOut(Answer):
    """The number of the piece that is next."""

    next: int


class CallFilmOut(Answer):
    """A film of a call: who recorded it, who agreed, and when it is deleted."""

    recording_id: str
    at: str
    by: str
    seconds: int
    size: int
    agreed: list[str]
    until: str | None


class CallFilmsOut(Answer):
    """The films of one incident, oldest first."""

    items: list[CallFilmOut]


class CallFilmDoneOut(Answer):
    """It is done."""


class CallFilmRemovalIn(Body):
    """Why a film is deleted before its day."""

    reason: Annotated[str, Field(min_length=2, max_length=200)]


def router(films: Films) -> APIRouter:
    """The routes of films."""
    routes = APIRouter(prefix="/api/v1/desk")

    @routes.put(
        "/recordings/{recording_id}/pieces/{index}",
        **told(answers=CallFilmPieceOut, media="video/webm"),
    )
    async def take(recording_id: str, index: str, request: Request) -> Response:
        if not index.isdecimal() or int(index) > MOST_PIECES:
            raise InvalidError(says="field_not_valid", field="piece")
        raw = await request.body()
        return said(
            CallFilmPieceOut(next=await films.take(recording_id, int(index), raw, who(request)))
        )

    @routes.post("/recordings/{recording_id}/finish", **told(Nothing, CallFilmDoneOut))
    async def finish(recording_id: str, request: Request) -> Response:
        await read(request, Nothing)
        await films.finish(recording_id, who(request))
        return said(CallFilmDoneOut())

    @routes.post("/recordings/{recording_id}/removal", **told(CallFilmRemovalIn, CallFilmDoneOut))
    async def remove(recording_id: str, request: Request) -> Response:
        body = await read(request, CallFilmRemovalIn)
        await films.remove(recording_id, body.reason, who(request))
        return said(CallFilmDoneOut())

    @routes.get("/incidents/{number}/recordings", **told(answers=CallFilmsOut))
    async def of_incident_(number: str, request: Request) -> Response:
        Query(request, ())
        found = await films.of_incident(number, who(request))
        return said(CallFilmsOut(items=[CallFilmOut(**one) for one in found]))

    @routes.get("/recordings/{recording_id}/film", **file_told("video/webm"))
    async def film(recording_id: str, request: Request) -> Response:
        Query(request, ())
        kept, recording = await films.film(recording_id, who(request))
        exports_of(request.scope, of_incident(recording.number))
        return file_answer(kept, recording_id)

    return routes
