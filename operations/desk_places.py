"""Finding a place by what a caller says: a name, its initials, a code, a point, a phone."""

import re
from typing import Any

from domain.areas import Area
from domain.errors import InvalidError, NotFoundError
from domain.moments import to_iso
from operations.areas import Areas
from operations.picture import Picture
from operations.positions import PositionBoard

_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,， ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_NO = 9


class DeskPlaces:
    """Searches the names of areas; reads no table."""

    def __init__(self, areas: Areas, picture: Picture, board: PositionBoard) -> None:
        self._areas = areas
        self._units = picture.entities["unit"]
        self._board = board

    def find(self, query: str, limit: int) -> list[dict[str, Any]]:
        """Places a text may mean, likeliest and widest first."""
        text = query.strip().lower()
        if not text:
            return []
        if point := _POINT.fullmatch(text):
            return self._point(float(point[1]), float(point[2]))
        ranked = [
            (rank, len(area.code), area.code, area)
            for area in self._areas.loaded.by_code.values()
            if (rank := _rank(area, text)) < _NO
        ]
        ranked.sort(key=lambda row: row[:3])
        return [self._body(area) for *_, area in ranked[:limit]]

    def _point(self, lat: float, lon: float) -> list[dict[str, Any]]:
        if abs(lat) > 90 and abs(lon) <= 90:
            lat, lon = lon, lat  # as map apps of the other order copy it
        try:
            place = self._areas.place(lat, lon)
        except InvalidError:
            return []
        area = self._areas.area(place.area_code)
        body = self._body(area) if area else {"path": []}
        return [body | {"source": "point", "name": f"{lat:g}, {lon:g}", "lat": lat, "lon": lon}]

    def _body(self, area: Area) -> dict[str, Any]:
        return {
            "source": "area",
            "code": area.code,
            "name": area.name,
            "path": self._areas.path(area.code),
            "lat": area.lat,
            "lon": area.lon,
        }

    def of_phone(self, phone: str) -> dict[str, Any]:
        """Where the phone of a unit is: the caller may be one of our own.

        Raises:
            NotFoundError: no unit has this number, or it has never told where it is.
        """
        wanted = _digits(phone)
        for record in self._units.values():
            held = _digits(str((record.private or {}).get("phone") or ""))
            fix = self._board.newest.get(record.id)
            if fix is None or not wanted or wanted not in {held, _digits(record.id)}:
                continue
            return {
                "lat": fix.lat,
                "lon": fix.lon,
                "at": to_iso(fix.at),
                "source": "unit",
                "call_sign": record.state["call_sign"],
            }
        raise NotFoundError("没有这个号码的定位；请询问报警人所在位置。", field="phone")


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _rank(area: Area, text: str) -> int:
    """0 the very name or code, 1 its beginning, 2 inside the name."""
    if text in {area.name, area.code}:
        return 0
    initials = area.initials.lower()
    if area.name.startswith(text) or area.code.startswith(text) or initials.startswith(text):
        return 1
    return 2 if text in area.name else _NO
