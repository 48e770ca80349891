"""The books of households that moved in and of swaps of shifts."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.net.people.swaps import Swap, SwapState
from layouts.net.tasks.forms import DO, folded
from layouts.net.tasks.names import swap_names
from layouts.net.tasks.seat import Seat, Shown
from layouts.office import fields, office


def newcomers(shown: Shown, seat: Seat) -> list[Component]:
    """Households that moved in: those of the reader's grids, and where more are entered."""
    words = seat.words
    columns: list[tuple[str, Any]] = [
        (words("网格名称"), lambda one: seat.area_name(one.area_code)),
        (words("入住日期"), lambda one: one.since),
        (words("住处"), lambda one: office.named(one.home or words("已清除"))),
        (words("人数"), lambda one: str(one.people)),
        (words("联系人"), lambda one: office.named(one.name)),
        (words("联系电话"), lambda one: office.named(one.phone)),
        (words("走访"), lambda one: words("已生成走访任务") if one.schedule_id else ""),
    ]
    note = words("只有本社区和所在网格的网格员能看到；任务中不写住户信息")
    parts: list[Component] = [office.title(words("新入住登记")), office.note(note)]
    if seat.may("newcomers.write"):
        parts.append(folded(words("登记新入住居民"), _newcomer_form(shown, seat)))
    parts.append(office.table(columns, shown.newcomers or (), words("没有登记")))
    return [html.Section(parts, className="case-section")]


def _newcomer_form(shown: Shown, seat: Seat) -> Component:
    words = seat.words
    visits = [("yes", words("需要走访")), ("no", words("不需要走访"))]
    return office.form(
        DO,
        {"act": "enter_newcomer"},
        words("保存登记"),
        fields.choice("grid", words("网格名称"), shown.grids),
        fields.text("home", words("住处（楼栋、房号）"), longest=100, is_required=True),
        fields.text("since", words("入住日期（年-月-日）"), longest=10, is_required=True),
        fields.text("people", words("人数"), longest=2, is_required=True, input_mode="numeric"),
        fields.choice("needs_visit", words("走访"), visits),
        fields.text("name", words("联系人")),
        fields.text("phone", words("联系电话"), longest=20, input_mode="tel"),
    )


def swaps(shown: Shown, seat: Seat) -> list[Component]:
    """Swaps of the reader, and those the reader decides."""
    words, names = seat.words, swap_names(seat.words)
    columns: list[tuple[str, Any]] = [
        (words("申请人网格"), lambda one: seat.area_name(one.area_code)),
        (words("对方网格"), lambda one: seat.area_name(one.other_grid)),
        (words("换班日期"), lambda one: words("{first} 至 {last}", first=one.first, last=one.last)),
        (words("换班原因"), lambda one: office.named(one.reason)),
        (words("状态"), lambda one: names[one.state]),
        ("", lambda one: _acts(one, seat)),
    ]
    note = words("批准后，两人在这些日期互相代管对方网格；换班须双方同意，由社区或中心批准")
    parts: list[Component] = [office.title(words("换班")), office.note(note)]
    if shown.own_grids and shown.grids:
        parts.append(folded(words("申请换班"), _swap_form(shown, seat)))
    parts.append(office.table(columns, shown.swaps or (), words("没有换班")))
    return [html.Section(parts, className="case-section")]


def _swap_form(shown: Shown, seat: Seat) -> Component:
    words = seat.words
    return office.form(
        DO,
        {"act": "ask_swap"},
        words("申请换班"),
        fields.choice("grid", words("本人网格"), shown.own_grids),
        fields.choice("other_grid", words("对方网格"), shown.grids),
        fields.text("from_day", words("开始日期（年-月-日）"), longest=10, is_required=True),
        fields.text("until_day", words("结束日期（年-月-日）"), longest=10, is_required=True),
        fields.text("reason", words("换班原因"), longest=200, is_required=True),
    )


def _acts(one: Swap, seat: Seat) -> list[Component]:
    words, swap = seat.words, {"swap": one.swap_id}
    is_mine = seat.account in {one.asker, one.other}
    if one.state is SwapState.ASKED and one.other == seat.account:
        return [
            office.act(words("接受换班"), DO, {"act": "accept_swap", **swap}, is_main=True),
            office.act(words("不接受"), DO, {"act": "decline_swap", **swap}),
        ]
    if one.state is SwapState.ACCEPTED and not is_mine and seat.may("net.swaps.decide"):
        return [
            office.act(words("批准"), DO, {"act": "approve_swap", **swap}, is_main=True),
            office.act(words("不批准"), DO, {"act": "refuse_swap", **swap}),
        ]
    if one.asker == seat.account and one.state in {SwapState.ASKED, SwapState.ACCEPTED}:
        return [office.act(words("撤回换班"), DO, {"act": "withdraw_swap", **swap})]
    return []
