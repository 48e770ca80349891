"""Which parties a booking is for, and failed proofs of the pages of parties."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0160"
down_revision = "facts_0157"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("booking", sa.Column("expected", sa.Text(), nullable=True))
    op.create_table(
        "proof_failure",
        sa.Column("failure_key", KEY, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("failure_key"),
    )
    op.create_index("proof_failure_by_time", "proof_failure", ["last_at"])
