"""Accounts know their e-mail, last sign-in and when they were first ready; devices when seen."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0047"
down_revision = "facts_0046"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.BigInteger()


def upgrade() -> None:
    op.add_column("account", sa.Column("email", KEY, nullable=True))
    op.add_column("account", sa.Column("ready_at", MOMENT, nullable=True))
    op.add_column("account", sa.Column("signed_in_at", MOMENT, nullable=True))
    op.add_column("device", sa.Column("seen_at", MOMENT, nullable=True))
    op.create_index("one_account_per_email", "account", ["email"], unique=True)
    # Until now the first account ended the open view of this machine: it stays ended.
    op.execute("UPDATE account SET ready_at = created_at")


def downgrade() -> None:
    op.drop_index("one_account_per_email", "account")
    op.drop_column("device", "seen_at")
    op.drop_column("account", "signed_in_at")
    op.drop_column("account", "ready_at")
    op.drop_column("account", "email")
