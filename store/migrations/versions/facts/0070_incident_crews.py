"""What an incident's crews say of it, and the words of its address."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0070"
down_revision = "facts_0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_stated = sa.Column("is_stated", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("incident", is_stated)
    op.add_column("incident", sa.Column("unserved_since", sa.BigInteger(), nullable=True))
    op.add_column("incident", sa.Column("address", sa.Text(), nullable=True))
