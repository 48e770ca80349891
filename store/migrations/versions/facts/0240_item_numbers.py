"""Numbers by which people call the items of urban management."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0240"
down_revision = "facts_0200"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("net_item", sa.Column("number", KEY, nullable=True))
    op.add_column("net_item", sa.Column("serial", sa.Integer(), nullable=True))
    op.create_index("net_item_by_number", "net_item", ["number"], unique=True)
