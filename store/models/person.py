"""Tables of what parties of a case see, say and are told: links, failed proofs, ratings, calls."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text, text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CaseLinkRow(Base):
    """A link of a party to its case; at most one of a party is open."""

    __tablename__ = "case_link"
    __table_args__ = (
        Index("case_link_by_token", "token_hash", unique=True),
        Index("case_link_of_case", "case_code"),
        Index(
            "one_open_link_per_party",
            "party_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    link_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    party_id: Mapped[str] = mapped_column(key_text())
    token_hash: Mapped[str] = mapped_column(key_text())
    is_pin: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(Text)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    proof: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class ProofFailureRow(Base):
    """Wrong proofs of a link, or from an address, since the last right one."""

    __tablename__ = "proof_failure"
    __table_args__ = (Index("proof_failure_by_time", "last_at"),)

    failure_key: Mapped[str] = mapped_column(key_text(), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(Moment)


class CaseRatingRow(Base):
    """What a party said of an end of their case; once each."""

    __tablename__ = "case_rating"
    __table_args__ = (
        Index("case_rating_of_case", "case_code"),
        Index("case_rating_by_time", "at"),
    )

    rating_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    party_id: Mapped[str] = mapped_column(key_text())
    round: Mapped[int] = mapped_column(Integer)
    stars: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)
    words: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class CaseCallRow(Base):
    """A call to a party, or the slip that was printed instead."""

    __tablename__ = "case_call"
    __table_args__ = (Index("case_call_of_case", "case_code", "at"),)

    call_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    case_code: Mapped[str] = mapped_column(key_text())
    party_id: Mapped[str] = mapped_column(key_text())
    occasion: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(32))
    came: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    again_on: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
