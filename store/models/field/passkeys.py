"""Passkeys of phones of the field: beside the PIN, and in no journal."""

from datetime import datetime

from sqlalchemy import BigInteger, String, Text

from store.columns import Moment, key_text
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class FieldPasskeyRow(Base):
    """The passkey of a phone: its public half and how often it was used."""

    __tablename__ = "field_passkey"

    device_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    account: Mapped[str] = mapped_column(key_text())
    credential_id: Mapped[str] = mapped_column(Text)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class FieldChallengeRow(Base):
    """What a phone is asked just now, to be answered once."""

    __tablename__ = "field_challenge"

    device_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    ask: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(Moment)
