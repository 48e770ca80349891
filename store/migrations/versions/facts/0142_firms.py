"""The enterprise station: firms, what hangs on them, and its library."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0142"
down_revision = "facts_0155"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "firm",
        sa.Column("credit_code", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("industry", sa.Text(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("risk", sa.String(32), nullable=False),
        sa.Column("bodies", sa.Text(), nullable=True),
        sa.Column("people", sa.Text(), nullable=True),
        sa.Column("marks", sa.Text(), nullable=True),
        sa.Column("founded", sa.Integer(), nullable=True),
        sa.Column("area_code", KEY, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("credit_code"),
    )
    op.create_index("firm_by_name", "firm", ["name"])
    op.create_table(
        "firm_visit",
        sa.Column("visit_id", KEY, nullable=False),
        sa.Column("credit_code", KEY, nullable=False),
        sa.Column("visit", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("visit_id"),
    )
    op.create_index("firm_visit_of_firm", "firm_visit", ["credit_code", "at"])
    op.create_index("firm_visit_by_time", "firm_visit", ["at"])
    op.create_table(
        "firm_request",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("credit_code", KEY, nullable=False),
        sa.Column("request", sa.String(32), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("satisfied", sa.Integer(), nullable=True),
        sa.Column("case_code", KEY, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index("firm_request_of_firm", "firm_request", ["credit_code", "at"])
    op.create_index("firm_request_by_time", "firm_request", ["at"])
    op.create_table(
        "firm_enforcement",
        sa.Column("enforcement_id", KEY, nullable=False),
        sa.Column("credit_code", KEY, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("due_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("paid_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("enforcement_id"),
    )
    op.create_index("firm_enforcement_of_firm", "firm_enforcement", ["credit_code", "at"])
    op.create_table(
        "firm_waiver",
        sa.Column("waiver_id", KEY, nullable=False),
        sa.Column("credit_code", KEY, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("waiver_id"),
    )
    op.create_index("firm_waiver_of_firm", "firm_waiver", ["credit_code", "at"])
    op.create_table(
        "firm_policy",
        sa.Column("policy_id", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("qualifies", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("industries", sa.Text(), nullable=True),
        sa.Column("least_staff", sa.Integer(), nullable=True),
        sa.Column("most_staff", sa.Integer(), nullable=True),
        sa.Column("marks", sa.Text(), nullable=True),
        sa.Column("founded_from", sa.Integer(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("policy_id"),
    )
    op.create_table(
        "reception_day",
        sa.Column("reception_id", KEY, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("firms", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("reception_id"),
    )
    op.create_table(
        "technology_envoy",
        sa.Column("envoy_id", KEY, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("firms", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("envoy_id"),
    )
