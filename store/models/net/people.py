"""Tables of the people of the net, and of what they are in which grid."""

from datetime import datetime

from sqlalchemy import Index, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class NetPersonRow(Base):
    """A person; name and phone are emptied when they are erased."""

    __tablename__ = "net_person"
    __table_args__ = (
        Index("net_person_by_area", "area_code"),
        Index("net_person_by_account", "account"),
        Index("net_person_by_seq", "seq"),
    )

    person_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    area_code: Mapped[str] = mapped_column(key_text())
    account: Mapped[str | None] = mapped_column(key_text())
    unit_id: Mapped[str | None] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(Text)
    shared_with: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class NetAssignmentRow(Base):
    """Somebody in a post of a grid, from one day to another."""

    __tablename__ = "net_assignment"
    __table_args__ = (
        Index("net_assignment_of_grid", "grid", "since"),
        Index("net_assignment_of_person", "person_id", "since"),
        Index("net_assignment_by_post", "post", "since"),
        Index("net_assignment_by_seq", "seq"),
    )

    assignment_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    person_id: Mapped[str] = mapped_column(key_text())
    grid: Mapped[str] = mapped_column(key_text())
    post: Mapped[str] = mapped_column(String(32))
    since: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    until: Mapped[str | None] = mapped_column(String(10))
    covers: Mapped[bool]
    covers_for: Mapped[str | None] = mapped_column(key_text())
    handling: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Text)
    shared_with: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    building: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class SwapRow(Base):
    """Two workers who change their grids for some days."""

    __tablename__ = "net_swap"
    __table_args__ = (
        Index("net_swap_of_asker", "asker", "asked_at"),
        Index("net_swap_of_other", "other", "asked_at"),
        Index("net_swap_of_grid", "area_code", "asked_at"),
    )

    swap_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    area_code: Mapped[str] = mapped_column(key_text())
    other_grid: Mapped[str] = mapped_column(key_text())
    asker: Mapped[str] = mapped_column(key_text())
    other: Mapped[str] = mapped_column(key_text())
    first: Mapped[str] = mapped_column(String(10))
    last: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(16))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
