"""Tables of whistles, beats, items pushed, joint actions and law partners."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class OwnedColumns:
    """What a record of this part bears: where it belongs, whose it is, and the record behind it."""

    area_code: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class WrittenColumns(OwnedColumns):
    """And of what somebody wrote: when, and who."""

    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)


class WhistleRow(WrittenColumns, Base):
    """A matter departments were called for."""

    __tablename__ = "whistle"
    __table_args__ = (Index("whistle_by_time", "at"),)

    whistle_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    urgency: Mapped[str] = mapped_column(String(32))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    issue: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class WhistleCallRow(OwnedColumns, Base):
    """A department called by a whistle."""

    __tablename__ = "whistle_call"
    __table_args__ = (
        Index("whistle_call_of_whistle", "whistle_id"),
        Index("whistle_call_of_owner", "owner", "at"),
    )

    call_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    whistle_id: Mapped[str] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    coming_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_by: Mapped[str | None] = mapped_column(Text)
    reported_at: Mapped[datetime | None] = mapped_column(Moment)
    supervised_at: Mapped[datetime | None] = mapped_column(Moment)
    stars: Mapped[int | None] = mapped_column(Integer)
    rated_at: Mapped[datetime | None] = mapped_column(Moment)
    rated_by: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    result: Mapped[str | None] = mapped_column(Text)
    words: Mapped[str | None] = mapped_column(Text)


class BeatRow(OwnedColumns, Base):
    """A police beat with the grids it has a share of."""

    __tablename__ = "beat"

    code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    station: Mapped[str] = mapped_column(Text)
    covers: Mapped[str | None] = mapped_column(Text)
    units: Mapped[str | None] = mapped_column(Text)
    officers: Mapped[str | None] = mapped_column(Text)
    auxiliary: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)


class GridPushRow(WrittenColumns, Base):
    """An item handed over between police and grids."""

    __tablename__ = "grid_push"
    __table_args__ = (Index("grid_push_by_time", "at"),)

    push_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    direction: Mapped[str] = mapped_column(String(32))
    basis: Mapped[str] = mapped_column(Text)
    fields: Mapped[str | None] = mapped_column(Text)
    incident: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    received_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    is_accepted: Mapped[bool | None]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    content: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)


class JointActionRow(WrittenColumns, Base):
    """What police and grids did together."""

    __tablename__ = "joint_action"
    __table_args__ = (Index("joint_action_by_day", "day"),)

    action_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    action: Mapped[str] = mapped_column(String(32))
    day: Mapped[str] = mapped_column(key_text())
    is_resolved: Mapped[bool]
    case_code: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    police_people: Mapped[str | None] = mapped_column(Text)
    grid_people: Mapped[str | None] = mapped_column(Text)
    found: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)


class LawPartnerRow(OwnedColumns, Base):
    """Who helps grids with the law."""

    __tablename__ = "law_partner"

    partner_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    role: Mapped[str] = mapped_column(String(32))
    grids: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)


class LawServiceRow(WrittenColumns, Base):
    """A consultation, a talk, a dispute joined."""

    __tablename__ = "law_service"
    __table_args__ = (Index("law_service_by_day", "day"),)

    service_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    service: Mapped[str] = mapped_column(String(32))
    day: Mapped[str] = mapped_column(key_text())
    partners: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[int] = mapped_column(Integer)
    case_code: Mapped[str | None] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(Text)
    people: Mapped[str | None] = mapped_column(Text)
    opinion: Mapped[str | None] = mapped_column(Text)
