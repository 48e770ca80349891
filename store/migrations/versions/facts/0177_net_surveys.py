"""Surveys: questionnaires, waves, samples, official results."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0177"
down_revision = "facts_0176"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _questionnaire()
    _survey_wave()
    _survey_sample()
    _official_result()


def _questionnaire() -> None:
    op.create_table(
        "questionnaire",
        sa.Column("questionnaire_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("measured", sa.Text(), nullable=False),
        sa.Column("good", sa.Text(), nullable=True),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("screen", sa.Text(), nullable=False),
        sa.Column("screen_ok", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("questionnaire_id"),
    )


def _survey_wave() -> None:
    op.create_table(
        "survey_wave",
        sa.Column("wave_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("wave", sa.String(32), nullable=False),
        sa.Column("mode", sa.String(32), nullable=False),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("questionnaire_id", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=True),
        sa.Column("populations", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("wave_id"),
    )


def _survey_sample() -> None:
    op.create_table(
        "survey_sample",
        sa.Column("sample_id", KEY, nullable=False),
        sa.Column("wave_id", KEY, nullable=False),
        sa.Column("town", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("token_hash", KEY, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("has_problem", sa.Boolean(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("sample_id"),
    )
    op.create_index("survey_sample_of_wave", "survey_sample", ["wave_id", "town", "outcome"])
    op.create_index("survey_sample_by_link", "survey_sample", ["token_hash"])


def _official_result() -> None:
    op.create_table(
        "official_result",
        sa.Column("result_id", KEY, nullable=False),
        sa.Column("wave", sa.String(32), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("permille", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("day", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("result_id"),
    )
