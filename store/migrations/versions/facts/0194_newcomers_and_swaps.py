"""Households that moved in, and swaps of shifts between workers of grids."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0194"
down_revision = "facts_0197"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "net_newcomer",
        sa.Column("newcomer_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("needs_visit", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("schedule_id", KEY, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("home", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("newcomer_id"),
    )
    op.create_index("net_newcomer_of_grid", "net_newcomer", ["area_code", "at"])
    op.create_table(
        "net_swap",
        sa.Column("swap_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("other_grid", KEY, nullable=False),
        sa.Column("asker", KEY, nullable=False),
        sa.Column("other", KEY, nullable=False),
        sa.Column("first", sa.String(10), nullable=False),
        sa.Column("last", sa.String(10), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("swap_id"),
    )
    op.create_index("net_swap_of_asker", "net_swap", ["asker", "asked_at"])
    op.create_index("net_swap_of_other", "net_swap", ["other", "asked_at"])
    op.create_index("net_swap_of_grid", "net_swap", ["area_code", "asked_at"])
