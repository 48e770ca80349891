"""Rooms and mediators booked for a session of a case: when, within which hours, never twice.

Time is booked in quarters of an hour. Each quarter of a room or a mediator is one row of the
store, and there is one row of each at most: the database refuses the second booking.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.case import Case
from domain.centre.cases.stages import Actor, Stage
from domain.centre.premises.places import Centre
from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of

SLOT = timedelta(minutes=15)
LONGEST_BOOKING = timedelta(hours=8)
FARTHEST_BOOKING = timedelta(days=366)
MOST_MEDIATORS = 5
ROOM, MEDIATOR = "room", "mediator"
# Who books for a case: whoever takes it further. A leader in charge looks on.
BOOKS = frozenset({Actor.WINDOW, Actor.DUTY, Actor.BODY, Actor.MEDIATOR})


class BookingState(StrEnum):
    """Whether the time is still held."""

    BOOKED = "booked"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Booking:
    """A room and mediators held for a case from one moment until before another.

    `room` is None where people meet elsewhere (a home visit, a remote session). `mediators` are
    account names or the keys of the pool's mediators: who is booked twice is told by the word.
    `expected`: ids of the parties that are to come: the page of each tells of it, no other's.
    """

    booking_id: str
    case_code: str
    state: BookingState
    begins_at: datetime
    ends_at: datetime
    made_by: str
    made_at: datetime
    room: str | None = None
    mediators: tuple[str, ...] = ()
    reason: str | None = None
    expected: tuple[str, ...] = ()


BOOKING = Kind(
    name="booking",
    entity=Booking,
    fields=fields_of(
        Booking,
        reason={"personal": Masking.WORDS},
        expected={"may_be_absent": True, "default": ()},
    ),
    id_field="booking_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="场所预约",
    says={
        "book": "预约了调解场所",
        "move": "调整了预约",
        "cancel": "取消了预约",
        "erased": "个人信息已删除",
    },
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be booked.

    `knows_day_off`: whoever books has been told that the day is not worked, and wants it so.
    `expected`: ids of the parties that are to come; None where nothing is said of it.
    """

    begins_at: datetime
    ends_at: datetime
    room: str | None = None
    mediators: tuple[str, ...] = ()
    knows_day_off: bool = False
    expected: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Time that is taken, as somebody may see it: of a stranger's case only that it is busy."""

    begins_at: datetime
    ends_at: datetime
    room: str | None = None
    mediators: tuple[str, ...] = ()
    booking_id: str | None = None
    case_code: str | None = None


def slots_of(begins_at: datetime, ends_at: datetime) -> range:
    """The numbers of the quarters of an hour a span takes."""
    width = int(SLOT.total_seconds())
    return range(int(begins_at.timestamp()) // width, int(ends_at.timestamp()) // width)


def resources_of(room: str | None, mediators: Sequence[str]) -> list[str]:
    """The words under which a booking holds its quarters."""
    rooms = [f"{ROOM}:{room}"] if room else []
    return rooms + [f"{MEDIATOR}:{one}" for one in mediators]


def check_wanted(
    wanted: Wanted, *, case: Case, centre: Centre, calendar: WorkingCalendar, zone: tzinfo,
    now: datetime,
) -> None:  # fmt: skip
    """Whether this can be booked at all, whoever else has booked.

    Raises:
        ConflictError: the case is closed; or the day is not worked, and that was not known.
        InvalidError: no such room, nothing is booked, or the time does not do.
    """
    if case.stage is Stage.CLOSED:
        raise ConflictError(says="booking_of_closed_case", field="code")
    room = centre.rooms.get(wanted.room or "")
    if wanted.room is not None and (room is None or room.is_closed):
        raise InvalidError(says="room_unknown", room=wanted.room[:64], field="room")
    if wanted.room is None and not wanted.mediators:
        raise InvalidError(says="booking_of_nothing", field="room")
    if len(set(wanted.mediators)) != len(wanted.mediators):
        raise InvalidError(says="mediator_twice", field="mediators")
    if len(wanted.mediators) > MOST_MEDIATORS:
        raise InvalidError(says="mediators_too_many", most=MOST_MEDIATORS, field="mediators")
    _check_span(wanted, now)
    first, last = wanted.begins_at.astimezone(zone), wanted.ends_at.astimezone(zone)
    opens, closes = centre.hours.opens, centre.hours.closes
    is_within = opens <= first.time() and last.time() <= closes and first.date() == last.date()
    if wanted.room is not None and not is_within:
        raise InvalidError(
            says="booking_outside_hours", opens=f"{opens:%H:%M}", closes=f"{closes:%H:%M}",
            field="begins_at",
        )  # fmt: skip
    if not wanted.knows_day_off and is_day_off(first.date(), calendar):
        raise ConflictError(
            says="booking_on_day_off", day=str(first.date()), field="begins_at", code="day_off"
        )


def _check_span(wanted: Wanted, now: datetime) -> None:
    begins, ends = wanted.begins_at, wanted.ends_at
    if begins >= ends:
        raise InvalidError(says="booking_ends_before", field="ends_at")
    width = int(SLOT.total_seconds())
    for name, moment in (("begins_at", begins), ("ends_at", ends)):
        if moment.timestamp() % width:
            raise InvalidError(says="booking_no_quarter", field=name)
    if begins < now - SLOT:
        raise InvalidError(says="booking_in_the_past", field="begins_at")
    if begins - now > FARTHEST_BOOKING:
        raise InvalidError(says="booking_too_far", days=FARTHEST_BOOKING.days, field="begins_at")
    if ends - begins > LONGEST_BOOKING:
        hours = LONGEST_BOOKING // timedelta(hours=1)
        raise InvalidError(says="booking_too_long", hours=hours, field="ends_at")


def is_day_off(day: date, calendar: WorkingCalendar) -> bool:
    """Whether a day is a holiday or a weekend that is not worked."""
    return not calendar.is_working_day(day)
