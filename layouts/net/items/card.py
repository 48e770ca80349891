"""One item: what is known of it, its clock, its photos, and what its reader may do with it now."""

import json
from collections.abc import Sequence
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from domain.net.items.classes import ItemClass
from domain.net.items.items import NET_ITEM, NetItem, Request
from domain.net.items.limits import Limit
from domain.personal.masks import mask_name, mask_phone
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.net.items.drawn import LONGEST, clock, place_of, towns_of
from layouts.net.items.names import (
    because_names,
    kind_names,
    limit_told,
    request_names,
    source_names,
    state_names,
)
from layouts.net.items.page import PAGE
from layouts.net.items.seat import Seat
from layouts.office import fields, ids, office

DO = ids.do(PAGE)


class OneItem(Protocol):
    """An item with its class, and what its reader may do."""

    @property
    def item(self) -> NetItem:
        """It."""

    @property
    def line(self) -> ItemClass | None:
        """Its line of the table it was taken up by."""

    @property
    def acts(self) -> frozenset[str]:
        """What may be done."""


def card(one: OneItem, seat: Seat, photos: Sequence[str] | None) -> Component:
    """Everything of an item; `photos` is None for whoever reads no files."""
    words, item = seat.words, one.item
    lines = [
        part
        for name, value in _facts(one, seat)
        if value
        for part in (html.Dt(name), html.Dd(value))
    ]
    kind = kind_names(words)[item.kind]
    parts: list[Component] = [
        office.title(f"{kind} · {item.class_name}", item.number or ""),
        html.Dl(lines, className="case-facts"),
    ]
    if item.is_demo:
        parts.append(office.note(words("演示数据")))
    parts += _acts(one, seat)
    if photos is not None:
        parts.append(_photos(item, photos, seat))
    close = office.act(words("收起"), DO, {"act": "shut"})
    body = html.Div([*parts, close], className="case-card", id=f"{PAGE}-item")
    return within(seat.reader, [body])


def _facts(one: OneItem, seat: Seat) -> list[tuple[str, Any]]:
    words, item, line = seat.words, one.item, one.line
    zone = seat.zone_name
    unit = [office.named(seat.unit_name(item.unit))] if item.unit else []
    if item.because is not None:
        unit.append(f"（{because_names(words)[item.because]}）")
    told = [mask_name(item.reporter)] if item.reporter else []
    told += [mask_phone(item.phone)] if item.phone else []
    asked: list[Component | str] = []
    if item.request is not None:
        asked.append(request_names(words)[item.request])
        if item.asked_unit is not None:
            asked += [" ", limit_told(Limit(item.asked_limit, item.asked_unit), words)]
        asked += [" · ", words("待批准")]
    counts = (
        (words("返工 {count} 次", count=item.reworks), item.reworks),
        (words("退回 {count} 次", count=item.returns), item.returns),
        (words("延期 {count} 次", count=item.extensions), item.extensions),
        (words("另有 {count} 次重复上报", count=item.joined), item.joined),
    )
    return [
        (words("状态"), state_names(words)[item.state]),
        (words("地点"), place_of(item, seat)),
        (words("情况说明"), office.named(item.text)),
        (words("来源"), source_names(words)[item.source]),
        (words("报告人"), " ".join(told)),
        (words("上报时间"), office.moment(item.at, zone)),
        (words("立案条件"), line.files_when if line else ""),
        (words("结案条件"), line.closes_when if line else ""),
        (words("立案标准"), words("第 {version} 版", version=item.version) if item.version else ""),
        (words("处置单位"), unit),
        (words("时限"), clock(item, seat) if item.version else ""),
        (words("申请"), asked),
        (words("处置结果"), office.named(item.result) if item.result else ""),
        (words("原因"), office.named(item.reason) if item.reason else ""),
        (words("次数"), "；".join(text for text, count in counts if count)),
        (words("部件标识码"), item.part_id or ""),
        (words("并入"), item.of or ""),
    ]


def _acts(one: OneItem, seat: Seat) -> list[Component]:
    """What its reader may do now, each a form."""
    words, item, acts = seat.words, one.item, one.acts
    why = fields.lines("reason", words("原因"), longest=LONGEST, is_required=True)
    forms: list[Component] = []
    if "file" in acts:
        known = [code for code, _ in seat.classes]
        chosen = item.class_code if item.class_code in known else ""
        as_class = fields.choice("class", words("按类别"), seat.classes, chosen)
        forms.append(_form("file", words("立案"), item, as_class))
    if "refuse" in acts:
        forms.append(_folded("refuse", words("不予立案"), item, why))
    if "dispatch" in acts:
        town = item.area_code[:9]
        towns = [(code, name) for code, name in towns_of(seat.areas) if code == town]
        rule = ("", words("按规则（部件先属主后属地，事件先属地后属主）"))
        units = [rule, *towns, *seat.departments.items()]
        forms.append(
            _form("dispatch", words("派遣"), item, fields.choice("unit", words("处置单位"), units))
        )
    if "handle" in acts:
        result = fields.lines("result", words("处置结果"), longest=LONGEST, is_required=True)
        forms.append(_form("handle", words("处置完毕"), item, result))
        forms.append(_folded("give_back", words("不是本单位的，退回"), item, why))
    if "ask" in acts:
        kinds = [(one.value, name) for one, name in request_names(words).items()]
        request = fields.choice("request", words("申请"), kinds, Request.EXTEND.value)
        limit = fields.text("limit", words("延期多久（如 2工作日；挂账不填）"), longest=16)
        forms.append(_folded("ask", words("申请延期或挂账"), item, request, limit, why))
    if "pass" in acts:
        forms.append(_form("pass", words("核查通过，结案"), item))
        forms.append(_folded("fail", words("核查不通过，返工"), item, why))
    if "grant" in acts:
        forms.append(_form("grant", words("批准申请"), item))
        forms.append(_form("deny", words("驳回申请"), item))
    if "resume" in acts:
        forms.append(_form("resume", words("解除挂账"), item))
    return forms


def _form(act: str, label: str, item: NetItem, *inputs: Component) -> Component:
    if not inputs:
        asked = {"act": act, "item": item.item_id}
        return fields.line(office.act(label, DO, asked, is_main=act == "pass"))
    return office.form(DO, {"act": act, "item": item.item_id}, label, *inputs)


def _folded(act: str, label: str, item: NetItem, *inputs: Component) -> Component:
    form = _form(act, label, item, *inputs)
    return html.Details([html.Summary(label), form], className="case-step")


def _photos(item: NetItem, photos: Sequence[str], seat: Seat) -> Component:
    """The photos of an item, and where more are added (assets/pages/photos/)."""
    again = {"act": "open", "item": item.item_id}
    asked = {
        "subject_kind": NET_ITEM.name, "subject_id": item.item_id, "store": DO, "again": again,
    }  # fmt: skip
    links = [
        html.A(
            seat.words("照片 {n}", n=nth),
            href=f"/api/v1/files/{file_id}",
            target="_blank",
            className="link",
        )
        for nth, file_id in enumerate(photos, 1)
    ]
    chooser = html.Div(className="papers-upload", **attributes({"data-photos": json.dumps(asked)}))
    shown = [html.Div(links, className="admin-acts")] if links else []
    return html.Div([*shown, chooser] if seat.may("items.report") else shown)
