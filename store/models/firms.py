"""Tables of the enterprise station: firms, what hangs on them, and its library."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class FirmRow(Base):
    """A firm; the columns that tell whom to call are emptied when they are erased."""

    __tablename__ = "firm"
    __table_args__ = (Index("firm_by_name", "name"),)

    credit_code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    name: Mapped[str] = mapped_column(key_text())
    industry: Mapped[str] = mapped_column(Text)
    staff: Mapped[int] = mapped_column(Integer)
    risk: Mapped[str] = mapped_column(String(32))
    bodies: Mapped[str | None] = mapped_column(Text)
    people: Mapped[str | None] = mapped_column(Text)
    marks: Mapped[str | None] = mapped_column(Text)
    founded: Mapped[int | None] = mapped_column(Integer)
    area_code: Mapped[str | None] = mapped_column(key_text())
    is_demo: Mapped[bool]
    contact: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class FirmVisitRow(Base):
    """A call or a visit."""

    __tablename__ = "firm_visit"
    __table_args__ = (
        Index("firm_visit_of_firm", "credit_code", "at"),
        Index("firm_visit_by_time", "at"),
    )

    visit_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    credit_code: Mapped[str] = mapped_column(key_text())
    visit: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class FirmRequestRow(Base):
    """What a firm asks for."""

    __tablename__ = "firm_request"
    __table_args__ = (
        Index("firm_request_of_firm", "credit_code", "at"),
        Index("firm_request_by_time", "at"),
    )

    request_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    credit_code: Mapped[str] = mapped_column(key_text())
    request: Mapped[str] = mapped_column(String(32))
    lead: Mapped[str] = mapped_column(Text)
    due: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    satisfied: Mapped[int | None] = mapped_column(Integer)
    case_code: Mapped[str | None] = mapped_column(key_text())
    is_demo: Mapped[bool]
    text: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class FirmEnforcementRow(Base):
    """What is enforced for a firm; sums in fen."""

    __tablename__ = "firm_enforcement"
    __table_args__ = (Index("firm_enforcement_of_firm", "credit_code", "at"),)

    enforcement_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    credit_code: Mapped[str] = mapped_column(key_text())
    number: Mapped[str] = mapped_column(Text)
    due_fen: Mapped[int] = mapped_column(BigInteger)
    paid_fen: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    paid_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class FirmWaiverRow(Base):
    """A slight breach that was not punished."""

    __tablename__ = "firm_waiver"
    __table_args__ = (Index("firm_waiver_of_firm", "credit_code", "at"),)

    waiver_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    credit_code: Mapped[str] = mapped_column(key_text())
    item: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class FirmPolicyRow(Base):
    """A policy for firms, and its rule."""

    __tablename__ = "firm_policy"

    policy_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    qualifies: Mapped[str] = mapped_column(Text)
    until: Mapped[str | None] = mapped_column(Text)
    is_automatic: Mapped[bool]
    industries: Mapped[str | None] = mapped_column(Text)
    least_staff: Mapped[int | None] = mapped_column(Integer)
    most_staff: Mapped[int | None] = mapped_column(Integer)
    marks: Mapped[str | None] = mapped_column(Text)
    founded_from: Mapped[int | None] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(sequence())


class ReceptionDayRow(Base):
    """A day on which entrepreneurs are received."""

    __tablename__ = "reception_day"

    reception_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    day: Mapped[str] = mapped_column(Text)
    host: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    firms: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class TechnologyEnvoyRow(Base):
    """A technology envoy."""

    __tablename__ = "technology_envoy"

    envoy_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    field: Mapped[str] = mapped_column(Text)
    until: Mapped[str | None] = mapped_column(Text)
    firms: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
