"""Requests for recordings."""

from datetime import datetime

from sqlalchemy import Index, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class VideoRequestRow(Base):
    """A request for a recording; its file lies beside the database, never in it."""

    __tablename__ = "video_request"
    __table_args__ = (
        Index("video_request_by_time", "at"),
        Index("video_request_of_owner", "owner", "at"),
        Index("video_request_due", "delete_at"),
    )

    request_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(32))
    camera_id: Mapped[str] = mapped_column(key_text())
    camera_name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    start: Mapped[datetime] = mapped_column(Moment)
    end: Mapped[datetime] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(key_text())
    basis: Mapped[str | None] = mapped_column(Text)
    relation: Mapped[str | None] = mapped_column(String(32))
    consent: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(Text)
    is_approved: Mapped[bool | None]
    masked: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime | None] = mapped_column(Moment)
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    delete_at: Mapped[datetime | None] = mapped_column(Moment)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
    hold: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    text: Mapped[str | None] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(Text)
    applicant: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
