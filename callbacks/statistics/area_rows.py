"""The incidents behind a figure: asked for anew at each page and each narrowing."""

import time
from datetime import tzinfo
from typing import Any, Protocol

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.guarded import caller
from domain.access.access import may
from domain.access.callers import Caller
from domain.errors import InvalidError, OneScreenError
from domain.fields import as_choice
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus
from domain.pages.pages import page_at
from domain.statistics.statistics import LATE, SPANS, took_s
from domain.words import Catalogues, sentence
from layouts.reader import Reader, read_reader
from layouts.statistics import ids
from layouts.statistics.address import Address, read_address
from layouts.statistics.drawer import closed, drawer
from layouts.working_ids import LOCATION, READER
from operations.statistics.area_statistics import Behind, Question, RowPage

LIMIT = 50
_FILE = ("class", "severity", "status", "weekday", "hour", "hours", "arrived", "late", "place",
         "months", "open_now", "unplaced")  # fmt: skip


class Rows(Protocol):
    """The part of operations/statistics/area_statistics.py that lists incidents."""

    zone: tzinfo

    async def rows(
        self, question: Question, behind: Behind, who: Caller, /, cursor: str | None, limit: int
    ) -> RowPage:
        """A page of the incidents behind a figure, of what the caller may see."""
        ...

    async def days_of(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        """The days of a question and those they are compared with."""
        ...


class Incidents(Protocol):
    """The part of operations/incidents/incidents.py that says what is told of one."""

    def body(self, incident: Incident) -> dict[str, Any]:
        """What a client is answered: masked words."""
        ...


class Parts(Protocol):
    """What the product is made of, as far as the drawer asks for it."""

    catalogues: Catalogues
    statistics: Any
    incidents: Incidents


def register(app: Dash, parts: Parts) -> None:
    """Wire the drawer."""

    @app.callback(
        Output(ids.DRAWER, "children"),
        Input(ids.ROWS, "data"),
        Input(ids.NARROWED, "data"),
        Input(ids.ROWS_PAGE, "data"),
        State(LOCATION, "pathname"),
        State(LOCATION, "search"),
        State(READER, "data"),
        prevent_initial_call=True,
    )
    async def show_rows(
        asked: Any, narrowed: Any, page: Any, pathname: str | None, search: str | None, kept: Any
    ) -> Any:
        if not isinstance(asked, dict):
            return closed()
        found = page_at(pathname or "")
        address = read_address(found.named.get("code", "") if found else "", search)
        reader = read_reader(kept, parts.catalogues)
        return await _shown(parts, asked, narrowed, page, address, reader)

    @app.callback(
        Output(ids.ROWS, "data", allow_duplicate=True),
        Input({"chart": ALL}, "clickData"),
        prevent_initial_call=True,
    )
    async def open_bar(clicks: list[Any]) -> Any:
        """A bar or point asks as a pressed figure does; what is drawn anew was not pressed."""
        question = pressed(ctx.triggered[0]["value"] if len(ctx.triggered) == 1 else None)
        return no_update if question is None else {**question, "asked": time.time_ns()}

    @app.callback(
        Output(ids.NARROWED, "data"),
        Input({"narrowing": ALL}, "value"),
        State({"narrowing": ALL}, "id"),
        State(ids.ROWS, "data"),
        State(ids.NARROWED, "data"),
        prevent_initial_call=True,
    )
    async def narrow(values: list[Any], names: list[Any], asked: Any, narrowed: Any) -> Any:
        """What the choices of the drawer say; what is drawn anew has chosen nothing."""
        if not isinstance(asked, dict):
            return no_update
        held = of_this(narrowed, asked)
        chosen = _choices(values, names, asked, held)
        return no_update if chosen == held else {"of": asked.get("asked"), **chosen}


async def _shown(
    parts: Parts, asked: dict[str, Any], narrowed: Any, page: Any, address: Address, reader: Reader
) -> Any:
    """The drawer with a page of the rows, or why they cannot be read."""
    held = of_this(narrowed, asked)
    cursors = _cursors(page, asked, held)
    try:
        shown = await _page(parts, asked, held, cursors, address)
    except OneScreenError as error:
        says = reader.words("读取失败：{why}", why=sentence(error, reader.words))
        shown = {"says": says, "narrowed": held}
    return drawer(
        asked,
        shown,
        reader=reader,
        address=address,
        zone_name=str(parts.statistics.zone),
        at=len(cursors),
    )


def _choices(
    values: list[Any], names: list[Any], asked: dict[str, Any], held: dict[str, Any]
) -> dict[str, Any]:
    """What narrows the rows from now on; what the question has fixed is no choice."""
    fixed = asked.get("filter") or {}
    chosen = {
        str(one["narrowing"]): value
        for one, value in zip(names, values, strict=True)
        if value and not fixed.get(one["narrowing"])
    }
    if chosen.get("period") == "now":
        chosen.pop("period")
    if asked.get("before") and "period" not in chosen and "period" in held:
        chosen["period"] = "now"
    return chosen


def pressed(click: Any) -> dict[str, Any] | None:
    """The question of what was pressed in a chart; None where nothing was."""
    try:
        question = click["points"][0]["customdata"]
    except (KeyError, IndexError, TypeError):
        return None
    return question if isinstance(question, dict) else None


def of_this(narrowed: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """What narrows this question; what narrowed the one before does not count."""
    if isinstance(narrowed, dict) and narrowed.get("of") == asked.get("asked"):
        return {name: value for name, value in narrowed.items() if name != "of"}
    return {"period": "before"} if asked.get("before") else {}


def _cursors(page: Any, asked: dict[str, Any], narrowed: dict[str, Any]) -> list[str]:
    """The cursors that led to the page, none for the first."""
    if not isinstance(page, dict) or page.get("of") != asked.get("asked"):
        return []
    if page.get("narrowed") != narrowed:
        return []
    cursors = page.get("cursors")
    return [str(one) for one in cursors] if isinstance(cursors, list) else []


async def _page(
    parts: Parts,
    asked: dict[str, Any],
    narrowed: dict[str, Any],
    cursors: list[str],
    address: Address,
) -> dict[str, Any]:
    """A page of incidents and what is said around it."""
    who = caller()
    fixed = asked.get("fixed") or {}
    now, before = await parts.statistics.days_of(question_of(address))
    other = {"period": "custom", **before} if narrowed.get("period") == "before" else {}
    code = str(asked.get("code") or address.code)
    question = question_of(address, code=code, **{**fixed, **other})
    filters = {**(asked.get("filter") or {}), **_chosen(narrowed)}
    page = await parts.statistics.rows(
        question, behind_of(filters), who, cursor=cursors[-1] if cursors else None, limit=LIMIT
    )
    return {
        "items": [parts.incidents.body(one) | {"took_s": took_s(one)} for one in page.found],
        "next": page.cursor,
        "is_slowest": page.is_slowest,
        "periods": (_days(now), _days(before)),
        "narrowed": narrowed,
        "of": asked.get("asked"),
        "cursors": cursors,
        "limit": LIMIT,
        "file": _file(address, code, filters, {**fixed, **other}) if may(who, "export") else "",
    }


def _chosen(narrowed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in narrowed.items() if name in {"class", "severity"}}


def _days(days: dict[str, str]) -> str:
    return days["from"] if days["from"] == days["to"] else f"{days['from']} ~ {days['to']}"


def _file(address: Address, code: str, filters: dict[str, Any], days: dict[str, Any]) -> str:
    """The same rows as CSV."""
    kept = {name: str(filters[name]) for name in _FILE if filters.get(name) not in (None, "")}
    more = {name: str(value) for name, value in days.items()}
    return address.file("rows.csv", code, **{**more, **kept})


def question_of(address: Address, code: str = "", **days: Any) -> Question:
    """The area and the days of an address; `days` stand in place of its own."""
    held = {**{name: address[name] for name in address.held}, **days}

    def value(name: str) -> str | None:
        return str(held.get(name) or "") or None

    is_other = bool(days)
    return Question(
        code=code or address.code,
        period=value("period"),
        month=None if is_other else value("month"),
        since=value("from"),
        until=value("to"),
        versus_since=None if is_other else value("vs_from"),
        versus_until=None if is_other else value("vs_to"),
    )


def behind_of(asked: dict[str, Any]) -> Behind:
    """Which rows are wanted, as the browser says.

    Raises:
        InvalidError: names what cannot be read.
    """
    hour = _whole(asked, "hour", 23)
    return Behind(
        classes=_words(asked, "class", IncidentClass),
        severities=tuple(int(word) for word in _words(asked, "severity", "1234")),
        statuses=_words(asked, "status", IncidentStatus),
        weekday=_whole(asked, "weekday", 6),
        hours=(hour, hour + 1) if hour is not None else _band(asked.get("hours")),
        arrived=bool(asked.get("arrived")),
        late=as_choice(asked["late"], "late", LATE) if asked.get("late") else None,
        slowest=as_choice(asked["slowest"], "slowest", SPANS) if asked.get("slowest") else None,
        place=_place(asked.get("place")),
        months=tuple(str(asked["months"]).split(",")) if asked.get("months") else (),
        open_now=bool(asked.get("open_now")),
        unplaced=bool(asked.get("unplaced")),
    )


def _words(asked: dict[str, Any], name: str, allowed: Any) -> tuple[str, ...]:
    text = str(asked.get(name) or "")
    return tuple(as_choice(word, name, allowed) for word in text.split(",")) if text else ()


def _whole(asked: dict[str, Any], name: str, high: int) -> int | None:
    value = asked.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= high:
        raise InvalidError(says="field_no_whole", low=0, high=high, field=name)
    return value


def _band(text: Any) -> tuple[int, int] | None:
    """Hours of the day such as 20-24: from the first up to, not with, the second."""
    if not text:
        return None
    first, _, last = str(text).partition("-")
    if not (first.isdecimal() and last.isdecimal() and int(first) < int(last) <= 24):
        raise InvalidError(says="hours_wrong", field="hours")
    return int(first), int(last)


def _place(text: Any) -> tuple[int, int] | None:
    """A place as `lat_e3,lon_e3`."""
    if not text:
        return None
    try:
        lat, lon = (int(part) for part in str(text).split(","))
    except ValueError:
        raise InvalidError(says="field_not_valid", field="place") from None
    return lat, lon
