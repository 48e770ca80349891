"""A source asks for what has changed since it last asked."""

from alembic import op

revision = "facts_0088"
down_revision = "facts_0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("incident_by_source_change", "incident", ["source", "seq"])
