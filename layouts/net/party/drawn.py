"""The party's page: figures on top, then one of its books, a page of rows at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from domain.net.party.activities import ActivityType
from domain.net.party.books import LISTED, Book, Looked
from domain.net.party.figures import PartyFigures
from domain.net.party.gaps import PartyGap
from domain.net.party.organisations import OrganisationType, PartyOrganisation, Roll
from domain.net.party.photos import ShownPhoto
from domain.net.party.self_governance import SelfGovernancePlace
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.net.party import photos
from layouts.net.party.figures import overview
from layouts.net.party.forms import (
    book_form,
    event_forms,
    held_forms,
    link_forms,
    member_forms,
    organisation_forms,
    place_forms,
)
from layouts.net.party.page import PAGE, VIEW
from layouts.net.party.seat import Seat
from layouts.net.party.tables import book_table
from layouts.office import fields, ids, office


@dataclass(frozen=True, slots=True)
class Opened:
    """A row that was opened, with what there is to choose from.

    Attributes:
        book: of the row.
        one: the row.
        organisations: of its community.
        places: self-governance organisations of its community.
        files: of an activity; None of anything else, and for whoever reads no files.
    """

    book: Book
    one: Any
    organisations: Sequence[PartyOrganisation] = ()
    places: Sequence[SelfGovernancePlace] = ()
    files: Sequence[Mapping[str, Any]] | None = None


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
    places: Sequence[SelfGovernancePlace]
    photos: Sequence[ShownPhoto]


def party(shown: Any, looked: Looked, seat: Seat) -> Component:
    """The whole page; the books only for whoever sees more than figures."""
    words = seat.words
    parts: list[Component] = [_find(looked, seat, has_books=shown.sees_members)]
    parts += overview(shown.figures, shown.at, seat)
    parts.append(photos.strip(shown.photos, seat))
    if not shown.sees_members:
        parts.append(office.note(words("这里只显示汇总数字，不显示姓名")))
        return within(seat.reader, parts)
    parts.append(_tabs(shown, looked, seat))
    form = book_form(looked.book, shown.organisations, shown.places, seat)
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


def card(opened: Opened, seat: Seat) -> Component:
    """A row opened: what else is known of it, and what may be done with it."""
    words, book, one = seat.words, opened.book, opened.one
    told: list[tuple[str, str]] = []
    forms: list[Component] = []
    name = getattr(one, "name", None) or getattr(one, "title", None) or ""
    if book is Book.ORGANISATIONS:
        told = [(words("副书记"), one.deputy or ""), (words("成立日期"), one.founded or "")]
        forms = organisation_forms(one, seat)
    elif book is Book.MEMBERS:
        told = [(words("联系电话"), one.phone or "")]
        forms = member_forms(one, opened.organisations, seat)
    elif book is Book.HOUSEHOLDS:
        name, forms = one.household or "", link_forms(one.link_id, seat)
    elif book is Book.PLACES:
        told, forms = [(words("地点"), one.place)], place_forms(one, seat)
    else:
        told = [(words("日期"), one.day), (words("地点"), one.place)]
        told.append((words("备注"), one.note or ""))
        is_residents = book is Book.COMMUNITY
        forms = (
            event_forms(one, opened.places, seat) if is_residents else held_forms(book, one, seat)
        )
    facts = [(words("所在区域"), seat.place(one.area_code)), *told]
    lines = [part for title, value in facts if value for part in (html.Dt(title), html.Dd(value))]
    parts = [office.title(seat.word(book), name), html.Dl(lines, className="case-facts"), *forms]
    if opened.files is not None:
        parts.append(photos.of_activity(opened, seat))
    return within(seat.reader, [html.Div(parts, className="case-card")])
