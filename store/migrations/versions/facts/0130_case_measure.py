"""What figures need of each case, kept beside it."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0130"
down_revision = "facts_0094"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "case_measure",
        sa.Column("code", KEY, nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("town", KEY, nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("matter", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("people_count", sa.Integer(), nullable=False),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("body", KEY, nullable=True),
        sa.Column("level", sa.String(32), nullable=True),
        sa.Column("leader", KEY, nullable=True),
        sa.Column("clock", KEY, nullable=True),
        sa.Column("has_escalation", sa.Boolean(), nullable=False),
        sa.Column("routed_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_first_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("objections", sa.Integer(), nullable=False),
        sa.Column("objections_now", sa.Integer(), nullable=False),
        sa.Column("dispatched", sa.Integer(), nullable=False),
        sa.Column("paused_from", sa.BigInteger(), nullable=True),
        sa.Column("paused_s", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("is_extended", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("is_in_time", sa.Boolean(), nullable=True),
        sa.Column("procedure_result", sa.String(32), nullable=True),
        sa.Column("result", sa.String(32), nullable=True),
        sa.Column("is_written", sa.Boolean(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("promised_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("perform_by", sa.Date(), nullable=True),
        sa.Column("performed_at", sa.BigInteger(), nullable=True),
        sa.Column("breached_at", sa.BigInteger(), nullable=True),
        sa.Column("called_back_at", sa.BigInteger(), nullable=True),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    for name, columns in {
        "case_measure_by_registered": ["registered_at", "town", "category"],
        "case_measure_by_decided": ["decided_at"],
        "case_measure_by_stage": ["stage", "due_at"],
        "case_measure_by_closed": ["closed_at"],
        "case_measure_by_perform": ["perform_by"],
    }.items():
        op.create_index(name, "case_measure", columns)
