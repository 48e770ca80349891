"""Old tracks made coarse: one fix a span and unit, in small steps that can be interrupted.

A step is one transaction and moves the mark on; what was thinned is not looked at again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, select, tuple_

from store.columns import to_milliseconds, to_moment
from store.engine import reading, writing
from store.models.positions import THINNED
from store.tables import TRACK, TRACK_MARK
from store.write_buffer import upsert


@dataclass(frozen=True, slots=True)
class Thinned:
    """What a step did: fixes that went, up to which moment; None when there is nothing left."""

    gone: int
    until: datetime | None


class Thinning:
    """Thins real tracks; demo tracks are deleted after two days as they are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def step(self, before: datetime, every: timedelta) -> Thinned:
        """Keep the first fix of each unit in the next span that has any.

        Args:
            before: what is younger stays as it is.
            every: the span of which one fix stays.
        """
        width = every // timedelta(milliseconds=1)
        limit = to_milliseconds(before) // width * width
        with reading(self._engine) as connection:
            start = self._next(connection)
        if start is None or start >= limit:
            return Thinned(0, None)
        begin = start // width * width
        with writing(self._engine) as connection:
            gone = _thin(connection, begin, begin + width)
            row = {"name": THINNED, "at": to_moment(begin + width)}
            connection.execute(upsert(TRACK_MARK, connection.dialect.name), [row])
        return Thinned(gone, to_moment(begin + width))

    def _next(self, connection: Connection) -> int | None:
        """The oldest fix that was not thinned yet, in milliseconds."""
        oldest = select(func.min(TRACK.c.at)).where(TRACK.c.is_demo.is_(False))
        mark = connection.scalar(select(TRACK_MARK.c.at).where(TRACK_MARK.c.name == THINNED))
        if mark is not None:
            oldest = oldest.where(TRACK.c.at >= mark)
        found = connection.scalar(oldest)
        return None if found is None else to_milliseconds(found)


def _thin(connection: Connection, begin: int, end: int) -> int:
    place = func.row_number().over(partition_by=TRACK.c.unit_id, order_by=TRACK.c.at)
    ranked = (
        select(TRACK.c.unit_id, TRACK.c.at, place.label("place"))
        .where(
            TRACK.c.is_demo.is_(False), TRACK.c.at >= to_moment(begin), TRACK.c.at < to_moment(end)
        )
        .subquery()
    )
    later = select(ranked.c.unit_id, ranked.c.at).where(ranked.c.place > 1)
    return connection.execute(
        delete(TRACK).where(tuple_(TRACK.c.unit_id, TRACK.c.at).in_(later))
    ).rowcount
