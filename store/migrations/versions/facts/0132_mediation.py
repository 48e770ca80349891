"""Mediation: the pool, choices, sessions, partners, opinions, agreements."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0132"
down_revision = "facts_0131"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mediator",
        sa.Column("mediator_id", KEY, nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("sex", sa.String(32), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=True),
        sa.Column("pool", sa.Text(), nullable=True),
        sa.Column("dialects", sa.Text(), nullable=True),
        sa.Column("towns", sa.Text(), nullable=True),
        sa.Column("days", sa.Text(), nullable=True),
        sa.Column("groups", sa.Text(), nullable=True),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("account", KEY, nullable=True),
        sa.Column("term_from", sa.Text(), nullable=True),
        sa.Column("term_until", sa.Text(), nullable=True),
        sa.Column("works_with_minors", sa.Boolean(), nullable=False),
        sa.Column("training_hours", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("state_since", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("mediator_id"),
    )
    op.create_index("mediator_by_account", "mediator", ["account"], unique=True)
    op.create_index("mediator_by_state", "mediator", ["state", "mediator_id"])
    op.create_table(
        "mediation_wishes",
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("asked_for", sa.Text(), nullable=True),
        sa.Column("objected_to", sa.Text(), nullable=True),
        sa.Column("sex", sa.String(32), nullable=True),
        sa.Column("dialect", sa.Text(), nullable=True),
        sa.Column("day", sa.String(32), nullable=True),
        sa.Column("conflicts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("case_code"),
    )
    op.create_table(
        "mediator_choice",
        sa.Column("choice_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.String(32), nullable=False),
        sa.Column("mediators", sa.Text(), nullable=True),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.Column("offers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("barred", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("choice_id"),
    )
    op.create_index("mediator_choice_of_case", "mediator_choice", ["case_code", "at"])
    op.create_table(
        "mediation_session",
        sa.Column("session_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("begins_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("manner", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("planned_by", sa.Text(), nullable=False),
        sa.Column("mediators", sa.Text(), nullable=True),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("booking", sa.Text(), nullable=True),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("consents", sa.Text(), nullable=True),
        sa.Column("refusals", sa.Text(), nullable=True),
        sa.Column("guests", sa.Text(), nullable=True),
        sa.Column("told_protection", sa.Boolean(), nullable=False),
        sa.Column("told_police", sa.Boolean(), nullable=False),
        sa.Column("held_by", sa.Text(), nullable=True),
        sa.Column("guest_names", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("issues", sa.Text(), nullable=True),
        sa.Column("positions", sa.Text(), nullable=True),
        sa.Column("undisputed", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("session_id"),
    )
    op.create_index("mediation_session_of_case", "mediation_session", ["case_code", "begins_at"])
    op.create_index("mediation_session_by_time", "mediation_session", ["state", "begins_at"])
    op.create_table(
        "allowance",
        sa.Column("allowance_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("mediator_id", KEY, nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("payer", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("allowance_id"),
    )
    op.create_index("allowance_of_case", "allowance", ["case_code", "at"])
    op.create_index("allowance_of_mediator", "allowance", ["mediator_id", "at"])
    op.create_table(
        "involvement",
        sa.Column("involvement_id", KEY, nullable=False),
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("account", KEY, nullable=False),
        sa.Column("partner", sa.String(32), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("tells_names", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("involvement_id"),
    )
    op.create_index("involvement_of_case", "involvement", ["case_code", "asked_at"])
    op.create_index("involvement_by_account", "involvement", ["account", "asked_at"])
    op.create_table(
        "opinion_request",
        sa.Column("opinion_id", KEY, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("adviser", KEY, nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("people", sa.Text(), nullable=True),
        sa.Column("bodies", sa.Text(), nullable=True),
        sa.Column("case_code", KEY, nullable=True),
        sa.Column("risk", sa.String(32), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("followed", sa.String(32), nullable=True),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("opinion_id"),
    )
    op.create_index("opinion_request_by_time", "opinion_request", ["asked_at", "opinion_id"])
    op.create_index("opinion_request_by_adviser", "opinion_request", ["adviser", "asked_at"])
    op.create_index("opinion_request_of_case", "opinion_request", ["case_code"])
    op.create_table(
        "settlement",
        sa.Column("case_code", KEY, nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("manner", sa.String(32), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("effective_at", sa.BigInteger(), nullable=False),
        sa.Column("parties", sa.Text(), nullable=True),
        sa.Column("confirm_until", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("confirmation", sa.String(32), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("filed_at", sa.BigInteger(), nullable=True),
        sa.Column("court_number", sa.Text(), nullable=True),
        sa.Column("ruled_at", sa.BigInteger(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("issues", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("case_code"),
    )
    op.create_index("settlement_by_term", "settlement", ["confirmation", "confirm_until"])
