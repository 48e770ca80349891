"""When and where a party is next expected, by what is booked for their case and for them."""

from datetime import datetime

from sqlalchemy import Connection

from domain.centre.cases.case import Case, Flag
from domain.centre.person.shown import Appointment
from domain.centre.premises.bookings import BookingState
from domain.centre.premises.places import Centre
from store.centre.bookings import bookings_of


def next_appointment(
    connection: Connection, case: Case, party_id: str, centre: Centre, now: datetime
) -> Appointment | None:
    """The next time that is held for a case and for this party; None where none is.

    Sides may be met apart: a booking that does not say who is to come is told to nobody. Where
    violence is flagged nothing is told: it would tell each side where the other will be.
    """
    if Flag.VIOLENCE in case.flags:
        return None
    for one in bookings_of(connection, case.code):
        is_theirs = party_id in one.expected
        if is_theirs and one.state is BookingState.BOOKED and one.ends_at > now:
            room = centre.rooms.get(one.room or "")
            return Appointment(one.begins_at, room.name if room else "")
    return None
