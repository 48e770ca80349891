"""The demo's land: where people live closely, rivers, reservoirs, hills. All in plane metres."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import Any

import numpy as np
import shapely
from scipy.interpolate import CubicSpline
from shapely import LineString, Polygon

from geodata.coordinates.plane import Floats, Plane

CURVE_STEP_M = 60.0
MOUTH_REACH_M = 1500.0


@dataclass(frozen=True, slots=True)
class Feature:
    """A thing drawn on the land: its kind, name, shape (plane metres) and one measure."""

    kind: str
    name: str
    shape: Any
    measure: float


@dataclass(frozen=True, slots=True)
class Nature:
    """Rivers are lines, reservoirs polygons, hills nested polygons.

    `measure` is a river's width and a hill's height, both in metres.
    """

    rivers: list[Feature]
    reservoirs: list[Feature]
    hills: list[Feature]

    @property
    def still_water(self) -> Any:
        """All reservoirs as one shape; empty when there are none."""
        return shapely.union_all([lake.shape for lake in self.reservoirs])

    @property
    def high_ground(self) -> Any:
        """The upper parts of all hills as one shape."""
        tops = [hill.shape for hill in self.hills if hill.kind == "slope"]
        return shapely.union_all(tops)


@dataclass(frozen=True, slots=True)
class Core:
    """A place where people live closely; `density` is a multiple of the open country's."""

    xy: Floats
    radius_m: float
    density: float


class Density:
    """How closely people live: 1 in open country, more in cores, less on water and hills."""

    def __init__(self, cores: list[Core], nature: Nature) -> None:
        self._cores = cores
        self._water = nature.still_water
        self._high = nature.high_ground
        shapely.prepare(self._water)
        shapely.prepare(self._high)

    def __call__(self, xy: Floats) -> Floats:
        """Density at points of shape (n, 2)."""
        value = self.urban(xy)
        x, y = xy[:, 0], xy[:, 1]
        value = np.where(shapely.contains_xy(self._high, x, y), value * 0.6, value)
        return np.where(shapely.contains_xy(self._water, x, y), value * 0.45, value)

    def urban(self, xy: Floats) -> Floats:
        """The same, blind to water and hills."""
        value = np.ones(len(xy))
        for core in self._cores:
            near = np.hypot(*(xy - core.xy).T) / core.radius_m
            value = np.maximum(value, 1 + (core.density - 1) * np.exp(-(near**4)))
        return value


def build_nature(demo: Mapping[str, Any], plane: Plane, rng: np.random.Generator) -> Nature:
    """Draw rivers, reservoirs and hills from the hints."""
    rivers = [
        Feature(
            "river",
            hint["name"],
            curve(hint["points"], plane, rng, wiggle_m=220.0),
            hint["width_m"],
        )
        for hint in demo.get("rivers", [])
    ]
    reservoirs = [
        Feature("reservoir", hint["name"], _blob(hint, plane, rng, roughness=0.22), 0.0)
        for hint in demo.get("reservoirs", [])
    ]
    hills = [part for hint in demo.get("hills", []) for part in _hill(hint, plane, rng)]
    return Nature(_flowing_together(rivers), reservoirs, hills)


def _flowing_together(rivers: list[Feature]) -> list[Feature]:
    """Lead a river whose mouth lies near another one into it."""
    led: list[Feature] = []
    for river in rivers:
        mouth = shapely.get_point(river.shape, -1)
        others = [other.shape for other in rivers if other is not river]
        near = [other for other in others if 0 < shapely.distance(other, mouth) < MOUTH_REACH_M]
        points = shapely.get_coordinates(river.shape)
        for other in near[:1]:
            meeting = shapely.get_coordinates(shapely.shortest_line(other, mouth))[:1]
            # The last stretch gives way, so that the river bends in rather than kinks.
            points = np.concatenate([points[:-8], meeting])
        led.append(replace(river, shape=LineString(points)))
    return led


def cores_of(demo: Mapping[str, Any], plane: Plane) -> list[Core]:
    """The dense places of the hints."""
    return [
        Core(plane.xy(*hint["point"]), hint["radius_km"] * 1000, hint["density"])
        for hint in demo.get("cores", [])
    ]


def curve(
    points: list[list[float]], plane: Plane, rng: np.random.Generator, *, wiggle_m: float
) -> LineString:
    """A smooth line through about the given [lat, lon] points, straying up to `wiggle_m`."""
    through = plane.xy([lat for lat, _ in points], [lon for _, lon in points])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(through, axis=0).T))])
    spline = CubicSpline(along, through)
    at = np.linspace(0.0, along[-1], int(along[-1] / CURVE_STEP_M) + 2)
    line, ahead = spline(at), spline(at, 1)
    sideways = np.stack([-ahead[:, 1], ahead[:, 0]], -1) / np.hypot(*ahead.T)[:, None]
    return LineString(line + sideways * (_waves(at, rng) * wiggle_m)[:, None])


def _waves(at: Floats, rng: np.random.Generator) -> Floats:
    """Slow swinging between about -1 and 1: sines of 1 to 8 km whose strength comes and goes."""
    total = np.zeros_like(at)
    for wavelength_m, weight in ((7900.0, 0.5), (3100.0, 0.4), (1700.0, 0.3), (900.0, 0.15)):
        swell = 0.6 + 0.4 * np.sin(2 * np.pi * (at / (wavelength_m * 4.3) + rng.random()))
        total += weight * swell * np.sin(2 * np.pi * (at / wavelength_m + rng.random()))
    return total


def _blob(
    hint: Mapping[str, Any], plane: Plane, rng: np.random.Generator, *, roughness: float
) -> Polygon:
    """An uneven ellipse: `length_m` along `bearing_deg`, `width_m` across."""
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    radius = 1 + roughness * _ripple(angle, rng)
    across, along = np.cos(angle) * radius * hint["width_m"] / 2, np.sin(angle) * radius
    along = along * hint["length_m"] / 2
    turn = radians(hint["bearing_deg"])
    x = along * sin(turn) + across * cos(turn)
    y = along * cos(turn) - across * sin(turn)
    return Polygon(plane.xy(*hint["point"]) + np.stack([x, y], -1))


def _ripple(angle: Floats, rng: np.random.Generator) -> Floats:
    total = np.zeros_like(angle)
    for waves in range(2, 8):
        total += np.sin(waves * angle + rng.uniform(0, 2 * np.pi)) / waves
    return total


def _hill(hint: Mapping[str, Any], plane: Plane, rng: np.random.Generator) -> list[Feature]:
    """Three nested outlines: foot, slope, top."""
    foot = _blob(hint, plane, rng, roughness=0.3)
    parts, shape = [], foot
    for kind, share in (("foot", 0.35), ("slope", 0.7), ("top", 1.0)):
        parts.append(Feature(kind, hint["name"], shape, round(hint["height_m"] * share)))
        inner = shape.buffer(-0.14 * hint["width_m"])
        if inner.is_empty:
            break
        shape = max(shapely.get_parts(inner), key=lambda part: part.area)
    return parts
