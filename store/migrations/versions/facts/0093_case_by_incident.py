"""Cases are found by the incident they began as, and what reminds of them by their kind."""

from alembic import op

revision = "facts_0093"
down_revision = "facts_0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("case_by_incident", "case", ["incident"])
    op.create_index("notice_of_kind", "notice", ["subject_kind", "state", "at"])
