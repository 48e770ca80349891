"""What phones ask again and again: the orders of their unit, and what has reached them."""

from alembic import op

revision = "facts_0268"
down_revision = "facts_0265"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("assignment_of_unit", "assignment", ["unit_id", "assigned_at"])
    op.create_index("field_delivery_of_phone", "field_delivery", ["device_id", "delivered_at"])
