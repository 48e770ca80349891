"""Phones of the field: bindings, their keys, their acts, and what reached them."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0250"
down_revision = "facts_0221"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "field_device",
        sa.Column("device_id", KEY, nullable=False),
        sa.Column("account", KEY, nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("area_code", KEY, nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("on_duty_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("gone", sa.String(32), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("device_id"),
    )
    op.create_index("field_device_of_unit", "field_device", ["unit_id", "revoked_at"])
    op.create_index("field_device_of_account", "field_device", ["account", "revoked_at"])
    op.create_table(
        "field_key",
        sa.Column("device_id", KEY, nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("push", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("device_id"),
    )
    op.create_index("one_field_device_per_key", "field_key", ["key_hash"], unique=True)
    op.create_table(
        "field_act",
        sa.Column("device_id", KEY, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("pressed_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device_id", "key"),
    )
    op.create_index("field_act_by_time", "field_act", ["received_at"])
    op.create_table(
        "field_delivery",
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("device_id", KEY, nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("notice_id", "device_id"),
    )
