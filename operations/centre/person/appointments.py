"""When and where a party is next expected, by what is booked for their case."""

from datetime import datetime

from sqlalchemy import Connection

from domain.centre.cases.case import Case, Flag
from domain.centre.person.shown import Appointment
from domain.centre.premises.bookings import BookingState
from domain.centre.premises.places import Centre
from store.centre.bookings import bookings_of


def next_appointment(
    connection: Connection, case: Case, centre: Centre, now: datetime
) -> Appointment | None:
    """The next time that is held for a case; None where none is.

    Where violence is flagged nothing is told: it would tell each side where the other will be.
    """
    if Flag.VIOLENCE in case.flags:
        return None
    for one in bookings_of(connection, case.code):
        if one.state is BookingState.BOOKED and one.ends_at > now:
            room = centre.rooms.get(one.room or "")
            return Appointment(one.begins_at, room.name if room else "")
    return None
