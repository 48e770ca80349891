"""The tables of facts: the journal, and the rows that hold its newest states.

Every row table can be rebuilt from the journal; `seq` names the record a row was written by.
"""

from datetime import date, datetime

from sqlalchemy import (
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Text,
    false,
    text,
)

from store.columns import Moment, key_text, sequence
from store.models.declared import Declared, Mapped, mapped_column


class Base(Declared):
    """Root of the fact tables."""

    metadata = MetaData()


class JournalHeadRow(Base):
    """The one row every writer locks first: where the journal stands."""

    __tablename__ = "journal_head"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    epoch: Mapped[str] = mapped_column(String(32))
    seq: Mapped[int] = mapped_column(sequence())
    at: Mapped[datetime] = mapped_column(Moment)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class JournalBaseRow(Base):
    """Where the journal begins once its oldest part was removed: the last record that went."""

    __tablename__ = "journal_base"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sequence())
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime] = mapped_column(Moment)


class JournalRow(Base):
    """One numbered fact. Never changed; the oldest may go (store/upkeep/trimming.py)."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_of_entity", "kind", "entity_id", "seq"),
        Index("journal_by_actor", "actor", "seq"),
        Index("journal_by_kind", "kind", "seq"),
    )

    seq: Mapped[int] = mapped_column(sequence(), primary_key=True, autoincrement=False)
    epoch: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Moment)
    occurred_at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32))
    entity_id: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(64))
    v: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(Text)
    private_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class JournalPrivateRow(Base):
    """The personal fields of one record. Erasing a person deletes the row, salt and all."""

    __tablename__ = "journal_private"

    seq: Mapped[int] = mapped_column(
        ForeignKey("journal.seq"), type_=sequence(), primary_key=True, autoincrement=False
    )
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    body: Mapped[str] = mapped_column(Text)


class EntityHeadRow(Base):
    """The newest record of an entity of any kind; `ended_at` is null while it is open.

    `subject_kind` and `subject_id` name the entity it hangs on, null where it hangs on none; `day`
    the day it is of (`2026-11-29`), null for a kind that is of no day.
    """

    __tablename__ = "entity_head"
    __table_args__ = (
        Index("entity_head_by_end", "ended_at", "seq"),
        Index("entity_head_by_subject", "subject_id", "subject_kind"),
        Index(
            "entity_head_by_day",
            "day",
            "kind",
            sqlite_where=text("day IS NOT NULL"),
            postgresql_where=text("day IS NOT NULL"),
        ),
    )

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    entity_id: Mapped[str] = mapped_column(Text, primary_key=True)
    seq: Mapped[int] = mapped_column(sequence())
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    subject_kind: Mapped[str | None] = mapped_column(String(32))
    subject_id: Mapped[str | None] = mapped_column(Text)
    day: Mapped[str | None] = mapped_column(String(10))


class IncidentDayRow(Base):
    """The last ordinal given to an incident number of a day (the district's)."""

    __tablename__ = "incident_day"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class IncidentRow(Base):
    """An incident as it stands. The town and village codes are there for their indexes.

    `on_scene_at` is the first arrival there ever was; `first_reached_at` is null unless reopened.
    """

    __tablename__ = "incident"
    __table_args__ = (
        Index("incident_by_source", "source", "source_id"),
        Index("incident_by_source_change", "source", "seq"),
        # A panel's counter begins anew: its ended incidents keep their id beside the open one.
        Index(
            "one_open_incident_per_source_id",
            "source",
            "source_id",
            unique=True,
            sqlite_where=text("status NOT IN ('closed', 'cancelled')"),
            postgresql_where=text("status NOT IN ('closed', 'cancelled')"),
        ),
        # carries what figures are filtered by: what is rare is found in the index alone
        Index(
            "incident_by_time",
            "reported_at",
            "number",
            "area_code",
            "incident_class",
            "severity",
            "status",
        ),
        Index("incident_by_town", "town_code", "reported_at", "number"),
        Index("incident_by_village", "village_code", "reported_at", "number"),
        Index("incident_by_area", "area_code", "reported_at", "number"),
        Index(
            "incident_merged",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        Index(
            "incident_open",
            "reported_at",
            "number",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    number: Mapped[str] = mapped_column(key_text(), primary_key=True)
    incident_class: Mapped[str] = mapped_column(String(32))
    severity: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[str] = mapped_column(String(16))
    lat: Mapped[float] = mapped_column(Float(53))
    lon: Mapped[float] = mapped_column(Float(53))
    area_code: Mapped[str] = mapped_column(key_text())
    town_code: Mapped[str | None] = mapped_column(key_text())
    village_code: Mapped[str | None] = mapped_column(key_text())
    is_outside: Mapped[bool]
    place_source: Mapped[str] = mapped_column(String(32))
    reported_at: Mapped[datetime] = mapped_column(Moment)
    on_scene_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    reached_at: Mapped[str] = mapped_column(Text)
    first_reached_at: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    source_id: Mapped[str] = mapped_column(Text)
    is_demo: Mapped[bool]
    title: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    reporter: Mapped[str | None] = mapped_column(Text)
    caller_phone: Mapped[str | None] = mapped_column(Text)
    call_started_at: Mapped[datetime | None] = mapped_column(Moment)
    owner: Mapped[str | None] = mapped_column(String(32))
    shared_with: Mapped[str | None] = mapped_column(Text)
    disposition: Mapped[str | None] = mapped_column(String(32))
    merged_into: Mapped[str | None] = mapped_column(key_text())
    links: Mapped[str | None] = mapped_column(Text)
    is_taken: Mapped[bool] = mapped_column(server_default=false())
    is_stated: Mapped[bool] = mapped_column(server_default=false())
    unserved_since: Mapped[datetime | None] = mapped_column(Moment)
    address: Mapped[str | None] = mapped_column(Text)
    device_id: Mapped[str | None] = mapped_column(key_text())
    seq: Mapped[int] = mapped_column(sequence())


class UnitRow(Base):
    """Somebody or something that can be sent."""

    __tablename__ = "unit"

    unit_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    call_sign: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(32))
    subkind: Mapped[str | None] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16))
    home_area: Mapped[str | None] = mapped_column(key_text())
    is_demo: Mapped[bool]
    name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    skills: Mapped[str] = mapped_column(Text, server_default="")
    travel_mode: Mapped[str | None] = mapped_column(String(8))
    is_removed: Mapped[bool] = mapped_column(server_default=false())
    seq: Mapped[int] = mapped_column(sequence())


class AssignmentRow(Base):
    """A unit sent to an incident; open while `cleared_at` is null. Never deleted."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("assignment_of_incident", "number", "assigned_at"),
        Index("assignment_of_unit", "unit_id", "assigned_at"),
        Index(
            "one_open_assignment_per_unit",
            "unit_id",
            unique=True,
            sqlite_where=text("cleared_at IS NULL"),
            postgresql_where=text("cleared_at IS NULL"),
        ),
    )

    assignment_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    number: Mapped[str] = mapped_column(key_text(), ForeignKey("incident.number"))
    unit_id: Mapped[str] = mapped_column(key_text(), ForeignKey("unit.unit_id"))
    area_code: Mapped[str] = mapped_column(key_text())
    assigned_at: Mapped[datetime] = mapped_column(Moment)
    en_route_at: Mapped[datetime | None] = mapped_column(Moment)
    on_scene_at: Mapped[datetime | None] = mapped_column(Moment)
    cleared_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class AreaRow(Base):
    """An area of the map in use; the whole table changes with the map."""

    __tablename__ = "area"
    __table_args__ = (
        Index("area_by_level", "level", "code"),
        Index("area_by_parent", "parent_code", "code"),
    )

    code: Mapped[str] = mapped_column(key_text(), primary_key=True)
    level: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[str | None] = mapped_column(key_text())
    lat: Mapped[float] = mapped_column(Float(53))
    lon: Mapped[float] = mapped_column(Float(53))
    south: Mapped[float] = mapped_column(Float(53))
    west: Mapped[float] = mapped_column(Float(53))
    north: Mapped[float] = mapped_column(Float(53))
    east: Mapped[float] = mapped_column(Float(53))
    initials: Mapped[str] = mapped_column(Text)
    is_urban: Mapped[bool | None]
    population: Mapped[int | None] = mapped_column(Integer)
    households: Mapped[int | None] = mapped_column(Integer)
    lead: Mapped[str | None] = mapped_column(Text)
    branch: Mapped[str | None] = mapped_column(Text)
    vacant_since: Mapped[date | None] = mapped_column(Date)
    is_demo: Mapped[bool]
    map_version: Mapped[str] = mapped_column(String(64))
