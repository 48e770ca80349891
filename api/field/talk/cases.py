"""`/api/v1/cases/{code_of_case}/talk…` and `…/helps`: talk about a case, and who helps with it.

Writes are safe to send again: a message and a question have their key.

Source: docs/messages.md
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.field.talk import bodies, help_bodies
from api.field.talk.desk import before_of, kept_photo
from api.kept_files import file_answer
from api.reading import Query
from api.typed import Nothing, file_told, read, said, told
from domain.centre.cases.case_codes import read_case_code
from operations.field.talk.field_talk import FieldTalks
from operations.field.talk.helping import NewHelp
from operations.field.talk.talking import Said

PREFIX = "/api/v1/cases"


def router(talks: FieldTalks) -> APIRouter:
    """The routes of the centre."""
    routes = APIRouter(prefix=PREFIX)
    _talk_routes(routes, talks)
    _photo_routes(routes, talks)
    _help_routes(routes, talks)
    whole = APIRouter()
    whole.include_router(routes)
    _unread_routes(whole, talks)
    return whole


def _unread_routes(routes: APIRouter, talks: FieldTalks) -> None:
    @routes.get("/api/v1/centre/talks", **told(answers=help_bodies.UnreadCasesOut))
    async def unread(request: Request) -> Response:
        Query(request, ())
        found = await talks.unread_cases.of(who(request))
        items = [help_bodies.UnreadCaseOut(code=one.code, unread=one.unread) for one in found]
        return said(help_bodies.UnreadCasesOut(items=items))


def _talk_routes(routes: APIRouter, talks: FieldTalks) -> None:
    of_cases = talks.cases

    @routes.get("/{code_of_case}/talk", **told(answers=bodies.TalkOut))
    async def talk(code_of_case: str, request: Request) -> Response:
        code = read_case_code(code_of_case)
        page = await of_cases.looking.at_desk(code, who(request), before_of(request))
        return said(bodies.talk_out(page, f"{PREFIX}/{code}/talk"))

    @routes.post(
        "/{code_of_case}/talk", **told(bodies.MessageIn, bodies.MessageSaidOut, 201, also=200)
    )
    async def tell(code_of_case: str, request: Request) -> Response:
        body, code = await read(request, bodies.MessageIn), read_case_code(code_of_case)
        new = Said(body.key, body.text, body.reply, body.photos)
        made, is_new = await of_cases.talking.tell(code, new, who(request))
        answer = bodies.MessageSaidOut(message_id=made.message_id, n=made.n)
        return said(answer, 201 if is_new else 200)

    @routes.post("/{code_of_case}/talk/read", **told(bodies.DeskReadIn, bodies.MarkedOut))
    async def read_talk(code_of_case: str, request: Request) -> Response:
        body, code = await read(request, bodies.DeskReadIn), read_case_code(code_of_case)
        await of_cases.talking.read_at_desk(code, body.n, who(request))
        return said(bodies.MarkedOut())


def _photo_routes(routes: APIRouter, talks: FieldTalks) -> None:
    photos = talks.cases.photos

    @routes.post(
        "/{code_of_case}/talk/{message_id}/photos",
        **told(answers=bodies.TalkPhotoOut, status=201, media="image/*"),
    )
    async def keep(code_of_case: str, message_id: str, request: Request) -> Response:
        prefix = f"{PREFIX}/{read_case_code(code_of_case)}/talk"
        return await kept_photo(photos, prefix, message_id, request, who(request))

    @routes.get("/{code_of_case}/talk/{message_id}/photos/{file_id}", **file_told("image/*"))
    async def photo(code_of_case: str, message_id: str, file_id: str, request: Request) -> Response:
        Query(request, ())
        read_case_code(code_of_case)
        return file_answer(await photos.read(message_id, file_id, who(request)), file_id)


def _help_routes(routes: APIRouter, talks: FieldTalks) -> None:
    helping = talks.helping

    @routes.get("/{code_of_case}/helps", **told(answers=help_bodies.CaseHelpsOut))
    async def helps(code_of_case: str, request: Request) -> Response:
        Query(request, ())
        found = await helping.of_case(read_case_code(code_of_case), who(request))
        return said(help_bodies.helps_out(found))

    @routes.post(
        "/{code_of_case}/helps",
        **told(help_bodies.CaseHelpIn, help_bodies.CaseHelpAskedOut, 201, also=200),
    )
    async def ask(code_of_case: str, request: Request) -> Response:
        body, code = await read(request, help_bodies.CaseHelpIn), read_case_code(code_of_case)
        new = NewHelp(body.key, body.unit_id, body.task, body.reason)
        made, is_new = await helping.ask(code, new, who(request))
        return said(help_bodies.CaseHelpAskedOut(help_id=made.help_id), 201 if is_new else 200)

    @routes.post(
        "/{code_of_case}/helps/{help_id}/end", **told(Nothing, help_bodies.CaseHelpAskedOut)
    )
    async def end(code_of_case: str, help_id: str, request: Request) -> Response:
        await read(request, Nothing)
        made = await helping.end(read_case_code(code_of_case), help_id, who(request))
        return said(help_bodies.CaseHelpAskedOut(help_id=made.help_id))
