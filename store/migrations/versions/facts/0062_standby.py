"""Standby orders: a unit waits at a place, and has one such order at most."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0062"
down_revision = "facts_0048"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "standby",
        sa.Column("standby_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lat", sa.Float(53), nullable=False),
        sa.Column("lon", sa.Float(53), nullable=False),
        sa.Column("ordered_at", sa.BigInteger(), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ending", sa.String(length=16), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("standby_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.unit_id"]),
    )
    op.create_index(
        "one_open_standby_per_unit",
        "standby",
        ["unit_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
