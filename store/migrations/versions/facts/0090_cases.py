"""Cases of the dispute centre, and the people in them."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0090"
down_revision = "facts_0089"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "case",
        sa.Column("code", KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("matter", sa.String(32), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("first_clerk", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("people_count", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=True),
        sa.Column("area_code", KEY, nullable=True),
        sa.Column("incident", KEY, nullable=True),
        sa.Column("bodies", sa.Text(), nullable=True),
        sa.Column("people", sa.Text(), nullable=True),
        sa.Column("is_sealed", sa.Boolean(), nullable=False),
        sa.Column("never", sa.Text(), nullable=True),
        sa.Column("way", sa.String(32), nullable=True),
        sa.Column("level", sa.String(32), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("co_bodies", sa.Text(), nullable=True),
        sa.Column("leader", sa.Text(), nullable=True),
        sa.Column("mediators", sa.Text(), nullable=True),
        sa.Column("handlers", sa.Text(), nullable=True),
        sa.Column("clock", sa.Text(), nullable=True),
        sa.Column("clock_from", sa.BigInteger(), nullable=True),
        sa.Column("routed_at", sa.BigInteger(), nullable=True),
        sa.Column("answer_by", sa.BigInteger(), nullable=True),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("amber_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("has_been_extended", sa.Boolean(), nullable=False),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("ground", sa.String(32), nullable=True),
        sa.Column("supervision", sa.Integer(), nullable=False),
        sa.Column("objections", sa.Integer(), nullable=False),
        sa.Column("has_objection", sa.Boolean(), nullable=False),
        sa.Column("procedure_result", sa.String(32), nullable=True),
        sa.Column("result", sa.String(32), nullable=True),
        sa.Column("remedy", sa.String(32), nullable=True),
        sa.Column("papers", sa.Text(), nullable=True),
        sa.Column("form", sa.String(32), nullable=True),
        sa.Column("instalments", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("breached_at", sa.BigInteger(), nullable=True),
        sa.Column("called_back_by", sa.Text(), nullable=True),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("joined_to", KEY, nullable=True),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("agreement", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("case_by_time", "case", ["registered_at", "code"])
    op.create_index("case_by_stage", "case", ["stage", "registered_at", "code"])
    op.create_index("case_by_body", "case", ["body", "registered_at", "code"])
    op.create_index("case_by_due", "case", ["due_at"])
    op.create_index("one_case_per_source", "case", ["source", "source_id"], unique=True)
    op.create_table(
        "case_party",
        sa.Column("party_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("party", sa.String(32), nullable=False),
        sa.Column("name", KEY, nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("id_number", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("party_id"),
    )
    op.create_index("case_party_of_case", "case_party", ["case_code"])
    op.create_index("case_party_by_name", "case_party", ["name"])
    op.create_index("case_party_by_phone", "case_party", ["phone"])
