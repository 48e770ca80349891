"""Items of urban management, the register of things, and the item a finding became."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0190"
down_revision = "facts_0194"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = {
    "net_item_by_time": ["at"],
    "net_item_by_state": ["state", "at"],
    "net_item_by_due": ["state", "due_at"],
    "net_item_of_owner": ["owner", "state", "at"],
    "net_item_of_unit": ["unit", "state", "at"],
    "net_item_by_area": ["area_code", "at"],
    "net_item_by_class": ["class_code", "at"],
}


def upgrade() -> None:
    _net_item()
    _city_part()
    op.add_column("net_finding", sa.Column("item_id", sa.Text(), nullable=True))


def _net_item() -> None:
    op.create_table(
        "net_item",
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("class_code", KEY, nullable=False),
        sa.Column("class_name", sa.Text(), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("limit_unit", sa.String(32), nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("town", KEY, nullable=True),
        sa.Column("unit", KEY, nullable=True),
        sa.Column("because", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("is_certain", sa.Boolean(), nullable=False),
        sa.Column("handled_at", sa.BigInteger(), nullable=True),
        sa.Column("handled_by", sa.Text(), nullable=True),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=True),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("reworks", sa.Integer(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(32), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("asked_limit", sa.Integer(), nullable=False),
        sa.Column("asked_unit", sa.String(32), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("hung_at", sa.BigInteger(), nullable=True),
        sa.Column("supervised_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("of", sa.Text(), nullable=True),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Text(), nullable=True),
        sa.Column("part_id", KEY, nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reporter", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("item_id"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "net_item", columns)


def _city_part() -> None:
    op.create_table(
        "city_part",
        sa.Column("part_id", KEY, nullable=False),
        sa.Column("class_code", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("condition", sa.String(32), nullable=False),
        sa.Column("surveyed_on", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("part_id"),
    )
    op.create_index("city_part_by_area", "city_part", ["area_code"])
