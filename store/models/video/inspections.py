"""Plans, rounds and findings of inspections."""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class InspectionPlanRow(Base):
    """A plan of a department."""

    __tablename__ = "inspection_plan"
    __table_args__ = (Index("inspection_plan_of_owner", "owner", "next_on"),)

    plan_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    owner: Mapped[str | None] = mapped_column(key_text())
    name: Mapped[str] = mapped_column(Text)
    place_class: Mapped[str] = mapped_column(String(32))
    way: Mapped[str] = mapped_column(String(32))
    checklist: Mapped[str] = mapped_column(Text)
    cycle_days: Mapped[int] = mapped_column(Integer)
    next_on: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    cameras: Mapped[str | None] = mapped_column(Text)
    site_id: Mapped[str | None] = mapped_column(key_text())
    last_run_at: Mapped[datetime | None] = mapped_column(Moment)
    is_removed: Mapped[bool]
    is_demo: Mapped[bool]
    shared_with: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class InspectionRunRow(Base):
    """A round of a plan."""

    __tablename__ = "inspection_run"
    __table_args__ = (
        Index("inspection_run_of_plan", "plan_id", "started_at"),
        Index("inspection_run_by_time", "started_at"),
    )

    run_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    plan_id: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    name: Mapped[str] = mapped_column(Text)
    place_class: Mapped[str] = mapped_column(String(32))
    way: Mapped[str] = mapped_column(String(32))
    checklist: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    passed: Mapped[str | None] = mapped_column(Text)
    failed: Mapped[str | None] = mapped_column(Text)
    unseen: Mapped[str | None] = mapped_column(Text)
    looked: Mapped[str | None] = mapped_column(Text)
    findings: Mapped[int] = mapped_column(Integer)
    site_id: Mapped[str | None] = mapped_column(key_text())
    is_demo: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    shared_with: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class InspectionFindingRow(Base):
    """A finding with its order, reply and recheck."""

    __tablename__ = "inspection_finding"
    __table_args__ = (
        Index("inspection_finding_by_time", "found_at"),
        Index("inspection_finding_by_state", "state", "found_at"),
        Index("inspection_finding_of_owner", "owner", "unit"),
        Index("inspection_finding_of_run", "run_id"),
        Index("inspection_finding_of_site", "site_id"),
    )

    finding_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    run_id: Mapped[str] = mapped_column(key_text())
    plan_id: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    place_class: Mapped[str] = mapped_column(String(32))
    way: Mapped[str] = mapped_column(String(32))
    rule: Mapped[str] = mapped_column(Text)
    gravity: Mapped[str] = mapped_column(String(32))
    unit: Mapped[str] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)
    found_at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(32))
    shared_with: Mapped[str | None] = mapped_column(Text)
    answerer: Mapped[str | None] = mapped_column(key_text())
    site_id: Mapped[str | None] = mapped_column(key_text())
    camera_id: Mapped[str | None] = mapped_column(key_text())
    preset: Mapped[str | None] = mapped_column(Text)
    snapshot: Mapped[str | None] = mapped_column(Text)
    snapshot_at: Mapped[datetime | None] = mapped_column(Moment)
    file_id: Mapped[str | None] = mapped_column(Text)
    ordered_at: Mapped[datetime | None] = mapped_column(Moment)
    ordered_by: Mapped[str | None] = mapped_column(Text)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(Text)
    rechecked_at: Mapped[datetime | None] = mapped_column(Moment)
    rechecked_by: Mapped[str | None] = mapped_column(Text)
    reworks: Mapped[int] = mapped_column(Integer)
    was_late: Mapped[bool]
    repeat_of: Mapped[str | None] = mapped_column(Text)
    repeats: Mapped[int] = mapped_column(Integer)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    text: Mapped[str | None] = mapped_column(Text)
    reply: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
