"""Party organisations in four levels, their members and activities, and self-governance."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0180"
down_revision = "facts_0177"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "party_organisation",
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", KEY, nullable=True),
        sa.Column("founded", sa.String(10), nullable=True),
        sa.Column("term_end", sa.String(10), nullable=True),
        sa.Column("ended", sa.String(10), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("secretary", sa.Text(), nullable=True),
        sa.Column("deputy", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id"),
    )
    op.create_index("party_organisation_by_area", "party_organisation", ["area_code"])
    op.create_table(
        "party_member",
        sa.Column("member_id", KEY, nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("roll", sa.String(32), nullable=False),
        sa.Column("trade", sa.Text(), nullable=True),
        sa.Column("duty_post", sa.Text(), nullable=True),
        sa.Column("volunteer_hours", sa.Integer(), nullable=False),
        sa.Column("left", sa.String(10), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("member_id"),
    )
    op.create_index("party_member_by_area", "party_member", ["area_code"])
    op.create_index("party_member_of_organisation", "party_member", ["organisation_id"])
    op.create_table(
        "household_link",
        sa.Column("link_id", KEY, nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("member_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
        sa.Column("last_contact", sa.String(10), nullable=True),
        sa.Column("ended", sa.String(10), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("household", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("link_id"),
    )
    op.create_index("household_link_by_area", "household_link", ["area_code"])
    op.create_index("household_link_of_member", "household_link", ["member_id"])
    op.create_table(
        "party_activity",
        sa.Column("activity_id", KEY, nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("activity", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("activity_id"),
    )
    op.create_index("party_activity_by_area", "party_activity", ["area_code", "day"])
    op.create_index("party_activity_by_day", "party_activity", ["day"])
    op.create_index("party_activity_of_organisation", "party_activity", ["organisation_id", "day"])
    op.create_table(
        "self_governance_place",
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("opened", sa.String(10), nullable=True),
        sa.Column("ended", sa.String(10), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("head", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("place_id"),
    )
    op.create_index("self_governance_place_by_area", "self_governance_place", ["area_code"])
    op.create_table(
        "community_activity",
        sa.Column("activity_id", KEY, nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.Column("cost_fen", sa.BigInteger(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("activity_id"),
    )
    op.create_index("community_activity_by_area", "community_activity", ["area_code", "day"])
    op.create_index("community_activity_by_day", "community_activity", ["day"])
