"""Requests for recordings, as far as each may be seen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from domain.access.callers import Caller
from domain.video.exports.requests import VIDEO_REQUEST, VideoRequest
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

REQUESTS = TABLES[VIDEO_REQUEST.name]
MOST = 200
_read = reader(VIDEO_REQUEST)


def one_for(connection: Connection, request_id: str, who: Caller) -> VideoRequest | None:
    """A request, for a caller who may see it."""
    is_it = REQUESTS.c.request_id == request_id
    query = select(REQUESTS).where(is_it, visible(VIDEO_REQUEST, who))
    row = connection.execute(query).mappings().first()
    return _read(row) if row else None


def any_one(connection: Connection, request_id: str) -> VideoRequest | None:
    """A request, whoever may see it: for what time does by itself."""
    query = select(REQUESTS).where(REQUESTS.c.request_id == request_id)
    row = connection.execute(query).mappings().first()
    return _read(row) if row else None


def newest_for(connection: Connection, who: Caller) -> Sequence[VideoRequest]:
    """The newest requests a caller may see."""
    query = select(REQUESTS).where(visible(VIDEO_REQUEST, who))
    rows = connection.execute(query.order_by(REQUESTS.c.at.desc()).limit(MOST)).mappings()
    return [_read(row) for row in rows]


def due(connection: Connection, now: datetime) -> Sequence[VideoRequest]:
    """Requests whose files have had their time and are not held."""
    query = select(REQUESTS).where(
        REQUESTS.c.delete_at <= now, REQUESTS.c.deleted_at.is_(None), REQUESTS.c.hold.is_(None)
    )
    return [_read(row) for row in connection.execute(query).mappings()]
