"""Tables of credit: rules, ledgers, deductions, second visits, absences, months."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CreditRuleRow(Base):
    """A version of a rule; never changed."""

    __tablename__ = "credit_rule"
    __table_args__ = (Index("one_version_per_number", "rule_id", "version", unique=True),)

    rule_key: Mapped[str] = mapped_column(key_text(), primary_key=True)
    rule_id: Mapped[str] = mapped_column(key_text())
    version: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    ledger: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(Text)
    points: Mapped[int] = mapped_column(Integer)
    cap: Mapped[int] = mapped_column(Integer)
    evidence: Mapped[str] = mapped_column(String(32))
    merges: Mapped[bool]
    valid_from: Mapped[str] = mapped_column(Text)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class CreditEntryRow(Base):
    """An entry of a ledger; never changed and never deleted."""

    __tablename__ = "credit_entry"
    __table_args__ = (
        Index("credit_entry_of_person", "person", "day"),
        Index("credit_entry_of_month", "month", "area_code", "person"),
        Index("credit_entry_by_day", "day"),
        Index("credit_entry_of_deduction", "deduction_id"),
        Index("credit_entry_reversed", "reverses"),
    )

    entry_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    ledger: Mapped[str] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    grid: Mapped[str] = mapped_column(key_text())
    month: Mapped[str] = mapped_column(key_text())
    day: Mapped[str] = mapped_column(key_text())
    rule_id: Mapped[str] = mapped_column(key_text())
    rule_version: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(Text)
    points: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    outcomes: Mapped[str | None] = mapped_column(Text)
    left_out: Mapped[str | None] = mapped_column(Text)
    reverses: Mapped[str | None] = mapped_column(key_text())
    deduction_id: Mapped[str | None] = mapped_column(key_text())
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class CreditDeductionRow(Base):
    """A deduction; what was said about it is emptied when it is erased."""

    __tablename__ = "credit_deduction"
    __table_args__ = (
        Index("credit_deduction_of_person", "person", "told_at"),
        Index("credit_deduction_by_state", "state", "appeal_until"),
    )

    deduction_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    person: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    grid: Mapped[str] = mapped_column(key_text())
    rule_id: Mapped[str] = mapped_column(key_text())
    rule_version: Mapped[int] = mapped_column(Integer)
    points: Mapped[int] = mapped_column(Integer)
    day: Mapped[str] = mapped_column(Text)
    told_by: Mapped[str] = mapped_column(Text)
    told_at: Mapped[datetime] = mapped_column(Moment)
    appeal_until: Mapped[datetime] = mapped_column(Moment)
    evidence: Mapped[str | None] = mapped_column(Text)
    takes_back: Mapped[str | None] = mapped_column(key_text())
    state: Mapped[str] = mapped_column(String(32))
    appealed_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    admitted_by: Mapped[str | None] = mapped_column(Text)
    admitted_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text)
    appeal: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(Text)
    admitted_why: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class CreditRevisitRow(Base):
    """A second visit that was drawn."""

    __tablename__ = "credit_revisit"
    __table_args__ = (
        Index("credit_revisit_of_visitor", "visitor", "drawn_at"),
        Index("credit_revisit_by_time", "drawn_at"),
    )

    revisit_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    outcome_id: Mapped[str] = mapped_column(key_text())
    outcome: Mapped[str] = mapped_column(Text)
    day: Mapped[str] = mapped_column(key_text())
    person: Mapped[str] = mapped_column(key_text())
    visitor: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    grid: Mapped[str] = mapped_column(key_text())
    drawn_at: Mapped[datetime] = mapped_column(Moment)
    result: Mapped[str | None] = mapped_column(String(32))
    found_by: Mapped[str | None] = mapped_column(Text)
    found_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class CreditAbsenceRow(Base):
    """Days that ask nothing of somebody."""

    __tablename__ = "credit_absence"
    __table_args__ = (Index("credit_absence_of_person", "person", "first"),)

    absence_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    person: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    first: Mapped[str] = mapped_column(key_text())
    last: Mapped[str] = mapped_column(key_text())
    by: Mapped[str] = mapped_column(Text)
    is_void: Mapped[bool]
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class CreditMonthRow(Base):
    """A month that was counted."""

    __tablename__ = "credit_month"

    month: Mapped[str] = mapped_column(key_text(), primary_key=True)
    entries: Mapped[int] = mapped_column(Integer)
    rewards: Mapped[int] = mapped_column(Integer)
    penalties: Mapped[int] = mapped_column(Integer)
    ran_at: Mapped[datetime] = mapped_column(Moment)
    ran_by: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_by: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class ResidentPointRow(Base):
    """An entry of the ledger of residents and party members; never changed."""

    __tablename__ = "resident_point"
    __table_args__ = (
        Index("resident_point_by_time", "at"),
        Index("resident_point_reversed", "reverses", unique=True),
    )

    point_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    area_code: Mapped[str] = mapped_column(key_text())
    of: Mapped[str] = mapped_column(String(32))
    points: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    reverses: Mapped[str | None] = mapped_column(key_text())
    is_demo: Mapped[bool]
    holder: Mapped[str | None] = mapped_column(Text)
    what: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
