"""The figures of the centre as cards: value, what is divided by what, and how it misleads."""

from dash import html
from dash.development.base_component import Component

from domain.centre.figures.report import Card
from layouts.centre.figures.view import View
from layouts.elements import measures

_GOOD_ENOUGH = 30  # of fewer, a share is said with a warning


def tiles(view: View) -> Component:
    """Every card, in their order."""
    made = [_tile(view, one) for one in view.report.cards]
    return html.Div(made, className="figure-tiles")


def _tile(view: View, one: Card) -> Component:
    words = view.words
    formula = words.of("kpi_bottom", one.id)
    says = words.of("kpi_top", one.id)
    told = f"{says} ÷ {formula}" if formula != one.id else says
    parts: list[Component] = [
        html.Span(words.of("kpi", one.id), className="figure-name"),
        html.Span(
            [html.Span(_value(view, one), className="num figure-digits"), _unit(view, one)],
            className="figure-value",
        ),
        html.Span(_parts(view, one), className="figure-parts"),
        html.Small(told, className="figure-formula"),
        html.Small(words.of("kpi_trap", one.id), className="figure-trap"),
    ]
    return html.Section(parts, className="figure-tile")


def _value(view: View, one: Card) -> str:
    if one.value is None:
        return measures.NOTHING
    # only all is 100 %, only nothing 0 %
    if one.unit == "percent" and one.top != one.bottom:
        return measures.number(min(max(one.value, 0.1 if one.top else 0.0), 99.9), 1)
    return measures.number(one.value, 1)


def _unit(view: View, one: Card) -> Component | None:
    return (
        html.Span(view.words.of("kpi_unit", one.unit), className="unit")
        if one.value is not None
        else None
    )


def _parts(view: View, one: Card) -> list[Component | str]:
    words = view.words
    if one.why == "no_data":
        return [words("没有录入法院数据")]
    if one.why == "nothing":
        return [words("本期没有可计算的案件")]
    if one.id == "days":
        days = view.report.days
        p50, p90 = (measures.number(value, 1) for value in (days.p50, days.p90))
        told = words("P50 {p50} 天 · P90 {p90} 天 ·", p50=p50, p90=p90)
        counted = html.Span(["n=", view.count(days.count, "days")], className="figure-n")
        return [told, " ", counted]
    if one.id == "litigation":
        more = one.more or {}
        return [f"{more.get('month', '')} {more.get('source', '')}"]
    found: list[Component | str] = [
        view.count(one.top, one.id, "top"), " ÷ ", view.count(one.bottom, one.id),
    ]  # fmt: skip
    if one.why == "few":
        found.append(words("（不足 5 件，不显示比率）"))
    elif one.bottom is not None and one.bottom < _GOOD_ENOUGH:
        found.append(words("（样本少）"))
    return found
