"""Tables of the desk: notices on their way, and timers that outlive the process."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, SmallInteger, String, Text, text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base

WAITING = "state IN ('waiting', 'sent', 'delivered')"  # domain.notices.OPEN, as the index says it


class NoticeRow(Base):
    """A notice as it stands: the outbox of everything that must reach somebody."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notice_of_subject", "subject_id", "subject_kind", "at"),
        Index("notice_of_chain", "chain"),
        Index("notice_of_kind", "subject_kind", "state", "at"),
        Index("notice_of_assignment", "assignment_id"),
        Index(
            "notice_waiting",
            "unit_id",
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
    )

    notice_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(key_text())
    purpose: Mapped[str] = mapped_column(String(16))
    assignment_id: Mapped[str | None] = mapped_column(key_text())
    unit_id: Mapped[str | None] = mapped_column(key_text())
    chain: Mapped[str] = mapped_column(key_text())
    recipient: Mapped[str] = mapped_column(Text)
    level: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(Text)
    pending: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(SmallInteger)
    error: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    department: Mapped[str | None] = mapped_column(String(32))
    head: Mapped[str] = mapped_column(Text, server_default="")
    seq: Mapped[int] = mapped_column(sequence())


class StandbyRow(Base):
    """A unit told to wait at a place; open while `ended_at` is null. Never deleted."""

    __tablename__ = "standby"
    __table_args__ = (
        Index(
            "one_open_standby_per_unit",
            "unit_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    standby_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    unit_id: Mapped[str] = mapped_column(key_text(), ForeignKey("unit.unit_id"))
    area_code: Mapped[str] = mapped_column(key_text())
    name: Mapped[str] = mapped_column(Text)
    lat: Mapped[float] = mapped_column(Float(53))
    lon: Mapped[float] = mapped_column(Float(53))
    ordered_at: Mapped[datetime] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ending: Mapped[str | None] = mapped_column(String(16))
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class TimerRow(Base):
    """Something that must happen at a moment, whoever is running then.

    Claimed by moving `due_at` on, in the writer's transaction: who dies holding one loses it to
    the next when that moment comes.
    """

    __tablename__ = "timer"
    __table_args__ = (Index("timer_by_due", "due_at"),)

    timer_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    item_id: Mapped[str] = mapped_column(key_text())
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(key_text())
    step: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[datetime] = mapped_column(Moment)
