"""Key places and units: listed and looked for as far as somebody may see them."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from domain.access.callers import Caller
from domain.video.places.sites import KEY_SITE, KeySite
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

SITE = TABLES[KEY_SITE.name]
MOST_NEAR, MOST_ON_MAP = 100, 5000
_DEGREE_M = 111_000.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sites a list shows: of a sort, below an area, with these words in name or address."""

    sort: str = ""
    area: str = ""
    words: str = ""


def one_of(connection: Connection, site_id: str, who: Caller | None = None) -> KeySite | None:
    """A site that was not taken away, for whoever may see it."""
    query = select(SITE).where(SITE.c.site_id == site_id, SITE.c.is_removed.is_(False))
    if who is not None:
        query = query.where(visible(KEY_SITE, who))
    row = connection.execute(query).mappings().first()
    return reader(KEY_SITE)(row) if row else None


def page(
    connection: Connection, who: Caller, wanted: Wanted, *, most: int, at: int
) -> tuple[list[KeySite], int]:
    """A page of sites by name, and how many there are."""
    where = _where(who, wanted)
    count = connection.scalar(select(func.count()).select_from(SITE).where(where)) or 0
    query = select(SITE).where(where).order_by(SITE.c.name, SITE.c.site_id).limit(most).offset(at)
    read = reader(KEY_SITE)
    return [read(row) for row in connection.execute(query).mappings()], count


def every(connection: Connection, who: Caller) -> list[KeySite]:
    """Those a map draws for somebody."""
    return page(connection, who, Wanted(), most=MOST_ON_MAP, at=0)[0]


def _where(who: Caller, wanted: Wanted) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [
        visible(KEY_SITE, who), SITE.c.is_removed.is_(False),
    ]  # fmt: skip
    if wanted.sort:
        conditions.append(SITE.c.sort == wanted.sort)
    if wanted.area:
        code = SITE.c.area_code
        conditions.append((code >= wanted.area) & (code < f"{wanted.area}~"))
    if wanted.words:
        conditions.append(
            or_(
                SITE.c.name.contains(wanted.words, autoescape=True),
                SITE.c.address.contains(wanted.words, autoescape=True),
            )
        )
    return and_(true(), *conditions)


def near(
    connection: Connection, lat: float, lon: float, metres: int, who: Caller | None = None
) -> list[KeySite]:
    """The sites of a box around a point, whose corners lie farther than the metres."""
    up = metres / _DEGREE_M
    aside = up / max(0.1, math.cos(math.radians(lat)))
    query = select(SITE).where(
        SITE.c.lat.between(lat - up, lat + up),
        SITE.c.lon.between(lon - aside, lon + aside),
        SITE.c.is_removed.is_(False),
    )
    if who is not None:
        query = query.where(visible(KEY_SITE, who))
    read = reader(KEY_SITE)
    rows = connection.execute(query.order_by(SITE.c.site_id).limit(MOST_NEAR)).mappings()
    return [read(row) for row in rows]


def by_names(connection: Connection, names: Sequence[str]) -> dict[tuple[str, str], KeySite]:
    """Those of some names, by area and name; a table of them is read against these."""
    read, found = reader(KEY_SITE), dict[tuple[str, str], KeySite]()
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        query = select(SITE).where(SITE.c.name.in_(some), SITE.c.is_removed.is_(False))
        for row in connection.execute(query).mappings():
            site = read(row)
            found[site.area_code, site.name] = site
    return found


def names_of(connection: Connection, site_ids: Collection[str], who: Caller) -> dict[str, str]:
    """What some sites are called, of those that somebody may see; taken away since or not."""
    query = select(SITE.c.site_id, SITE.c.name).where(
        SITE.c.site_id.in_(site_ids), visible(KEY_SITE, who)
    )
    return {row.site_id: row.name for row in connection.execute(query)}


def is_any(connection: Connection) -> bool:
    """Whether a site was ever registered."""
    return connection.scalar(select(SITE.c.site_id).limit(1)) is not None
