"""The enterprise station: figures on top, then one of its books, a page of rows at a time."""

import json

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import yuan
from domain.centre.firms.books import Book, Books
from domain.centre.firms.figures import StationFigures
from domain.centre.firms.firms import Firm
from domain.words import Words
from layouts.centre.firms import tables
from layouts.centre.firms.forms import book_form, firm_form
from layouts.centre.firms.page import VIEW
from layouts.centre.firms.seat import LISTED, Looked, Seat, book_names
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import fields, office


def books(held: Books, looked: Looked, seat: Seat) -> Component:
    """The whole page: figures, search, the books with their counts, and the one that is open."""
    words, book = seat.words, looked.open_in(held)
    parts: list[Component] = []
    if held.figures is not None:
        parts.append(_figures(held.figures, words))
    if any(one.is_demo for one in held.known):
        parts.append(office.note(words("演示数据：企业、人名与电话均为虚构")))
    parts += [_search(looked, book, words), _tabs(held, looked, book, words)]
    form = book_form(book, held.known, seat.centre, words) if seat.may_run else None
    if form is not None:
        parts.append(form)
    at = looked.at if looked.at < held.count(book) else 0
    cut = slice(at, at + LISTED)
    parts += [_table(book, cut, held, seat), _pages(held.count(book), at, looked, book, words)]
    return within(seat.reader, parts)


def _search(looked: Looked, book: Book, words: Words) -> Component:
    """One search for all books; what it finds in each stands on its tab."""
    label = words("在各台账中查找：企业、代码、诉求、答复、走访、政策")
    asked = {"book": book.value}
    moves = {**asked, "may_move": "yes"}
    find = office.form(VIEW, moves, words("查找"), fields.text("q", label, value=looked.q))
    parts: list[Component] = [find]
    if looked.q:
        parts.append(office.act(words("显示全部"), VIEW, asked))
    return html.Div(parts, className="case-find")


def _tabs(held: Books, looked: Looked, open_book: Book, words: Words) -> Component:
    buttons = [
        html.Button(
            [name, html.B(str(held.count(book)))],
            type="button",
            className="case-view",
            **attributes(
                {
                    "data-open": VIEW,
                    "data-ask": json.dumps({"book": book.value, "q": looked.q}),
                    "aria-pressed": "true" if book is open_book else "false",
                }
            ),
        )
        for book, name in book_names(words).items()
    ]
    heard = attributes({"aria-label": words("台账")})
    return html.Div(buttons, className="case-views", role="group", **heard)


def _table(book: Book, cut: slice, held: Books, seat: Seat) -> Component:
    words = seat.words
    names = {one.credit_code: one.name for one in held.known}
    drawn = {
        Book.REQUESTS: lambda: tables.requests(held.requests[cut], names, seat),
        Book.DUE: lambda: tables.due(held.due[cut], seat),
        Book.VISITS: lambda: tables.visits(held.visits[cut], names, seat),
        Book.FIRMS: lambda: tables.firms(held.firms[cut], words),
        Book.MATCHES: lambda: tables.matches(held.matches[cut], words),
        Book.POLICIES: lambda: tables.policies(held.policies[cut], words),
        Book.ENFORCEMENTS: lambda: tables.enforced(held.enforcements[cut], names, seat),
        Book.WAIVERS: lambda: tables.waivers(held.waivers[cut], names, seat),
        Book.RECEPTIONS: lambda: tables.receptions(held.receptions[cut], names, words),
        Book.ENVOYS: lambda: tables.envoys(held.envoys[cut], names, words),
    }
    title = office.title(book_names(words)[book])
    return html.Section([title, drawn[book]()], className="case-section")


def _pages(count: int, at: int, looked: Looked, book: Book, words: Words) -> Component:
    """Which rows stand here, and the ways to the others."""
    if count <= LISTED:
        return html.Span()
    asked = {"book": book.value, "q": looked.q}
    parts: list[Component] = []
    if at:
        parts.append(office.act(words("上一页"), VIEW, {**asked, "at": max(0, at - LISTED)}))
    last = min(count, at + LISTED)
    told = words("第 {first}–{last} 条，共 {count} 条", first=at + 1, last=last, count=count)
    parts.append(html.Span(told))
    if last < count:
        parts.append(office.act(words("下一页"), VIEW, {**asked, "at": last}))
    return html.Div(parts, className="firm-pages")


def _figures(told: StationFigures, words: Words) -> Component:
    """Figures with what they are made of; sums in yuan, to the fen."""
    of_requests = words(
        "已答复 {answered}，超期 {overdue}", answered=told.answered, overdue=told.overdue
    )
    rated = words(
        "评价 {rated} 件，满意 {satisfied} 件", rated=told.rated, satisfied=told.satisfied
    )
    tiles = (
        (words("企业诉求"), words("{n} 件", n=told.requests), of_requests),
        (words("执行金额"), words("{sum} 元", sum=yuan(told.enforced_fen)), ""),
        (
            words("已兑付"),
            words("{sum} 元", sum=yuan(told.paid_fen)),
            words("惠及企业 {n} 家", n=told.firms_paid),
        ),
        (words("企业满意"), _share(told.satisfied, told.rated), rated),
        (words("在册企业"), words("{n} 家", n=told.firms), ""),
        (words("近 30 天联系走访"), words("{n} 次", n=told.visits), ""),
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


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "—"


def firm_card(firm: Firm, seat: Seat) -> Component:
    """A firm whole; for whoever keeps the books, as a form."""
    words = seat.words
    facts = (
        (words("统一社会信用代码"), firm.credit_code),
        (words("行业"), firm.industry),
        (words("企业联系人"), firm.contact or ""),
        (words("电话"), firm.phone or ""),
        (words("标签"), "、".join(firm.marks)),
    )
    told = [one for name, value in facts if value for one in (html.Dt(name), html.Dd(value))]
    parts: list[Component] = [
        office.title(words("企业"), firm.name),
        html.Dl(told, className="case-facts"),
    ]
    if seat.may_run:
        parts.append(firm_form(firm, words))
    return within(seat.reader, [html.Div(parts, className="case-card")])
