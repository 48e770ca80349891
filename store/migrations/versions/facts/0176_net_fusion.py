"""Whistles, police beats, items pushed both ways, joint actions, law partners."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0176"
down_revision = "facts_0175"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _whistle()
    _whistle_call()
    _beat()
    _grid_push()
    _joint_action()
    _law_partner()
    _law_service()


def _whistle() -> None:
    op.create_table(
        "whistle",
        sa.Column("whistle_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("urgency", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("whistle_id"),
    )
    op.create_index("whistle_by_time", "whistle", ["at"])


def _whistle_call() -> None:
    op.create_table(
        "whistle_call",
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("whistle_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("coming_at", sa.BigInteger(), nullable=True),
        sa.Column("arrived_at", sa.BigInteger(), nullable=True),
        sa.Column("arrived_by", sa.Text(), nullable=True),
        sa.Column("reported_at", sa.BigInteger(), nullable=True),
        sa.Column("supervised_at", sa.BigInteger(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.BigInteger(), nullable=True),
        sa.Column("rated_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("call_id"),
    )
    op.create_index("whistle_call_of_whistle", "whistle_call", ["whistle_id"])
    op.create_index("whistle_call_of_owner", "whistle_call", ["owner", "at"])


def _beat() -> None:
    op.create_table(
        "beat",
        sa.Column("code", KEY, nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("covers", sa.Text(), nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("officers", sa.Text(), nullable=True),
        sa.Column("auxiliary", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )


def _grid_push() -> None:
    op.create_table(
        "grid_push",
        sa.Column("push_id", KEY, nullable=False),
        sa.Column("direction", sa.String(32), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("incident", sa.Text(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("push_id"),
    )
    op.create_index("grid_push_by_time", "grid_push", ["at"])


def _joint_action() -> None:
    op.create_table(
        "joint_action",
        sa.Column("action_id", KEY, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("day", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("is_resolved", sa.Boolean(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("police_people", sa.Text(), nullable=True),
        sa.Column("grid_people", sa.Text(), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("action_id"),
    )
    op.create_index("joint_action_by_day", "joint_action", ["day"])


def _law_partner() -> None:
    op.create_table(
        "law_partner",
        sa.Column("partner_id", KEY, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("grids", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("partner_id"),
    )


def _law_service() -> None:
    op.create_table(
        "law_service",
        sa.Column("service_id", KEY, nullable=False),
        sa.Column("service", sa.String(32), nullable=False),
        sa.Column("day", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("partners", sa.Text(), nullable=True),
        sa.Column("audience", sa.Integer(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("people", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("service_id"),
    )
    op.create_index("law_service_by_day", "law_service", ["day"])
