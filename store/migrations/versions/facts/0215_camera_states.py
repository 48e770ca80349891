"""What was measured of cameras."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0215"
down_revision = "facts_0211"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "camera_state",
        sa.Column("camera_id", KEY, primary_key=True),
        sa.Column("is_signalled", sa.Boolean()),
        sa.Column("signalled_at", sa.BigInteger()),
        sa.Column("has_stream", sa.Boolean()),
        sa.Column("stream_at", sa.BigInteger()),
        sa.Column("first_frame_at", sa.BigInteger()),
        sa.Column("picture", sa.String(16)),
        sa.Column("picture_at", sa.BigInteger()),
        sa.Column("clock_off_s", sa.Float(53)),
        sa.Column("trouble", sa.Text()),
    )
