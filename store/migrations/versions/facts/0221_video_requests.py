"""Requests for recordings: to take them away, to let a citizen look, to publish."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0221"
down_revision = "facts_0215"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = {
    "video_request_by_time": ["at"],
    "video_request_of_owner": ["owner", "at"],
    "video_request_due": ["delete_at"],
}


def upgrade() -> None:
    op.create_table(
        "video_request",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("camera_name", sa.Text(), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("about", KEY, nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("relation", sa.String(32), nullable=True),
        sa.Column("consent", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("masked", sa.Text(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("delete_at", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("hold", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("applicant", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("request_id"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "video_request", columns)
