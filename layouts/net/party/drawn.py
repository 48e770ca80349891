"""The party's page: figures on top, then one of its books, a page of rows at a time."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from domain.net.party.activities import ActivityType
from domain.net.party.books import LISTED, Book, Looked
from domain.net.party.figures import PartyFigures
from domain.net.party.gaps import PartyGap
from domain.net.party.organisations import OrganisationType, PartyOrganisation, Roll
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.net.party.figures import overview
from layouts.net.party.forms import (
    book_form,
    held_forms,
    link_forms,
    member_forms,
    organisation_forms,
)
from layouts.net.party.page import PAGE, VIEW
from layouts.net.party.seat import Seat
from layouts.net.party.tables import book_table
from layouts.office import fields, ids, office


class Shown(Protocol):
    """What the page shows (operations/net/party/looking.py)."""

    figures: PartyFigures
    at: datetime
    sees_members: bool
    rows: Sequence[Any]
    counts: Mapping[Book, int]
    names: Mapping[str, str]
    people: Mapping[str, str]
    organisations: Sequence[PartyOrganisation]


def party(shown: Any, looked: Looked, seat: Seat) -> Component:
    """The whole page; the books only for whoever sees more than figures."""
    words = seat.words
    parts: list[Component] = [_find(looked, seat, has_books=shown.sees_members)]
    parts += overview(shown.figures, shown.at, seat)
    if not shown.sees_members:
        parts.append(office.note(words("这里只显示汇总数字，不显示姓名")))
        return within(seat.reader, parts)
    parts.append(_tabs(shown, looked, seat))
    form = book_form(looked.book, shown.organisations, seat)
    if form is not None:
        parts.append(form)
    parts += [_narrow(looked, seat), _files(looked, seat)]
    count = shown.counts[looked.book]
    at = looked.at if looked.at < count else 0
    drawn = book_table(looked.book, shown.rows, shown.names, shown.people, seat)
    parts.append(html.Section([office.title(seat.word(looked.book)), drawn],
                              className="case-section"))  # fmt: skip
    parts.append(_pages(count, at, looked, seat))
    return within(seat.reader, parts)


def _asked(looked: Looked, **more: Any) -> dict[str, Any]:
    held = {"book": looked.book.value, "area": looked.area, "q": looked.q, "only": looked.only}
    return {**held, **more}


def _find(looked: Looked, seat: Seat, *, has_books: bool) -> Component:
    """The town and the words that are looked for."""
    words = seat.words
    inputs: list[Component] = []
    if seat.towns:
        every = [("", words("全区")), *seat.towns.items()]
        inputs.append(fields.choice("area", words("镇街"), every, looked.area))
    if has_books:
        inputs.append(fields.text("q", words("查找：名称、姓名、岗位、地点"), value=looked.q))
    if not inputs:
        return html.Span()
    kept = {"book": looked.book.value}
    return html.Div(office.form(VIEW, kept, words("查找"), *inputs), className="case-find")


def _tabs(shown: Any, looked: Looked, seat: Seat) -> Component:
    buttons = [
        html.Button(
            [seat.word(book), html.B(str(shown.counts[book]))],
            type="button",
            className="case-view",
            **attributes(
                {
                    "data-open": VIEW,
                    "data-ask": json.dumps(_asked(looked, book=book.value, only="")),
                    "aria-pressed": "true" if book is looked.book else "false",
                }
            ),
        )
        for book in Book
    ]
    heard = attributes({"aria-label": seat.words("台账")})
    return html.Div(buttons, className="case-views", role="group", **heard)


_NARROWED: Mapping[Book, Any] = {
    Book.ORGANISATIONS: OrganisationType,
    Book.GAPS: PartyGap,
    Book.MEMBERS: Roll,
    Book.ACTIVITIES: ActivityType,
}


def _narrow(looked: Looked, seat: Seat) -> Component:
    """What else a book is narrowed by."""
    words = seat.words
    if looked.book not in _NARROWED:
        return html.Span()
    every = [("", words("全部")), *seat.options(_NARROWED[looked.book])]
    buttons = [
        office.act(name, VIEW, _asked(looked, only=value), is_main=value == looked.only)
        for value, name in every
    ]
    return html.Div(buttons, className="admin-acts")


def _files(looked: Looked, seat: Seat) -> Component:
    """Tables to take away, and the heads of those that are taken in."""
    words = seat.words
    names = {
        Book.ORGANISATIONS: (words("导出党组织"), words("下载党组织模板")),
        Book.MEMBERS: (words("导出党员"), words("下载党员模板")),
        Book.HOUSEHOLDS: ("", words("下载联系户模板")),
    }
    if looked.book not in names:
        return html.Span()
    out, head = names[looked.book]
    kept = {"book": looked.book.value, "area": looked.area}
    buttons = [
        *([office.act(out, ids.do(PAGE), {"act": "export", **kept})] if out else []),
        office.act(head, ids.do(PAGE), {"act": "template", **kept}),
    ]
    return html.Div(buttons, className="admin-acts")


def _pages(count: int, at: int, looked: Looked, seat: Seat) -> Component:
    """Which rows stand here, and the ways to the others."""
    words = seat.words
    if count <= LISTED:
        return html.Span()
    last = min(count, at + LISTED)
    parts: list[Component] = []
    if at:
        back = _asked(looked, at=max(0, at - LISTED))
        parts.append(office.act(words("上一页"), VIEW, back))
    told = words("第 {first}–{last} 条，共 {count} 条", first=at + 1, last=last, count=count)
    parts.append(html.Span(told))
    if last < count:
        parts.append(office.act(words("下一页"), VIEW, _asked(looked, at=last)))
    return html.Div(parts, className="firm-pages")


def card(
    book: Book,
    one: Any,
    organisations: Sequence[PartyOrganisation],
    seat: Seat,
    photos: Sequence[str] | None = None,
) -> Component:
    """A row opened: what else is known of it, and what may be done with it.

    Args:
        book: of the row.
        one: the row.
        organisations: to choose from.
        seat: for whom.
        photos: ids of the files of an activity; None for whoever reads no files.
    """
    words = seat.words
    told: list[tuple[str, str]] = []
    forms: list[Component] = []
    name = getattr(one, "name", None) or getattr(one, "title", None) or ""
    if book is Book.ORGANISATIONS:
        told = [(words("副书记"), one.deputy or ""), (words("成立日期"), one.founded or "")]
        forms = organisation_forms(one, seat)
    elif book is Book.MEMBERS:
        told = [(words("联系电话"), one.phone or "")]
        forms = member_forms(one, organisations, seat)
    elif book is Book.HOUSEHOLDS:
        name, forms = one.household or "", link_forms(one.link_id, seat)
    else:
        told = [(words("地点"), one.place), (words("备注"), getattr(one, "note", None) or "")]
        forms = held_forms(book, one, seat)
    facts = [(words("所在区域"), seat.place(one.area_code)), *told]
    lines = [part for title, value in facts if value for part in (html.Dt(title), html.Dd(value))]
    parts = [office.title(seat.word(book), name), html.Dl(lines, className="case-facts"), *forms]
    if photos is not None:
        parts.append(_photos(book, one.activity_id, photos, seat))
    return within(seat.reader, [html.Div(parts, className="case-card")])


def _photos(book: Book, activity_id: str, photos: Sequence[str], seat: Seat) -> Component:
    """The photos of an activity, and where more are added (assets/pages/photos/)."""
    kind = "party_activity" if book is Book.ACTIVITIES else "community_activity"
    again = {"act": "open", "book": book.value, "id": activity_id}
    asked = {"subject_kind": kind, "subject_id": activity_id, "store": ids.do(PAGE), "again": again}
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
    return html.Div([html.Div(links, className="admin-acts"), chooser])
