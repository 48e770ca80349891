"""The register of cameras, each entry for whoever may see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from domain.access.callers import Caller
from domain.video.cameras.camera import CAMERA, Camera, CameraClass
from domain.video.cameras.filing import Gap
from domain.video.cameras.vocabulary import OwnerClass
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader
from store.video.camera_gaps import lacks

C = TABLES[CAMERA.name]
_IN_USE = C.c.is_removed.is_(False)
_DEGREE_M = 111_000.0  # of latitude
_read = reader(CAMERA)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cameras a list shows; what is empty asks for nothing.

    Attributes:
        text: letters of a name, its pinyin or initials, or digits of an id.
        area: standing below this one.
        gap: only those that lack this.
        is_missing: only those that their source lists no more.
        ids: only these.
    """

    text: str = ""
    area: str = ""
    camera_class: CameraClass | None = None
    owner_class: OwnerClass | None = None
    owner: str = ""
    source: str = ""
    gap: Gap | None = None
    is_missing: bool = False
    ids: Collection[str] | None = None


def one_of(connection: Connection, camera_id: str, who: Caller | None = None) -> Camera | None:
    """A camera, for whoever may see it; without a caller, whoever that is."""
    query = select(C).where(C.c.camera_id == camera_id, _IN_USE)
    if who is not None:
        query = query.where(visible(CAMERA, who))
    row = connection.execute(query).mappings().first()
    return _read(row) if row else None


def with_seq(connection: Connection, camera_id: str, who: Caller) -> tuple[Camera, int] | None:
    """A camera with the number of its newest record, for whoever may see it."""
    query = select(C).where(C.c.camera_id == camera_id, _IN_USE, visible(CAMERA, who))
    row = connection.execute(query).mappings().first()
    return (_read(row), int(row["seq"])) if row else None


def connected_ids(connection: Connection, who: Caller) -> frozenset[str]:
    """Those a caller may see of which a source is named that has their pictures."""
    has_source = and_(C.c.source.is_not(None), C.c.address.is_not(None))
    return frozenset(
        connection.scalars(select(C.c.camera_id).where(has_source, _IN_USE, visible(CAMERA, who)))
    )


def all_of_any(connection: Connection) -> list[Camera]:
    """Every camera, those taken off the register too, whoever may see them."""
    return [_read(row) for row in connection.execute(select(C)).mappings()]


def known(connection: Connection, ids: Collection[str]) -> dict[str, Camera]:
    """Cameras by their ids, those taken off the register too, whoever may see them."""
    rows = connection.execute(select(C).where(C.c.camera_id.in_(ids))).mappings()
    return {one.camera_id: one for one in map(_read, rows)}


def in_box(
    connection: Connection, who: Caller, lat: float, lon: float, metres: float
) -> list[Camera]:
    """The cameras of a square around a place that holds everything within so many metres."""
    d_lat = metres / _DEGREE_M
    d_lon = d_lat / max(0.01, cos(radians(lat)))
    query = select(C).where(
        C.c.lat.between(lat - d_lat, lat + d_lat),
        C.c.lon.between(lon - d_lon, lon + d_lon),
        _IN_USE,
        visible(CAMERA, who),
    )
    return [_read(row) for row in connection.execute(query).mappings()]


def page(
    connection: Connection, who: Caller, wanted: Wanted, today: date, *, most: int, at: int
) -> tuple[list[Camera], int]:
    """A page of cameras by name and id, and how many there are."""
    where = _where(who, wanted)
    if wanted.gap is not None:
        where = and_(where, lacks(wanted.gap, today))
    count = connection.scalar(select(func.count()).select_from(C).where(where)) or 0
    query = select(C).where(where).order_by(C.c.name, C.c.camera_id).limit(most).offset(at)
    return [_read(row) for row in connection.execute(query).mappings()], count


def found_by(connection: Connection, who: Caller, wanted: Wanted, *, most: int) -> list[Camera]:
    """The first of those that are wanted, by name."""
    query = select(C).where(_where(who, wanted)).order_by(C.c.name, C.c.camera_id).limit(most)
    return [_read(row) for row in connection.execute(query).mappings()]


def everything(connection: Connection, who: Caller, wanted: Wanted | None = None) -> list[Camera]:
    """All cameras that are wanted, by id."""
    query = select(C).where(_where(who, wanted or Wanted())).order_by(C.c.camera_id)
    return [_read(row) for row in connection.execute(query).mappings()]


def of_source(connection: Connection, source: str) -> list[Camera]:
    """Every camera a connector has, those taken off the register too, whoever may see them."""
    query = select(C).where(C.c.source == source).order_by(C.c.camera_id)
    return [_read(row) for row in connection.execute(query).mappings()]


def for_layer(
    connection: Connection, who: Caller, *, since: int | None, sees_all: bool
) -> list[Camera]:
    """The cameras of a map for a caller, by id; with `since` what changed after, gone or not.

    `sees_all`: as the register lets them see; else every camera of their area, as a wall's map
    shows points.
    """
    area = who.scope.area
    conditions = [visible(CAMERA, who)] if sees_all else [_below(area)] if area else []
    conditions.append(_IN_USE if since is None else C.c.seq > since)
    query = select(C).where(*conditions).order_by(C.c.camera_id)
    return [_read(row) for row in connection.execute(query).mappings()]


def left_sight(connection: Connection, who: Caller, since: int) -> bool:
    """Whether something has changed after a number that this caller does not see (any more)."""
    if who.scope.area is None and who.scope.department is None:
        return False
    query = select(C.c.camera_id).where(C.c.seq > since, ~visible(CAMERA, who)).limit(1)
    return connection.execute(query).first() is not None


def state_of(connection: Connection) -> tuple[int, int]:
    """How many cameras there are, and the newest record of one: both change with any change."""
    row = connection.execute(select(func.count(), func.max(C.c.seq)).select_from(C)).one()
    return int(row[0]), int(row[1] or 0)


def registered(connection: Connection) -> tuple[int, int]:
    """How many cameras are registered, and how many of them with a source and an address there."""
    connected = _IN_USE & C.c.source.is_not(None) & C.c.address.is_not(None)
    query = select(func.count()).select_from(C)
    whole, part = (connection.scalar(query.where(one)) or 0 for one in (_IN_USE, connected))
    return whole, part


def count(connection: Connection, who: Caller | None = None) -> int:
    """How many cameras are registered, as far as somebody may see them; all without a caller."""
    seen = [visible(CAMERA, who)] if who is not None else []
    query = select(func.count()).select_from(C).where(_IN_USE, *seen)
    return connection.scalar(query) or 0


def _where(who: Caller, wanted: Wanted) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [_IN_USE, visible(CAMERA, who)]
    for column, word in (
        (C.c.camera_class, wanted.camera_class and wanted.camera_class.value),
        (C.c.owner_class, wanted.owner_class and wanted.owner_class.value),
        (C.c.owner, wanted.owner),
        (C.c.source, wanted.source),
    ):
        if word:
            conditions.append(column == word)
    if wanted.area:
        conditions.append(_below(wanted.area))
    if wanted.is_missing:
        conditions.append(C.c.missing_since.is_not(None))
    if wanted.ids is not None:
        conditions.append(C.c.camera_id.in_(wanted.ids))
    if wanted.text:
        conditions.append(_fits(wanted.text))
    return and_(true(), *conditions)


def _below(area: str) -> ColumnElement[bool]:
    code = C.c.area_code.concat("")  # the order of the list leads the index
    return and_(code >= area, code < f"{area}~")


def _fits(text: str) -> ColumnElement[bool]:
    letters = text.strip().lower()
    holds: Sequence[Any] = (
        C.c.name.contains(text.strip(), autoescape=True),
        C.c.camera_id.contains(letters, autoescape=True),
        C.c.pinyin.startswith(letters.replace(" ", ""), autoescape=True),
        C.c.initials.startswith(letters, autoescape=True),
    )
    return or_(*holds)
