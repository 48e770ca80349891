"""`/api/v1/field/talk…`, `/api/v1/field/broadcasts/marks`: talk on a bound phone.

A phone speaks for the unit it is bound to. What was said is sent to it only while it is open; that
there is something to read it is told all the same. Writes are safe to send again: by their key.

Source: docs/messages.md
"""

from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Callable
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.field.talk import bodies, help_bodies
from api.field.talk.cases import PREFIX as CASES
from api.field.talk.desk import PREFIX as DESK
from api.field.talk.desk import before_of
from api.field.who import phone_of
from api.kept_files import file_answer
from api.reading import Query
from api.sentences import SENTENCES
from api.typed import file_told, read, said, told
from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.field.phones import Phone
from domain.field.presses import pressed_at
from domain.moments import to_iso
from operations.clock import utc_now
from operations.field.presses import press_of
from operations.field.talk.field_talk import FieldTalks
from operations.field.talk.ground import message_id_of
from operations.field.talk.talking import Said
from operations.files.shelf import file_id_of

PREFIX = "/api/v1/field/talk"


def router(talks: FieldTalks, area_name: Callable[[str], str]) -> APIRouter:
    """The routes of phones."""
    routes = APIRouter(prefix="/api/v1/field")
    _talk_routes(routes, talks)
    _photo_routes(routes, talks)
    _help_routes(routes, talks, area_name)
    return routes


def _talk_routes(routes: APIRouter, talks: FieldTalks) -> None:
    @routes.get("/talk", **told(answers=bodies.TalksOut))
    async def mine(request: Request) -> Response:
        Query(request, ())
        phone = phone_of(request.scope)
        own = [
            *(await talks.incidents.looking.mine(_speaker(phone))),
            *(await talks.cases.looking.mine(_speaker(phone))),
        ]
        sent = await talks.broadcasts.received(_speaker(phone))
        return said(bodies.talks_out(own, sent, utc_now(), is_hidden=_is_hidden(phone)))

    @routes.get("/talk/{number}", **told(answers=bodies.TalkOut))
    async def talk(number: str, request: Request) -> Response:
        phone = phone_of(request.scope)
        page = await talks.of(number).looking.of_crew(number, _speaker(phone), before_of(request))
        answer = bodies.talk_out(page, f"{PREFIX}/{number}/photos", is_hidden=_is_hidden(phone))
        return said(answer)

    @routes.post(
        "/talk/{number}", **told(bodies.FieldMessageIn, bodies.MessageSaidOut, 201, also=200)
    )
    async def answer(number: str, request: Request) -> Response:
        body, phone = await read(request, bodies.FieldMessageIn), phone_of(request.scope)
        at = pressed_at(utc_now(), body.age_ms)
        new = Said(body.key, body.text, body.reply, body.photos, at)
        made, is_new = await talks.of(number).talking.answer(number, new, _speaker(phone))
        told_back = bodies.MessageSaidOut(message_id=made.message_id, n=made.n)
        return said(told_back, 201 if is_new else 200)

    @routes.post("/talk/{number}/marks", **told(bodies.FieldMarksIn, bodies.MarkedOut))
    async def mark(number: str, request: Request) -> Response:
        body, phone = await read(request, bodies.FieldMarksIn), phone_of(request.scope)
        # what is hidden was not read, whatever the page says
        seen = 0 if _is_hidden(phone) else body.read
        delivered = max(body.delivered, body.read)
        await talks.of(number).talking.mark(number, delivered, seen, _speaker(phone))
        return said(bodies.MarkedOut())

    @routes.post("/broadcasts/marks", **told(bodies.BroadcastMarksIn, bodies.MarkedOut))
    async def mark_broadcasts(request: Request) -> Response:
        body, phone = await read(request, bodies.BroadcastMarksIn), phone_of(request.scope)
        is_read = body.is_read and not _is_hidden(phone)
        await talks.broadcasts.mark(body.ids, _speaker(phone), is_read=is_read)
        return said(bodies.MarkedOut())


def _photo_routes(routes: APIRouter, talks: FieldTalks) -> None:
    @routes.post("/talk/{number}/photos", **told(bodies.FieldPhotoIn, bodies.TalkPhotoOut, 201))
    async def keep(number: str, request: Request) -> Response:
        body, phone = await read(request, bodies.FieldPhotoIn), phone_of(request.scope)
        caller = _speaker(phone)
        message_id = message_id_of(number, body.of, caller)
        raw = _image(body.image)
        file_id = file_id_of(message_id, raw)
        held = talks.of(number)
        root = f"{CASES}/{number}/talk" if held is talks.cases else f"{DESK}/messages"
        url = f"{root}/{message_id}/photos/{file_id}"
        await held.photos.keep(message_id, file_id, raw, url, caller)
        own = f"{PREFIX}/{number}/photos/{message_id}/photos/{file_id}"
        return said(bodies.TalkPhotoOut(file_id=file_id, url=own), 201)

    @routes.get("/talk/{number}/photos/{message_id}/photos/{file_id}", **file_told("image/*"))
    async def photo(number: str, message_id: str, file_id: str, request: Request) -> Response:
        Query(request, ())
        phone = phone_of(request.scope)
        if _is_hidden(phone):
            raise InvalidError(says="phone_is_locked", field="phone", code="locked")
        found = await talks.of(number).photos.read(message_id, file_id, _speaker(phone))
        return file_answer(found, file_id)


def _help_routes(routes: APIRouter, talks: FieldTalks, area_name: Callable[[str], str]) -> None:
    @routes.get("/helps", **told(answers=help_bodies.OwnHelpsOut))
    async def helps(request: Request) -> Response:
        Query(request, ())
        phone = phone_of(request.scope)
        is_hidden = _is_hidden(phone)
        found = await talks.helping.mine(_speaker(phone))
        words = SENTENCES.words()
        items = [
            help_bodies.OwnHelpOut(
                help_id=one.help_id,
                number=one.case_code,
                category=words.of("category", one.category),
                area=area_name(one.area_code) if one.area_code else "",
                by=one.by,
                at=to_iso(one.at),
                task=None if is_hidden else one.task,
            )
            for one in found
        ]
        return said(help_bodies.OwnHelpsOut(items=items, is_hidden=is_hidden))

    @routes.post(
        "/helps/{help_id}/done", **told(help_bodies.HelpDoneIn, help_bodies.CaseHelpAskedOut)
    )
    async def done(help_id: str, request: Request) -> Response:
        body, phone = await read(request, help_bodies.HelpDoneIn), phone_of(request.scope)
        press = press_of(phone, body.key, body.age_ms)
        made = await talks.helping.done(help_id, body.result, press, _speaker(phone))
        return said(help_bodies.CaseHelpAskedOut(**made))


def _speaker(phone: Phone) -> Caller:
    """Whoever holds the phone, speaking for the unit it is bound to."""
    return replace(phone.caller, unit_id=phone.unit_id)


def _is_hidden(phone: Phone) -> bool:
    return not phone.is_open(utc_now())


def _image(told: str) -> bytes:
    try:
        return b64decode(told, validate=True)
    except (NoBase64, ValueError):
        raise InvalidError(says="field_not_valid", field="image") from None
