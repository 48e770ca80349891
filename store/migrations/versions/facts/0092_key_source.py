"""A machine's own key may be bound to the name of one source."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0092"
down_revision = "facts_0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("device", sa.Column("source", sa.Text(), nullable=True))
