"""The page of whistles, police and law: its tabs, and the one that is open."""

import json
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.net.fusion.page import VIEW
from layouts.net.fusion.seat import Seat, Tab, tab_names
from layouts.office import office


def opened(tab: Tab, parts: Sequence[Component | None], seat: Seat) -> Component:
    """Tabs, and below them the parts of the open one."""
    shown = [part for part in parts if part is not None]
    return within(seat.reader, [_tabs(tab, seat), *shown])


def _tabs(open_tab: Tab, seat: Seat) -> Component:
    buttons = [
        html.Button(
            name,
            type="button",
            className="case-view",
            **attributes(
                {
                    "data-open": VIEW,
                    "data-ask": json.dumps({"tab": tab.value}),
                    "aria-pressed": "true" if tab is open_tab else "false",
                }
            ),
        )
        for tab, name in tab_names(seat.words).items()
        if tab is not Tab.WHISTLES or seat.sees_whistles
    ]
    heard = attributes({"aria-label": seat.words("警网法网融合")})
    return html.Div(buttons, className="case-views", role="group", **heard)


def pages(tab: Tab, count: int, at: int, listed: int, seat: Seat) -> Component:
    """Which rows stand here, and the ways to the others."""
    words = seat.words
    if count <= listed:
        return html.Span()
    parts: list[Component] = []
    if at:
        before = {"tab": tab.value, "at": max(0, at - listed)}
        parts.append(office.act(words("上一页"), VIEW, before))
    last = min(count, at + listed)
    told = words("第 {first}–{last} 条，共 {count} 条", first=at + 1, last=last, count=count)
    parts.append(html.Span(told))
    if last < count:
        parts.append(office.act(words("下一页"), VIEW, {"tab": tab.value, "at": last}))
    return html.Div(parts, className="firm-pages")
