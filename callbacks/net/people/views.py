"""The page of departments' views: looked at, and its own people named by a department."""

from datetime import UTC, datetime
from typing import Any, Protocol

from dash import Dash

from callbacks import office
from callbacks.guarded import caller
from callbacks.net.people.panels import named
from domain.errors import InvalidError, NotFoundError
from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.posts import Post
from domain.words import Catalogues
from layouts.net.people import views as drawn
from layouts.net.people.views import PAGE, VIEW
from layouts.reader import Reader
from operations.net.people.register import NetRegister
from operations.net.people.views import Views


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    net_register: NetRegister
    net_views: Views

    def area_name(self, code: str) -> str:
        """What an area is called."""


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.views(app, parts, PAGE, VIEW)
    async def show_views(asked: office.Asked, reader: Reader) -> Any:
        """The view its reader has chosen; a department's own."""
        who = caller()
        page = await parts.net_views.page(who, asked.text("department"))
        manages = who.role == "department"
        return drawn.view(page, named(parts), reader, may_manage=manages)

    @office.does(app, parts, PAGE)
    async def do_views(asked: office.Asked, reader: Reader) -> office.Told:
        who = caller()
        if who.role != "department" or asked.act not in {"person", "assign"}:
            raise InvalidError(says="field_not_valid", field="act")
        if asked.act == "person":
            told = NetPerson(
                "", asked.text("area_code"), name=asked.text("name"),
                phone=asked.text("phone") or None,
            )  # fmt: skip
            made = await parts.net_register.put_person(told, who)
            return office.Told(reader.words("已登记：{person}", person=made.person_id))
        await _assign(parts, asked)
        return office.Told(reader.words("已保存"))


async def _assign(parts: Parts, asked: office.Asked) -> None:
    who = caller()
    page = await parts.net_views.page(who)
    name = asked.text("handling")
    if name not in {one.name for one in page.handling}:
        raise NotFoundError(says="field_not_valid", field="handling")
    file = await parts.net_register.person(asked.text("person").upper(), who)
    told = NetAssignment(
        assignment_id="",
        person_id=file.person.person_id,
        grid=file.person.area_code,
        post=Post.HANDLER,
        since=asked.text("since"),
        at=datetime.now(UTC),
        by="",
        handling=name,
    )
    await parts.net_register.assign(told, who)
