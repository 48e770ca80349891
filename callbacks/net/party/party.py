"""The party's page: its books shown, written into, taken from tables, and taken away."""

from typing import Any

from dash import Dash, Output

from callbacks import office
from callbacks.guarded import caller
from callbacks.net.party.acts import ACTS, Parts, looked_at, seat_of
from callbacks.tables import takes_table
from layouts.net.party import drawn
from layouts.net.party.page import (
    FILE,
    HOUSEHOLDS_LOADED,
    HOUSEHOLDS_UPLOAD,
    MEMBERS_LOADED,
    MEMBERS_UPLOAD,
    ORGANISATIONS_LOADED,
    ORGANISATIONS_UPLOAD,
    PAGE,
    VIEW,
)
from layouts.reader import Reader

NAMES_TOLD = 10


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.views(app, parts, PAGE, VIEW)
    async def show_party(asked: office.Asked, reader: Reader) -> Any:
        """Figures, and the book its reader has chosen; drawn anew after each act."""
        looked = looked_at(asked)
        page = await parts.party.looking.page(looked, caller())
        return drawn.party(page, looked, seat_of(parts, reader))

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_party(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(ACTS)(parts, asked, reader)

    @office.redraws(app, parts, PAGE, office.repeats("open"))
    async def redraw_row(asked: office.Asked, reader: Reader) -> office.Told:
        return await ACTS[asked.act](parts, asked, reader)

    @takes_table(app, parts, PAGE, upload=ORGANISATIONS_UPLOAD, says=ORGANISATIONS_LOADED)
    async def load_organisations(raw: bytes, reader: Reader) -> str:
        told = await parts.party.loading.organisations(raw, caller())
        words = reader.words
        if not told.without_secretary:
            return words("已导入 {rows} 个党组织", rows=told.rows)
        names = "、".join(told.without_secretary[:NAMES_TOLD])
        return words(
            "已导入 {rows} 个党组织，其中 {count} 个缺书记：{names}",
            rows=told.rows, count=len(told.without_secretary), names=names,
        )  # fmt: skip

    @takes_table(app, parts, PAGE, upload=MEMBERS_UPLOAD, says=MEMBERS_LOADED)
    async def load_members(raw: bytes, reader: Reader) -> str:
        told = await parts.party.loading.members(raw, caller())
        return reader.words("已导入 {rows} 名党员", rows=told.rows)

    @takes_table(app, parts, PAGE, upload=HOUSEHOLDS_UPLOAD, says=HOUSEHOLDS_LOADED)
    async def load_households(raw: bytes, reader: Reader) -> str:
        told = await parts.party.loading.households(raw, caller())
        return reader.words("已导入 {rows} 户联系户", rows=told.rows)
