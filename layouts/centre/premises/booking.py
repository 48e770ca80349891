"""The section of a case's card that books rooms and mediators for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import acts_as
from domain.centre.cases.stages import Stage
from domain.centre.premises.bookings import BOOKS, Booking, BookingState
from domain.words import Words
from layouts.centre.cases.opened import Opened
from layouts.centre.named import open_ones
from layouts.centre.premises.booking_facts import BookingFacts
from layouts.office import fields, ids, office

PAGE = "centre"


def booking_title(words: Words) -> str:
    """The heading of the section."""
    return words("场所与调解员预约")


def booking(opened: Opened, facts: BookingFacts) -> Component | None:
    """What is booked for the case, and the form that books; nothing where neither is there."""
    words, case = opened.words, opened.case
    books = case.stage is not Stage.CLOSED and bool(acts_as(facts.caller, case) & BOOKS)
    if not books and not facts.bookings and not facts.tickets:
        return None
    zone = ZoneInfo(opened.zone_name)
    columns: office.Columns = (
        (words("时间"), lambda one: _span(one, zone)),
        (words("房间"), lambda one: office.named(_room(one, opened))),
        (words("调解员"), lambda one: office.named("、".join(one.mediators))),
        (words("约见"), lambda one: office.named(_expected(one, opened))),
        (words("状态"), lambda one: _state(one, words)),
        ("", lambda one: _acts(one, opened, zone) if books else ""),
    )
    parts: list[Component] = [
        office.table(columns, facts.bookings, words("还没有预约"), tight=1),
    ]
    if facts.tickets:
        zone_name = opened.zone_name
        told = [f"{one.label}（{office.moment(one.taken_at, zone_name)}）" for one in facts.tickets]
        labels = "、".join(told)
        parts.append(office.note(words("排队号：{labels}", labels=labels)))
    if books:
        send = office.form(
            ids.do(PAGE),
            opened.asks("book"),
            words("预约"),
            *_when(opened, facts.now.astimezone(zone) + timedelta(days=1)),
        )
        parts.append(send)
    return html.Div(parts)


def _when(opened: Opened, at: datetime, held: Booking | None = None) -> Sequence[Component]:
    """The fields of a booking."""
    words = opened.words
    rooms = [("", words("不用房间")), *open_ones(opened.centre.rooms)]
    day_off = [("", words("否")), ("yes", words("是"))]
    begins = f"{at:%H:%M}" if held else f"{opened.centre.hours.opens:%H:%M}"
    ends = f"{held.ends_at.astimezone(at.tzinfo):%H:%M}" if held else ""
    people = [(one.party_id, one.name) for one in opened.found.parties if one.name]
    room = held.room or "" if held else next(iter(opened.centre.rooms), "")
    return (
        fields.text("day", words("日期"), longest=10, value=f"{at:%Y-%m-%d}", is_required=True),
        fields.text("begins", words("从"), longest=5, value=begins, is_required=True),
        fields.text("ends", words("到"), longest=5, value=ends, is_required=True),
        fields.choice("room", words("房间"), rooms, room),
        fields.text(
            "mediators",
            words("调解员账号，用空格分开"),
            longest=330,
            value=" ".join(held.mediators) if held else "",
        ),
        fields.several(
            "expected",
            words("约见的当事人（只告知本人）"),
            people,
            held.expected if held else (),
        ),
        fields.choice("knows_day_off", words("已知为休息日"), day_off),
    )


def _span(one: Booking, zone: ZoneInfo) -> str:
    begins, ends = one.begins_at.astimezone(zone), one.ends_at.astimezone(zone)
    return f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M}"


def _room(one: Booking, opened: Opened) -> str:
    room = opened.centre.rooms.get(one.room or "")
    return room.name if room else one.room or ""


def _expected(one: Booking, opened: Opened) -> str:
    come = [party for party in opened.found.parties if party.party_id in one.expected]
    return "、".join(party.name for party in come if party.name)


def _state(one: Booking, words: Words) -> str:
    if one.state is BookingState.BOOKED:
        return words("已预约")
    if one.reason:
        return words("已取消：{reason}", reason=one.reason)
    return words("已取消")


def _acts(one: Booking, opened: Opened, zone: ZoneInfo) -> Component | str:
    """Move it or let it go."""
    if one.state is not BookingState.BOOKED:
        return ""
    words, store = opened.words, ids.do(PAGE)
    move = office.form(
        store,
        opened.asks("move_booking", booking=one.booking_id),
        words("改期"),
        *_when(opened, one.begins_at.astimezone(zone), one),
    )
    cancel = office.form(
        store,
        opened.asks("cancel_booking", booking=one.booking_id),
        words("取消预约"),
        fields.text("why", words("原因"), longest=200, is_required=True),
    )
    return html.Details([html.Summary(words("改期或取消")), move, cancel], className="case-step")
