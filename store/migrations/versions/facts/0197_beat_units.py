"""Which units are the officers of a police beat."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0197"
down_revision = "facts_0184"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("beat", sa.Column("units", sa.Text(), nullable=True))
