"""What figures need of each case, kept beside it (domain/centre/figures/measures.py)."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, Index, Integer, String

from store.columns import Moment, key_text
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CaseMeasureRow(Base):
    """The measure of one case; written with it, counted anew by whoever doubts."""

    __tablename__ = "case_measure"
    __table_args__ = (
        # Both hold all that is asked of them: a month is counted without looking at a row.
        Index("case_measure_registered", "registered_at", "is_sealed", "town", "category"),
        Index("case_measure_closed", "closed_at", "is_sealed", "town", "accepted_at", "paused_s"),
        Index("case_measure_by_decided", "decided_at"),
        Index("case_measure_by_stage", "stage", "due_at"),
        Index("case_measure_called_back", "called_back_at"),
        Index("case_measure_by_matter", "matter", "registered_at"),
        Index("case_measure_by_perform", "perform_by"),
    )

    code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    registered_at: Mapped[datetime] = mapped_column(Moment)
    town: Mapped[str] = mapped_column(key_text())
    category: Mapped[str] = mapped_column(String(32))
    matter: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    stage: Mapped[str] = mapped_column(String(32))
    people_count: Mapped[int] = mapped_column(Integer)
    is_sealed: Mapped[bool]
    body: Mapped[str | None] = mapped_column(key_text())
    level: Mapped[str | None] = mapped_column(String(32))
    leader: Mapped[str | None] = mapped_column(key_text())
    clock: Mapped[str | None] = mapped_column(key_text())
    has_escalation: Mapped[bool]
    routed_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted_first_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    objections: Mapped[int] = mapped_column(Integer)
    objections_now: Mapped[int] = mapped_column(Integer)
    dispatched: Mapped[int] = mapped_column(Integer)
    paused_from: Mapped[datetime | None] = mapped_column(Moment)
    paused_s: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    is_extended: Mapped[bool]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    is_in_time: Mapped[bool | None]
    procedure_result: Mapped[str | None] = mapped_column(String(32))
    result: Mapped[str | None] = mapped_column(String(32))
    is_written: Mapped[bool]
    is_confirmed: Mapped[bool]
    promised_fen: Mapped[int] = mapped_column(BigInteger)
    paid_fen: Mapped[int] = mapped_column(BigInteger)
    perform_by: Mapped[date | None] = mapped_column(Date)
    performed_at: Mapped[datetime | None] = mapped_column(Moment)
    breached_at: Mapped[datetime | None] = mapped_column(Moment)
    called_back_at: Mapped[datetime | None] = mapped_column(Moment)
    satisfaction: Mapped[int | None] = mapped_column(Integer)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    reopened: Mapped[int] = mapped_column(Integer)
