"""A source asks for what has changed since it last asked."""

from alembic import op

revision = "facts_0086"
down_revision = "facts_0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("incident_by_source_change", "incident", ["source", "seq"])
