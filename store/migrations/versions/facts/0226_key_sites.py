"""Key places and units, rooms of the video conference and their test calls."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0226"
down_revision = "facts_0225"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _key_site()
    _conference_room()
    _room_test()


def _key_site() -> None:
    op.create_table(
        "key_site",
        sa.Column("site_id", KEY, nullable=False),
        sa.Column("nature", sa.String(32), nullable=False),
        sa.Column("sort", sa.String(32), nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("hazards", sa.Text(), nullable=False),
        sa.Column("licences", sa.Text(), nullable=False),
        sa.Column("check_days", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Text(), nullable=False),
        sa.Column("cameras", sa.Text(), nullable=True),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("guard", sa.Text(), nullable=True),
        sa.Column("guard_phone", sa.Text(), nullable=True),
        sa.Column("check_note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("site_id"),
    )
    op.create_index("key_site_by_lat", "key_site", ["lat", "lon"])
    op.create_index("key_site_by_name", "key_site", ["name"])


def _conference_room() -> None:
    op.create_table(
        "conference_room",
        sa.Column("room_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("tested_at", sa.BigInteger(), nullable=True),
        sa.Column("tested_by", sa.Text(), nullable=True),
        sa.Column("result", sa.String(32), nullable=True),
        sa.Column("took_s", sa.Integer(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("room_id"),
    )


def _room_test() -> None:
    op.create_table(
        "room_test",
        sa.Column("test_id", KEY, nullable=False),
        sa.Column("room_id", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("result", sa.String(32), nullable=False),
        sa.Column("took_s", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("test_id"),
    )
    op.create_index("room_test_of_room", "room_test", ["room_id", "at"])
