"""Looks through cameras: which are open, and what whoever reads the register asks for."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from domain.access.callers import Caller
from domain.video.looks.looks import CAMERA_LOOK, CameraLook
from domain.video.looks.question import Asked
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

LOOKS = TABLES[CAMERA_LOOK.name]
MOST = 500
_read = reader(CAMERA_LOOK)


def one(connection: Connection, look_id: str) -> CameraLook | None:
    """A look, whoever made it: for what the server ends by itself."""
    row = connection.execute(select(LOOKS).where(LOOKS.c.look_id == look_id)).mappings().first()
    return _read(row) if row else None


def open_looks(connection: Connection) -> list[CameraLook]:
    """Every look that goes on."""
    query = select(LOOKS).where(LOOKS.c.ended_at.is_(None)).order_by(LOOKS.c.until)
    return [_read(row) for row in connection.execute(query).mappings()]


def found(
    connection: Connection, asked: Asked, who: Caller, *, most: int = MOST, at: int = 0
) -> tuple[list[CameraLook], int]:
    """A page of what was asked for, newest first, and how many there are."""
    where = _where(asked, who)
    page = select(LOOKS).where(*where).order_by(LOOKS.c.at.desc(), LOOKS.c.seq.desc())
    rows = connection.execute(page.limit(most).offset(at)).mappings()
    count = connection.scalar(select(func.count()).select_from(LOOKS).where(*where)) or 0
    return [_read(row) for row in rows], count


def _where(asked: Asked, who: Caller) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [visible(CAMERA_LOOK, who)]
    if asked.person:
        found.append(LOOKS.c.by.contains(asked.person, autoescape=True))
    if asked.camera:
        named = LOOKS.c.camera_name.contains(asked.camera, autoescape=True)
        found.append(or_(LOOKS.c.camera_id == asked.camera, named))
    if asked.about:
        found.append(LOOKS.c.about == asked.about)
    if asked.what:
        found.append(LOOKS.c.what == asked.what.value)
    if asked.why:
        found.append(LOOKS.c.why == asked.why.value)
    if asked.since:
        found.append(LOOKS.c.at >= asked.since)
    if asked.until:
        found.append(LOOKS.c.at < asked.until)
    if asked.is_open:
        found.append(LOOKS.c.ended_at.is_(None))
    return found
