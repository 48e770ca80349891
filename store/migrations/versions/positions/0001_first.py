"""Positions, tracks, quarantine, devices held for adoption."""

import sqlalchemy as sa
from alembic import op

revision = "positions_0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger()
DOUBLE = sa.Float(53)


def upgrade() -> None:
    op.create_table(
        "pending_device",
        sa.Column("device_id", KEY, nullable=False),
        sa.Column("lat", DOUBLE, nullable=True),
        sa.Column("lon", DOUBLE, nullable=True),
        sa.Column("fix_at", MOMENT, nullable=True),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("times_seen", sa.Integer(), nullable=False),
        sa.Column("speed_kmh", DOUBLE, nullable=True),
        sa.Column("bearing_deg", DOUBLE, nullable=True),
        sa.Column("accuracy_m", DOUBLE, nullable=True),
        sa.Column("battery", DOUBLE, nullable=True),
        sa.PrimaryKeyConstraint("device_id"),
    )
    op.create_index("pending_device_by_silence", "pending_device", ["last_seen_at"])
    op.create_table(
        "position",
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("lat", DOUBLE, nullable=False),
        sa.Column("lon", DOUBLE, nullable=False),
        sa.Column("speed_kmh", DOUBLE, nullable=True),
        sa.Column("bearing_deg", DOUBLE, nullable=True),
        sa.Column("accuracy_m", DOUBLE, nullable=True),
        sa.Column("battery", DOUBLE, nullable=True),
        sa.PrimaryKeyConstraint("unit_id"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "track",
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("lat", DOUBLE, nullable=False),
        sa.Column("lon", DOUBLE, nullable=False),
        sa.Column("speed_kmh", DOUBLE, nullable=True),
        sa.Column("bearing_deg", DOUBLE, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("unit_id", "at"),
        sqlite_with_rowid=False,
    )
    op.create_index("track_by_age", "track", ["is_demo", "at"])


def downgrade() -> None:
    op.drop_table("track")
    op.drop_table("quarantine")
    op.drop_table("position")
    op.drop_table("pending_device")
