"""A written agreement that is not signed yet binds since no moment."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0157"
down_revision = "facts_0156"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("settlement") as batch:
        batch.alter_column("effective_at", existing_type=sa.BigInteger(), nullable=True)
