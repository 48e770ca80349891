"""Links of parties to their cases, and what parties said of them."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0140"
down_revision = "facts_0132"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_link",
        sa.Column("link_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("party_id", KEY, nullable=False),
        sa.Column("token_hash", KEY, nullable=False),
        sa.Column("is_pin", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("link_id"),
    )
    op.create_index("case_link_by_token", "case_link", ["token_hash"], unique=True)
    op.create_index("case_link_of_case", "case_link", ["case_code"])
    op.create_index(
        "one_open_link_per_party",
        "case_link",
        ["party_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "case_rating",
        sa.Column("rating_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("party_id", KEY, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("rating_id"),
    )
    op.create_index("case_rating_of_case", "case_rating", ["case_code"])
    op.create_index("case_rating_by_time", "case_rating", ["at"])
