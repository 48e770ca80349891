"""Tables of the centre's premises: rooms and mediators booked, and the numbers of the queue."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text, text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class BookingRow(Base):
    """A room and mediators held for a case. Never deleted; a cancelled one holds no slots."""

    __tablename__ = "booking"
    __table_args__ = (
        Index("booking_of_case", "case_code"),
        Index("booking_by_time", "begins_at", "ends_at"),
    )

    booking_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    state: Mapped[str] = mapped_column(String(32))
    begins_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    room: Mapped[str | None] = mapped_column(Text)
    mediators: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    expected: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class BookingSlotRow(Base):
    """A quarter of an hour of a room or a mediator that is taken: there is one of each at most."""

    __tablename__ = "booking_slot"
    __table_args__ = (
        Index("one_booking_per_slot", "resource", "slot", unique=True),
        Index("slots_of_booking", "booking_id"),
    )

    slot_id: Mapped[int] = mapped_column(sequence(), primary_key=True, autoincrement=True)
    resource: Mapped[str] = mapped_column(key_text())
    slot: Mapped[int] = mapped_column(BigInteger)
    booking_id: Mapped[str] = mapped_column(key_text())


class TicketRow(Base):
    """A number of the queue. A window has one at a time."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("one_ticket_per_number", "day", "zone", "number", unique=True),
        Index("ticket_by_state", "day", "state", "taken_at"),
        Index(
            "one_ticket_per_window",
            "window",
            unique=True,
            sqlite_where=text("state = 'called'"),
            postgresql_where=text("state = 'called'"),
        ),
    )

    ticket_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    day: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(32))
    taken_at: Mapped[datetime] = mapped_column(Moment)
    window: Mapped[str | None] = mapped_column(Text)
    for_window: Mapped[str | None] = mapped_column(Text)
    calls: Mapped[int] = mapped_column(Integer)
    turn: Mapped[int] = mapped_column(Integer)
    called_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    seq: Mapped[int] = mapped_column(sequence())


class TicketTurnRow(Base):
    """That a ticket has begun at a window: each turn of it begins at one window only."""

    __tablename__ = "ticket_turn"
    __table_args__ = (Index("one_window_per_turn", "ticket_id", "turn", unique=True),)

    turn_id: Mapped[int] = mapped_column(sequence(), primary_key=True, autoincrement=True)
    ticket_id: Mapped[str] = mapped_column(key_text())
    turn: Mapped[int] = mapped_column(Integer)
    window: Mapped[str] = mapped_column(Text)
