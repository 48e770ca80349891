"""Coordinate systems: the door's three names, and any system a file declares."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import shapely
from numpy.typing import NDArray

from domain.errors import InvalidError
from geodata.coordinates import gcj02

if TYPE_CHECKING:  # imported with the first file that is read
    import pyproj

Degrees = NDArray[np.float64]
Pair = tuple[Degrees, Degrees]
Shapes = NDArray[Any]
"""A one-dimensional object array of shapely geometries."""

WGS84 = "wgs84"
_TO_WGS84: dict[str, Callable[[Degrees, Degrees], Pair]] = {
    WGS84: lambda lat, lon: (lat, lon),
    "gcj02": gcj02.gcj02_to_wgs84,
    "bd09": gcj02.bd09_to_wgs84,
}
_FROM_WGS84: dict[str, Callable[[Degrees, Degrees], Pair]] = {
    WGS84: lambda lat, lon: (lat, lon),
    "gcj02": gcj02.wgs84_to_gcj02,
    "bd09": gcj02.wgs84_to_bd09,
}
NAMES = tuple(_TO_WGS84)


@overload
def to_wgs84(lat: float, lon: float, crs: str) -> tuple[float, float]: ...
@overload
def to_wgs84(lat: Degrees, lon: Degrees, crs: str) -> Pair: ...
def to_wgs84(
    lat: float | Degrees, lon: float | Degrees, crs: str
) -> tuple[float, float] | tuple[Degrees, Degrees]:
    """Convert degrees in `crs` to WGS 84.

    Args:
        lat: degrees, one number or an array of any shape.
        lon: the same shape.
        crs: `wgs84`, `gcj02` or `bd09`.

    Returns:
        (lat, lon): floats for floats, float64 arrays for arrays. Points outside China are
        returned unchanged.

    Raises:
        InvalidError: another name; field `crs`.
    """
    return _convert(_TO_WGS84, lat, lon, crs)


@overload
def from_wgs84(lat: float, lon: float, crs: str) -> tuple[float, float]: ...
@overload
def from_wgs84(lat: Degrees, lon: Degrees, crs: str) -> Pair: ...
def from_wgs84(
    lat: float | Degrees, lon: float | Degrees, crs: str
) -> tuple[float, float] | tuple[Degrees, Degrees]:
    """Convert WGS 84 degrees to `crs`: the inverse of `to_wgs84`, same shapes and errors."""
    return _convert(_FROM_WGS84, lat, lon, crs)


def _convert(
    table: dict[str, Callable[[Degrees, Degrees], Pair]],
    lat: float | Degrees,
    lon: float | Degrees,
    crs: str,
) -> tuple[float, float] | tuple[Degrees, Degrees]:
    if crs not in table:
        names = ", ".join(table)
        raise InvalidError(says="field_choice", allowed=names, field="crs", code="unknown_crs")
    out_lat, out_lon = table[crs](np.asarray(lat, np.float64), np.asarray(lon, np.float64))
    if np.ndim(lat) == 0:
        return float(out_lat), float(out_lon)
    return out_lat, out_lon


@dataclass(frozen=True, slots=True)
class FileCrs:
    """How a file's coordinates become WGS 84.

    First `projection` (None: already longitude and latitude), then the `shift` of a Chinese map
    app (`wgs84`: none). `name` is for people.
    """

    name: str
    projection: "pyproj.CRS | None" = None
    shift: str = WGS84


def read_crs(text: str) -> "pyproj.CRS | None":
    """The system that an EPSG code, WKT or PROJ text names, None when it names none on Earth."""
    import pyproj

    try:
        crs = pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError:
        return None
    return crs if crs.geodetic_crs is not None else None


def file_crs(declared: str | None, asked: str | None) -> FileCrs | None:
    """Decide between what a file declares and what the user asked for.

    Args:
        declared: EPSG code or WKT from the file, None when it is silent.
        asked: `wgs84`, `gcj02`, `bd09`, an EPSG code or WKT; wins over the file. A shift is
            applied after a declared projection, so that GCJ-02 in Web Mercator works.

    Returns:
        None when neither names a system.
    """
    own = read_crs(declared) if declared else None
    wanted = asked.lower() if asked else None
    if wanted == WGS84:
        return FileCrs("WGS 84")
    if wanted in NAMES:
        projection = own if own is not None and own.is_projected else None
        return FileCrs(str(asked).upper(), projection, str(wanted))
    chosen = read_crs(asked) if asked else own
    return None if chosen is None else FileCrs(chosen.name, chosen)


def shapes_to_wgs84(shapes: Shapes, crs: FileCrs) -> Shapes:
    """Convert shapes (x, y in the file's system) to longitude and latitude in WGS 84.

    What cannot be converted gets infinite coordinates, for the checks to name.
    """

    def convert(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = xy[:, 0], xy[:, 1]
        if crs.projection is not None:
            lon, lat = _transformer(crs.projection).transform(lon, lat)
        lat, lon = to_wgs84(np.asarray(lat), np.asarray(lon), crs.shift)
        return np.column_stack([lon, lat])

    converted: Shapes = shapely.transform(shapes, convert)
    return converted


def shift_is_unknown(crs: FileCrs) -> bool:
    """True when no published shift leads from the file's datum to WGS 84.

    The result may then be off by up to about a hundred metres (Beijing 1954, Xi'an 1980).
    CGCS2000 has none either, but agrees with WGS 84 to decimetres, as all modern datums do.
    """
    ellipsoid = crs.projection.ellipsoid if crs.projection is not None else None
    if crs.projection is None or (
        ellipsoid is not None and abs(ellipsoid.semi_major_metre - 6378137.0) < 0.1
    ):
        return False
    return "ballpark" in _transformer(crs.projection).description.lower()


def _transformer(projection: "pyproj.CRS") -> "pyproj.Transformer":
    import pyproj

    return pyproj.Transformer.from_crs(projection, "EPSG:4326", always_xy=True)
