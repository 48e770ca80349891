"""What was measured of cameras, kept over a restart."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, select

from domain.video.media.picture import Picture
from domain.video.media.status import CameraState
from store.tables import CAMERA_STATE
from store.write_buffer import upsert

_NAMES = [one.name for one in fields(CameraState)]


def all_of(connection: Connection) -> list[CameraState]:
    """Every camera that was ever measured."""
    rows = connection.execute(select(CAMERA_STATE)).mappings()
    return [_read(dict(row)) for row in rows]


def keep(connection: Connection, states: Sequence[CameraState]) -> None:
    """Write down what was measured; the newest counts."""
    rows = [{name: getattr(one, name) for name in _NAMES} for one in states]
    connection.execute(upsert(CAMERA_STATE, connection.dialect.name), rows)


def _read(row: dict[str, Any]) -> CameraState:
    told = row["picture"]
    return CameraState(**{**row, "picture": Picture(told) if told else None})
