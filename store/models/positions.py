"""The tables beside the facts: positions, tracks, and what the door could not take in.

With SQLite they live in a file of their own, so that ten thousand positions a second never
slow down the commit of a fact.
"""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, LargeBinary, MetaData, Text, false

from store.columns import Moment, key_text, sequence
from store.models.declared import Declared, Mapped, mapped_column


class PositionsBase(Declared):
    """Root of the tables beside the facts."""

    metadata = MetaData()


class _FixColumns:
    lat: Mapped[float] = mapped_column(Float(53))
    lon: Mapped[float] = mapped_column(Float(53))
    speed_kmh: Mapped[float | None] = mapped_column(Float(53))
    bearing_deg: Mapped[float | None] = mapped_column(Float(53))
    accuracy_m: Mapped[float | None] = mapped_column(Float(53))
    battery: Mapped[float | None] = mapped_column(Float(53))
    is_mock: Mapped[bool] = mapped_column(server_default=false())


class PositionRow(_FixColumns, PositionsBase):
    """The newest fix of a unit. An older one never replaces it."""

    __tablename__ = "position"

    unit_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    source: Mapped[str] = mapped_column(Text)
    is_demo: Mapped[bool]


class TrackRow(PositionsBase):
    """Where a unit has been, thinned."""

    __tablename__ = "track"
    __table_args__ = (
        Index("track_by_age", "is_demo", "at"),
        {"sqlite_with_rowid": False},
    )

    unit_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    lat: Mapped[float] = mapped_column(Float(53))
    lon: Mapped[float] = mapped_column(Float(53))
    speed_kmh: Mapped[float | None] = mapped_column(Float(53))
    bearing_deg: Mapped[float | None] = mapped_column(Float(53))
    is_demo: Mapped[bool]
    is_mock: Mapped[bool]


# Up to where tracks were made coarse: the name of that mark.
THINNED = "thinned"


class TrackMarkRow(PositionsBase):
    """How far a slow job has come, so that it goes on there."""

    __tablename__ = "track_mark"

    name: Mapped[str] = mapped_column(key_text(), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class QuarantineRow(PositionsBase):
    """A message the door refused; only the newest are kept."""

    __tablename__ = "quarantine"

    id: Mapped[int] = mapped_column(sequence(), primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment)
    feed: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    field: Mapped[str | None] = mapped_column(Text)
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class PendingDeviceRow(_FixColumns, PositionsBase):
    """A device with a valid key that belongs to no unit yet; held for adoption."""

    __tablename__ = "pending_device"
    __table_args__ = (Index("pending_device_by_silence", "last_seen_at"),)

    device_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    lat: Mapped[float | None] = mapped_column(Float(53))  # type: ignore[assignment]
    lon: Mapped[float | None] = mapped_column(Float(53))  # type: ignore[assignment]
    fix_at: Mapped[datetime | None] = mapped_column(Moment)
    first_seen_at: Mapped[datetime] = mapped_column(Moment)
    last_seen_at: Mapped[datetime] = mapped_column(Moment)
    times_seen: Mapped[int] = mapped_column(Integer)
