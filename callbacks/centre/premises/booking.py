"""What the booking section of a case's card loads and does."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from callbacks.centre.cases.section import Section
from callbacks.guarded import caller
from callbacks.office import Asked, Told
from domain.access.callers import Caller
from domain.centre.cases.case_file import CaseFile
from domain.centre.premises.bookings import Wanted
from domain.errors import InvalidError
from layouts.centre.premises.booking_facts import BookingFacts
from layouts.reader import Reader
from operations.centre.premises.days import read_day
from operations.clock import utc_now


async def _load(parts: Any, found: CaseFile, who: Caller) -> BookingFacts:
    bookings = await parts.bookings.of_case(found.case.code, who)
    tickets = await parts.queue.of_case(found.case.code, who)
    return BookingFacts(bookings, tickets, who, utc_now())


async def _book(parts: Any, asked: Asked, reader: Reader) -> Told:
    await parts.bookings.book(asked.text("code"), _wanted(asked, parts.zone_name), caller())
    return Told(reader.words("已预约"))


async def _move(parts: Any, asked: Asked, reader: Reader) -> Told:
    wanted = _wanted(asked, parts.zone_name)
    await parts.bookings.move(asked.text("booking"), wanted, caller())
    return Told(reader.words("已改期"))


async def _cancel(parts: Any, asked: Asked, reader: Reader) -> Told:
    await parts.bookings.cancel(asked.text("booking"), asked.text("why"), caller())
    return Told(reader.words("已取消预约"))


def _wanted(asked: Asked, zone_name: str) -> Wanted:
    day, zone = read_day(asked.text("day")), ZoneInfo(zone_name)

    def at(name: str, field: str) -> datetime:
        try:
            return datetime.combine(day, time.fromisoformat(asked.text(name)), zone)
        except ValueError:
            raise InvalidError(says="time_wrong", field=field) from None

    return Wanted(
        begins_at=at("begins", "begins_at"),
        ends_at=at("ends", "ends_at"),
        room=asked.text("room") or None,
        mediators=tuple(asked.text("mediators").split()),
        knows_day_off=asked.text("knows_day_off") == "yes",
        expected=tuple(one for one in asked.text("expected").split(",") if one),
    )


BOOKING = Section(
    "booking", _load, {"book": _book, "move_booking": _move, "cancel_booking": _cancel}
)
