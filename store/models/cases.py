"""Tables of the dispute centre: cases, the people in them, and what is being typed of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Text, text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CaseRow(Base):
    """A case as it stands. Never deleted."""

    __tablename__ = "case"
    __table_args__ = (
        Index("case_by_time", "registered_at", "code"),
        Index("case_by_stage", "stage", "registered_at", "code"),
        Index("case_by_body", "body", "registered_at", "code"),
        Index("case_by_due", "due_at"),
        # The queue: what is late or due first; without a limit last (store/centre/case_lists.py).
        Index(
            "case_open_by_due",
            text("coalesce(due_at, answer_by, 253370764800000)"),
            "code",
            sqlite_where=text("stage <> 'closed'"),
            postgresql_where=text("stage <> 'closed'"),
        ),
        Index("case_by_closed", "closed_at", "code"),
        # What mediators have done is counted from this alone (store/centre/mediators.py).
        Index(
            "case_mediated",
            *("mediators", "procedure_result", "stage", "is_sealed", "result"),
            *("accepted_at", "closed_at", "satisfaction"),
        ),
        Index("case_by_incident", "incident"),
        Index("case_by_answer_due", "answer_due"),
        Index("case_by_split", "split_from"),
        Index("case_by_joined", "joined_to"),
        Index("one_case_per_source", "source", "source_id", unique=True),
    )

    code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    source_id: Mapped[str] = mapped_column(Text)
    serial: Mapped[int] = mapped_column(Integer)
    registered_at: Mapped[datetime] = mapped_column(Moment)
    channel: Mapped[str] = mapped_column(String(32))
    matter: Mapped[str] = mapped_column(String(32))
    category: Mapped[str] = mapped_column(String(32))
    window: Mapped[str] = mapped_column(Text)
    first_clerk: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(String(32))
    people_count: Mapped[int] = mapped_column(Integer)
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    flags: Mapped[str | None] = mapped_column(Text)
    area_code: Mapped[str | None] = mapped_column(key_text())
    incident: Mapped[str | None] = mapped_column(key_text())
    bodies: Mapped[str | None] = mapped_column(Text)
    people: Mapped[str | None] = mapped_column(Text)
    is_sealed: Mapped[bool]
    never: Mapped[str | None] = mapped_column(Text)
    way: Mapped[str | None] = mapped_column(String(32))
    level: Mapped[str | None] = mapped_column(String(32))
    body: Mapped[str | None] = mapped_column(Text)
    co_bodies: Mapped[str | None] = mapped_column(Text)
    leader: Mapped[str | None] = mapped_column(Text)
    mediators: Mapped[str | None] = mapped_column(Text)
    handlers: Mapped[str | None] = mapped_column(Text)
    clock: Mapped[str | None] = mapped_column(Text)
    clock_from: Mapped[datetime | None] = mapped_column(Moment)
    routed_at: Mapped[datetime | None] = mapped_column(Moment)
    answer_by: Mapped[datetime | None] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    amber_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    extended: Mapped[int] = mapped_column(Integer)
    has_been_extended: Mapped[bool]
    paused_at: Mapped[datetime | None] = mapped_column(Moment)
    ground: Mapped[str | None] = mapped_column(String(32))
    supervision: Mapped[int] = mapped_column(Integer)
    objections: Mapped[int] = mapped_column(Integer)
    has_objection: Mapped[bool]
    procedure_result: Mapped[str | None] = mapped_column(String(32))
    result: Mapped[str | None] = mapped_column(String(32))
    remedy: Mapped[str | None] = mapped_column(String(32))
    papers: Mapped[str | None] = mapped_column(Text)
    form: Mapped[str | None] = mapped_column(String(32))
    instalments: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    breached_at: Mapped[datetime | None] = mapped_column(Moment)
    called_back_by: Mapped[str | None] = mapped_column(Text)
    satisfaction: Mapped[int | None] = mapped_column(Integer)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    reopened: Mapped[int] = mapped_column(Integer)
    is_final: Mapped[bool]
    joined_to: Mapped[str | None] = mapped_column(key_text())
    refused_by: Mapped[str | None] = mapped_column(Text)
    deputy: Mapped[str | None] = mapped_column(Text)
    signed_by: Mapped[str | None] = mapped_column(Text)
    reviewed_by: Mapped[str | None] = mapped_column(Text)
    resigned: Mapped[int] = mapped_column(Integer)
    split_from: Mapped[str | None] = mapped_column(key_text())
    is_due_certain: Mapped[bool]
    review: Mapped[str | None] = mapped_column(String(32))
    ask_by: Mapped[datetime | None] = mapped_column(Moment)
    review_by: Mapped[str | None] = mapped_column(Text)
    answer_due: Mapped[datetime | None] = mapped_column(Moment)
    claim: Mapped[str | None] = mapped_column(Text)
    agreement: Mapped[str | None] = mapped_column(Text)
    plan: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class CasePartyRow(Base):
    """Somebody in a case; the columns that tell who are emptied when they are erased."""

    __tablename__ = "case_party"
    __table_args__ = (
        Index("case_party_of_case", "case_code"),
        Index("case_party_by_name", "name"),
        Index("case_party_by_phone", "phone"),
        Index("case_party_by_id_number", "id_number"),
        Index("case_party_by_pinyin", "pinyin"),
        Index("case_party_by_initials", "initials"),
    )

    party_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    role: Mapped[str] = mapped_column(String(32))
    party: Mapped[str] = mapped_column(String(32))
    name: Mapped[str | None] = mapped_column(key_text())
    phone: Mapped[str | None] = mapped_column(Text)
    id_number: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    is_dead: Mapped[bool]
    # Computed of the name beside it (store/centre/spelling.py), and empty where that is.
    pinyin: Mapped[str | None] = mapped_column(key_text())
    initials: Mapped[str | None] = mapped_column(key_text())
    seq: Mapped[int] = mapped_column(sequence())


class CaseDraftRow(Base):
    """What somebody at a window has typed and not sent yet; one for each account."""

    __tablename__ = "case_draft"

    account: Mapped[str] = mapped_column(key_text(), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
