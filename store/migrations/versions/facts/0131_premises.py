"""Rooms and mediators are booked, and numbers of the queue are called, each once."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0131"
down_revision = "facts_0130"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CALLED = sa.text("state = 'called'")


def upgrade() -> None:
    op.create_table(
        "booking",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("begins_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("mediators", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("booking_id"),
    )
    op.create_index("booking_of_case", "booking", ["case_code"])
    op.create_index("booking_by_time", "booking", ["begins_at", "ends_at"])
    op.create_table(
        "booking_slot",
        sa.Column("slot_id", SEQUENCE, nullable=False, autoincrement=True),
        sa.Column("resource", KEY, nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("booking_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("slot_id"),
    )
    op.create_index("one_booking_per_slot", "booking_slot", ["resource", "slot"], unique=True)
    op.create_index("slots_of_booking", "booking_slot", ["booking_id"])
    op.create_table(
        "ticket",
        sa.Column("ticket_id", KEY, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.Column("window", sa.Text(), nullable=True),
        sa.Column("for_window", sa.Text(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("ticket_id"),
    )
    op.create_index("one_ticket_per_number", "ticket", ["day", "zone", "number"], unique=True)
    op.create_index("ticket_by_state", "ticket", ["day", "state", "taken_at"])
    op.create_index(
        "one_ticket_per_window",
        "ticket",
        ["window"],
        unique=True,
        sqlite_where=CALLED,
        postgresql_where=CALLED,
    )
    op.create_table(
        "ticket_turn",
        sa.Column("turn_id", SEQUENCE, nullable=False, autoincrement=True),
        sa.Column("ticket_id", KEY, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("turn_id"),
    )
    op.create_index("one_window_per_turn", "ticket_turn", ["ticket_id", "turn"], unique=True)
