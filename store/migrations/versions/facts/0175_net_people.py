"""People of the net, and what they are in which grid."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0175"
down_revision = "facts_0174"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "net_person",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("area_code", KEY, nullable=False),
        sa.Column("account", KEY, nullable=True),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_index("net_person_by_area", "net_person", ["area_code"])
    op.create_index("net_person_by_account", "net_person", ["account"])
    op.create_index("net_person_by_seq", "net_person", ["seq"])
    op.create_table(
        "net_assignment",
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("grid", KEY, nullable=False),
        sa.Column("post", sa.String(32), nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("until", sa.String(10), nullable=True),
        sa.Column("covers", sa.Boolean(), nullable=False),
        sa.Column("covers_for", KEY, nullable=True),
        sa.Column("handling", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("shared_with", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("building", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("seq", SEQUENCE, nullable=False),
        sa.PrimaryKeyConstraint("assignment_id"),
    )
    op.create_index("net_assignment_of_grid", "net_assignment", ["grid", "since"])
    op.create_index("net_assignment_of_person", "net_assignment", ["person_id", "since"])
    op.create_index("net_assignment_by_post", "net_assignment", ["post", "since"])
    op.create_index("net_assignment_by_seq", "net_assignment", ["seq"])
