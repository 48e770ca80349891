"""What an incident had reached before it was reopened: the first arrival stays the first."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "facts_0064"
down_revision = "facts_0056"
branch_labels = None
depends_on = None

REOPENINGS = ("reopen", "split")


def upgrade() -> None:
    op.add_column("incident", sa.Column("first_reached_at", sa.Text(), nullable=True))
    bind = op.get_bind()
    for number in _reopened(bind):
        if reached := _reached_before(bind, number):
            bind.execute(
                sa.text(
                    "UPDATE incident SET first_reached_at = :reached, "
                    "on_scene_at = coalesce(:on_scene, on_scene_at) WHERE number = :number"
                ),
                {
                    "number": number,
                    "reached": json.dumps(reached, separators=(",", ":")),
                    "on_scene": reached.get("on_scene"),
                },
            )


def _reopened(bind: sa.Connection) -> list[str]:
    query = sa.text(
        "SELECT DISTINCT entity_id FROM journal WHERE kind = 'incident' AND action IN :actions"
    ).bindparams(sa.bindparam("actions", REOPENINGS, expanding=True))
    return list(bind.execute(query).scalars())


def _reached_before(bind: sa.Connection, number: str) -> dict[str, int]:
    """The moments, in milliseconds, that the runs before the last reopening had reached."""
    query = sa.text(
        "SELECT action, state FROM journal "
        "WHERE kind = 'incident' AND entity_id = :number ORDER BY seq"
    )
    first: dict[str, int] = {}
    run: dict[str, Any] = {}
    for action, state in bind.execute(query, {"number": number}):
        if action in REOPENINGS:
            first = {step: _milliseconds(at) for step, at in run.items()} | first
        run = json.loads(state).get("reached_at", {})
    return first


def _milliseconds(moment: str) -> int:
    return round(datetime.fromisoformat(moment).timestamp() * 1000)
