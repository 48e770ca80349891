"""Dossiers whose years are over: each press lists, confirms or withdraws."""

from typing import Any, Protocol

from dash import Dash

from callbacks import office
from callbacks.guarded import caller
from domain.errors import InvalidError
from domain.words import Catalogues
from layouts.centre.keeping import disposals as drawing
from layouts.reader import Reader
from operations.centre.keeping.disposals import Disposals
from operations.centre.keeping.keeping import Keeping


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    disposals: Disposals
    keeping: Keeping
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, drawing.PAGE)
    async def show_disposals(reader: Reader) -> Any:
        who = caller()
        found = await parts.disposals.standing(who)
        view = drawing.View(reader, parts.keeping.rules, parts.zone_name, who.actor)
        return drawing.disposals(found.due, found.held, found.lists, found.days, view)

    @office.does(app, parts, drawing.PAGE)
    async def do_disposals(asked: office.Asked, reader: Reader) -> office.Told:
        words, who, list_id = reader.words, caller(), asked.text("list")
        if asked.act == "draw":
            await parts.disposals.draw(who)
            return office.Told(words("清册已生成，须由另一人确认"))
        if asked.act == "confirm":
            count = await parts.disposals.confirm(list_id, who)
            return office.Told(words("已确认，{count} 卷开始销毁", count=count))
        if asked.act == "withdraw":
            count = await parts.disposals.withdraw(list_id, who)
            return office.Told(words("清册已撤回，{count} 卷继续保管", count=count))
        raise InvalidError(says="field_not_valid", field="act")
