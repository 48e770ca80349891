"""The running demo, seen from its doors."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from domain.dispatch.units import NOT_ON_DUTY, Fix, TravelMode, UnitStatus
from domain.incidents.incidents import IncidentClass, IncidentStatus, Severity
from feeds.simulator import crews
from feeds.simulator.movement import TOP_KMH, metres_between
from tests.feeds.simulator.world import (
    ROUNDING_M,
    ZONE,
    SmallDistrict,
    World,
    an_incident,
    assert_nobody_jumps,
    sent_to,
    tracks,
)

DISTRICT = SmallDistrict()
BESIDE_ROAD_M = 26.0
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    world = World(DISTRICT)
    world.put_on_duty()
    return world


# moving ------------------------------------------------------------------------------------


async def test_units_patrol_along_the_roads_without_jumping(world: World) -> None:
    await world.live(world.simulator(), 20 * MINUTE)
    assert len(world.sent) > 5_000
    assert_nobody_jumps(world, world.sent)
    assert all(DISTRICT.metres_off_road(fix.lat, fix.lon) < BESIDE_ROAD_M for fix in world.sent)
    speeds = {round(fix.speed_kmh or 0) for fix in world.sent}
    assert 0 in speeds, "they pause"
    assert any(0 < speed <= 5 for speed in speeds), "they walk"
    assert any(10 < speed <= 15 for speed in speeds), "they ride without hurry"


async def test_off_duty_units_send_nothing(world: World) -> None:
    off = {unit.unit_id for unit in world.units.values() if unit.status in NOT_ON_DUTY}
    assert off
    await world.live(world.simulator(), 5 * MINUTE)
    assert off.isdisjoint(fix.unit_id for fix in world.sent)
    on_duty = {unit.unit_id for unit in world.units.values()} - off
    assert {fix.unit_id for fix in world.sent} == on_duty


async def test_nobody_on_duty_looks_stale(world: World) -> None:
    await world.live(world.simulator(), 10 * MINUTE)
    for track in tracks(world.sent).values():
        gaps = [two.at - one.at for one, two in pairwise(track)]
        assert max(gaps) <= timedelta(seconds=25)


async def test_without_work_they_stay_at_home(world: World) -> None:
    await world.live(world.simulator(), 20 * MINUTE)
    busy = {sent.unit_id for sent in world.assignments.values()}
    for unit_id, track in tracks(world.sent).items():
        if unit_id in busy:
            continue
        home = set(DISTRICT.places.nodes_in(world.units[unit_id].home_area or ""))
        resting = {(fix.lat, fix.lon) for fix in track if fix.speed_kmh == 0.0}
        rounded = {(round(lat, 6), round(lon, 6)) for lat, lon in home}
        assert resting <= rounded


async def test_a_clock_that_leaps_moves_nobody_far(world: World) -> None:
    simulator = world.simulator()
    await world.live(simulator, 5 * MINUTE)
    before = dict(world.fixes)
    world.sent.clear()
    world.now += timedelta(hours=3)
    await simulator.move()
    for fix in world.sent:
        top_ms = TOP_KMH[TravelMode.CAR] / 3.6
        held = before[fix.unit_id]
        moved = metres_between(held.lat, held.lon, fix.lat, fix.lon)
        assert moved <= top_ms * 5.0 + ROUNDING_M


# incidents ---------------------------------------------------------------------------------


async def test_a_demo_incident_is_lived_through_to_its_end(world: World) -> None:
    incident = an_incident(world, incident_class=IncidentClass.TRAFFIC)
    await world.live(world.simulator(speed=12.0), 20 * MINUTE)
    assert sent_to(world, incident.number)
    reached = world.incidents[incident.number].reached_at
    assert list(reached) == [
        IncidentStatus.REPORTED,
        IncidentStatus.ACCEPTED,
        IncidentStatus.DISPATCHED,
        IncidentStatus.EN_ROUTE,
        IncidentStatus.ON_SCENE,
        IncidentStatus.RESOLVED,
        IncidentStatus.CLOSED,
    ]
    accepted = reached[IncidentStatus.ACCEPTED] - incident.reported_at
    assert timedelta(seconds=10) <= accepted * 12 <= timedelta(seconds=72)


async def test_on_scene_is_said_only_there(world: World) -> None:
    incident = an_incident(world, severity=Severity.I, incident_class=IncidentClass.PUBLIC_ORDER)
    simulator = world.simulator()
    arrived: set[str] = set()
    for _ in range(900):
        await world.live(simulator, timedelta(seconds=1))
        for unit_id in sent_to(world, incident.number):
            if world.units[unit_id].status is UnitStatus.ON_SCENE:
                fix = world.fixes[unit_id]
                assert metres_between(fix.lat, fix.lon, incident.lat, incident.lon) < 2.0
                arrived.add(unit_id)
    kinds = {world.units[unit_id].kind for unit_id in arrived}
    assert len(arrived) >= 4
    assert len(kinds) == 2, "a grave one calls both kinds"


async def test_they_return_to_patrol_when_it_is_done(world: World) -> None:
    incident = an_incident(world)
    simulator = world.simulator()
    await world.live(simulator, 4 * MINUTE)
    [unit_id, *_] = sent_to(world, incident.number)
    await world.advance(incident.number, IncidentStatus.CANCELLED)
    world.sent.clear()
    await world.live(simulator, 15 * MINUTE)
    places = {(fix.lat, fix.lon) for fix in world.sent if fix.unit_id == unit_id}
    assert len(places) > 20
    assert_nobody_jumps(world, world.sent)


async def test_what_others_report_is_left_to_people_but_who_is_sent_drives(world: World) -> None:
    incident = an_incident(world, source="hotline")
    simulator = world.simulator()
    await world.live(simulator, 3 * MINUTE)
    assert world.incidents[incident.number].status is IncidentStatus.REPORTED
    free = next(
        unit
        for unit in world.units.values()
        if unit.status is UnitStatus.AVAILABLE and unit.subkind == "patrol_car"
    )
    await world.advance(incident.number, IncidentStatus.ACCEPTED)
    await world.assign(incident.number, [free.unit_id])
    await world.live(simulator, 15 * MINUTE)
    fix = world.fixes[free.unit_id]
    assert metres_between(fix.lat, fix.lon, incident.lat, incident.lon) < 2.0
    assert world.units[free.unit_id].status is UnitStatus.ON_SCENE
    assert world.incidents[incident.number].status is IncidentStatus.ON_SCENE, "people end it"


async def test_who_was_told_sets_out_after_saying_yes_and_the_silent_stay(world: World) -> None:
    incident = an_incident(world, source="phone")
    simulator = world.simulator()
    await world.live(simulator, timedelta(seconds=2))
    await world.advance(incident.number, IncidentStatus.ACCEPTED)
    free = [unit.unit_id for unit in world.units.values() if unit.subkind == "patrol_car"][:2]
    await world.assign(incident.number, free)
    for sent in list(world.assignments.values()):
        says_yes = crews.answers_after(sent.assignment_id, 7) is not None
        world.tell(sent)
        await world.live(simulator, 2 * MINUTE)
        unit = world.units[sent.unit_id]
        assert (unit.status is not UnitStatus.DISPATCHED) == says_yes
        assert (world.notices[sent.assignment_id]["state"] == "acknowledged") == says_yes


def test_most_say_yes_within_half_a_minute_and_some_never_do() -> None:
    spans = [crews.answers_after(f"LS1-{n}", 7) for n in range(1000)]
    answered = [span.total_seconds() for span in spans if span is not None]
    assert 820 <= len(answered) <= 940
    assert min(answered) >= 5 and max(answered) <= 25


async def test_what_a_person_has_taken_is_not_ended_by_the_demo(world: World) -> None:
    incident = an_incident(world, is_taken=True)
    simulator = world.simulator()
    await world.live(simulator, 5 * MINUTE)
    assert world.incidents[incident.number].status is IncidentStatus.REPORTED


async def test_crews_on_scene_of_what_a_person_has_taken_say_that_all_is_well(world: World) -> None:
    incident = an_incident(world, is_taken=True, source="phone")
    simulator = world.simulator()
    await world.live(simulator, timedelta(seconds=2))
    await world.advance(incident.number, IncidentStatus.ACCEPTED)
    free = next(unit.unit_id for unit in world.units.values() if unit.subkind == "patrol_car")
    await world.assign(incident.number, [free])
    await world.live(simulator, 20 * MINUTE)
    sent = next(iter(world.assignments.values()))
    assert sent.on_scene_at is not None
    assert {unit_id for unit_id, _ in world.well} == {free}
    moments = [sent.on_scene_at, *(at for _, at in world.well), world.now]
    assert all(two - one < 5 * MINUTE for one, two in pairwise(moments))


async def test_a_refusal_leaves_everything_running(world: World) -> None:
    incident = an_incident(world)
    world.refuses = True
    simulator = world.simulator()
    await world.live(simulator, 3 * MINUTE)
    assert world.incidents[incident.number].status is IncidentStatus.REPORTED
    world.refuses = False
    await world.live(simulator, 3 * MINUTE)
    assert world.incidents[incident.number].status is not IncidentStatus.REPORTED


async def test_without_anybody_free_it_waits_and_asks_again(world: World) -> None:
    incident = an_incident(world)
    on_duty = dict(world.units)
    for unit in on_duty.values():
        world.units[unit.unit_id] = replace(unit, status=UnitStatus.OUT_OF_SERVICE)
    simulator = world.simulator()
    await world.live(simulator, 5 * MINUTE)
    assert world.incidents[incident.number].status is IncidentStatus.ACCEPTED
    world.units |= on_duty
    await world.live(simulator, 2 * MINUTE)
    assert sent_to(world, incident.number)


async def test_two_incidents_at_once_are_not_given_the_same_unit(world: World) -> None:
    first = an_incident(world)
    second = world.add_incident("simulator", "simulator-2", first.lat, first.lon)
    for incident in (first, second):
        await world.advance(incident.number, IncidentStatus.ACCEPTED)
    simulator = world.simulator()
    await world.live(simulator, timedelta(seconds=3))
    world.now += MINUTE  # both are due in one round
    await simulator.act()
    sent = sent_to(world, first.number) + sent_to(world, second.number)
    assert len(sent) == len(set(sent)) == 2


# real people -------------------------------------------------------------------------------


async def test_a_held_unit_is_neither_moved_nor_sent_nor_changed(world: World) -> None:
    simulator = world.simulator()
    await world.live(simulator, 5 * MINUTE)
    world.held = {unit.unit_id for unit in world.units.values() if unit.kind == "police"}
    world.sent.clear()
    world.steps.clear()
    incident = an_incident(world, incident_class=IncidentClass.TRAFFIC)
    await world.live(simulator, 10 * MINUTE)
    assert world.held.isdisjoint(fix.unit_id for fix in world.sent)
    assert world.held.isdisjoint(who for _, who, _ in world.steps)
    assert not sent_to(world, incident.number)


async def test_a_released_unit_goes_on_from_its_real_fix(world: World) -> None:
    simulator = world.simulator()
    await world.live(simulator, 5 * MINUTE)
    unit_id = world.sent[-1].unit_id
    world.held.add(unit_id)
    await world.live(simulator, MINUTE)
    real = Fix(unit_id, 33.7011, 116.8011, world.now, 3.0)
    world.fixes[unit_id] = real
    world.held.clear()
    world.sent.clear()
    await world.live(simulator, 5 * MINUTE)
    track = [real, *tracks(world.sent)[unit_id]]
    assert_nobody_jumps(world, track)


# duty --------------------------------------------------------------------------------------


async def test_a_change_of_watch_is_spread_over_minutes(world: World) -> None:
    world.now = datetime(2026, 3, 3, 17, 55, tzinfo=ZONE)
    world.put_on_duty()
    simulator = world.simulator()
    world.steps.clear()
    await world.live(simulator, 70 * MINUTE)
    free = {
        unit.unit_id
        for unit in world.units.values()
        if unit.status in {UnitStatus.AVAILABLE, UnitStatus.OFF_DUTY}
    }
    for member in DISTRICT.members:
        if member.unit.unit_id in free:
            is_on = member.is_on_duty(world.now, ZONE)
            assert (world.units[member.unit.unit_id].status is UnitStatus.AVAILABLE) == is_on
    changed = [at for at, _, what in world.steps if what == "off_duty"]
    assert len(changed) >= 5
    assert max(changed) - min(changed) > 5 * MINUTE


async def test_after_a_long_stop_watches_are_caught_up_a_few_at_a_time(world: World) -> None:
    for member in DISTRICT.members:
        world.units[member.unit.unit_id] = member.unit
    simulator = world.simulator()
    await simulator.act()
    assert len(world.steps) <= 2
    await world.live(simulator, MINUTE)
    on_duty = [unit for unit in world.units.values() if unit.status is UnitStatus.AVAILABLE]
    assert len(on_duty) >= 10


async def test_out_of_service_is_for_people_to_end(world: World) -> None:
    unit_id = next(iter(world.units))
    world.units[unit_id] = replace(world.units[unit_id], status=UnitStatus.OUT_OF_SERVICE)
    await world.live(world.simulator(), 3 * MINUTE)
    assert world.units[unit_id].status is UnitStatus.OUT_OF_SERVICE
