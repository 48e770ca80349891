"""Tables of legal holds on cases, and of dossiers that are disposed of."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text, text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CaseHoldRow(Base):
    """A hold; at most one of a case is open."""

    __tablename__ = "case_hold"
    __table_args__ = (
        Index(
            "one_open_hold_per_case",
            "case_code",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    hold_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class CaseDisposalRow(Base):
    """The disposal of a dossier whose years are over; one of a case."""

    __tablename__ = "case_disposal"
    __table_args__ = (
        Index("case_disposal_by_state", "state"),
        Index("case_disposal_by_list", "listed_at", "list_id"),
    )

    case_code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    list_id: Mapped[str] = mapped_column(key_text())
    rule: Mapped[str] = mapped_column(String(32))
    until: Mapped[datetime] = mapped_column(Moment)
    people: Mapped[int] = mapped_column(Integer)
    files: Mapped[int] = mapped_column(Integer)
    listed_at: Mapped[datetime] = mapped_column(Moment)
    listed_by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(32))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    why: Mapped[str | None] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(sequence())
