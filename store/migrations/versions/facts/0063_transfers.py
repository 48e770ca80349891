"""Notices to a department's desk: whose answer a transfer waits for."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0063"
down_revision = "facts_0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notice", sa.Column("department", sa.String(length=32), nullable=True))
