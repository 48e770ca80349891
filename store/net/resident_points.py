"""Points of residents and party members, as they are kept."""

from sqlalchemy import Connection, select

from domain.access.callers import Caller
from domain.net.credit.residents import RESIDENT_POINT, ResidentPoint
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

MOST = 500
POINT = TABLES[RESIDENT_POINT.name]
_read = reader(RESIDENT_POINT)


def seen(connection: Connection, who: Caller) -> list[ResidentPoint]:
    """The newest entries their reader may see."""
    query = select(POINT).where(visible(RESIDENT_POINT, who))
    ordered = query.order_by(POINT.c.at.desc(), POINT.c.point_id).limit(MOST)
    return [_read(row) for row in connection.execute(ordered).mappings()]


def with_reverse(
    connection: Connection, point_id: str, who: Caller
) -> tuple[ResidentPoint | None, bool]:
    """An entry its reader may see, and whether it was taken back."""
    query = select(POINT).where(POINT.c.point_id == point_id, visible(RESIDENT_POINT, who))
    row = connection.execute(query).mappings().first()
    back = select(POINT.c.point_id).where(POINT.c.reverses == point_id)
    return (_read(row) if row else None), connection.scalar(back) is not None
