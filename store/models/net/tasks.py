"""Tables of work in the grids: list, schedules, places, what was done, found, and cared for."""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class TaskTypeRow(Base):
    """A type of task on the list, or on its way there."""

    __tablename__ = "task_type"

    type_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(String(16))
    every: Mapped[str] = mapped_column(String(16))
    valid_until: Mapped[str] = mapped_column(String(10))
    evidence: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    proposed_by: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    funds: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class TaskScheduleRow(Base):
    """Work that comes round."""

    __tablename__ = "task_schedule"

    schedule_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    type_id: Mapped[str] = mapped_column(key_text())
    name: Mapped[str] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Text)
    form: Mapped[str] = mapped_column(String(16))
    every: Mapped[str] = mapped_column(String(16))
    area_code: Mapped[str] = mapped_column(key_text())
    from_day: Mapped[str] = mapped_column(String(10))
    until_day: Mapped[str] = mapped_column(String(10))
    times: Mapped[int] = mapped_column(Integer)
    weekday: Mapped[int | None] = mapped_column(Integer)
    grids: Mapped[str | None] = mapped_column(Text)
    group: Mapped[str | None] = mapped_column(String(32))
    place_kind: Mapped[str | None] = mapped_column(String(16))
    shared_with: Mapped[str | None] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    ended_on: Mapped[str | None] = mapped_column(String(10))
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class NetTaskRow(Base):
    """An occurrence that somebody touched.

    The indexes serve a grid's days, a district's days, a department's days and a person's days;
    a page reads a window of days, never the whole table.
    """

    __tablename__ = "net_task"
    __table_args__ = (
        Index("net_task_of_grid", "area_code", "due_on"),
        Index("net_task_by_due", "due_on", "status"),
        Index("net_task_of_owner", "owner", "due_on"),
        Index("net_task_by_done", "done_on", "task_id"),
        Index("net_task_of_person", "by", "done_on"),
        Index("net_task_of_unit", "unit_id", "at"),
    )

    task_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    schedule_id: Mapped[str] = mapped_column(key_text())
    type_id: Mapped[str] = mapped_column(key_text())
    form: Mapped[str] = mapped_column(String(16))
    owner: Mapped[str | None] = mapped_column(key_text())
    area_code: Mapped[str] = mapped_column(key_text())
    due_on: Mapped[str] = mapped_column(key_text())
    status: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Moment)
    done_on: Mapped[str] = mapped_column(key_text())
    by: Mapped[str] = mapped_column(key_text())
    place_id: Mapped[str | None] = mapped_column(key_text())
    lat: Mapped[float | None] = mapped_column(Float(53))
    lon: Mapped[float | None] = mapped_column(Float(53))
    begun_at: Mapped[datetime | None] = mapped_column(Moment)
    unit_id: Mapped[str | None] = mapped_column(key_text())
    is_proven: Mapped[bool | None]
    cells: Mapped[str | None] = mapped_column(Text)
    places: Mapped[str | None] = mapped_column(Text)
    slow_s: Mapped[int] = mapped_column(Integer)
    why: Mapped[str | None] = mapped_column(Text)
    finding_id: Mapped[str | None] = mapped_column(key_text())
    checked_by: Mapped[str | None] = mapped_column(Text)
    checked_at: Mapped[datetime | None] = mapped_column(Moment)
    checked: Mapped[str | None] = mapped_column(String(16))
    shared_with: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class NetFindingRow(Base):
    """Something found at work."""

    __tablename__ = "net_finding"
    __table_args__ = (
        Index("net_finding_by_time", "at"),
        Index("net_finding_of_grid", "area_code", "at"),
        Index("net_finding_of_incident", "incident"),
    )

    finding_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    area_code: Mapped[str] = mapped_column(key_text())
    found: Mapped[str] = mapped_column(String(32))
    lat: Mapped[float] = mapped_column(Float(53))
    lon: Mapped[float] = mapped_column(Float(53))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(key_text())
    verdict: Mapped[str] = mapped_column(String(16))
    of: Mapped[str | None] = mapped_column(key_text())
    task_id: Mapped[str | None] = mapped_column(key_text())
    incident: Mapped[str | None] = mapped_column(key_text())
    case_code: Mapped[str | None] = mapped_column(key_text())
    needs_look: Mapped[bool]
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    text: Mapped[str | None] = mapped_column(Text)
    item_id: Mapped[str | None] = mapped_column(Text)
    inspection_id: Mapped[str | None] = mapped_column(key_text())
    told_at: Mapped[datetime | None] = mapped_column(Moment)
    fix: Mapped[str | None] = mapped_column(String(16))
    seq: Mapped[int] = mapped_column(sequence())


class KeyPlaceRow(Base):
    """A key place of a grid."""

    __tablename__ = "key_place"
    __table_args__ = (Index("key_place_of_grid", "area_code"),)

    place_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    place: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    area_code: Mapped[str] = mapped_column(key_text())
    lat: Mapped[float] = mapped_column(Float(53))
    lon: Mapped[float] = mapped_column(Float(53))
    is_removed: Mapped[bool]
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class CarePersonRow(Base):
    """Somebody who is visited; name and address are emptied when they are erased."""

    __tablename__ = "care_person"
    __table_args__ = (Index("care_person_of_grid", "area_code"),)

    care_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    area_code: Mapped[str] = mapped_column(key_text())
    group: Mapped[str] = mapped_column(String(32))
    every: Mapped[str] = mapped_column(String(16))
    needs_companion: Mapped[bool]
    people: Mapped[str] = mapped_column(Text)
    assigned_by: Mapped[str] = mapped_column(Text)
    from_day: Mapped[str] = mapped_column(String(10))
    ended_on: Mapped[str | None] = mapped_column(String(10))
    is_sealed: Mapped[bool]
    is_demo: Mapped[bool]
    name: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class CareVisitRow(Base):
    """A care visit that was made."""

    __tablename__ = "care_visit"
    __table_args__ = (Index("care_visit_of_person", "care_id", "due_on"),)

    visit_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    care_id: Mapped[str] = mapped_column(key_text())
    due_on: Mapped[str] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(16))
    companions: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class NewcomerRow(Base):
    """A household that moved in; what names it is emptied when it is erased."""

    __tablename__ = "net_newcomer"
    __table_args__ = (Index("net_newcomer_of_grid", "area_code", "at"),)

    newcomer_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    area_code: Mapped[str] = mapped_column(key_text())
    since: Mapped[str] = mapped_column(String(10))
    people: Mapped[int] = mapped_column(Integer)
    needs_visit: Mapped[bool]
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    schedule_id: Mapped[str | None] = mapped_column(key_text())
    is_demo: Mapped[bool]
    home: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())
