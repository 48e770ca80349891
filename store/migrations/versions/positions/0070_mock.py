"""Whether a position was invented by an app on the phone, by its own word."""

import sqlalchemy as sa
from alembic import op

revision = "positions_0070"
down_revision = "positions_0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark to positions and to devices that wait; none of the old ones has it."""
    for table in ("position", "pending_device"):
        op.add_column(
            table, sa.Column("is_mock", sa.Boolean(), nullable=False, server_default=sa.false())
        )
