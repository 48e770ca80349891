"""Findings told at a phone: when, how their place is known, and which inspection they became."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0265"
down_revision = "facts_0260"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("net_finding", sa.Column("inspection_id", KEY, nullable=True))
    op.add_column("net_finding", sa.Column("told_at", sa.BigInteger(), nullable=True))
    op.add_column("net_finding", sa.Column("fix", sa.String(16), nullable=True))
