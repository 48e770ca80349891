"""Where things happen again and again: the busiest places of an area in whole months."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select, union_all

from domain.maps.areas import Level, level_of
from domain.statistics.statistics import PlaceKey
from store.incidents.incident_list import unindexed
from store.tables import STAT_PLACE

# Of each month so many places are looked at, whatever it holds: a year of a million incidents has
# half a million places, and to add up all of them took two seconds. A place that is missed was
# never among these in any of its months. Of them the first few are added up exactly.
LOOKED_AT = 300
ADDED_UP = 60
_PLACE = ("area_code", "lat_e3", "lon_e3")


def busiest_places(
    connection: Connection, area: str, months: Sequence[date], limit: int
) -> list[tuple[PlaceKey, int]]:
    """Places where more than one thing happened, most first; each with its whole sum.

    Args:
        connection: within a read.
        area: a code; places of the areas within it.
        months: their first days.
        limit: most places.
    """
    found = union_all(*(select(_busiest_of(area, month)) for month in months)).subquery()
    place = [found.c[name] for name in _PLACE]
    most = func.sum(found.c.reported).desc()
    seen = select(*place).group_by(*place).order_by(most, *place).limit(ADDED_UP).cte("seen")
    total = (
        select(func.sum(STAT_PLACE.c.reported))
        .where(
            STAT_PLACE.c.month.in_(months),
            *(STAT_PLACE.c[name] == seen.c[name] for name in _PLACE),
        )
        .scalar_subquery()
    )
    summed = select(*(seen.c[name] for name in _PLACE), total.label("total")).subquery()
    query = (
        select(summed)
        .where(summed.c.total > 1)
        .order_by(summed.c.total.desc(), *(summed.c[name] for name in _PLACE))
        .limit(limit)
    )
    return [
        (PlaceKey(months[0], code, lat, lon), int(count))
        for code, lat, lon, count in connection.execute(query)
    ]


def _busiest_of(area: str, month: date) -> Any:
    columns = [STAT_PLACE.c[name] for name in _PLACE]
    # A district holds every row: walked by count. What lies in it is found by its code.
    code = STAT_PLACE.c.area_code
    within = unindexed(code) if level_of(area) is Level.DISTRICT else code
    return (
        select(*columns, STAT_PLACE.c.reported)
        .where(
            STAT_PLACE.c.month == month,
            within >= area,
            within < area + "~",
        )
        .order_by(STAT_PLACE.c.reported.desc(), *(column.desc() for column in columns))
        .limit(LOOKED_AT)
        .subquery()
    )
