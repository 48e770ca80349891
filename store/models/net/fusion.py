"""Tables of whistles, beats, items pushed, joint actions and law partners."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class WhistleRow(Base):
    """A matter departments were called for."""

    __tablename__ = "whistle"
    __table_args__ = (Index("whistle_by_time", "at"),)

    whistle_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    area_code: Mapped[str] = mapped_column(key_text())
    urgency: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    issue: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class WhistleCallRow(Base):
    """A department called by a whistle."""

    __tablename__ = "whistle_call"
    __table_args__ = (
        Index("whistle_call_of_whistle", "whistle_id"),
        Index("whistle_call_of_owner", "owner", "at"),
    )

    call_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    whistle_id: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    shared_with: Mapped[str | None] = mapped_column(Text)
    coming_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_by: Mapped[str | None] = mapped_column(Text)
    reported_at: Mapped[datetime | None] = mapped_column(Moment)
    supervised_at: Mapped[datetime | None] = mapped_column(Moment)
    stars: Mapped[int | None] = mapped_column(Integer)
    rated_at: Mapped[datetime | None] = mapped_column(Moment)
    rated_by: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    result: Mapped[str | None] = mapped_column(Text)
    words: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class BeatRow(Base):
    """A police beat with the grids it has a share of."""

    __tablename__ = "beat"

    code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    station: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    covers: Mapped[str | None] = mapped_column(Text)
    units: Mapped[str | None] = mapped_column(Text)
    shared_with: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    officers: Mapped[str | None] = mapped_column(Text)
    auxiliary: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class GridPushRow(Base):
    """An item handed over between police and grids."""

    __tablename__ = "grid_push"
    __table_args__ = (Index("grid_push_by_time", "at"),)

    push_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    direction: Mapped[str] = mapped_column(String(32))
    area_code: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    basis: Mapped[str] = mapped_column(Text)
    fields: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    shared_with: Mapped[str | None] = mapped_column(Text)
    incident: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    received_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    is_accepted: Mapped[bool | None]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    content: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class JointActionRow(Base):
    """What police and grids did together."""

    __tablename__ = "joint_action"
    __table_args__ = (Index("joint_action_by_day", "day"),)

    action_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    action: Mapped[str] = mapped_column(String(32))
    day: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    shared_with: Mapped[str | None] = mapped_column(Text)
    is_resolved: Mapped[bool]
    case_code: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    place: Mapped[str | None] = mapped_column(Text)
    police_people: Mapped[str | None] = mapped_column(Text)
    grid_people: Mapped[str | None] = mapped_column(Text)
    found: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class LawPartnerRow(Base):
    """Who helps grids with the law."""

    __tablename__ = "law_partner"

    partner_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    role: Mapped[str] = mapped_column(String(32))
    area_code: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    grids: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    name: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class LawServiceRow(Base):
    """A consultation, a talk, a dispute joined."""

    __tablename__ = "law_service"
    __table_args__ = (Index("law_service_by_day", "day"),)

    service_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    service: Mapped[str] = mapped_column(String(32))
    day: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    shared_with: Mapped[str | None] = mapped_column(Text)
    partners: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[int] = mapped_column(Integer)
    case_code: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    topic: Mapped[str | None] = mapped_column(Text)
    people: Mapped[str | None] = mapped_column(Text)
    opinion: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
