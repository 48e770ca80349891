"""Whether a fix of a track was invented by an app on the phone, by its own word."""

import sqlalchemy as sa
from alembic import op

revision = "positions_0194"
down_revision = "positions_0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark to tracks; a patrol is judged by it. None of the old fixes has it."""
    op.add_column(
        "track", sa.Column("is_mock", sa.Boolean(), nullable=False, server_default=sa.false())
    )
