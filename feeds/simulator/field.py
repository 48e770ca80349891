"""Everybody out there: who moves, where to, and the fixes their devices send."""

import asyncio
import logging
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from random import Random

from domain.dispatch.units import Fix, TravelMode, travel_mode
from domain.moments import to_ms
from feeds.simulator.fleet import Member
from feeds.simulator.movement import (
    PATROL_PACE,
    RESPONSE_PACE,
    Goal,
    Mover,
    Route,
    metres_between,
    route_along,
)
from feeds.simulator.places import Places
from feeds.simulator.ports import Roads

logger = logging.getLogger(__name__)
# A device at rest reports now and then, so that it never looks stale (two minutes).
REST_REPORT_S = 20.0
WALKED_UP_TO_M = 450.0
WALKED_SHARE = 0.4
ROUTES_AT_ONCE = 12
_REST_S = {
    TravelMode.WALK: (30.0, 300.0),
    TravelMode.EBIKE: (20.0, 240.0),
    TravelMode.CAR: (10.0, 150.0),
}
_FIRST_REST_S = 90.0


class Field:
    """The units on duty, moving along the roads inside their home areas or to their goals.

    Touched on the event loop only; routes are found on a thread.

    Args:
        members: the demo fleet.
        places: where its homes are.
        roads: the way along the roads.
        seed: of all chance.
        started_at: lets every start walk another way.
    """

    def __init__(
        self,
        members: Iterable[Member],
        places: Places,
        roads: Roads,
        *,
        seed: int,
        started_at: datetime,
    ) -> None:
        self._places = places
        self._roads = roads
        self._on_duty: list[Mover] = []
        self._movers = {
            member.unit.unit_id: self._mover(member, f"{seed}:{to_ms(started_at)}")
            for member in members
        }

    def _mover(self, member: Member, seed: str) -> Mover:
        unit = member.unit
        home = unit.home_area or ""
        rng = Random(f"{seed}:{unit.unit_id}")  # noqa: S311 - not a secret
        place = rng.choice(self._places.nodes_in(home))
        mover = Mover(unit.unit_id, home, travel_mode(unit), place, rng)
        mover.rest_s = rng.uniform(0.0, _FIRST_REST_S)
        return mover

    def put(self, unit_id: str, lat: float, lon: float) -> None:
        """Put a unit where it was seen last; it goes on from there."""
        self._movers[unit_id].stand(lat, lon)

    def set_on_duty(self, unit_ids: Iterable[str]) -> None:
        """Who is out there from now on; others send nothing and stay where they are."""
        before = set(self._on_duty)
        self._on_duty = [self._movers[unit_id] for unit_id in unit_ids if unit_id in self._movers]
        for mover in before.difference(self._on_duty):
            mover.halt()
            mover.quiet_s = math.inf

    def set_goals(self, goals: Mapping[str, Goal]) -> None:
        """Where units were sent, by unit; those without a goal patrol."""
        for mover in self._movers.values():
            goal = goals.get(mover.unit_id)
            if goal != mover.goal:
                mover.aim(goal)

    def has_arrived(self, unit_id: str, number: str) -> bool:
        """Whether a unit stands at the incident it was sent to."""
        mover = self._movers.get(unit_id)
        goal = mover.goal if mover else None
        return (
            mover is not None and goal is not None and goal.number == number and mover.has_arrived
        )

    def step(self, now: datetime, seconds: float) -> list[Fix]:
        """Let everybody go on for some simulated seconds; the fixes sent at `now`."""
        fixes: list[Fix] = []
        for mover in self._on_duty:
            if mover.move(seconds):
                if mover.route is None:
                    self._arrive(mover)
                mover.quiet_s = 0.0
                fixes.append(mover.fix(now))
            else:
                mover.quiet_s += seconds
                if mover.quiet_s >= REST_REPORT_S:
                    mover.quiet_s = mover.rng.uniform(0.0, REST_REPORT_S / 4)
                    fixes.append(mover.fix(now))
        return fixes

    def _arrive(self, mover: Mover) -> None:
        goal = mover.goal
        if goal is not None and metres_between(mover.lat, mover.lon, goal.lat, goal.lon) < 1.0:
            mover.has_arrived = True
        mover.rest_s = mover.rng.uniform(*_REST_S[mover.mode])

    async def plan(self, now: datetime) -> None:
        """Find the next ways of a few units that need one, those with a goal first."""
        asking = [ask for mover in self._on_duty if (ask := self._ask(mover, now))]
        asking.sort(key=lambda ask: ask[0].goal is None)
        asking = asking[:ROUTES_AT_ONCE]
        if not asking:
            return
        routes = await asyncio.to_thread(_all_routes, [find for _, _, find in asking])
        for (mover, goal, _), route in zip(asking, routes, strict=True):
            # sent elsewhere, or put somewhere, while the way was being found: asks again
            has_stayed = route and (mover.lat, mover.lon) == (route.lats[0], route.lons[0])
            if route is not None and has_stayed and mover.goal == goal:
                mover.follow(route)

    def _ask(
        self, mover: Mover, now: datetime
    ) -> tuple[Mover, Goal | None, Callable[[], Route]] | None:
        goal = mover.goal
        if goal is not None:
            if mover.has_arrived or now < goal.starts_at or mover.is_responding:
                return None
            return mover, goal, self._way(mover, (goal.lat, goal.lon), mover.mode, RESPONSE_PACE)
        if mover.route is not None or mover.rest_s > 0.0:
            return None
        end = mover.rng.choice(self._places.nodes_in(mover.home))
        mode = mover.mode
        near = metres_between(mover.lat, mover.lon, *end) < WALKED_UP_TO_M
        if near and mode is TravelMode.EBIKE and mover.rng.random() < WALKED_SHARE:
            mode = TravelMode.WALK
        return mover, None, self._way(mover, end, mode, PATROL_PACE[mode])

    def _way(
        self, mover: Mover, end: tuple[float, float], mode: TravelMode, pace: float
    ) -> Callable[[], Route]:
        start = mover.lat, mover.lon
        corner = mover.next_corner()

        def find() -> Route:
            points = [(way[0], way[1], way[2]) for way in self._roads.path(*corner, *end, mode)]
            return route_along(points, start=start, end=end, mode=mode, pace=pace, via=corner)

        return find


def _all_routes(asked: Sequence[Callable[[], Route]]) -> list[Route | None]:
    """Each way, None where none was found; one that fails leaves its unit at rest."""
    return [_route(find) for find in asked]


def _route(find: Callable[[], Route]) -> Route | None:
    try:
        return find()
    except ValueError:
        logger.exception("no way was found for a demo unit")
        return None
