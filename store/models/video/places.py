"""Key places and units, and the rooms of the video conference."""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class KeySiteRow(Base):
    """A key place or unit; looked for by its latitude where something happens near it."""

    __tablename__ = "key_site"
    __table_args__ = (
        Index("key_site_by_lat", "lat", "lon"),
        Index("key_site_by_name", "name"),
    )

    site_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    nature: Mapped[str] = mapped_column(String(32))
    sort: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    hazards: Mapped[str] = mapped_column(Text)
    licences: Mapped[str] = mapped_column(Text)
    check_days: Mapped[int] = mapped_column(Integer)
    checked_on: Mapped[str] = mapped_column(Text)
    cameras: Mapped[str | None] = mapped_column(Text)
    place_id: Mapped[str | None] = mapped_column(key_text())
    edition: Mapped[int] = mapped_column(Integer)
    is_removed: Mapped[bool]
    is_demo: Mapped[bool]
    responsible: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    guard: Mapped[str | None] = mapped_column(Text)
    guard_phone: Mapped[str | None] = mapped_column(Text)
    check_note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class ConferenceRoomRow(Base):
    """A room of the video conference with its last test call."""

    __tablename__ = "conference_room"

    room_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    way: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(Text)
    platform: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    tested_at: Mapped[datetime | None] = mapped_column(Moment)
    tested_by: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(String(32))
    took_s: Mapped[int] = mapped_column(Integer)
    is_removed: Mapped[bool]
    is_demo: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class RoomTestRow(Base):
    """A test call of a room."""

    __tablename__ = "room_test"
    __table_args__ = (Index("room_test_of_room", "room_id", "at"),)

    test_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    room_id: Mapped[str] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(String(32))
    took_s: Mapped[int] = mapped_column(Integer)
    is_demo: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
