"""Where the journal begins once its oldest part was removed; merged incidents by an index."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0048"
down_revision = "facts_0047"
branch_labels = None
depends_on = None

SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MERGED = sa.text("merged_into IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "journal_base",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "incident_merged", "incident", ["merged_into"], sqlite_where=MERGED, postgresql_where=MERGED
    )
