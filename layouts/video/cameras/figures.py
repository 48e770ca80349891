"""Figures of the register: what it holds, whose, how much is connected, what is missing."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from domain.video.cameras.figures import RegisterFigures
from domain.video.cameras.filing import GAP_WORDS, Gap
from domain.video.cameras.vocabulary import CAMERA_CLASS_WORDS, OWNER_CLASS_WORDS
from layouts.office import office
from layouts.video.cameras.page import VIEW
from layouts.video.cameras.seat import Looked, Seat, Tab
from layouts.video.cameras.state import rate_tiles, rates_told


def figures(told: RegisterFigures, seat: Seat) -> list[Component | None]:
    """Tiles, and below them tables that lead to the lists they count."""
    words = seat.words
    at = office.moment(seat.now, seat.zone_name)
    source = words("来源：{source}；截至 {at}", source=words("视频点位台账"), at=at)
    what = words("口径：不含已撤销登记的点位；部门只统计本部门及共享的点位")
    measured = rates_told(told, seat)
    return [
        _tiles(told, seat),
        html.P([what, " · ", source], className="admin-note"),
        office.note(measured) if measured else None,
        office.note(words("演示数据 {count} 路", count=told.demo)) if told.demo else None,
        _gaps(told, seat),
        _counts(
            words("点位类别"),
            [
                (words(name), told.by_class.get(one, 0), {"class": one.value})
                for one, name in CAMERA_CLASS_WORDS.items()
            ],
            seat,
        ),
        _counts(
            words("权属类别"),
            [
                (words(name), told.by_owner_class.get(one, 0), {"owner_class": one.value})
                for one, name in OWNER_CLASS_WORDS.items()
            ],
            seat,
        ),
        _counts(
            words("归属部门"),
            [
                (seat.department_name(code) or words("未登记"), count, {"owner": code})
                for code, count in told.by_owner.items()
            ],
            seat,
        ),
    ]


def _tiles(told: RegisterFigures, seat: Seat) -> Component:
    words = seat.words
    tiles = (
        (words("登记点位"), str(told.count), words("路")),
        (
            words("已接入"),
            str(len(told.connected)),
            words("登记了来源与地址的点位，共 {count} 路", count=told.count),
        ),
        *rate_tiles(told, seat),
        (
            words("已备案"),
            str(told.filed),
            words("其中变更未备案 {count}", count=told.gaps[Gap.CHANGED_SINCE]),
        ),
        (words("平台已不再列出"), str(told.missing), words("路")),
    )
    drawn = [
        html.Div(
            [
                html.Span(name, className="figure-name"),
                html.Strong(value, className="figure-digits"),
                html.Span(more, className="figure-parts"),
            ],
            className="figure-tile",
        )
        for name, value, more in tiles
    ]
    return html.Div(drawn, className="figure-tiles is-small")


def _gaps(told: RegisterFigures, seat: Seat) -> Component:
    words = seat.words
    rows = [
        (words(name), told.gaps.get(one, 0), {"gap": one.value}) for one, name in GAP_WORDS.items()
    ]
    return _counts(words("缺项"), rows, seat)


def _counts(
    title: str, rows: Sequence[tuple[str, int, Mapping[str, str]]], seat: Seat
) -> Component:
    words = seat.words
    columns: office.Columns = (
        (title, _way),
        (words("点位数"), lambda one: str(one[1])),
    )
    kept = [row for row in rows if row[1]]
    return html.Section(
        [office.title(title), office.table(columns, kept, words("没有"))],
        className="case-section",
    )


def _way(row: tuple[str, int, Mapping[str, str]]) -> Component | str:
    """The way to the list a row counts; none to those that nothing is known of to look for."""
    name, _, asked = row
    if not any(asked.values()):
        return name
    return office.act(name, VIEW, Looked(tab=Tab.LIST).asked(**asked))
