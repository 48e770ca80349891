"""Dossiers whose years are over: listed, confirmed, erased."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0166"
down_revision = "facts_0165"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_disposal",
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("list_id", KEY, nullable=False),
        sa.Column("rule", sa.String(32), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.BigInteger(), nullable=False),
        sa.Column("listed_by", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(32), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("case_code"),
    )
    op.create_index("case_disposal_by_state", "case_disposal", ["state"])
    op.create_index("case_disposal_by_list", "case_disposal", ["listed_at", "list_id"])
