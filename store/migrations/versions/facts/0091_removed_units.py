"""A unit may be taken away: its row stays for the assignments that name it."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0091"
down_revision = "facts_0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "unit", sa.Column("is_removed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
