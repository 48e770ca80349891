"""The squares of seconds to arrival beside their sum; what figures are filtered by in an index.

The table is made anew, and counted when the store is opened: a column after `packed` would be read
through its overflow pages.
"""

import sqlalchemy as sa
from alembic import op

revision = "facts_0055"
down_revision = "facts_0063"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTS = (
    "reported",
    "closed",
    "cancelled",
    "resolved",
    "resolved_in_target",
    "arrived",
    "arrived_in_target",
)
SUMS = ("accept_ms", "dispatch_ms", "travel_ms", "arrival_s2")


def upgrade() -> None:
    op.drop_table("stat_day")
    op.create_table(
        "stat_day",
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in SUMS),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("area_code", "day"),
        sqlite_with_rowid=False,
    )
    op.execute("DELETE FROM stat_head")
    op.drop_index("incident_by_time", "incident")
    op.create_index(
        "incident_by_time",
        "incident",
        ["reported_at", "number", "area_code", "incident_class", "severity", "status"],
    )
