"""Passkeys of phones of the field, and what a phone is asked just now."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0285"
down_revision = "facts_0275"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "field_passkey",
        sa.Column("device_id", KEY, nullable=False),
        sa.Column("account", KEY, nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("device_id"),
    )
    op.create_table(
        "field_challenge",
        sa.Column("device_id", KEY, nullable=False),
        sa.Column("ask", sa.String(8), nullable=False),
        sa.Column("value", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("device_id"),
    )
