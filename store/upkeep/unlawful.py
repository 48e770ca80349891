"""Whether the oldest part of the journal was removed as it may be."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from domain.moments import from_iso
from domain.upkeep.subjects import AUDIT_KEPT_FOR
from store.live.base import Base
from store.live.journal import read_records
from store.tables import JOURNAL

SUBJECT = "journal"


def announced(connection: Connection) -> dict[str, Any] | None:
    """What the newest record of a cut says; None when there never was one."""
    told = (
        (JOURNAL.c.kind == "audit")
        & (JOURNAL.c.entity_id == SUBJECT)
        & (JOURNAL.c.action == "journal_trimmed")
    )
    newest = select(JOURNAL.c.seq).where(told).order_by(JOURNAL.c.seq.desc()).limit(1)
    found = read_records(connection, JOURNAL.c.seq.in_(newest))
    return {**found[0].state, "told_at": found[0].at} if found else None


def unlawful(connection: Connection, base: Base) -> str | None:
    """What is wrong with how the oldest part was removed, in words; None when all is in order."""
    if base.seq == 0:
        return None
    told = announced(connection)
    if told is None or int(told["to"]) < base.seq:
        return "removed, and no record tells of it"
    if told["told_at"] - from_iso(told["sealed_at"]) < AUDIT_KEPT_FOR - timedelta(minutes=1):
        return "removed before its time"
    return None
