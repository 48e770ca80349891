"""Phones of the field: the binding, its secrets, what it did and what reached it."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class FieldDeviceRow(Base):
    """A phone bound to an account and a unit."""

    __tablename__ = "field_device"
    __table_args__ = (
        Index("field_device_of_unit", "unit_id", "revoked_at"),
        Index("field_device_of_account", "account", "revoked_at"),
    )

    device_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    account: Mapped[str] = mapped_column(key_text())
    bound_at: Mapped[datetime] = mapped_column(Moment)
    unit_id: Mapped[str | None] = mapped_column(key_text())
    area_code: Mapped[str | None] = mapped_column(key_text())
    label: Mapped[str] = mapped_column(Text)
    on_duty_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by: Mapped[str | None] = mapped_column(Text)
    gone: Mapped[str | None] = mapped_column(String(32))
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class FieldKeyRow(Base):
    """What a phone is known by; no fact, and in no journal."""

    __tablename__ = "field_key"
    __table_args__ = (Index("one_field_device_per_key", "key_hash", unique=True),)

    device_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64))
    pin_hash: Mapped[str | None] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(Integer)
    open_until: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    push: Mapped[str | None] = mapped_column(Text)


class FieldActRow(Base):
    """An act of a phone and what it was answered, so that it is done once."""

    __tablename__ = "field_act"
    __table_args__ = (Index("field_act_by_time", "received_at"),)

    device_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    pressed_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text)


class FieldDeliveryRow(Base):
    """A notice that reached a phone, and when that phone answered it."""

    __tablename__ = "field_delivery"
    __table_args__ = (Index("field_delivery_of_phone", "device_id", "delivered_at"),)

    notice_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    device_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    delivered_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
