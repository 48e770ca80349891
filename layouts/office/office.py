"""What the pages of administration are made of: the frame with its tabs, tables, forms, acts.

A press and a sent form put what is wanted into a store (assets/pages/working/); the callback of
the page does it and says what came of it.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from domain.access.access import need_of
from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.measures import NOTHING
from layouts.office import ids
from layouts.working import Drawing

BELL_EVERY_MS = 30_000
# The classes of the frame: while something is done, and otherwise.
QUIET = "admin-page as-said"
BUSY = f"{QUIET} is-busy"
# The tabs in their order: address and name.
TABS: Mapping[str, str] = {
    "/admin": "总览",
    "/admin/journal": "操作记录",
    "/video/looks": "视频调阅",
    "/admin/feeds": "数据接入",
    "/admin/held": "待认领设备",
    "/admin/maps": "地图版本",
    "/admin/settings": "系统设置",
    "/admin/accounts": "账号",
    "/admin/alarms": "告警",
    "/admin/privacy": "个人信息",
    "/admin/walls": "大屏",
    "/admin/keys": "设备密钥",
    "/admin/checklists": "问询清单",
    "/admin/run-cards": "派遣预案",
}
Row = Any
Columns = Sequence[tuple[str, Callable[[Any], Any]]]


def shell(
    name: str,
    words: Words,
    *,
    above: Sequence[Component] = (),
    parts: Sequence[Component] = (),
    below: Sequence[Component] = (),
    label: str | None = None,
) -> list[Component]:
    """A page of forms, empty where its callbacks fill it (callbacks/office.py).

    Args:
        name: of the page, by which its callbacks find it.
        words: of its reader.
        above: what stands above what the page says of the last act.
        parts: what stands between that and what it shows.
        below: what stands below it.
        label: what a screen reader calls it.
    """
    return [
        html.Section(
            [
                *above,
                dcc.Store(id=ids.do(name)),
                dcc.Store(id=ids.done(name), data=0),
                html.P(id=ids.says(name), className="admin-says", role="status"),
                *parts,
                html.Div(id=ids.card(name)),
                html.Div(
                    html.P(words("正在载入…"), className="says"),
                    id=ids.body(name),
                    className="admin-body",
                ),
                *below,
            ],
            id=ids.OFFICE,
            className=QUIET,
            tabIndex=-1,
            **attributes({"aria-label": label}),
        )
    ]


def frame(drawing: Drawing, *parts: Component, below: Sequence[Component] = ()) -> list[Component]:
    """A page of administration, with its tabs and the bell of alarms.

    Args:
        drawing: for whom.
        parts: what stands above what the page shows.
        below: what stands below it.
    """
    words = drawing.reader.words
    above = (
        html.Nav(id=ids.TABS, className="admin-tabs", **attributes({"aria-label": words("管理")})),
        html.P(id=ids.BELL, className="admin-bell", role="alert"),
        dcc.Interval(id=ids.BELL_CLOCK, interval=BELL_EVERY_MS),
    )
    name, label = drawing.found.page.name, words("系统管理")
    return shell(name, words, above=above, parts=parts, below=below, label=label)


def tabs(
    here: str, granted: Collection[str], words: Words, pages: Mapping[str, str] = TABS
) -> list[html.A]:
    """Ways to the pages somebody may open, the one they are on marked."""
    plain = here.rstrip("/")
    return [
        html.A(
            words(name),
            href=path,
            **attributes({"aria-current": "page" if path == plain else None}),
        )
        for path, name in pages.items()
        if need_of("GET", path).action in granted
    ]


def ways(drawing: Drawing, way_id: str, label: str, pages: Mapping[str, str]) -> html.Nav:
    """The row of ways between the pages of a subject.

    Args:
        drawing: for whom, and which page.
        way_id: by which it is drawn again in another language (callbacks/office.py).
        label: what a screen reader calls it, in the reader's words.
        pages: address and name of each, in their order.
    """
    words = drawing.reader.words
    made = tabs(drawing.found.page.paths[0], drawing.granted, words, pages)
    return html.Nav(made, id=way_id, className="admin-tabs", **attributes({"aria-label": label}))


def bell(count: int, words: Words) -> html.A | None:
    """How many alarms nobody has seen to."""
    if not count:
        return None
    return html.A(words("{count} 条入侵告警未处理", count=count), href="/admin/alarms")


def title(text: str, own: str = "") -> html.H2:
    """The heading of a part; `own` is a name that is never translated."""
    return html.H2([text, " ", named(own)] if own else text, className="admin-title")


def bad(text: str) -> html.Span:
    """Why something was not done or cannot be shown."""
    return html.Span(text, className="is-bad", role="alert")


def note(text: str) -> html.P:
    """What a page is for, and what to watch for."""
    return html.P(text, className="admin-note")


def named(text: str | None) -> html.Span | str:
    """What somebody has typed: shown as it is."""
    return html.Span(text, className="admin-own") if text else ""


def once(text: str, secret: str) -> html.P:
    """What is shown this once."""
    return html.P([text, html.Code(secret, tabIndex=0)], className="admin-once", role="alert")


def moment(when: datetime | str | None, zone_name: str) -> str:
    """`2026-11-29 07:30:00` in the district's time."""
    if not when:
        return NOTHING
    at = datetime.fromisoformat(when) if isinstance(when, str) else when
    return f"{at.astimezone(ZoneInfo(zone_name)):%Y-%m-%d %H:%M:%S}"


def table(columns: Columns, rows: Sequence[Row], none: str, *, tight: int = 0) -> Component:
    """A table; on a phone each row is a card whose lines carry their headings.

    Args:
        columns: heading, and what of a row stands below it: text, a component or several.
        rows: in their order.
        none: said when there are no rows.
        tight: how many of the first columns never break.
    """
    if not rows:
        return html.P(none, className="admin-none")
    head = html.Tr([html.Th(name, scope="col") for name, _ in columns])
    lines = [
        html.Tr(
            [
                _cell(name, shown(row), is_tight=at < tight)
                for at, (name, shown) in enumerate(columns)
            ]
        )
        for row in rows
    ]
    return html.Div(
        html.Table([html.Thead(head), html.Tbody(lines)], className="admin-table"),
        className="admin-scroll",
        tabIndex=0,
        role="group",
    )


def _cell(name: str, shown: Any, *, is_tight: bool) -> html.Td:
    parts = shown if isinstance(shown, list) else [NOTHING if shown in (None, "") else shown]
    # Drawn by the style sheet: an element in each cell made a long table twice as slow to draw.
    heading = attributes({"data-heading": name or None})
    return html.Td(parts, className="is-tight" if is_tight else "", **heading)


def act(
    label: str,
    store: str,
    asked: Mapping[str, Any],
    *,
    sure: str = "",
    about: str = "",
    words: Words | None = None,
    is_grave: bool = False,
    is_main: bool = False,
) -> html.Button:
    """A button that has something done.

    Args:
        label: what is read on it.
        store: which store its page listens to.
        asked: what is to be done, and to whom.
        sure: a question that is asked first.
        about: who or what the question is about.
        words: for the word of the way back; needed with `sure`.
        is_grave: whether it cannot be undone.
        is_main: whether it is what is pressed most, or what is chosen.
    """
    kind = " is-grave" if is_grave else " is-main" if is_main else ""
    return html.Button(
        label,
        type="button",
        className=f"button small{kind}",
        **attributes(
            {
                "data-open": store,
                "data-ask": json.dumps(dict(asked), ensure_ascii=False),
                **_question(sure, about, words),
            }
        ),
    )


def form(
    store: str,
    asked: Mapping[str, Any],
    label: str,
    *fields: Component,
    sure: str = "",
    about: str = "",
    words: Words | None = None,
    key: str = "",
    kept_for: str = "",
) -> html.Form:
    """Fields and the button that sends them: by name, beside what `asked` says, into a store.

    `key` is sent as the field of that name: what was sent once and its answer lost is known by it.
    It stays while what was typed stays.

    `kept_for`: the account whose typing outlives the page: kept in the tab when the page is left,
    and put in when the form is drawn for them again (assets/pages/working/35_typed.js).

    `sure`, `about` and `words` are those of `act`: a question that is asked first.
    """
    send = html.Button(
        label,
        type="submit",
        className="button small is-grave" if sure else "button small is-main",
        **attributes(_question(sure, about, words)),
    )
    asks = json.dumps(dict(asked), ensure_ascii=False)
    held = {
        "data-form": store,
        "data-ask": asks,
        "data-key": key or None,
        "data-kept-for": kept_for or None,
    }
    return html.Form([*fields, send], className="admin-form", **attributes(held))


def _question(sure: str, about: str, words: Words | None) -> dict[str, str]:
    """What is asked before a button does what it says; nothing without a question."""
    if not sure:
        return {}
    return {"data-sure": sure, "data-about": about, "data-back": words("取消") if words else ""}
