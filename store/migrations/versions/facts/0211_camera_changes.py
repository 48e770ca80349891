"""Of which cameras something is no more as it was filed."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0211"
down_revision = "facts_0226"
branch_labels = None
depends_on = None


def upgrade() -> None:
    changed = sa.Column("has_changed", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("camera", changed)
