from datetime import datetime, timedelta

from feeds.simulator.field import Field
from feeds.simulator.movement import Goal
from tests.feeds.simulator.world import MORNING, SmallDistrict

DISTRICT = SmallDistrict()
WORKER = DISTRICT.members[0].unit.unit_id
FAR = DISTRICT.places.anchor("340699002")


def a_field() -> Field:
    field = Field(DISTRICT.members, DISTRICT.places, DISTRICT.roads, seed=1, started_at=MORNING)
    field.set_on_duty([WORKER])
    return field


async def until_still(field: Field, now: datetime) -> datetime:
    """Go on until the unit has moved and stands again."""
    has_moved = False
    while True:
        now += timedelta(seconds=1)
        await field.plan(now)
        fixes = field.step(now, 1.0)
        if fixes and fixes[0].speed_kmh:
            has_moved = True
        elif fixes and has_moved:
            return now


async def test_the_end_of_a_patrol_is_no_arrival_at_the_incident() -> None:
    field = a_field()
    field.set_goals({WORKER: Goal("LS1", *FAR, starts_at=MORNING + timedelta(hours=9))})
    field.set_goals({})
    now = MORNING
    while not any(fix.speed_kmh for fix in field.step(now, 1.0)):
        now += timedelta(seconds=1)
        await field.plan(now)
    field.set_goals({WORKER: Goal("LS1", *FAR, starts_at=now + timedelta(hours=9))})
    await until_still(field, now)
    assert not field.has_arrived(WORKER, "LS1")


async def test_they_set_out_when_they_are_ready_and_arrive_once() -> None:
    field = a_field()
    starts_at = MORNING + timedelta(minutes=1)
    field.set_goals({WORKER: Goal("LS1", *FAR, starts_at=starts_at)})
    await field.plan(MORNING)
    assert field.step(MORNING, 1.0)[0].speed_kmh == 0.0
    await until_still(field, starts_at)
    assert field.has_arrived(WORKER, "LS1")
    assert not field.has_arrived(WORKER, "LS2")


async def test_who_is_sent_elsewhere_has_not_arrived_there() -> None:
    field = a_field()
    field.set_goals({WORKER: Goal("LS1", *FAR, starts_at=MORNING)})
    now = await until_still(field, MORNING)
    field.set_goals({WORKER: Goal("LS2", *DISTRICT.places.anchor("340699001"), starts_at=now)})
    assert not field.has_arrived(WORKER, "LS2")
    await until_still(field, now)
    assert field.has_arrived(WORKER, "LS2")


def test_a_stranger_never_arrives() -> None:
    assert not a_field().has_arrived("nobody", "LS1")
