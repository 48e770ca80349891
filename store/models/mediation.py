"""Tables of mediation: the pool, choices, sessions, partners, opinions, agreements."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class MediatorRow(Base):
    """A mediator of the pool as they are now; the columns that tell who are emptied when erased."""

    __tablename__ = "mediator"
    __table_args__ = (
        Index("mediator_by_account", "account", unique=True),
        Index("mediator_by_state", "state", "mediator_id"),
    )

    mediator_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    level: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(32))
    sex: Mapped[str] = mapped_column(String(32))
    birth_year: Mapped[int] = mapped_column(Integer)
    skills: Mapped[str | None] = mapped_column(Text)
    pool: Mapped[str | None] = mapped_column(Text)
    dialects: Mapped[str | None] = mapped_column(Text)
    towns: Mapped[str | None] = mapped_column(Text)
    days: Mapped[str | None] = mapped_column(Text)
    groups: Mapped[str | None] = mapped_column(Text)
    room: Mapped[str | None] = mapped_column(Text)
    account: Mapped[str | None] = mapped_column(key_text())
    term_from: Mapped[str | None] = mapped_column(Text)
    term_until: Mapped[str | None] = mapped_column(Text)
    works_with_minors: Mapped[bool]
    training_hours: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(32))
    state_since: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class MediationWishesRow(Base):
    """What the sides of a case wish of their mediator."""

    __tablename__ = "mediation_wishes"

    case_code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    asked_for: Mapped[str | None] = mapped_column(Text)
    objected_to: Mapped[str | None] = mapped_column(Text)
    sex: Mapped[str | None] = mapped_column(String(32))
    dialect: Mapped[str | None] = mapped_column(Text)
    day: Mapped[str | None] = mapped_column(String(32))
    conflicts: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    seq: Mapped[int] = mapped_column(sequence())


class MediatorChoiceRow(Base):
    """Who was chosen for a case, and why."""

    __tablename__ = "mediator_choice"
    __table_args__ = (Index("mediator_choice_of_case", "case_code", "at"),)

    choice_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    chosen_by: Mapped[str] = mapped_column(String(32))
    mediators: Mapped[str | None] = mapped_column(Text)
    chair: Mapped[str | None] = mapped_column(Text)
    offers: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    barred: Mapped[int] = mapped_column(Integer)
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class MediationSessionRow(Base):
    """A session of mediation."""

    __tablename__ = "mediation_session"
    __table_args__ = (
        Index("mediation_session_of_case", "case_code", "begins_at"),
        Index("mediation_session_by_time", "state", "begins_at"),
    )

    session_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    begins_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    manner: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(32))
    planned_by: Mapped[str] = mapped_column(Text)
    mediators: Mapped[str | None] = mapped_column(Text)
    chair: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    booking: Mapped[str | None] = mapped_column(Text)
    is_closed: Mapped[bool]
    consents: Mapped[str | None] = mapped_column(Text)
    refusals: Mapped[str | None] = mapped_column(Text)
    guests: Mapped[str | None] = mapped_column(Text)
    told_protection: Mapped[bool]
    told_police: Mapped[bool]
    held_by: Mapped[str | None] = mapped_column(Text)
    guest_names: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[str | None] = mapped_column(Text)
    issues: Mapped[str | None] = mapped_column(Text)
    positions: Mapped[str | None] = mapped_column(Text)
    undisputed: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class AllowanceRow(Base):
    """A line of the ledger of allowances."""

    __tablename__ = "allowance"
    __table_args__ = (
        Index("allowance_of_case", "case_code", "at"),
        Index("allowance_of_mediator", "mediator_id", "at"),
    )

    allowance_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    mediator_id: Mapped[str] = mapped_column(key_text())
    fen: Mapped[int] = mapped_column(BigInteger)
    payer: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class InvolvementRow(Base):
    """A partner asked in a case."""

    __tablename__ = "involvement"
    __table_args__ = (
        Index("involvement_of_case", "case_code", "asked_at"),
        Index("involvement_by_account", "account", "asked_at"),
    )

    involvement_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    account: Mapped[str] = mapped_column(key_text())
    partner: Mapped[str] = mapped_column(String(32))
    category: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(32))
    tells_names: Mapped[bool]
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    question: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class OpinionRequestRow(Base):
    """A request to the chief legal adviser's station."""

    __tablename__ = "opinion_request"
    __table_args__ = (
        Index("opinion_request_by_time", "asked_at", "opinion_id"),
        Index("opinion_request_by_adviser", "adviser", "asked_at"),
        Index("opinion_request_of_case", "case_code"),
    )

    opinion_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    adviser: Mapped[str] = mapped_column(key_text())
    state: Mapped[str] = mapped_column(String(32))
    people: Mapped[str | None] = mapped_column(Text)
    bodies: Mapped[str | None] = mapped_column(Text)
    case_code: Mapped[str | None] = mapped_column(key_text())
    risk: Mapped[str | None] = mapped_column(String(32))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    followed: Mapped[str | None] = mapped_column(String(32))
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    subject: Mapped[str | None] = mapped_column(Text)
    question: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class SettlementRow(Base):
    """The items of an agreement, and its confirmation by a court."""

    __tablename__ = "settlement"
    __table_args__ = (Index("settlement_by_term", "confirmation", "confirm_until"),)

    case_code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    form: Mapped[str] = mapped_column(String(32))
    manner: Mapped[str] = mapped_column(String(32))
    total_fen: Mapped[int] = mapped_column(BigInteger)
    effective_at: Mapped[datetime | None] = mapped_column(Moment)
    parties: Mapped[str | None] = mapped_column(Text)
    confirm_until: Mapped[datetime | None] = mapped_column(Moment)
    due: Mapped[str | None] = mapped_column(Text)
    confirmation: Mapped[str] = mapped_column(String(32))
    asked_by: Mapped[str | None] = mapped_column(Text)
    filed_at: Mapped[datetime | None] = mapped_column(Moment)
    court_number: Mapped[str | None] = mapped_column(Text)
    ruled_at: Mapped[datetime | None] = mapped_column(Moment)
    facts: Mapped[str | None] = mapped_column(Text)
    issues: Mapped[str | None] = mapped_column(Text)
    content: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
