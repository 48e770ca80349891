"""A source may use its id again once the earlier incident has ended: one open incident per id."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0072"
down_revision = "facts_0070"
branch_labels = None
depends_on = None

OPEN = sa.text("status NOT IN ('closed', 'cancelled')")


def upgrade() -> None:
    # SQLite cannot drop a constraint: the table is built anew (store/schema.py turns the foreign
    # keys off for that, and checks them afterwards).
    with op.batch_alter_table("incident") as batch:
        batch.drop_constraint("one_incident_per_source_id", type_="unique")
    op.create_index("incident_by_source", "incident", ["source", "source_id"])
    op.create_index(
        "one_open_incident_per_source_id",
        "incident",
        ["source", "source_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
