"""Credit: rules, ledgers, deductions, second visits, absences, months."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0174"
down_revision = "facts_0170"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _credit_rule()
    _credit_entry()
    _credit_deduction()
    _credit_revisit()
    _credit_absence()
    _credit_month()


def _credit_rule() -> None:
    op.create_table(
        "credit_rule",
        sa.Column("rule_key", KEY, nullable=False),
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("ledger", sa.String(32), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(32), nullable=False),
        sa.Column("merges", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("rule_key"),
    )
    op.create_index("one_version_per_number", "credit_rule", ["rule_id", "version"], unique=True)


def _credit_entry() -> None:
    op.create_table(
        "credit_entry",
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("ledger", sa.String(32), nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("grid", KEY, nullable=False),
        sa.Column("month", KEY, nullable=False),
        sa.Column("day", KEY, nullable=False),
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("outcomes", sa.Text(), nullable=True),
        sa.Column("left_out", sa.Text(), nullable=True),
        sa.Column("reverses", KEY, nullable=True),
        sa.Column("deduction_id", KEY, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("credit_entry_of_person", "credit_entry", ["person", "day"])
    op.create_index("credit_entry_of_month", "credit_entry", ["month", "area_code", "person"])
    op.create_index("credit_entry_by_day", "credit_entry", ["day"])
    op.create_index("credit_entry_of_deduction", "credit_entry", ["deduction_id"])
    op.create_index("credit_entry_reversed", "credit_entry", ["reverses"])


def _credit_deduction() -> None:
    op.create_table(
        "credit_deduction",
        sa.Column("deduction_id", KEY, nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("grid", KEY, nullable=False),
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("appeal_until", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("takes_back", KEY, nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("appealed_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("admitted_by", sa.Text(), nullable=True),
        sa.Column("admitted_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("admitted_why", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("deduction_id"),
    )
    op.create_index("credit_deduction_of_person", "credit_deduction", ["person", "told_at"])
    op.create_index("credit_deduction_by_state", "credit_deduction", ["state", "appeal_until"])


def _credit_revisit() -> None:
    op.create_table(
        "credit_revisit",
        sa.Column("revisit_id", KEY, nullable=False),
        sa.Column("outcome_id", KEY, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("day", KEY, nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("visitor", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("grid", KEY, nullable=False),
        sa.Column("drawn_at", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.String(32), nullable=True),
        sa.Column("found_by", sa.Text(), nullable=True),
        sa.Column("found_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("revisit_id"),
    )
    op.create_index("credit_revisit_of_visitor", "credit_revisit", ["visitor", "drawn_at"])
    op.create_index("credit_revisit_by_time", "credit_revisit", ["drawn_at"])


def _credit_absence() -> None:
    op.create_table(
        "credit_absence",
        sa.Column("absence_id", KEY, nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("first", KEY, nullable=False),
        sa.Column("last", KEY, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("absence_id"),
    )
    op.create_index("credit_absence_of_person", "credit_absence", ["person", "first"])


def _credit_month() -> None:
    op.create_table(
        "credit_month",
        sa.Column("month", KEY, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("rewards", sa.Integer(), nullable=False),
        sa.Column("penalties", sa.Integer(), nullable=False),
        sa.Column("ran_at", sa.BigInteger(), nullable=False),
        sa.Column("ran_by", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("month"),
    )
