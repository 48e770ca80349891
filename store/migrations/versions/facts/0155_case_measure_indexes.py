"""Months of cases are counted from an index alone."""

from alembic import op

revision = "facts_0155"
down_revision = "facts_0141"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("case_measure_by_registered", table_name="case_measure")
    op.drop_index("case_measure_by_closed", table_name="case_measure")
    for name, columns in {
        "case_measure_registered": ["registered_at", "is_sealed", "town", "category"],
        "case_measure_closed": ["closed_at", "is_sealed", "town", "accepted_at", "paused_s"],
        "case_measure_called_back": ["called_back_at"],
        "case_measure_by_matter": ["matter", "registered_at"],
    }.items():
        op.create_index(name, "case_measure", columns)
