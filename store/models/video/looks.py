"""The register of looks through cameras."""

from datetime import datetime

from sqlalchemy import Index, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CameraLookRow(Base):
    """A look through a camera; open while `ended_at` is null. Never deleted."""

    __tablename__ = "camera_look"
    __table_args__ = (
        Index("camera_look_by_time", "at"),
        Index("camera_look_of_camera", "camera_id", "at"),
        Index("camera_look_of_person", "by", "at"),
        Index("camera_look_about", "about", "at"),
        Index("camera_look_open", "ended_at", "until"),
    )

    look_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    camera_id: Mapped[str] = mapped_column(key_text())
    camera_name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    what: Mapped[str] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(key_text())
    role: Mapped[str] = mapped_column(String(32))
    about: Mapped[str | None] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    department: Mapped[str | None] = mapped_column(key_text())
    by_area: Mapped[str | None] = mapped_column(key_text())
    basis: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended: Mapped[str | None] = mapped_column(String(32))
    span_start: Mapped[datetime | None] = mapped_column(Moment)
    span_end: Mapped[datetime | None] = mapped_column(Moment)
    shown_on: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(String(64))
    is_demo: Mapped[bool]
    text: Mapped[str | None] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
