"""The same day from the same seed, and a day that a restart cuts in two."""

import asyncio
import logging
from datetime import timedelta

import pytest

from domain.incidents.incidents import IncidentStatus
from feeds.simulator.movement import metres_between
from tests.feeds.simulator.world import (
    MORNING,
    SmallDistrict,
    World,
    an_incident,
    assert_nobody_jumps,
    sent_to,
)

DISTRICT = SmallDistrict()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    world = World(DISTRICT)
    world.put_on_duty()
    return world


async def test_the_same_seed_and_clock_tell_the_same_day() -> None:
    told = []
    for _ in range(2):
        world = World(DISTRICT)
        world.put_on_duty()
        await world.live(world.simulator(seed=11), 30 * MINUTE)
        told.append((world.sent, world.reports, world.steps))
    assert told[0] == told[1]
    assert told[0][1]


async def test_speed_brings_more_in_the_same_time(world: World) -> None:
    await world.live(world.simulator(speed=20.0), 10 * MINUTE)
    assert len(world.reports) > 8
    assert len({raw["source_id"] for raw in world.reports}) == len(world.reports)
    assert any(incident.ended_at for incident in world.incidents.values())


async def test_a_restart_goes_on_and_repeats_nothing(world: World) -> None:
    await world.live(world.simulator(), 20 * MINUTE)
    under_way = {n for n, incident in world.incidents.items() if incident.ended_at is None}
    before = dict(world.fixes)
    world.sent.clear()
    await world.live(world.simulator(), 25 * MINUTE)
    ids = [raw["source_id"] for raw in world.reports]
    assert len(ids) == len(set(ids))
    assert under_way
    steps_since = {who for at, who, _ in world.steps if at > MORNING + 20 * MINUTE}
    assert under_way & steps_since
    assert_nobody_jumps(world, [*before.values(), *world.sent])


async def test_nothing_is_invented_for_the_time_between(world: World) -> None:
    await world.live(world.simulator(), 10 * MINUTE)
    reported = len(world.reports)
    world.now += timedelta(hours=8)
    woken_at = world.now
    await world.live(world.simulator(), MINUTE)
    late = [raw for raw in world.reports[reported:] if raw["reported_at"] < woken_at.isoformat()]
    assert not late


async def test_a_machine_that_slept_does_not_report_what_it_slept_through(world: World) -> None:
    simulator = world.simulator()
    await world.live(simulator, MINUTE)
    reported = len(world.reports)
    world.now += timedelta(hours=8)
    woken_at = world.now
    await world.live(simulator, 10 * MINUTE)
    since = (woken_at - timedelta(seconds=6)).isoformat()
    assert world.reports[reported:], "the day goes on"
    assert all(raw["reported_at"] >= since for raw in world.reports[reported:])


async def test_who_works_at_an_incident_stands_there_after_a_restart(world: World) -> None:
    incident = an_incident(world)
    simulator = world.simulator()
    while world.incidents[incident.number].status is not IncidentStatus.ON_SCENE:
        await world.live(simulator, timedelta(seconds=1))
    [unit_id, *_] = sent_to(world, incident.number)
    world.fixes.clear()
    await world.live(world.simulator(), timedelta(seconds=3))
    fix = world.fixes[unit_id]
    assert metres_between(fix.lat, fix.lon, incident.lat, incident.lon) < 2.0


class FailingWorld(World):
    failures = 6

    def states(self, kind: str) -> list[dict[str, object]]:
        if kind == "unit" and self.failures > 0:
            self.failures -= 1
            raise OSError("the picture is gone")
        return super().states(kind)


async def test_the_loop_outlives_a_failing_door(caplog: pytest.LogCaptureFixture) -> None:
    world = FailingWorld(DISTRICT)
    world.put_on_duty()
    running = asyncio.create_task(world.simulator(period_s=0.001).run())
    with caplog.at_level(logging.ERROR):
        while not world.sent:
            world.now += timedelta(seconds=1)
            await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert 1 <= len(caplog.records) <= 2, "each loop says it once, not every second"
