"""The ledger of residents and party members, as their community sees it."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.net.credit.residents import PointsOf, ResidentPoint
from layouts.net.credit.drawn import cut, pages
from layouts.net.credit.page import PAGE
from layouts.net.credit.seat import Book, Seat, said
from layouts.office import fields, ids, office


def resident_points(held: Sequence[ResidentPoint], seat: Seat) -> list[Component]:
    """Entries, the newest first, and the form of the next."""
    words = seat.words
    back = {one.reverses for one in held}
    columns = (
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("村（社区）"), lambda one: seat.area_name(one.area_code)),
        (words("类别"), lambda one: said(words, one.of.value)),
        (words("姓名"), lambda one: office.named(one.holder)),
        (words("事由"), lambda one: office.named(one.what)),
        (words("分值"), lambda one: f"{one.points:+d}"),
        ("", lambda one: _back(one, one.point_id in back, seat)),
    )
    form = office.form(
        ids.do(PAGE),
        {"act": "resident"},
        words("记入"),
        fields.area(words),
        fields.choice(
            "of", words("类别"), [(one.value, said(words, one.value)) for one in PointsOf]
        ),
        fields.text("name", words("姓名"), is_required=True, longest=40),
        fields.text("points", words("分值（兑换写负数）"), is_required=True, longest=5),
        fields.text("what", words("事由"), is_required=True, longest=200),
    )
    return [
        office.note(words("居民和党员的积分单独记账，不计入网格员的积分、月报和对比")),
        office.table(columns, cut(held, seat), words("还没有记录")),
        pages(len(held), Book.RESIDENTS, seat),
        html.Details([html.Summary(words("记入居民或党员积分")), form], className="case-step"),
    ]


def _back(one: ResidentPoint, is_taken: bool, seat: Seat) -> Component | str:
    words = seat.words
    if is_taken or one.reverses:
        return words("已冲回") if is_taken else words("冲回")
    asked = {"act": "resident_back", "point": one.point_id}
    button: Component = office.act(
        words("冲回"), ids.do(PAGE), asked, sure=words("确定冲回这笔积分？"),
        about=one.holder or "", words=words,
    )  # fmt: skip
    return button
