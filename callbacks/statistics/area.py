"""The figures of the area in the address, for its days, against what it is compared with."""

import asyncio
from datetime import tzinfo
from typing import Any, Protocol

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.guarded import caller
from callbacks.statistics import area_rows
from domain.access.callers import Caller
from domain.errors import NotFoundError, OneScreenError
from domain.pages.pages import page_at
from domain.words import Catalogues, sentence
from layouts import ids as shell
from layouts.reader import Reader, read_reader
from layouts.statistics import area, ids
from layouts.statistics.address import Address, read_address
from layouts.statistics.view import View
from layouts.working import problem
from layouts.working_ids import LOCATION, READER, news
from operations.statistics.area_statistics import Question

CLEAR = {"month": "", "vs_from": "", "vs_to": ""}


class Statistics(Protocol):
    """The part of operations/statistics/area_statistics.py that is read."""

    zone: tzinfo

    async def body(self, question: Question, who: Caller, /) -> dict[str, Any]:
        """All figures of an area and a period, of what the caller may see."""
        ...

    async def against(self, question: Question, other: str, who: Caller, /) -> dict[str, Any]:
        """How an area differs from another in the same days."""
        ...


class Parts(area_rows.Parts, Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues


def register(app: Dash, parts: Parts) -> None:
    """Wire the statistics page to its operations."""
    area_rows.register(app, parts)

    @app.callback(
        output={
            "page": Output(ids.AREA_PAGE, "children"),
            "title": Output(shell.TITLE, "children"),
            "rows": Output(ids.ROWS, "data"),
            "running": Output(ids.RUNNING, "data"),
            "changed": Output(ids.CHANGED, "children"),
        },
        inputs={
            "pathname": Input(LOCATION, "pathname"),
            "search": Input(LOCATION, "search"),
            "kept": Input(READER, "data"),
            "_again": Input(ids.AGAIN, "data"),
        },
    )
    async def show_area(
        pathname: str | None, search: str | None, kept: Any, _again: Any
    ) -> dict[str, Any]:
        reader = read_reader(kept, parts.catalogues)
        return await _shown(parts, address_of(pathname, search), reader)

    @app.callback(
        Output(LOCATION, "search"),
        Input({"control": ALL}, "value"),
        State(LOCATION, "pathname"),
        State(LOCATION, "search"),
        prevent_initial_call=True,
    )
    async def choose(values: list[Any], pathname: str | None, search: str | None) -> Any:
        """Put what was chosen into the address; what is drawn anew has chosen nothing."""
        chosen = ctx.triggered_id
        address = address_of(pathname, search)
        if len(ctx.triggered) != 1 or not isinstance(chosen, dict):
            return no_update
        wanted = changed_search(address, str(chosen["control"]), ctx.triggered[0]["value"])
        return no_update if wanted is None else wanted

    @app.callback(
        Output(ids.CHANGED, "children", allow_duplicate=True),
        Input(news("incident"), "data"),
        State(ids.RUNNING, "data"),
        State(READER, "data"),
        prevent_initial_call=True,
    )
    async def tell_changed(count: Any, is_running: Any, kept: Any) -> Any:
        """Of days that are not over: figures do not change under the eyes, but it is said."""
        if not (is_running and count):
            return no_update
        return area.changed(read_reader(kept, parts.catalogues).words)


async def _shown(parts: Parts, address: Address, reader: Reader) -> dict[str, Any]:
    """The page of an address, or why it cannot be shown."""
    # Rows that stand open are of the same question until the address changes.
    rows = None if _has_moved() else no_update
    shown = {"rows": rows, "changed": None, "running": False}
    try:
        view = await _view(parts.statistics, address, reader)
    except OneScreenError as error:
        return {**shown, **_problem(error, reader, parts.statistics)}
    page = await asyncio.to_thread(area.page, view)
    title = area.title(view.facts["name"], view)
    return {**shown, "page": page, "title": title, "running": view.facts["is_running"]}


def _has_moved() -> bool:
    """Whether the page is drawn for another address, not in other colours or words."""
    asked = [str(one["prop_id"]).split(".")[0] for one in ctx.triggered]
    return not asked or str(LOCATION) in asked


def address_of(pathname: str | None, search: str | None) -> Address:
    """The area and the state in the address bar."""
    found = page_at(pathname or "")
    return read_address(found.named.get("code", "") if found else "", search)


def changed_search(address: Address, name: str, value: Any) -> str | None:
    """The address after a choice; None where it says so already, or only half of it is chosen."""
    if name == "vs":
        changes = {"vs": str(value or "")}
    elif name == "month":
        if not value:
            return None
        changes = {**CLEAR, "period": "month", "month": str(value)[:7], "from": "", "to": ""}
    else:
        days = [str(day) for day in value or [] if day]
        if len(days) != 2:
            return None
        changes = (
            {"vs_from": days[0], "vs_to": days[1]}
            if name == "vs_days"
            else {**CLEAR, "period": "custom", "from": days[0], "to": days[1]}
        )
    is_same = all(address[key] == text for key, text in changes.items())
    return None if is_same else address.search(**changes)


async def _view(statistics: Statistics, address: Address, reader: Reader) -> View:
    """The figures, and those of the other area where one is named."""
    who = caller()
    question = area_rows.question_of(address)
    other = None
    versus = address["vs"]
    if versus:
        facts, other, against = await asyncio.gather(
            statistics.body(question, who),
            statistics.body(area_rows.question_of(address, code=versus), who),
            statistics.against(question, versus, who),
        )
        other = {**other, "against": against}
    else:
        facts = await statistics.body(question, who)
    return View(facts, address, reader, str(statistics.zone), other)


def _problem(error: OneScreenError, reader: Reader, statistics: Statistics) -> dict[str, Any]:
    words = reader.words
    is_missing = isinstance(error, NotFoundError)
    title = words("没有这个区域") if is_missing else words("这一页现在看不了")
    links = [(words("回到一屏总览"), "/")]
    return {"page": problem(title, sentence(error, words), links), "title": words("未找到")}
