"""How far the review of a petition's answer is, by whom, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0184"
down_revision = "facts_0182"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("review", sa.String(32), nullable=True))
    op.add_column("case", sa.Column("review_by", sa.Text(), nullable=True))
    for name in ("ask_by", "answer_due"):
        op.add_column("case", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_index("case_by_answer_due", "case", ["answer_due"])
