"""KML as a table: every placemark a row, whatever folder, schema or description holds its values.

The usual drivers turn Chinese names of untyped values into underscores and lose the table that
ArcGIS writes into descriptions, so the file is read here.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import numpy as np
import shapely

_ROW = re.compile(
    r"<tr[^>]*>\s*<t[dh][^>]*>([^<]{1,120})</t[dh]>\s*<t[dh][^>]*>([^<]{0,400})</t[dh]>\s*</tr>",
    re.IGNORECASE,
)
LONGEST_DESCRIPTION = 100_000
_SPACE = re.compile(r"[\s,]+")


class KmlError(Exception):
    """A KML file that cannot be read; the text says why."""


@dataclass(slots=True)
class Kml:
    """The placemarks of a file: values by name, a shape, and the folder of each; and its links."""

    rows: list[dict[str, str]] = field(default_factory=list)
    shapes: list[Any] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def add(self, other: "Kml") -> None:
        """Take over the placemarks of another file."""
        self.rows += other.rows
        self.shapes += other.shapes
        self.folders += other.folders


def read_kml(text: str) -> Kml:
    """The placemarks of a KML text.

    Raises:
        KmlError: it is no XML, or holds entities of its own.
    """
    start = text.lower()
    if "<!doctype" in start or "<!entity" in start:
        raise KmlError("a KML with entities is refused")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"), count=1)
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as error:
        raise KmlError(f"it is no sound XML: {error}") from error
    found = Kml()
    _walk(root, "", found)
    return found


def _walk(root: ElementTree.Element, folder: str, found: Kml) -> None:
    ahead = [(root, folder)]
    while ahead:
        node, within = ahead.pop()
        kind = _tag(node)
        if kind == "Placemark":
            found.rows.append(_values(node))
            found.shapes.append(_shape(node))
            found.folders.append(within)
            continue
        if kind == "NetworkLink":
            found.links += [(one.text or "").strip() for one in _all(node, "href")]
            continue
        if kind == "Folder":
            within = _child_text(node, "name") or within
        ahead += [(child, within) for child in reversed(node)]


def _tag(node: ElementTree.Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1]


def _all(node: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    return (one for one in node.iter() if _tag(one) == tag)


def _child_text(node: ElementTree.Element, tag: str) -> str:
    return next(((one.text or "").strip() for one in node if _tag(one) == tag), "")


def _values(placemark: ElementTree.Element) -> dict[str, str]:
    """Values of a placemark: of its description's table, then typed and untyped ones, its name."""
    values: dict[str, str] = {}
    description = _child_text(placemark, "description")[:LONGEST_DESCRIPTION]
    for key, value in _ROW.findall(description):
        values[_plain(key)] = _plain(value)
    for one in _all(placemark, "SimpleData"):
        values[str(one.get("name") or "")] = (one.text or "").strip()
    for one in _all(placemark, "Data"):
        values[str(one.get("name") or "")] = _child_text(one, "value")
    values.pop("", None)
    own = _child_text(placemark, "name")
    if own and not any(key.lower() == "name" for key in values):
        values["name"] = own
    return values


def _plain(text: str) -> str:
    return html.unescape(text).strip()


def _shape(placemark: ElementTree.Element) -> Any:
    """The shape of a placemark; a collection where it holds shapes of several kinds."""
    parts: list[Any] = []
    for node in placemark.iter():
        kind = _tag(node)
        if kind == "Polygon":
            parts += _polygon(node)
        elif kind == "LineString":
            parts += [shapely.linestrings(xy) for xy in [_coordinates(node)] if len(xy) > 1]
        elif kind == "Point":
            parts += [shapely.points(*xy[0]) for xy in [_coordinates(node)] if len(xy)]
    if len(parts) < 2:
        return parts[0] if parts else None
    kinds = {int(shapely.get_type_id(part)) for part in parts}
    make = {0: shapely.multipoints, 1: shapely.multilinestrings, 3: shapely.multipolygons}
    return make[kinds.pop()](parts) if len(kinds) == 1 else shapely.geometrycollections(parts)


def _polygon(node: ElementTree.Element) -> list[Any]:
    rings = {"outerBoundaryIs": [], "innerBoundaryIs": []}  # type: dict[str, list[Any]]
    for boundary in node:
        if _tag(boundary) in rings:
            rings[_tag(boundary)] += [
                xy for ring in _all(boundary, "LinearRing") if len(xy := _coordinates(ring)) > 2
            ]
    shells = rings["outerBoundaryIs"]
    return [shapely.polygons(shells[0], rings["innerBoundaryIs"] or None)] if shells else []


def _coordinates(node: ElementTree.Element) -> Any:
    """The longitudes and latitudes of a line, shape (n, 2); heights are left out."""
    words = next((one.text or "" for one in _all(node, "coordinates")), "").split()
    found = []
    for word in words:
        try:
            lon, lat = (float(number) for number in word.split(",")[:2])
        except ValueError:
            continue
        found.append((lon, lat))
    return np.array(found, dtype=float).reshape(-1, 2)


def as_columns(rows: list[dict[str, str]]) -> dict[str, Any]:
    """Rows as columns; None where a row has no such value."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return {name: np.array([row.get(name) for row in rows], dtype=object) for name in names}
