"""Recordings that leave the house: asked for, consented to, decided, made, held."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4
from zoneinfo import ZoneInfo

from dash import Dash

from callbacks import office
from callbacks.fields import word
from callbacks.guarded import address, caller
from domain.access.access import may
from domain.errors import InvalidError
from domain.video.exports.requests import Purpose, Relation
from domain.words import Catalogues
from layouts.reader import Reader
from layouts.video.exports import page
from layouts.video.exports.page import PAGE
from operations.video.exports.asked import NewRequest
from operations.video.exports.requests import APPROVE, ASK, VideoRequests


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    video_requests: VideoRequests
    zone_name: str

    def department_name(self, code: str) -> str:
        """What a department is called."""


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, PAGE)
    async def show_exports(reader: Reader) -> Any:
        who = caller()
        seat = page.Seat(
            reader,
            parts.zone_name,
            uuid4().hex,
            who.actor,
            parts.department_name,
            may_ask=may(who, ASK),
            may_decide=may(who, APPROVE),
            may_play=may(who, "video.playback"),
            needs_two=parts.video_requests.rules.needs_two,
        )
        return page.exports(await parts.video_requests.page(who), seat)

    @office.does(app, parts, PAGE)
    async def do_exports(asked: office.Asked, reader: Reader) -> office.Told:
        await asked.one_of(_ACTS)(parts, asked)
        return office.Told(reader.words("已保存"))


async def _ask(parts: Parts, asked: office.Asked) -> None:
    new = NewRequest(
        purpose=word(Purpose, asked, "purpose"),
        camera_id=asked.text("camera"),
        start=_moment(asked, "start", parts.zone_name),
        end=_moment(asked, "end", parts.zone_name),
        text=asked.text("text"),
        basis=asked.text("basis"),
        document=asked.text("document"),
        about=asked.text("about"),
        applicant=asked.text("applicant"),
        phone=asked.text("phone"),
        relation=word(Relation, asked, "relation") if asked.text("relation") else None,
        key=asked.text("key"),
    )
    await parts.video_requests.ask(new, caller())


async def _consent(parts: Parts, asked: office.Asked) -> None:
    told = asked.text("consent")
    await parts.video_requests.consent(asked.text("request"), told, caller())


async def _approve(parts: Parts, asked: office.Asked) -> None:
    # Of what is to be published the button has asked whether faces and plates will be masked.
    await parts.video_requests.decide(
        asked.text("request"), caller(), is_approved=True, is_masked=True
    )


async def _refuse(parts: Parts, asked: office.Asked) -> None:
    answer = asked.text("answer")
    await parts.video_requests.decide(
        asked.text("request"), caller(), is_approved=False, answer=answer
    )


async def _make(parts: Parts, asked: office.Asked) -> None:
    await parts.video_requests.make(asked.text("request"), caller(), address())


async def _hold(parts: Parts, asked: office.Asked) -> None:
    await parts.video_requests.hold(asked.text("request"), asked.text("document"), caller())


def _moment(asked: office.Asked, name: str, zone_name: str) -> datetime:
    try:
        at = datetime.fromisoformat(asked.text(name))
    except ValueError:
        raise InvalidError(says="field_no_moment", field=name) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone_name))


_ACTS: Mapping[str, Callable[[Parts, office.Asked], Awaitable[None]]] = {
    "ask": _ask,
    "consent": _consent,
    "approve": _approve,
    "refuse": _refuse,
    "make": _make,
    "hold": _hold,
}
