"""A row per area and day in the place of one per class; counted when the store is opened."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0046"
down_revision = "facts_0032"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTS = (
    "reported",
    "closed",
    "cancelled",
    "resolved",
    "resolved_in_target",
    "arrived",
    "arrived_in_target",
)
SPANS = ("accept_ms", "dispatch_ms", "travel_ms")


def upgrade() -> None:
    op.drop_table("stat_cell")
    op.create_table(
        "stat_day",
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in SPANS),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("area_code", "day"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "stat_place_by_count",
        "stat_place",
        ["month", "reported", "area_code", "lat_e3", "lon_e3"],
    )
    op.execute("DELETE FROM stat_head")
