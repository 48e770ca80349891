"""The tables of the rollups: sums kept by the same transaction that writes an incident."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, Index, Integer, LargeBinary, SmallInteger, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class StatHeadRow(Base):
    """By which rules the rollups are kept; other rules ask for a recount."""

    __tablename__ = "stat_head"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    rules: Mapped[str] = mapped_column(Text)


class StatDayRow(Base):
    """Sums of the incidents of an area and a day of the district.

    What lists of areas add up stands in columns, zeros and all; everything else in `packed`
    (domain/statistics/day_sums.py).
    """

    __tablename__ = "stat_day"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    area_code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    reported: Mapped[int] = mapped_column(Integer)
    closed: Mapped[int] = mapped_column(Integer)
    cancelled: Mapped[int] = mapped_column(Integer)
    resolved: Mapped[int] = mapped_column(Integer)
    resolved_in_target: Mapped[int] = mapped_column(Integer)
    arrived: Mapped[int] = mapped_column(Integer)
    arrived_in_target: Mapped[int] = mapped_column(Integer)
    accept_ms: Mapped[int] = mapped_column(BigInteger)
    dispatch_ms: Mapped[int] = mapped_column(BigInteger)
    travel_ms: Mapped[int] = mapped_column(BigInteger)
    arrival_s2: Mapped[int] = mapped_column(BigInteger)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class StatPlaceRow(Base):
    """Incidents of a month at a place of about 100 m; `month` is its first day."""

    __tablename__ = "stat_place"
    __table_args__ = (
        Index("stat_place_by_count", "month", "reported", "area_code", "lat_e3", "lon_e3"),
        {"sqlite_with_rowid": False},
    )

    month: Mapped[date] = mapped_column(Date, primary_key=True)
    area_code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    lat_e3: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    lon_e3: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    reported: Mapped[int] = mapped_column(Integer)


class BriefRow(Base):
    """The morning brief of a day, as it was written."""

    __tablename__ = "brief"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    body: Mapped[str] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
