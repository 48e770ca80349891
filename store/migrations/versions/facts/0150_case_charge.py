"""Who is in charge of a case, what it was split from, and party names as they are spelled."""

import sqlalchemy as sa
from alembic import op

from store.columns import key_text

revision = "facts_0150"
down_revision = "facts_0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("deputy", "signed_by", "reviewed_by", "plan"):
        op.add_column("case", sa.Column(name, sa.Text(), nullable=True))
    none, yes = sa.text("0"), sa.true()
    op.add_column("case", sa.Column("resigned", sa.Integer(), nullable=False, server_default=none))
    op.add_column("case", sa.Column("split_from", key_text(), nullable=True))
    op.add_column(
        "case", sa.Column("is_due_certain", sa.Boolean(), nullable=False, server_default=yes)
    )
    op.create_index("case_by_split", "case", ["split_from"])
    op.create_index("case_by_joined", "case", ["joined_to"])
    op.add_column(
        "case_party", sa.Column("is_dead", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for name in ("pinyin", "initials"):
        op.add_column("case_party", sa.Column(name, key_text(), nullable=True))
        op.create_index(f"case_party_by_{name}", "case_party", [name])
    op.create_index("case_party_by_id_number", "case_party", ["id_number"])
    op.create_table(
        "case_draft",
        sa.Column("account", key_text(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
    )
