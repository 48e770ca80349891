"""Talk about cases, help of the grid in them, and broadcasts to whoever comes on duty later."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0275"
down_revision = "facts_0268"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_message",
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
    op.create_index("case_message_of_talk", "case_message", ["number", "n"], unique=True)
    op.create_table(
        "case_help",
        sa.Column("help_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ending", sa.String(16), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("task", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("help_id"),
    )
    op.create_index("case_help_of_case", "case_help", ["case_code"])
    op.create_index("case_help_of_unit", "case_help", ["unit_id", "at"])
    op.add_column("field_broadcast", sa.Column("ends_at", sa.BigInteger(), nullable=True))
    for name in ("later", "later_read"):
        counted = sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        op.add_column("field_broadcast", counted)
    op.add_column("field_reader", sa.Column("joined_at", sa.BigInteger(), nullable=True))
