"""Points of residents and party members: a ledger of their own."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0182"
down_revision = "facts_0180"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "resident_point",
        sa.Column("point_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("of", sa.String(32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reverses", KEY, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("point_id"),
    )
    op.create_index("resident_point_by_time", "resident_point", ["at"])
    op.create_index("resident_point_reversed", "resident_point", ["reverses"], unique=True)
