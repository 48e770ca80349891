"""The record can be searched by who did it and by what it is about."""

from alembic import op

revision = "facts_0032"
down_revision = "facts_0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("journal_by_actor", "journal", ["actor", "seq"])
    op.create_index("journal_by_kind", "journal", ["kind", "seq"])


def downgrade() -> None:
    op.drop_index("journal_by_kind", "journal")
    op.drop_index("journal_by_actor", "journal")
