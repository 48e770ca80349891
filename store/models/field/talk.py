"""Talk between the desk and its crews, broadcasts, and who of those they are for has read them.

Who has read a broadcast is a row beside the journal, which holds the tally: of a message to
hundreds it would be a thousand records (docs/decisions/0148-the-tally-of-a-broadcast.md).
"""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class _Message:
    """What a message is made of, whatever it is about; never changed."""

    message_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    number: Mapped[str] = mapped_column(key_text())
    n: Mapped[int] = mapped_column(Integer)
    side: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    pressed_at: Mapped[datetime] = mapped_column(Moment)
    unit_id: Mapped[str | None] = mapped_column(key_text())
    units: Mapped[str | None] = mapped_column(Text)
    reply: Mapped[str | None] = mapped_column(Text)
    photos: Mapped[int] = mapped_column(Integer)
    is_demo: Mapped[bool]
    text: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class FieldMessageRow(_Message, Base):
    """A message about an incident."""

    __tablename__ = "field_message"
    __table_args__ = (Index("field_message_of_talk", "number", "n", unique=True),)


class CaseMessageRow(_Message, Base):
    """A message about a case of the dispute centre."""

    __tablename__ = "case_message"
    __table_args__ = (Index("case_message_of_talk", "number", "n", unique=True),)


class CaseHelpRow(Base):
    """A unit that was asked to help with a case; open while `ended_at` is null."""

    __tablename__ = "case_help"
    __table_args__ = (
        Index("case_help_of_case", "case_code"),
        Index("case_help_of_unit", "unit_id", "at"),
    )

    help_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    unit_id: Mapped[str] = mapped_column(key_text())
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(Text)
    ending: Mapped[str | None] = mapped_column(String(16))
    is_demo: Mapped[bool]
    task: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class FieldBroadcastRow(Base):
    """A broadcast, with its tally as last written."""

    __tablename__ = "field_broadcast"
    __table_args__ = (Index("field_broadcast_by_time", "at"),)

    broadcast_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    area_code: Mapped[str] = mapped_column(key_text())
    kinds: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    people: Mapped[int] = mapped_column(Integer)
    delivered: Mapped[int] = mapped_column(Integer)
    read: Mapped[int] = mapped_column(Integer)
    tallied_at: Mapped[datetime | None] = mapped_column(Moment)
    told_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    ends_at: Mapped[datetime | None] = mapped_column(Moment)
    later: Mapped[int] = mapped_column(Integer)
    later_read: Mapped[int] = mapped_column(Integer)
    is_demo: Mapped[bool]
    text: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class FieldReaderRow(Base):
    """A unit a broadcast was sent to, or that came on duty later (`joined_at`), and its marks."""

    __tablename__ = "field_reader"
    __table_args__ = (Index("field_reader_of_unit", "unit_id", "broadcast_id"),)

    broadcast_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    unit_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    joined_at: Mapped[datetime | None] = mapped_column(Moment)
