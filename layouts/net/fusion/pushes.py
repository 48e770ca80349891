"""Items pushed both ways: sent with the fields of the list and no others, answered, ended."""

from collections.abc import Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from domain.net.fusion.pushes import FIELDS, LONGEST, NEEDED, Direction, GridPush, PushState
from layouts.net.fusion.page import PAGE
from layouts.net.fusion.seat import Seat, direction_names, field_names, push_names
from layouts.office import fields, ids, office


def push_form(seat: Seat) -> Component | None:
    """How something is handed over; None for whoever speaks for neither side."""
    if not seat.side:
        return None
    words = seat.words
    direction = Direction.TO_GRID if seat.side == "police" else Direction.TO_POLICE
    names = field_names(words)
    told = [
        fields.text(f"told.{name}", names[name], longest=LONGEST, is_required=name in NEEDED)
        for name in FIELDS[direction]
    ]
    form = office.form(
        ids.do(PAGE),
        {"act": "push", "direction": direction.value},
        words("推送"),
        *told,
        fields.text("basis", words("法律依据"), longest=200, is_required=True),
        fields.text("area", words("网格或村（社区）编码"), value=seat.own_area, longest=15),
        fields.text("incident", words("事件编号（可空）"), longest=32),
        key=seat.key,
    )
    note = office.note(words("只推送清单内的字段；不推送网格整册和前科信息"))
    title = direction_names(words)[direction]
    return html.Details([html.Summary(title), note, form], className="case-step")


def pushes(rows: Sequence[GridPush], seat: Seat) -> Component:
    """The items, newest first, with what may be done with each."""
    words = seat.words
    states, ways = push_names(words), direction_names(words)
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("方向"), lambda one: ways[one.direction]),
        (words("所在区域"), lambda one: office.named(seat.area_name(one.area_code))),
        (words("内容"), lambda one: _content(one, seat)),
        (words("法律依据"), lambda one: office.named(one.basis)),
        (words("状态"), lambda one: states[one.state]),
        (words("签收"), lambda one: _moment(one.received_at, seat)),
        (words("理由"), lambda one: office.named(one.reason)),
        (words("结果"), lambda one: office.named(one.outcome)),
        ("", lambda one: _acts(one, seat)),
    )
    return office.table(columns, rows, words("没有推送事项"))


def _content(push: GridPush, seat: Seat) -> list[Component] | str:
    names = field_names(seat.words)
    told: list[Component] = [
        html.Div([names[name], "：", office.named(text)]) for name, text in push.told.items()
    ]
    return told or seat.words("个人信息已删除")


def _moment(at: datetime | None, seat: Seat) -> str:
    return office.moment(at, seat.zone_name) if at else ""


def _acts(push: GridPush, seat: Seat) -> list[Component]:
    words, asked = seat.words, {"push": push.push_id}
    receives = "police" if push.direction is Direction.TO_POLICE else "grid"
    if seat.side != receives:
        return []
    parts: list[Component] = []
    if push.state is PushState.SENT:
        parts.append(office.act(words("签收"), ids.do(PAGE), {"act": "receive", **asked}))
    if push.state in {PushState.SENT, PushState.RECEIVED}:
        accept = {"act": "accept", **asked}
        parts.append(office.act(words("受理"), ids.do(PAGE), accept, is_main=True))
        why = fields.text("reason", words("退回理由"), longest=LONGEST, is_required=True)
        parts.append(office.form(ids.do(PAGE), {"act": "return", **asked}, words("退回"), why))
    if push.state is PushState.ACCEPTED:
        said = fields.text("outcome", words("办理结果"), longest=LONGEST, is_required=True)
        parts.append(office.form(ids.do(PAGE), {"act": "finish", **asked}, words("办结"), said))
    return parts
