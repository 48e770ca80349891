"""Calls to the parties of cases; the queue by due day and mediators' work over an index."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0161"
down_revision = "facts_0160"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case_call",
        sa.Column("call_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("party_id", KEY, nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("why", sa.String(32), nullable=False),
        sa.Column("came", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("again_on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("call_id"),
    )
    op.create_index("case_call_of_case", "case_call", ["case_code", "at"])
    op.create_index(
        "case_open_by_due",
        "case",
        [sa.text("coalesce(due_at, answer_by, 253370764800000)"), "code"],
        sqlite_where=sa.text("stage <> 'closed'"),
        postgresql_where=sa.text("stage <> 'closed'"),
    )
    op.create_index("case_by_closed", "case", ["closed_at", "code"])
    work = ["mediators", "procedure_result", "stage", "is_sealed", "result"]
    op.create_index("case_mediated", "case", [*work, "accepted_at", "closed_at", "satisfaction"])
