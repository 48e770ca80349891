"""The loop: time passes, people move, things happen, the demo's people deal with them."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta, tzinfo

from domain.dispatch.units import NOT_ON_DUTY
from domain.errors import RefusedError
from feeds.simulator.dispatch import Dispatch
from feeds.simulator.duty import DutyKeeper
from feeds.simulator.field import Field
from feeds.simulator.fleet import Member
from feeds.simulator.incidents import Arrivals, to_report
from feeds.simulator.places import Places
from feeds.simulator.ports import Ports, Roads, State

logger = logging.getLogger(__name__)
# A clock that jumped, or a machine that slept: nothing is made up for longer than this.
LONGEST_STEP_S = 5.0


class Simulator:
    """The demo feed; everything it does goes through its ports.

    Duty follows the clock on the wall; `speed` hurries movement, arrivals and the steps of
    incidents, whose moments stay the real ones.

    Args:
        members: the demo fleet; units the picture does not know are left out.
        places: where they are at home and incidents happen.
        roads: the way along the roads.
        ports: the doors.
        zone: the district's.
        seed: of all chance.
        speed: simulated seconds in one real second.
        period_s: real seconds between two fixes of a moving unit.
    """

    def __init__(
        self,
        members: Sequence[Member],
        places: Places,
        roads: Roads,
        ports: Ports,
        *,
        zone: tzinfo,
        seed: int,
        speed: float = 1.0,
        period_s: float = 1.0,
    ) -> None:
        self._ports = ports
        self._period_s = period_s
        self._speed = speed
        now = ports.clock()
        self._ids = frozenset(member.unit.unit_id for member in members)
        self._field = Field(members, places, roads, seed=seed, started_at=now)
        self._arrivals = Arrivals(places, seed=seed, zone=zone, rate=speed)
        self._dispatch = Dispatch(self._ids, ports, self._field, seed=seed, speed=speed)
        self._duty = DutyKeeper(members, ports, zone)
        self._moved_at = self._happened_until = now
        self._held: set[str] = set()

    async def run(self) -> None:
        """Simulate until cancelled. What fails is logged; the demo goes on."""
        self.take_up()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._every(self.move), name="demo units move")
            tasks.create_task(self._every(self.act), name="demo people act")

    def take_up(self) -> None:
        """Go on from the picture: everybody where they were last seen, or at their incident."""
        incidents = {state["number"]: state for state in self._ports.states("incident")}
        assignments = self._open_assignments()
        for sent in assignments:
            incident = incidents.get(sent["number"])
            if incident and sent["on_scene_at"] and sent["unit_id"] in self._ids:
                self._field.put(sent["unit_id"], incident["lat"], incident["lon"])
        for unit_id in self._ids:
            self._put_where_seen(unit_id)
        self._dispatch.aim(assignments)

    def _open_assignments(self) -> list[State]:
        return [state for state in self._ports.states("assignment") if state["cleared_at"] is None]

    async def move(self) -> None:
        """One step of movement: fixes of everybody on duty, and new ways for a few."""
        now = self._ports.clock()
        passed = min(max((now - self._moved_at).total_seconds(), 0.0), LONGEST_STEP_S)
        self._moved_at = now
        self._follow_duty()
        fixes = self._field.step(now, passed * self._speed)
        if fixes:
            self._ports.accept_fixes(fixes)
        await self._field.plan(now)

    async def act(self) -> None:
        """One round of what happens and of what the demo's people do about it."""
        now = self._ports.clock()
        await self._report(now)
        units = {state["unit_id"]: state for state in self._ports.states("unit")}
        assignments = self._open_assignments()
        await self._dispatch.act(now, units, assignments)
        busy = {state["unit_id"] for state in assignments}
        await self._duty.keep(now, units, busy | self._dispatch.just_sent())

    async def _report(self, now: datetime) -> None:
        # What fell into a longer gap is never reported, as after a restart.
        since = max(self._happened_until, now - timedelta(seconds=LONGEST_STEP_S))
        arrivals = list(self._arrivals.between(since, now))
        self._happened_until = max(self._happened_until, now)
        for arrival in arrivals:
            try:
                await self._ports.accept_report(to_report(arrival))
            except RefusedError as error:
                logger.warning("a demo incident was refused: %s", error.message)

    def _follow_duty(self) -> None:
        """Who is out there: on duty, ours, and not followed by a real device."""
        on_duty: list[str] = []
        for state in self._ports.states("unit"):
            unit_id = state["unit_id"]
            if unit_id not in self._ids or state["status"] in NOT_ON_DUTY:
                continue
            if self._ports.is_held(unit_id):
                self._held.add(unit_id)
                continue
            if unit_id in self._held:
                self._held.discard(unit_id)
                self._put_where_seen(unit_id)
            on_duty.append(unit_id)
        self._field.set_on_duty(on_duty)

    def _put_where_seen(self, unit_id: str) -> None:
        fix = self._ports.newest_fix(unit_id)
        if fix is not None:
            self._field.put(unit_id, fix.lat, fix.lon)

    async def _every(self, step: Callable[[], Awaitable[None]]) -> None:
        due = time.monotonic()
        is_failing = False
        while True:
            try:
                await step()
                is_failing = False
            except Exception:
                if not is_failing:
                    logger.exception("the demo stumbled; it goes on")
                is_failing = True
            due = max(due + self._period_s, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
