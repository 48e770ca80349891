"""Morning briefs as they were written, one row a day."""

from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, select

from domain.statistics.briefs import Brief
from store.tables import BRIEF


def has_brief(connection: Connection, day: date) -> bool:
    """Whether a day has its brief."""
    return connection.scalar(select(BRIEF.c.day).where(BRIEF.c.day == day)) is not None


def brief_row(brief: Brief, seq: int) -> dict[str, Any]:
    """The row a brief is kept in."""
    body = orjson.dumps(brief.body).decode()
    return {"day": brief.day, "made_at": brief.made_at, "body": body, "seq": seq}


def brief_from(row: Any) -> Brief:
    """The brief a row keeps."""
    return Brief(row["day"], row["made_at"], orjson.loads(row["body"]))
