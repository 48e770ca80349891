"""The rollups of incidents; they are filled when the store is opened with its rules."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0004"
down_revision = "facts_0001"
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
    op.create_table(
        "stat_head",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "stat_cell",
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("incident_class", sa.String(length=32), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in SPANS),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("area_code", "day", "incident_class"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stat_place",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("lat_e3", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lon_e3", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "area_code", "lat_e3", "lon_e3"),
        sqlite_with_rowid=False,
    )
