"""`/api/v1/…/bookings`: rooms and mediators booked for a case; of others' cases only "busy".

Source: docs/centre.md
"""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from api.callers import caller_of
from api.reading import Query
from api.typed import Answer, Body, Longest, read, said, told
from domain.centre.premises.bookings import MOST_MEDIATORS, Booking, Taken, Wanted
from domain.errors import InvalidError
from domain.fields import as_moment
from domain.moments import to_iso
from operations.centre.premises.bookings import LONGEST_REASON, Bookings
from operations.centre.premises.days import read_day

# As many as are written into one case, with room to spare.
MOST_EXPECTED = 50
_Word = Annotated[str, Field(min_length=1, max_length=64)]


class BookingIn(Body):
    """What is to be booked; moments are ISO 8601 with an offset, in quarters of an hour.

    `expected`: ids of the parties that are to come: each is told of it by their page. Left out of a
    move, it stays as it was.
    """

    begins_at: str = Field(max_length=40)
    ends_at: str = Field(max_length=40)
    room: Annotated[str | None, Longest(64)] = None
    mediators: list[_Word] = Field([], max_length=MOST_MEDIATORS + 1)
    knows_day_off: bool = False
    expected: list[_Word] | None = Field(None, max_length=MOST_EXPECTED)


class CancelIn(Body):
    """Why a booking is let go."""

    reason: str = Field(max_length=LONGEST_REASON)


class BookingOut(Answer):
    """A booking of a case its reader may see."""

    booking_id: str
    case_code: str
    state: str
    begins_at: str
    ends_at: str
    room: str | None
    mediators: list[str]
    expected: list[str]
    made_by: str
    reason: str | None


class BookingList(Answer):
    """The bookings of a case, by time."""

    items: list[BookingOut]


class TakenOut(Answer):
    """Time that is taken; `booking_id` and `case_code` only where its reader may see the case."""

    begins_at: str
    ends_at: str
    room: str | None
    mediators: list[str]
    booking_id: str | None
    case_code: str | None


class TakenList(Answer):
    """What is taken on a day, by time."""

    items: list[TakenOut]


def router(bookings: Bookings) -> APIRouter:
    """The routes of bookings."""
    routes = APIRouter(prefix="/api/v1")

    @routes.get("/cases/{code_of_case}/bookings", **told(answers=BookingList))
    async def of_case(code_of_case: str, request: Request) -> Response:
        found = await bookings.of_case(code_of_case, caller_of(request.scope))
        return said(BookingList(items=[_out(one) for one in found]))

    @routes.post("/cases/{code_of_case}/bookings", **told(BookingIn, BookingOut, 201))
    async def book(code_of_case: str, request: Request) -> Response:
        wanted = _wanted(await read(request, BookingIn))
        made = await bookings.book(code_of_case, wanted, caller_of(request.scope))
        return said(_out(made), 201)

    @routes.get("/centre/bookings", **told(answers=TakenList))
    async def taken(request: Request) -> Response:
        day = Query(request, ("day",)).text("day")
        if day is None:
            raise InvalidError(says="field_missing", field="day", code="missing")
        found = await bookings.day(read_day(day), caller_of(request.scope))
        return said(TakenList(items=[_taken(one) for one in found]))

    @routes.post("/centre/bookings/{booking_id}/move", **told(BookingIn, BookingOut))
    async def move(booking_id: str, request: Request) -> Response:
        wanted = _wanted(await read(request, BookingIn))
        return said(_out(await bookings.move(booking_id, wanted, caller_of(request.scope))))

    @routes.post("/centre/bookings/{booking_id}/cancel", **told(CancelIn, BookingOut))
    async def cancel(booking_id: str, request: Request) -> Response:
        body = await read(request, CancelIn)
        return said(_out(await bookings.cancel(booking_id, body.reason, caller_of(request.scope))))

    return routes


def _wanted(body: BookingIn) -> Wanted:
    return Wanted(
        begins_at=as_moment(body.begins_at, "begins_at"),
        ends_at=as_moment(body.ends_at, "ends_at"),
        room=body.room or None,
        mediators=tuple(body.mediators),
        knows_day_off=body.knows_day_off,
        expected=None if body.expected is None else tuple(body.expected),
    )


def _out(one: Booking) -> BookingOut:
    return BookingOut(
        booking_id=one.booking_id,
        case_code=one.case_code,
        state=one.state.value,
        begins_at=to_iso(one.begins_at),
        ends_at=to_iso(one.ends_at),
        room=one.room,
        mediators=list(one.mediators),
        expected=list(one.expected),
        made_by=one.made_by,
        reason=one.reason,
    )


def _taken(one: Taken) -> TakenOut:
    return TakenOut(
        begins_at=to_iso(one.begins_at),
        ends_at=to_iso(one.ends_at),
        room=one.room,
        mediators=list(one.mediators),
        booking_id=one.booking_id,
        case_code=one.case_code,
    )
