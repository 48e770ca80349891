"""The page of work in the grids: figures, its books, and what stands in the one that is open."""

import json

from dash import html
from dash.development.base_component import Component

from domain.net.tasks.lists import TaskFigures, View
from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.net.tasks import books, forms, people_books, place_book
from layouts.net.tasks.names import choices, form_names, view_names
from layouts.net.tasks.page import VIEW
from layouts.net.tasks.seat import Looked, Seat, Shown
from layouts.office import fields, office

LISTED = 30


# Books that are not for everybody who sees tasks.
_NEEDS = {View.CARE: "care.see", View.NEWCOMERS: "newcomers.see"}


def tasks(shown: Shown, looked: Looked, seat: Seat) -> Component:
    """The whole page."""
    words = seat.words
    parts: list[Component] = [
        figure_tiles(shown.figures, words),
        _tabs(looked, seat),
    ]
    drawn = {
        View.FINDINGS: lambda: books.findings(shown.findings or (), seat),
        View.LIST: lambda: books.listing(shown.types or (), shown.schedules, seat),
        View.CARE: lambda: books.care(shown.care or (), seat),
        View.INBOX: lambda: books.inbox(shown.inbox or (), seat),
        View.NEWCOMERS: lambda: people_books.newcomers(shown, seat),
        View.SWAPS: lambda: people_books.swaps(shown, seat),
        View.PLACES: lambda: _places(shown, looked, seat),
    }
    if looked.view in drawn:
        parts += drawn[looked.view]()
    else:
        parts += [_filter(looked, seat), *_tasks(shown, looked, seat)]
    return within(seat.reader, parts)


def _places(shown: Shown, looked: Looked, seat: Seat) -> list[Component]:
    found = place_book.places(shown.places or (), shown.place_count, seat)
    return [_filter(looked, seat), *found, _pages(shown.place_count, looked, seat.words)]


def _tasks(shown: Shown, looked: Looked, seat: Seat) -> list[Component]:
    words, page = seat.words, shown.page
    parts: list[Component] = []
    if shown.week is not None:
        parts.append(books.week(shown.week, seat))
    if page is not None:
        title = office.title(view_names(words)[looked.view])
        table = books.lines(page.lines, looked, seat)
        parts.append(html.Section([title, table], className="case-section"))
        parts.append(_pages(page.count, looked, words))
    groups = [one for one in shown.figures.groups if one.due or one.late]
    if groups and looked.view in {View.TODAY, View.LATE}:
        parts.append(books.groups(groups, looked, seat))
    if looked.view is View.TODAY and seat.may("tasks.check"):
        parts.append(forms.leave_form(seat))
    return parts


def _filter(looked: Looked, seat: Seat) -> Component:
    words = seat.words
    areas = [("", words("全部区域")), *seat.areas]
    if looked.area and looked.area not in dict(areas):
        areas.append((looked.area, seat.area_name(looked.area)))
    kinds = [("", words("全部类别")), *choices(form_names(words))]
    mine = [("no", words("全部网格")), ("yes", words("我的网格"))]
    wanted = [
        fields.choice("form", words("任务类别"), kinds, looked.form),
        fields.choice("mine", words("网格范围"), mine, "yes" if looked.is_mine else "no"),
    ]
    if looked.view is View.PLACES:
        wanted = []
    return html.Div(
        [
            office.form(
                VIEW,
                {"view": looked.view.value},
                words("查看"),
                fields.choice("area", words("所在区域"), areas, looked.area),
                *wanted,
            )
        ],
        className="case-find",
    )


def _tabs(looked: Looked, seat: Seat) -> Component:
    words = seat.words
    buttons = [
        html.Button(
            name,
            type="button",
            className="case-view",
            **attributes(
                {
                    "data-open": VIEW,
                    "data-ask": json.dumps(looked.asked(view=view.value)),
                    "aria-pressed": "true" if view is looked.view else "false",
                }
            ),
        )
        for view, name in view_names(words).items()
        if seat.may(_NEEDS.get(view, "tasks.see"))
    ]
    heard = attributes({"aria-label": words("任务台账")})
    return html.Div(buttons, className="case-views", role="group", **heard)


def figure_tiles(told: TaskFigures, words: Words) -> Component:
    """Figures with what they are made of."""
    share = f"{100 * told.done / told.due:.0f} %" if told.due else "—"
    tiles = (
        (words("今日应办"), str(told.due), words("已办 {done}", done=told.done)),
        (words("今日完成率"), share, words("含谢绝与免计")),
        (words("逾期未办"), str(told.late), words("仍可补办")),
        (words("未证实的巡查"), str(told.unproven), words("轨迹不足以证明")),
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


def _pages(count: int, looked: Looked, words: Words) -> Component:
    """Which lines stand here, and the ways to the others."""
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
