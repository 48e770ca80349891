"""A feed's key may be for one unit only."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0056"
down_revision = "facts_0055"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("device", sa.Column("unit_id", KEY, nullable=True))
