"""The indicators of items by town and by unit, with formula, window and source in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from domain.net.items.figures import Counts, Indicator, Line
from domain.words import Words
from layouts.net.items.names import indicator_formulas, indicator_names
from layouts.net.items.seat import Seat
from layouts.office import office


class Figures(Protocol):
    """The indicators of a window."""

    @property
    def towns(self) -> Sequence[Line]:
        """By town."""

    @property
    def units(self) -> Sequence[Line]:
        """By unit."""

    @property
    def whole(self) -> Counts:
        """Of all."""

    @property
    def since(self) -> datetime:
        """Of items reported from then on."""

    @property
    def days(self) -> int:
        """How many days that is."""


def figures(told: Figures, seat: Seat) -> list[Component]:
    """Tiles of all, the lines of towns and units, and how it is counted."""
    words = seat.words
    by_town = _table(told.towns, words("镇街"), seat.area_name, words)
    by_unit = _table(told.units, words("处置单位"), seat.unit_name, words)
    formulas = indicator_formulas(words)
    how = [
        part
        for one, name in indicator_names(words).items()
        for part in (html.Dt(name), html.Dd(formulas[one]))
    ]
    source = words(
        "窗口：{since} 以来（近 {days} 天）上报的件；来源：城市管理件库。没有可计的显示“无数据”。",
        since=office.moment(told.since, seat.zone_name)[:10], days=told.days,
    )  # fmt: skip
    return [
        tiles(told.whole, words),
        html.Section([office.title(words("按镇街")), by_town], className="case-section"),
        html.Section([office.title(words("按处置单位")), by_unit], className="case-section"),
        html.Section(
            [office.title(words("怎么算")), html.Dl(how, className="case-facts"), html.P(source)],
            className="case-section",
        ),
    ]


def tiles(counts: Counts, words: Words) -> Component:
    """The indicators of all as tiles, each with both its numbers."""
    drawn = []
    for one, name in indicator_names(words).items():
        part, whole = counts.share(one)
        value = f"{100 * part / whole:.1f} %" if whole else words("无数据")
        parts = f"{part} / {whole}" if whole else ""
        drawn.append(
            html.Div(
                [
                    html.Span(name, className="figure-name"),
                    html.Strong(value, className="figure-digits"),
                    html.Span(parts, className="figure-parts"),
                ],
                className="figure-tile",
            )
        )
    return html.Div(drawn, className="figure-tiles is-small")


def share_told(counts: Counts, indicator: Indicator, words: Words) -> str:
    """`80.0 %（12 / 15）`; that there is nothing to count where there is not."""
    part, whole = counts.share(indicator)
    return f"{100 * part / whole:.1f} %（{part} / {whole}）" if whole else words("无数据")


def _table(lines: Sequence[Line], name: str, named: object, words: Words) -> Component:
    told = named if callable(named) else str

    def of(indicator: Indicator) -> tuple[str, object]:
        title = indicator_names(words)[indicator]
        return title, lambda one: share_told(one.counts, indicator, words)

    columns: list[tuple[str, object]] = [
        (name, lambda one: office.named(str(told(one.code)))),
        *(of(one) for one in Indicator),
        (words("在办"), lambda one: str(one.counts.open)),
        (words("超时"), lambda one: str(one.counts.late)),
    ]
    return office.table(columns, lines, words("窗口内没有上报的件"))  # type: ignore[arg-type]
