"""The page of items: its tabs, the list with its clock, and where one is reported."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from domain.net.items.items import ItemState, NetItem
from domain.net.items.limits import Limit
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.net.items.names import kind_names, limit_told, state_names, view_names
from layouts.net.items.page import PAGE, VIEW
from layouts.net.items.seat import Looked, Seat, Tab
from layouts.office import fields, ids, office

LISTED, LONGEST = 30, 1000


class ItemPage(Protocol):
    """A page of items, and how many there are."""

    @property
    def items(self) -> Sequence[NetItem]:
        """In their order."""

    @property
    def count(self) -> int:
        """On all pages."""


def opened(looked: Looked, parts: Sequence[Component | None], seat: Seat) -> Component:
    """Tabs, and below them the parts of the open one."""
    shown = [part for part in parts if part is not None]
    return within(seat.reader, [_tabs(looked, seat), *shown])


def _tabs(looked: Looked, seat: Seat) -> Component:
    words = seat.words
    names = {
        Tab.ITEMS: words("件列表"),
        Tab.FIGURES: words("指标"),
        Tab.PARTS: words("部件普查"),
    }
    buttons = [
        _choice(name, looked.asked(tab=tab.value), is_chosen=tab is looked.tab)
        for tab, name in names.items()
    ]
    to_table = html.A(words("立案标准"), href="/net/item-classes", className="case-view")
    heard = attributes({"aria-label": words("城市管理件")})
    return html.Div([*buttons, to_table], className="case-views", role="group", **heard)


def _choice(name: str, asked: Mapping[str, object], *, is_chosen: bool) -> Component:
    told = {
        "data-open": VIEW,
        "data-ask": json.dumps(dict(asked), ensure_ascii=False),
        "aria-pressed": "true" if is_chosen else "false",
    }
    return html.Button(name, type="button", className="case-view", **attributes(told))


def listing(page: ItemPage, looked: Looked, seat: Seat) -> list[Component | None]:
    """The list of items, what narrows it, and where one is reported."""
    words, views = seat.words, view_names(seat.words)
    buttons = [
        _choice(name, looked.asked(view=view), is_chosen=view == looked.view)
        for view, name in views.items()
    ]
    heard = attributes({"aria-label": words("状态")})
    return [
        report_form(seat) if seat.may("items.report") else None,
        html.Div(buttons, className="case-views", role="group", **heard),
        _filter(looked, seat),
        html.Section(
            [
                office.title(f"{views[looked.view]}（{page.count}）"),
                _table(page.items, seat),
                pages(page.count, looked, seat),
            ],
            className="case-section",
        ),
    ]


def _filter(looked: Looked, seat: Seat) -> Component:
    words = seat.words
    areas = [("", words("全部区域")), *seat.areas]
    classes = [("", words("全部类别")), *seat.classes]
    units = [("", words("全部单位")), *seat.departments.items(), *towns_of(seat.areas)]
    form = office.form(
        VIEW,
        {"tab": Tab.ITEMS.value, "view": looked.view},
        words("查看"),
        fields.choice("area", words("区域"), areas, looked.area),
        fields.choice("class", words("类别"), classes, looked.class_code),
        fields.choice("unit", words("处置单位"), units, looked.unit),
        fields.text("number", words("件号或当日序号"), longest=24, value=looked.number),
    )
    return html.Div([form], className="case-find")


def towns_of(areas: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The towns among areas: each has a unit of its own, or its department's."""
    return [(code, name) for code, name in areas if len(code) == 9]


def _table(items: Sequence[NetItem], seat: Seat) -> Component:
    words, kinds, states = seat.words, kind_names(seat.words), state_names(seat.words)
    columns: office.Columns = (
        (words("件号"), lambda one: office.named(one.number or "—")),
        (words("类别"), lambda one: f"{kinds[one.kind]} · {one.class_name}"),
        (words("地点"), lambda one: place_of(one, seat)),
        (words("状态"), lambda one: states[one.state]),
        (words("处置单位"), lambda one: office.named(seat.unit_name(one.unit))),
        (words("时限"), lambda one: clock(one, seat)),
        (words("上报时间"), lambda one: office.moment(one.at, seat.zone_name)),
        ("", lambda one: opens(one, seat)),
    )
    return office.table(columns, items, words("没有符合条件的件"))


def place_of(item: NetItem, seat: Seat) -> list[Component | str]:
    """The area, and the place in words."""
    parts: list[Component | str] = [office.named(seat.area_name(item.area_code))]
    if item.place:
        parts += [" ", office.named(item.place)]
    return parts


def opens(item: NetItem, seat: Seat) -> Component:
    """The button that opens an item."""
    asked = {"act": "open", "item": item.item_id}
    return office.act(seat.words("打开"), ids.do(PAGE), asked)


def clock(item: NetItem, seat: Seat) -> list[Component | str]:
    """How long its unit has, until when, and whether that is over."""
    words = seat.words
    if not item.version:
        return [""]
    told: list[Component | str] = [limit_told(Limit(item.limit, item.limit_unit), words)]
    if item.state is ItemState.HUNG:
        return [*told, " · ", words("挂账，时限暂停")]
    if item.due_at is not None and item.state is ItemState.SENT:
        until = office.moment(item.due_at, seat.zone_name)[:16]
        told += [" · ", words("{until} 前", until=until)]
        if item.is_late(seat.now):
            over = seat.now - item.due_at
            if over > timedelta(0):
                late = words("超时 {hours} 小时", hours=int(over.total_seconds() // 3600))
            else:
                late = words("曾超时")
            told += [" ", html.Span(late, className="is-bad")]
        if not item.is_certain:
            told += [" ", html.Span(words("节假日表未到，时限可能变动"), className="figure-parts")]
    elif item.was_late:
        told += [" ", html.Span(words("超时处置"), className="is-bad")]
    return told


def pages(count: int, looked: Looked, seat: Seat) -> Component:
    """Which rows stand here, and the ways to the others."""
    words = seat.words
    if count <= LISTED:
        return html.Span()
    parts: list[Component] = []
    if looked.at:
        before = looked.asked(at=max(0, looked.at - LISTED))
        parts.append(office.act(words("上一页"), VIEW, before))
    last = min(count, looked.at + LISTED)
    told = words("第 {first}–{last} 条，共 {count} 条", first=looked.at + 1, last=last, count=count)
    parts.append(html.Span(told))
    if last < count:
        parts.append(office.act(words("下一页"), VIEW, looked.asked(at=last)))
    return html.Div(parts, className="firm-pages")


def report_form(seat: Seat) -> Component:
    """Where somebody reports an item."""
    words = seat.words
    form = office.form(
        ids.do(PAGE),
        {"act": "report"},
        words("上报"),
        fields.choice("class", words("类别"), seat.classes),
        fields.text("part", words("部件标识码（部件可填）"), longest=16, input_mode="numeric"),
        fields.text("place", words("地点"), longest=128, is_required=True),
        fields.text("lat", words("北纬（WGS 84）"), longest=12, is_required=True),
        fields.text("lon", words("东经（WGS 84）"), longest=12, is_required=True),
        fields.lines("text", words("情况说明"), longest=LONGEST, is_required=True),
        fields.text("reporter", words("报告人"), longest=64),
        fields.text("phone", words("联系电话"), longest=32, input_mode="tel"),
        key=seat.key,
    )
    return html.Details([html.Summary(words("上报城市管理件")), form], className="case-step")
