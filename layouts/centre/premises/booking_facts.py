"""What the booking section of a case is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.access.callers import Caller
from domain.centre.premises.bookings import Booking
from domain.centre.premises.tickets import CaseTicket


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """The bookings of a case by time, the numbers people came with, who looks, and when."""

    bookings: Sequence[Booking]
    tickets: Sequence[CaseTicket]
    caller: Caller
    now: datetime
