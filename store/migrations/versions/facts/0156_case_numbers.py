"""Statutory numbers have rows of their own: one of each body, year and serial."""

import json
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "facts_0156"
down_revision = "facts_0142"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_GIVEN = sa.text(
    "SELECT journal.seq, journal.state FROM entity_head "
    "JOIN journal ON journal.seq = entity_head.seq WHERE entity_head.kind = 'case_number'"
)


def upgrade() -> None:
    table = op.create_table(
        "case_number",
        sa.Column("number_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("body", KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("number_id"),
    )
    op.create_index(
        "one_case_number_per_serial", "case_number", ["body", "year", "serial"], unique=True
    )
    op.create_index("case_number_of_case", "case_number", ["case_code"])
    given = [_row(one.seq, json.loads(one.state)) for one in op.get_bind().execute(_GIVEN)]
    if given:
        op.bulk_insert(table, given)


def _row(seq: int, state: dict[str, object]) -> dict[str, object]:
    at = datetime.fromisoformat(str(state["at"]))
    names = ("number_id", "case_code", "body", "words", "year", "by", "serial")
    return {
        **{name: state.get(name) for name in names},
        "at": round(at.timestamp() * 1000),
        "seq": seq,
    }
