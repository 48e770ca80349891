"""The register of looks through cameras."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0220"
down_revision = "facts_0240"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = {
    "camera_look_by_time": ["at"],
    "camera_look_of_camera": ["camera_id", "at"],
    "camera_look_of_person": ["by", "at"],
    "camera_look_about": ["about", "at"],
    "camera_look_open": ["ended_at", "until"],
}


def upgrade() -> None:
    op.create_table(
        "camera_look",
        sa.Column("look_id", KEY, nullable=False),
        sa.Column("camera_id", KEY, nullable=False),
        sa.Column("camera_name", sa.Text(), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("why", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("about", KEY, nullable=True),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("department", KEY, nullable=True),
        sa.Column("by_area", KEY, nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended", sa.String(32), nullable=True),
        sa.Column("span_start", sa.BigInteger(), nullable=True),
        sa.Column("span_end", sa.BigInteger(), nullable=True),
        sa.Column("shown_on", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("look_id"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "camera_look", columns)
