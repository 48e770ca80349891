"""`/api/v1/desk/incidents/{number}/talk…`, `/api/v1/desk/broadcasts…`: talk at the desk.

Writes are safe to send again: a message and a broadcast have their key.

Source: docs/messages.md
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.field.talk import bodies
from api.kept_files import file_answer
from api.reading import Query
from api.typed import Nothing, file_told, read, said, told
from domain.access.callers import Caller
from domain.errors import InvalidError
from operations.field.talk.broadcasts import NewBroadcast
from operations.field.talk.field_talk import FieldTalks
from operations.field.talk.photos import TalkPhotos
from operations.field.talk.talking import Said
from operations.files.shelf import file_id_of

LARGEST_PHOTO = 30 * 1024 * 1024
MOST_MESSAGES = 10_000_000
PREFIX = "/api/v1/desk"


def router(talks: FieldTalks) -> APIRouter:
    """The routes of the desk."""
    routes = APIRouter(prefix=PREFIX)
    _talk_routes(routes, talks)
    _photo_routes(routes, talks)
    _broadcast_routes(routes, talks)
    return routes


def _talk_routes(routes: APIRouter, talks: FieldTalks) -> None:
    @routes.get("/incidents/{number}/talk", **told(answers=bodies.TalkOut))
    async def talk(number: str, request: Request) -> Response:
        page = await talks.incidents.looking.at_desk(number, who(request), before_of(request))
        return said(bodies.talk_out(page, f"{PREFIX}/messages"))

    @routes.post(
        "/incidents/{number}/talk", **told(bodies.MessageIn, bodies.MessageSaidOut, 201, also=200)
    )
    async def tell(number: str, request: Request) -> Response:
        body = await read(request, bodies.MessageIn)
        new = Said(body.key, body.text, body.reply, body.photos)
        made, is_new = await talks.incidents.talking.tell(number, new, who(request))
        answer = bodies.MessageSaidOut(message_id=made.message_id, n=made.n)
        return said(answer, 201 if is_new else 200)

    @routes.post("/incidents/{number}/talk/read", **told(bodies.DeskReadIn, bodies.MarkedOut))
    async def read_talk(number: str, request: Request) -> Response:
        body = await read(request, bodies.DeskReadIn)
        await talks.incidents.talking.read_at_desk(number, body.n, who(request))
        return said(bodies.MarkedOut())


def _photo_routes(routes: APIRouter, talks: FieldTalks) -> None:
    @routes.post(
        "/messages/{message_id}/photos",
        **told(answers=bodies.TalkPhotoOut, status=201, media="image/*"),
    )
    async def keep(message_id: str, request: Request) -> Response:
        prefix = f"{PREFIX}/messages"
        return await kept_photo(talks.incidents.photos, prefix, message_id, request, who(request))

    @routes.get("/messages/{message_id}/photos/{file_id}", **file_told("image/*"))
    async def photo(message_id: str, file_id: str, request: Request) -> Response:
        Query(request, ())
        return file_answer(
            await talks.incidents.photos.read(message_id, file_id, who(request)), file_id
        )


def _broadcast_routes(routes: APIRouter, talks: FieldTalks) -> None:
    @routes.get("/broadcasts", **told(answers=bodies.BroadcastListOut))
    async def page(request: Request) -> Response:
        Query(request, ())
        found = await talks.broadcasts.page(who(request))
        return said(bodies.BroadcastListOut(items=[bodies.broadcast_out(one) for one in found]))

    @routes.post("/broadcasts", **told(bodies.BroadcastIn, bodies.BroadcastOut, 201, also=200))
    async def send(request: Request) -> Response:
        body = await read(request, bodies.BroadcastIn)
        new = NewBroadcast(
            body.key, body.text, body.area_code, body.kinds, body.minutes, body.hours
        )
        made, is_new = await talks.broadcasts.send(new, who(request))
        return said(bodies.broadcast_out(made), 201 if is_new else 200)

    @routes.get("/broadcasts/{broadcast_id}", **told(answers=bodies.OneBroadcastOut))
    async def one(broadcast_id: str, request: Request) -> Response:
        Query(request, ())
        found = await talks.broadcasts.one(broadcast_id, who(request))
        return said(bodies.one_broadcast_out(found))

    @routes.post("/broadcasts/{broadcast_id}/withdrawal", **told(Nothing, bodies.BroadcastOut))
    async def withdraw(broadcast_id: str, request: Request) -> Response:
        made = await talks.broadcasts.withdraw(broadcast_id, who(request))
        return said(bodies.broadcast_out(made))


def before_of(request: Request) -> int | None:
    """Before which message a page ends; None for the last page."""
    query = Query(request, ("before",))
    before = query.whole("before", 0, MOST_MESSAGES, 0)
    return before or None


async def kept_photo(
    photos: TalkPhotos, prefix: str, message_id: str, request: Request, caller: Caller
) -> Response:
    """Keep the photo of a body; the same photo of the same message is kept once."""
    raw = await request.body()
    if not 0 < len(raw) <= LARGEST_PHOTO:
        raise InvalidError(says="field_not_valid", field="photo")
    file_id = file_id_of(message_id, raw)
    url = f"{prefix}/{message_id}/photos/{file_id}"
    await photos.keep(message_id, file_id, raw, url, caller)
    return said(bodies.TalkPhotoOut(file_id=file_id, url=url), 201)
