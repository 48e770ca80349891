"""What code read out of ids and texts stands in columns of its own.

The head of a notice, the day a record is of, the device of an alarm: the last place where an id is
taken apart.
"""

import sqlalchemy as sa
from alembic import op

revision = "facts_0089"
down_revision = "facts_0088"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _heads_of_notices(is_sqlite)
    _days(is_sqlite)
    _devices()


def _heads_of_notices(is_sqlite: bool) -> None:
    op.add_column("notice", sa.Column("head", sa.Text(), nullable=False, server_default=""))
    before = "substr(text, 1, instr(text, '：') - 1)" if is_sqlite else "split_part(text, '：', 1)"
    op.execute(
        f"UPDATE notice SET head = CASE WHEN text LIKE '%：%' THEN {before} ELSE text END"  # noqa: S608 - constants
    )


def _days(is_sqlite: bool) -> None:
    op.add_column("entity_head", sa.Column("day", sa.String(10), nullable=True))
    day = "json_extract(state, '$.day')" if is_sqlite else "state::json->>'day'"
    op.execute(
        f"UPDATE entity_head SET day = (SELECT {day} FROM journal "  # noqa: S608 - constants
        "WHERE journal.seq = entity_head.seq) WHERE kind = 'duty'"
    )
    there = sa.text("day IS NOT NULL")
    op.create_index(
        "entity_head_by_day",
        "entity_head",
        ["day", "kind"],
        sqlite_where=there,
        postgresql_where=there,
    )


def _devices() -> None:
    op.add_column("incident", sa.Column("device_id", KEY, nullable=True))
    columns = ("number", "incident_class", "source_id", "device_id")
    incident = sa.table("incident", *(sa.column(name) for name in columns))
    bind = op.get_bind()
    alarms = sa.select(incident.c.number, incident.c.source_id).where(
        incident.c.incident_class == "sos"
    )
    for number, source_id in bind.execute(alarms).all():
        if device := source_id.rpartition(":")[0]:
            change = incident.update().where(incident.c.number == number)
            bind.execute(change.values(device_id=device))
