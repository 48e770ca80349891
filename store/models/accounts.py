"""The tables of those who sign in. Secrets are kept as hashes, and never in the journal.

They are not rebuilt from the journal: it tells what was done to an account, not its password.
"""

from datetime import datetime

from sqlalchemy import Index, Integer, SmallInteger, String, Text

from store.columns import Moment, key_text
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class AccountRow(Base):
    """A person who signs in."""

    __tablename__ = "account"
    __table_args__ = (
        Index("one_account_per_name", "name", unique=True),
        Index("one_account_per_oidc_subject", "oidc_subject", unique=True),
        Index("one_account_per_email", "email", unique=True),
    )

    account_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    name: Mapped[str] = mapped_column(key_text())
    display_name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(32))
    area: Mapped[str | None] = mapped_column(key_text())
    department: Mapped[str | None] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    password_at: Mapped[datetime | None] = mapped_column(Moment)
    must_change: Mapped[bool]
    totp_secret: Mapped[str | None] = mapped_column(Text)
    totp_step: Mapped[int] = mapped_column(Integer)
    recovery: Mapped[str] = mapped_column(Text)
    is_enabled: Mapped[bool]
    oidc_subject: Mapped[str | None] = mapped_column(key_text())
    email: Mapped[str | None] = mapped_column(key_text())
    failures: Mapped[int] = mapped_column(SmallInteger)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    ready_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_in_at: Mapped[datetime | None] = mapped_column(Moment)


class SessionRow(Base):
    """One sign-in, known by the hash of its token."""

    __tablename__ = "session"
    __table_args__ = (Index("session_of_account", "account_id"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(key_text())
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(Text)
    agent: Mapped[str] = mapped_column(Text)
    is_half: Mapped[bool]


class DeviceRow(Base):
    """A wall, a feed or a machine, known by the hash of its key. Never deleted, only revoked."""

    __tablename__ = "device"
    __table_args__ = (Index("one_device_per_key", "key_hash", unique=True),)

    device_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    key_hash: Mapped[str] = mapped_column(String(64))
    area: Mapped[str | None] = mapped_column(key_text())
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[str] = mapped_column(Text)
    keyed_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    unit_id: Mapped[str | None] = mapped_column(key_text())
    rights: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
