"""A machine's own key lists the actions it has; every key until now has none of its own."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0087"
down_revision = "facts_0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("device", sa.Column("rights", sa.Text(), nullable=True))
