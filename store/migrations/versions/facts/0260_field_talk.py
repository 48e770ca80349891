"""Talk between the desk and its crews, and broadcasts."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0260"
down_revision = "facts_0250"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "field_message",
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("pressed_at", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("units", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("field_message_of_talk", "field_message", ["number", "n"], unique=True)
    op.create_table(
        "field_broadcast",
        sa.Column("broadcast_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("kinds", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("tallied_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id"),
    )
    op.create_index("field_broadcast_by_time", "field_broadcast", ["at"])
    op.create_table(
        "field_reader",
        sa.Column("broadcast_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("broadcast_id", "unit_id"),
    )
    op.create_index("field_reader_of_unit", "field_reader", ["unit_id", "broadcast_id"])
