"""What an incident has at the desk, notices, and timers."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0007"
down_revision = "facts_0006"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger()
WAITING = sa.text("state IN ('waiting', 'sent', 'delivered')")


def upgrade() -> None:
    for column in (
        sa.Column("caller_phone", sa.Text(), nullable=True),
        sa.Column("call_started_at", MOMENT, nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("disposition", sa.String(length=32), nullable=True),
        sa.Column("merged_into", KEY, nullable=True),
        sa.Column("links", sa.Text(), nullable=True),
        sa.Column("is_taken", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("incident", column)
    op.create_table(
        "notice",
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("assignment_id", KEY, nullable=True),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("chain", KEY, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("pending", sa.Text(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("notice_id"),
    )
    op.create_index("notice_of_incident", "notice", ["number", "at"])
    op.create_index("notice_of_assignment", "notice", ["assignment_id"])
    op.create_index(
        "notice_waiting", "notice", ["unit_id"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_table(
        "timer",
        sa.Column("timer_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("timer_id"),
    )
    op.create_index("timer_by_due", "timer", ["due_at"])
