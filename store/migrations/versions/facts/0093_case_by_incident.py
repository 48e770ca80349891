"""Cases are found by the incident they began as."""

from alembic import op

revision = "facts_0093"
down_revision = "facts_0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("case_by_incident", "case", ["incident"])
