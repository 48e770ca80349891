"""Work in the grids: list, schedules, what was done and found, key places, care visits."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0170"
down_revision = "facts_0166"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _task_type()
    _task_schedule()
    _net_task()
    _net_finding()
    _key_place()
    _care_person()
    _care_visit()


def _task_type() -> None:
    op.create_table(
        "task_type",
        sa.Column("type_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("every", sa.String(16), nullable=False),
        sa.Column("valid_until", sa.String(10), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("funds", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("type_id"),
    )


def _task_schedule() -> None:
    op.create_table(
        "task_schedule",
        sa.Column("schedule_id", KEY, nullable=False),
        sa.Column("type_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("every", sa.String(16), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("from_day", sa.String(10), nullable=False),
        sa.Column("until_day", sa.String(10), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("grids", sa.Text(), nullable=True),
        sa.Column("group", sa.String(32), nullable=True),
        sa.Column("place_kind", sa.String(16), nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.String(10), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("schedule_id"),
    )


def _net_task() -> None:
    op.create_table(
        "net_task",
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("schedule_id", KEY, nullable=False),
        sa.Column("type_id", KEY, nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("due_on", KEY, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("done_on", KEY, nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("lat", sa.Float(53), nullable=True),
        sa.Column("lon", sa.Float(53), nullable=True),
        sa.Column("begun_at", sa.BigInteger(), nullable=True),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("is_proven", sa.Boolean(), nullable=True),
        sa.Column("cells", sa.Text(), nullable=True),
        sa.Column("places", sa.Text(), nullable=True),
        sa.Column("slow_s", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("finding_id", KEY, nullable=True),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.BigInteger(), nullable=True),
        sa.Column("checked", sa.String(16), nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("task_id"),
    )
    op.create_index("net_task_by_done", "net_task", ["done_on", "task_id"])
    op.create_index("net_task_by_due", "net_task", ["due_on", "status"])
    op.create_index("net_task_of_grid", "net_task", ["area_code", "due_on"])
    op.create_index("net_task_of_owner", "net_task", ["owner", "due_on"])
    op.create_index("net_task_of_person", "net_task", ["by", "done_on"])
    op.create_index("net_task_of_unit", "net_task", ["unit_id", "at"])


def _net_finding() -> None:
    op.create_table(
        "net_finding",
        sa.Column("finding_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("found", sa.String(32), nullable=False),
        sa.Column("lat", sa.Float(53), nullable=False),
        sa.Column("lon", sa.Float(53), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("of", KEY, nullable=True),
        sa.Column("task_id", KEY, nullable=True),
        sa.Column("incident", KEY, nullable=True),
        sa.Column("case_code", KEY, nullable=True),
        sa.Column("needs_look", sa.Boolean(), nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("finding_id"),
    )
    op.create_index("net_finding_by_time", "net_finding", ["at"])
    op.create_index("net_finding_of_grid", "net_finding", ["area_code", "at"])
    op.create_index("net_finding_of_incident", "net_finding", ["incident"])


def _key_place() -> None:
    op.create_table(
        "key_place",
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("lat", sa.Float(53), nullable=False),
        sa.Column("lon", sa.Float(53), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("place_id"),
    )
    op.create_index("key_place_of_grid", "key_place", ["area_code"])


def _care_person() -> None:
    op.create_table(
        "care_person",
        sa.Column("care_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("group", sa.String(32), nullable=False),
        sa.Column("every", sa.String(16), nullable=False),
        sa.Column("needs_companion", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("from_day", sa.String(10), nullable=False),
        sa.Column("ended_on", sa.String(10), nullable=True),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("care_id"),
    )
    op.create_index("care_person_of_grid", "care_person", ["area_code"])


def _care_visit() -> None:
    op.create_table(
        "care_visit",
        sa.Column("visit_id", KEY, nullable=False),
        sa.Column("care_id", KEY, nullable=False),
        sa.Column("due_on", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("companions", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("visit_id"),
    )
    op.create_index("care_visit_of_person", "care_visit", ["care_id", "due_on"])
