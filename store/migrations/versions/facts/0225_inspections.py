"""Plans, rounds and findings of inspections."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0225"
down_revision = "facts_0210"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _inspection_plan()
    _inspection_run()
    _inspection_finding()


def _inspection_plan() -> None:
    op.create_table(
        "inspection_plan",
        sa.Column("plan_id", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place_class", sa.String(32), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("cycle_days", sa.Integer(), nullable=False),
        sa.Column("next_on", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("cameras", sa.Text(), nullable=True),
        sa.Column("site_id", KEY, nullable=True),
        sa.Column("last_run_at", sa.BigInteger(), nullable=True),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("plan_id"),
    )
    op.create_index("inspection_plan_of_owner", "inspection_plan", ["owner", "next_on"])


def _inspection_run() -> None:
    op.create_table(
        "inspection_run",
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("plan_id", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place_class", sa.String(32), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("passed", sa.Text(), nullable=True),
        sa.Column("failed", sa.Text(), nullable=True),
        sa.Column("unseen", sa.Text(), nullable=True),
        sa.Column("looked", sa.Text(), nullable=True),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("site_id", KEY, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("run_id"),
    )
    op.create_index("inspection_run_of_plan", "inspection_run", ["plan_id", "started_at"])
    op.create_index("inspection_run_by_time", "inspection_run", ["started_at"])


def _inspection_finding() -> None:
    op.create_table(
        "inspection_finding",
        sa.Column("finding_id", KEY, nullable=False),
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("plan_id", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("place_class", sa.String(32), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("gravity", sa.String(32), nullable=False),
        sa.Column("unit", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("answerer", KEY, nullable=True),
        sa.Column("site_id", KEY, nullable=True),
        sa.Column("camera_id", KEY, nullable=True),
        sa.Column("preset", sa.Text(), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("snapshot_at", sa.BigInteger(), nullable=True),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.Column("ordered_at", sa.BigInteger(), nullable=True),
        sa.Column("ordered_by", sa.Text(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("rechecked_at", sa.BigInteger(), nullable=True),
        sa.Column("rechecked_by", sa.Text(), nullable=True),
        sa.Column("reworks", sa.Integer(), nullable=False),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("repeat_of", sa.Text(), nullable=True),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("finding_id"),
    )
    op.create_index("inspection_finding_by_time", "inspection_finding", ["found_at"])
    op.create_index("inspection_finding_by_state", "inspection_finding", ["state", "found_at"])
    op.create_index("inspection_finding_of_owner", "inspection_finding", ["owner", "unit"])
    op.create_index("inspection_finding_of_run", "inspection_finding", ["run_id"])
    op.create_index("inspection_finding_of_site", "inspection_finding", ["site_id"])
