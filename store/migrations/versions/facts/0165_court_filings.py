"""What a court took in, entered on a page."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0165"
down_revision = "facts_0161"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "court_filing",
        sa.Column("filing_id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("town", KEY, nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("filing_id"),
    )
