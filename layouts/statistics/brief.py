"""The morning brief: sentences first, then tables, as they were written; the days beside it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.moments import moment
from layouts.elements.said import said, sentence
from layouts.statistics import ids
from layouts.working import Drawing

_NUMBER = "is-num"
_SIGNS = tuple("0123456789+−≤")
_DOUBTS = ("样本少", "偶然内")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def brief_page(drawing: Drawing) -> list[Component]:
    """Where a brief is drawn."""
    words = drawing.reader.words
    return [
        html.Section(
            html.P(words("正在载入早报…"), className="says"),
            id=ids.BRIEF_PAGE,
            className="brief-page",
            tabIndex=-1,
            **attributes({"aria-label": words("早报")}),
        )
    ]


def title(name: str, words: Words) -> str:
    """The headline of a brief."""
    return words("{name} 早报", name=name)


def brief(body: Mapping[str, Any], district: str, words: Words) -> list[Component]:
    """A brief and the days there are.

    Args:
        body: of operations/statistics/briefs.py.
        district: its code, for the figures of the same day.
        words: the reader's.
    """
    paper = html.Article(
        [
            html.H2(title(_name(body), words), className="brief-title"),
            html.P(_whole_day(date.fromisoformat(body["day"]), words), className="brief-made"),
            html.Div(
                [html.P(sentence(one, words)) for one in body["sentences"]],
                className="brief-said",
            ),
            _made(body, district, words),
            html.Div([_part(part, words) for part in body["sections"]], className="brief-parts"),
        ],
        className="brief-paper as-said",
    )
    return [_days(body, words), paper]


def _name(body: Mapping[str, Any]) -> str:
    return str(body["title"]).removesuffix(" 早报")


def _whole_day(day: date, words: Words) -> str:
    return words(
        "{year} 年 {month} 月 {day} 日（{weekday}）全天",
        year=day.year,
        month=f"{day.month:02}",
        day=f"{day.day:02}",
        weekday=words(WEEKDAYS[day.weekday()]),
    )


def _days(body: Mapping[str, Any], words: Words) -> html.Nav:
    links = [
        dcc.Link(
            day,
            href=f"/brief/{day}",
            className="brief-day num" + (" is-here" if day == body["day"] else ""),
        )
        for day in body["days"]
    ]
    return html.Nav(links, className="brief-days", **attributes({"aria-label": words("各日早报")}))


def _made(body: Mapping[str, Any], district: str, words: Words) -> html.P:
    day = body["day"]
    links: list[Component] = []
    if body["may_export"]:
        links.append(
            html.A(words("下载 PDF"), href=f"/brief/{day}.pdf", download="", className="button")
        )
    figures = f"/area/{district}?period=custom&from={day}&to={day}"
    links.append(html.A(words("当日统计"), href=figures, className="button"))
    at = moment(body["made_at"], body["zone"])
    when = (
        words("生成于 {when}，内容此后不再改变。", when=at)
        if body["is_kept"]
        else words("按您能看到的范围，统计于 {when}。", when=at)
    )
    return html.P([f"{when} ", *links], className="brief-made")


def _part(part: Mapping[str, Any], words: Words) -> html.Section:
    name = words(part["title"])
    inner = (
        _table(part["header"], part["rows"], words)
        if part["rows"]
        else html.P(words(part.get("empty") or "没有记录。"), className="says")
    )
    return html.Section(
        [
            html.Header(html.H2(name, className="panel-title"), className="panel-head"),
            html.Div(
                inner,
                className="brief-scroll",
                tabIndex=0,
                role="group",
                **attributes({"aria-label": name}),
            ),
        ],
        className="panel brief-part",
        **attributes({"aria-label": name}),
    )


def _is_number(cells: Sequence[str]) -> bool:
    """Whether a column is of numbers, and stands at the right; words of doubt are no text."""
    return any(cell[:1] in _SIGNS for cell in cells) and not any(
        cell[:1].isalpha() and cell not in _DOUBTS for cell in cells
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], words: Words) -> html.Table:
    heads = [words(text) for text in header]
    kinds = [_is_number([row[at] for row in rows]) for at in range(len(heads))]
    return html.Table(
        [
            html.Thead(
                html.Tr(
                    [
                        html.Th(text, scope="col", className=_NUMBER if kind else "")
                        for text, kind in zip(heads, kinds, strict=True)
                    ]
                )
            ),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Td(
                                said(cell, words),
                                className=_NUMBER if kind else "",
                                **attributes({"data-label": head}),
                            )
                            for head, kind, cell in zip(heads, kinds, row, strict=False)
                        ]
                    )
                    for row in rows
                ]
            ),
        ],
        className="brief-table",
    )
