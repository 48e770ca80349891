"""A case keeps who refused it: another person closes it."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0094"
down_revision = "facts_0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("refused_by", sa.Text(), nullable=True))
