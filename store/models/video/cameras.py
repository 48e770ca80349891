"""The table of cameras."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class CameraRow(Base):
    """A camera: its entry in the register for now.

    `pinyin` and `initials` are how its name is typed on a keyboard of letters; `has_changed`:
    something is no more as it was filed.
    """

    __tablename__ = "camera"
    __table_args__ = (
        Index("camera_by_area", "area_code", "camera_id"),
        Index("camera_by_lat", "lat", "lon"),
        Index("camera_by_owner", "owner", "camera_id"),
    )

    camera_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    camera_class: Mapped[str] = mapped_column(String(32))
    lat: Mapped[float] = mapped_column(Float(53))
    lon: Mapped[float] = mapped_column(Float(53))
    area_code: Mapped[str] = mapped_column(key_text())
    status: Mapped[str] = mapped_column(String(16))
    is_demo: Mapped[bool]
    owner_class: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(Text)
    position_type: Mapped[int | None] = mapped_column(Integer)
    room: Mapped[int | None] = mapped_column(Integer)
    use: Mapped[int | None] = mapped_column(Integer)
    function: Mapped[int | None] = mapped_column(Integer)
    direction_deg: Mapped[float | None] = mapped_column(Float(53))
    view_deg: Mapped[float | None] = mapped_column(Float(53))
    reach_m: Mapped[float | None] = mapped_column(Float(53))
    mount: Mapped[int | None] = mapped_column(Integer)
    presets: Mapped[list[Any]] = mapped_column(JSON)
    legal_basis: Mapped[str | None] = mapped_column(Text)
    in_use_since: Mapped[str | None] = mapped_column(String(10))
    filing_number: Mapped[str | None] = mapped_column(Text)
    filed_on: Mapped[str | None] = mapped_column(String(10))
    filed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    retention_days: Mapped[int | None] = mapped_column(Integer)
    has_sign: Mapped[bool | None]
    near_secret: Mapped[bool]
    consent: Mapped[str | None] = mapped_column(Text)
    agreement: Mapped[str | None] = mapped_column(Text)
    quota_gb: Mapped[int | None] = mapped_column(Integer)
    legal_hold: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(key_text())
    address: Mapped[str | None] = mapped_column(Text)
    sub_address: Mapped[str | None] = mapped_column(Text)
    taken_from: Mapped[str] = mapped_column(String(16))
    missing_since: Mapped[datetime | None] = mapped_column(Moment)
    is_removed: Mapped[bool]
    pinyin: Mapped[str | None] = mapped_column(Text)
    initials: Mapped[str | None] = mapped_column(Text)
    has_changed: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())
