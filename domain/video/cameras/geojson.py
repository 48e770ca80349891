"""Points of a GeoJSON file as the rows of a table of cameras."""

import json
from typing import Any

from domain.errors import InvalidError
from domain.tables import Sheet, text_of
from domain.video.cameras.table import COLUMNS, FIELDS, ID, LAT, LON, MOST_ROWS, NAME

# Properties as the register's own answers call them.
_NAMES = {name: column for column, name in FIELDS.items()} | {"camera_id": ID, "name": NAME}


def sheet_of_points(raw: bytes) -> Sheet:
    """A sheet with a row for each point; the header is row 1, the first point row 2.

    Raises:
        InvalidError: it is no collection of features, or holds too many.
    """
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        raise InvalidError(says="table_unread", field="file") from None
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise InvalidError(says="table_unread", field="file")
    if len(features) > MOST_ROWS:
        raise InvalidError(says="roster_too_long", most=MOST_ROWS, field="file")
    rows: list[list[object]] = [list(COLUMNS)]
    rows += [[cells.get(column, "") for column in COLUMNS] for cells in map(_cells, features)]
    return Sheet(rows, list(range(1, len(rows) + 1)))


def _cells(feature: Any) -> dict[str, str]:
    told = feature if isinstance(feature, dict) else {}
    properties = told.get("properties")
    held = properties if isinstance(properties, dict) else {}
    cells = {
        _NAMES.get(str(key), str(key)): _cell(value)
        for key, value in held.items()
        if value is not None
    }
    geometry = told.get("geometry")
    if isinstance(geometry, dict) and geometry.get("type") == "Point":
        place = geometry.get("coordinates")
        if isinstance(place, list) and len(place) >= 2:
            cells[LON], cells[LAT] = _cell(place[0]), _cell(place[1])
    return cells


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return ",".join(text_of(one) for one in value)
    return text_of(value)
