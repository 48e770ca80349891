"""Photos of an activity that may be shown; called off; who told and who checked its cost."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0200"
down_revision = "facts_0190"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("party_activity", "community_activity"):
        op.add_column(table, sa.Column("shown_photos", sa.Text(), nullable=True))
    op.add_column("community_activity", sa.Column("called_off", sa.String(10), nullable=True))
    for name in ("cost_by", "cost_checked_by"):
        op.add_column("community_activity", sa.Column(name, sa.Text(), nullable=True))
