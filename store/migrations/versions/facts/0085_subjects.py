"""Notices and timers name the entity they are about; every head names what it hangs on."""

import sqlalchemy as sa
from alembic import op

revision = "facts_0085"
down_revision = "facts_0072"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
HANG_ON_INCIDENTS = "('assignment', 'checklist_answers', 'note', 'file', 'check_in', 'notice')"


def upgrade() -> None:
    _notices()
    _timers()
    _heads()


def _notices() -> None:
    op.drop_index("notice_of_incident", "notice")
    op.alter_column("notice", "number", new_column_name="subject_id")
    _add_kind("notice")
    op.add_column(
        "notice", sa.Column("purpose", sa.String(16), nullable=False, server_default="order")
    )
    op.execute(
        "UPDATE notice SET subject_kind = 'standby', subject_id = chain WHERE subject_id = ''"
    )
    op.execute("UPDATE notice SET purpose = 'escalation' WHERE level > 1")
    for mark, purpose in (
        ("transfer", "transfer"),
        ("corrected", "corrected"),
        ("unserved", "unserved"),
        ("check-in", "check_in"),
    ):
        # The only place where an id is still read: until now nothing else told.
        named = sa.text("UPDATE notice SET purpose = :purpose WHERE notice_id LIKE :mark")
        op.execute(named.bindparams(purpose=purpose, mark=f"%-{mark}-%"))
    op.create_index("notice_of_subject", "notice", ["subject_id", "subject_kind", "at"])
    op.create_index("notice_of_chain", "notice", ["chain"])


def _timers() -> None:
    op.alter_column("timer", "subject", new_column_name="item_id")
    op.alter_column("timer", "number", new_column_name="subject_id")
    _add_kind("timer")
    op.execute(
        "UPDATE timer SET subject_kind = 'standby', subject_id = coalesce("
        "(SELECT chain FROM notice WHERE notice.notice_id = timer.item_id), item_id) "
        "WHERE subject_id = ''"
    )


def _heads() -> None:
    op.add_column("entity_head", sa.Column("subject_kind", sa.String(32), nullable=True))
    op.add_column("entity_head", sa.Column("subject_id", sa.Text(), nullable=True))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    number = "json_extract(state, '$.number')" if is_sqlite else "state::json->>'number'"
    op.execute(
        "UPDATE entity_head SET subject_kind = 'incident', subject_id = "  # noqa: S608 - constants
        f"(SELECT {number} FROM journal WHERE journal.seq = entity_head.seq) "
        f"WHERE kind IN {HANG_ON_INCIDENTS}"
    )
    op.execute(
        "UPDATE entity_head SET subject_kind = 'standby', subject_id = "
        "(SELECT chain FROM notice WHERE notice.notice_id = entity_head.entity_id) "
        "WHERE kind = 'notice' AND subject_id = ''"
    )
    op.execute("UPDATE entity_head SET subject_kind = NULL WHERE subject_id IS NULL")
    op.create_index("entity_head_by_subject", "entity_head", ["subject_id", "subject_kind"])


def _add_kind(table: str) -> None:
    kind = sa.Column("subject_kind", sa.String(32), nullable=False, server_default="incident")
    op.add_column(table, kind)
