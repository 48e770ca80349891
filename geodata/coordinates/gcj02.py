"""WGS 84 ↔ GCJ-02 ↔ BD-09: the shifted coordinates of Chinese map apps.

GCJ-02 (AMap, Tencent) is a non-linear shift of WGS 84 by 100 to 700 m inside China; BD-09
(Baidu) shifts GCJ-02 once more. Both forward formulas are the widely published ones; the way
back has no closed form, so it is iterated until it no longer moves (far below a millimetre).
Everything is (lat, lon) in degrees, float64, any shape; points outside China stay as they are.

Source: the formulas as published in github.com/googollee/eviltransform and
github.com/wandergis/coordtransform; their example values are in tests/geodata/test_crs.py.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

# Krasovsky 1940, the ellipsoid the shift is computed on.
_SEMI_MAJOR_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU_WAVE = np.pi * 3000.0 / 180.0
_CHINA_SOUTH, _CHINA_NORTH = 0.8293, 55.8271
_CHINA_WEST, _CHINA_EAST = 72.004, 137.8347
# One step shrinks the error about a hundredfold; 700 m are below 1e-9 m after six.
_STEPS = 8


def is_in_china(lat: Degrees, lon: Degrees) -> NDArray[np.bool_]:
    """Whether the shift applies: the rectangle every published implementation uses."""
    inside: NDArray[np.bool_] = (
        (lat >= _CHINA_SOUTH) & (lat <= _CHINA_NORTH) & (lon >= _CHINA_WEST) & (lon <= _CHINA_EAST)
    )
    return inside


def wgs84_to_gcj02(lat: Degrees, lon: Degrees) -> Pair:
    """Shift WGS 84 degrees to GCJ-02."""
    return _inside_only(_shift_gcj02, lat, lon)


def gcj02_to_wgs84(lat: Degrees, lon: Degrees) -> Pair:
    """Take the GCJ-02 shift back out."""
    return _inside_only(lambda a, o: _invert(_shift_gcj02, a, o), lat, lon)


def gcj02_to_bd09(lat: Degrees, lon: Degrees) -> Pair:
    """Shift GCJ-02 degrees to BD-09."""
    return _inside_only(_shift_bd09, lat, lon)


def bd09_to_gcj02(lat: Degrees, lon: Degrees) -> Pair:
    """Take the BD-09 shift back out, leaving GCJ-02."""
    return _inside_only(lambda a, o: _invert(_shift_bd09, a, o), lat, lon)


def wgs84_to_bd09(lat: Degrees, lon: Degrees) -> Pair:
    """Shift WGS 84 degrees to BD-09."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lat, lon))


def bd09_to_wgs84(lat: Degrees, lon: Degrees) -> Pair:
    """Take both shifts back out."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lat, lon))


def _inside_only(shift: Callable[[Degrees, Degrees], Pair], lat: Degrees, lon: Degrees) -> Pair:
    """Apply a shift to the points in China and copy the others unchanged."""
    lat, lon = np.array(lat, dtype=np.float64), np.array(lon, dtype=np.float64)
    inside = is_in_china(lat, lon)
    lat[inside], lon[inside] = shift(lat[inside], lon[inside])
    return lat, lon


def _invert(shift: Callable[[Degrees, Degrees], Pair], lat: Degrees, lon: Degrees) -> Pair:
    """Find the point that `shift` moves to (lat, lon), by correcting a guess."""
    guess_lat, guess_lon = lat.copy(), lon.copy()
    for _ in range(_STEPS):
        there_lat, there_lon = shift(guess_lat, guess_lon)
        guess_lat += lat - there_lat
        guess_lon += lon - there_lon
    return guess_lat, guess_lon


def _shift_gcj02(lat: Degrees, lon: Degrees) -> Pair:
    north_m, east_m = _waves(lon - 105.0, lat - 35.0)
    radians = np.radians(lat)
    bulge = 1.0 - _ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    meridian_m = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY_SQUARED) / bulge**1.5
    parallel_m = _SEMI_MAJOR_M / np.sqrt(bulge) * np.cos(radians)
    return lat + np.degrees(north_m / meridian_m), lon + np.degrees(east_m / parallel_m)


def _waves(x: Degrees, y: Degrees) -> Pair:
    """The shift in metres (north, east) at x degrees east of 105° and y north of 35°."""
    root = np.sqrt(np.abs(x))
    ripple = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (ripple + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (ripple + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    return north, east


def _shift_bd09(lat: Degrees, lon: Degrees) -> Pair:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU_WAVE)
    return radius * np.sin(angle) + 0.006, radius * np.cos(angle) + 0.0065
