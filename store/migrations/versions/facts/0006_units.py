"""What a unit can do, and how it gets about."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0006"
down_revision = "facts_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("unit", sa.Column("skills", sa.Text(), nullable=False, server_default=""))
    op.add_column("unit", sa.Column("travel_mode", sa.String(length=8), nullable=True))


def downgrade() -> None:
    op.drop_column("unit", "travel_mode")
    op.drop_column("unit", "skills")
