"""What the booking section of a case is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.access.callers import Caller
from domain.centre.premises.bookings import Booking


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """The bookings of a case by time, who looks, and when."""

    bookings: Sequence[Booking]
    caller: Caller
    now: datetime
