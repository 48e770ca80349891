"""Moving along a way: never faster than the mode allows, never a jump."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from domain.dispatch.units import Fix, TravelMode

METRES_PER_DEGREE = 111_195.0
TOP_KMH = {TravelMode.WALK: 5.5, TravelMode.EBIKE: 20.0, TravelMode.CAR: 80.0}
# Between the road and a place beside it.
OFF_ROAD_KMH = {TravelMode.WALK: 4.5, TravelMode.EBIKE: 10.0, TravelMode.CAR: 12.0}
PATROL_PACE = {TravelMode.WALK: 0.9, TravelMode.EBIKE: 0.7, TravelMode.CAR: 0.6}
RESPONSE_PACE = 1.0
_SAME_PLACE_M = 0.5


def metres_between(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Metres between two near points, on a local plane."""
    north = (to_lat - lat) * METRES_PER_DEGREE
    east = (to_lon - lon) * METRES_PER_DEGREE * math.cos(math.radians(lat))
    return math.hypot(north, east)


def bearing_between(lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Degrees clockwise from north between two near points."""
    east = (to_lon - lon) * math.cos(math.radians(lat))
    return math.degrees(math.atan2(east, to_lat - lat)) % 360.0


@dataclass(frozen=True, slots=True)
class Route:
    """A way in time: `seconds[i]` after setting out the traveller is at (lats[i], lons[i]).

    `speeds_kmh[i]` and `bearings_deg[i]` hold between point i and i + 1.
    """

    lats: Sequence[float]
    lons: Sequence[float]
    seconds: Sequence[float]
    speeds_kmh: Sequence[float]
    bearings_deg: Sequence[float]


@dataclass(slots=True)
class _Drawing:
    """A route while its points are being strung."""

    lats: list[float]
    lons: list[float]
    seconds: list[float]
    speeds: list[float]
    bearings: list[float]

    def to(self, lat: float, lon: float, seconds: float, top_kmh: float) -> None:
        """Go on to a point in about `seconds`, but not faster than the top speed."""
        metres = metres_between(self.lats[-1], self.lons[-1], lat, lon)
        if metres < _SAME_PLACE_M:
            return
        took = max(seconds, metres * 3.6 / top_kmh)
        self.bearings.append(bearing_between(self.lats[-1], self.lons[-1], lat, lon))
        self.speeds.append(metres * 3.6 / took)
        self.seconds.append(self.seconds[-1] + took)
        self.lats.append(lat)
        self.lons.append(lon)


def route_along(
    points: Sequence[tuple[float, float, float]],
    *,
    start: tuple[float, float],
    end: tuple[float, float],
    mode: TravelMode,
    pace: float,
    via: tuple[float, float] | None = None,
) -> Route:
    """The way from where somebody stands, along a road path, to where they are wanted.

    Args:
        points: (lat, lon, seconds since the first) along the road.
        start: lat, lon of the traveller; joined to the road at off-road speed.
        end: lat, lon of the goal; joined likewise.
        mode: how they travel; bounds every speed.
        pace: 1.0 at the path's own times, less when there is no hurry.
        via: a corner to reach first, at off-road speed, by one who turns off a way.
    """
    drawing = _Drawing([start[0]], [start[1]], [0.0], [], [])
    top, off_road = TOP_KMH[mode], OFF_ROAD_KMH[mode]
    if via is not None:
        drawing.to(via[0], via[1], 0.0, off_road)
    before: float | None = None
    for lat, lon, at_s in points:
        if before is None:
            drawing.to(lat, lon, 0.0, off_road)
        else:
            drawing.to(lat, lon, (at_s - before) / pace, top)
        before = at_s
    drawing.to(end[0], end[1], 0.0, off_road)
    return Route(drawing.lats, drawing.lons, drawing.seconds, drawing.speeds, drawing.bearings)


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a unit was sent and when it sets out."""

    number: str
    lat: float
    lon: float
    starts_at: datetime


class Mover:
    """One unit in the field: where it is, the way it follows, the pause it takes."""

    __slots__ = (
        "_elapsed_s",
        "_leg",
        "goal",
        "has_arrived",
        "home",
        "is_responding",
        "lat",
        "lon",
        "mode",
        "quiet_s",
        "rest_s",
        "rng",
        "route",
        "unit_id",
    )

    def __init__(
        self, unit_id: str, home: str, mode: TravelMode, place: tuple[float, float], rng: Random
    ) -> None:
        self.unit_id = unit_id
        self.home = home
        self.mode = mode
        self.lat, self.lon = place
        self.rng = rng
        self.goal: Goal | None = None
        self.has_arrived = False
        self.route: Route | None = None
        self.is_responding = False
        self.rest_s = 0.0
        self.quiet_s = math.inf
        self._leg = 0
        self._elapsed_s = 0.0

    def follow(self, route: Route) -> None:
        """Set out along a route that starts where the unit is."""
        self.route, self._leg, self._elapsed_s = route, 0, 0.0
        self.is_responding = self.goal is not None

    def aim(self, goal: Goal | None) -> None:
        """Be sent somewhere, elsewhere, or back on patrol."""
        if goal is None:
            self.halt()
        self.goal, self.has_arrived, self.is_responding = goal, False, False

    def stand(self, lat: float, lon: float) -> None:
        """Be put somewhere without moving there: after a real fix, or a restart."""
        self.lat, self.lon = lat, lon
        self.route, self.is_responding = None, False

    def halt(self) -> None:
        """Give up the present way and pause."""
        self.route, self.rest_s = None, 0.0

    def move(self, seconds: float) -> bool:
        """Go on for a while; True when the unit was under way, even if it has just arrived."""
        route = self.route
        if route is None:
            self.rest_s = max(0.0, self.rest_s - seconds)
            return False
        self._elapsed_s += seconds
        elapsed, leg, times, last = (
            self._elapsed_s,
            self._leg,
            route.seconds,
            len(route.seconds) - 1,
        )
        while leg < last and times[leg + 1] <= elapsed:
            leg += 1
        self._leg = leg
        if leg == last:
            self.lat, self.lon, self.route = route.lats[last], route.lons[last], None
            return True
        share = (elapsed - times[leg]) / (times[leg + 1] - times[leg])
        self.lat = route.lats[leg] + (route.lats[leg + 1] - route.lats[leg]) * share
        self.lon = route.lons[leg] + (route.lons[leg + 1] - route.lons[leg]) * share
        return True

    def next_corner(self) -> tuple[float, float]:
        """The next point of the present way, else where the unit stands."""
        if self.route is None:
            return self.lat, self.lon
        after = min(self._leg + 1, len(self.route.lats) - 1)
        return self.route.lats[after], self.route.lons[after]

    def fix(self, at: datetime) -> Fix:
        """What the unit's device would send now."""
        route, leg = self.route, self._leg
        lat, lon = round(self.lat, 6), round(self.lon, 6)
        if route is None:
            return Fix(self.unit_id, lat, lon, at, 0.0)
        speed, bearing = round(route.speeds_kmh[leg], 1), round(route.bearings_deg[leg], 1)
        return Fix(self.unit_id, lat, lon, at, speed, bearing)
