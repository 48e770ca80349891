"""Items of urban management, and the register of things.

An item is looked for by its state and time, by its unit, by its place, by its class; the indicators
are counted by the moment of the report.
"""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class NetItemRow(Base):
    """An item: reported, taken up, with a unit, checked, closed."""

    __tablename__ = "net_item"
    __table_args__ = (
        Index("net_item_by_time", "at"),
        Index("net_item_by_state", "state", "at"),
        Index("net_item_by_due", "state", "due_at"),
        Index("net_item_of_owner", "owner", "state", "at"),
        Index("net_item_of_unit", "unit", "state", "at"),
        Index("net_item_by_area", "area_code", "at"),
        Index("net_item_by_class", "class_code", "at"),
        Index("net_item_by_number", "number", unique=True),
    )

    item_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    class_code: Mapped[str] = mapped_column(key_text())
    class_name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(Integer)
    limit: Mapped[int] = mapped_column(Integer)
    limit_unit: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    town: Mapped[str | None] = mapped_column(key_text())
    unit: Mapped[str | None] = mapped_column(key_text())
    because: Mapped[str | None] = mapped_column(String(32))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    is_certain: Mapped[bool]
    handled_at: Mapped[datetime | None] = mapped_column(Moment)
    handled_by: Mapped[str | None] = mapped_column(Text)
    was_late: Mapped[bool]
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_by: Mapped[str | None] = mapped_column(Text)
    reworks: Mapped[int] = mapped_column(Integer)
    returns: Mapped[int] = mapped_column(Integer)
    request: Mapped[str | None] = mapped_column(String(32))
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    asked_by: Mapped[str | None] = mapped_column(Text)
    asked_limit: Mapped[int] = mapped_column(Integer)
    asked_unit: Mapped[str | None] = mapped_column(String(32))
    extensions: Mapped[int] = mapped_column(Integer)
    hung_at: Mapped[datetime | None] = mapped_column(Moment)
    supervised_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    of: Mapped[str | None] = mapped_column(Text)
    joined: Mapped[int] = mapped_column(Integer)
    finding_id: Mapped[str | None] = mapped_column(Text)
    part_id: Mapped[str | None] = mapped_column(key_text())
    is_demo: Mapped[bool]
    place: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    reporter: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(key_text())
    serial: Mapped[int | None] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(sequence())


class CityPartRow(Base):
    """A thing of the register."""

    __tablename__ = "city_part"
    __table_args__ = (Index("city_part_by_area", "area_code"),)

    part_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    class_code: Mapped[str] = mapped_column(key_text())
    name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    condition: Mapped[str] = mapped_column(String(32))
    surveyed_on: Mapped[str] = mapped_column(Text)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())
