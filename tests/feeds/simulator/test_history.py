"""The told days before the first start."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from statistics import median

from domain.dispatch.units import NOT_ON_DUTY, Unit, UnitStatus
from domain.incidents.incidents import Incident, IncidentStatus, check_step
from domain.upkeep.history import HistoryEvent
from feeds.simulator import history, plan_history
from feeds.simulator.history import DUTY_TOLD_FOR
from feeds.simulator.incidents import Arrivals
from tests.feeds.simulator.world import MORNING, ZONE, SmallDistrict

DISTRICT = SmallDistrict(columns=6, rows=6)
PLAN = plan_history(DISTRICT.members, until=MORNING, days=4, seed=5, map_version="m1")


def tell(plan=PLAN) -> list[HistoryEvent]:
    return list(history(DISTRICT.members, DISTRICT.places, plan, ZONE))


TOLD = tell()


def incident_steps() -> dict[str, list[Incident]]:
    steps: dict[str, list[Incident]] = defaultdict(list)
    for event in TOLD:
        if event.incident:
            steps[event.incident.source_id].append(event.incident)
    return steps


def at_the_end() -> dict[str, Unit]:
    return {event.unit.unit_id: event.unit for event in TOLD if event.unit}


def test_the_same_plan_tells_the_same_events() -> None:
    assert tell() == TOLD
    assert tell(replace(PLAN, seed=6)) != TOLD


def test_events_come_in_the_order_of_time_within_the_days_asked_for() -> None:
    assert all(one.at <= two.at for one, two in pairwise(TOLD))
    assert TOLD[0].at == PLAN.until - timedelta(days=4)
    assert TOLD[-1].at <= PLAN.until


def test_units_come_first() -> None:
    count = len(DISTRICT.members)
    assert [event.unit for event in TOLD[:count]] == [one.unit for one in DISTRICT.members]
    assert all(event.action != "add" for event in TOLD[count:])


def test_every_day_has_about_as_many_incidents() -> None:
    days = Counter(
        steps[0].reported_at.astimezone(ZONE).date() for steps in incident_steps().values()
    )
    full_days = sorted(days)[1:-1]
    assert all(85 <= days[day] <= 175 for day in full_days)


def test_incidents_take_only_the_steps_the_rules_allow() -> None:
    for steps in incident_steps().values():
        assert steps[0].status is IncidentStatus.REPORTED
        for one, two in pairwise(steps):
            check_step(one.status, two.status)
            assert list(two.reached_at.values()) == sorted(two.reached_at.values())


def test_the_told_moment_is_the_moment_of_the_step() -> None:
    for event in TOLD:
        if event.incident:
            assert event.at == event.incident.reached_at[event.incident.status]


def test_a_unit_is_at_one_incident_at_a_time() -> None:
    held: dict[str, str] = {}
    for event in TOLD:
        if sent := event.assignment:
            assert held.setdefault(sent.unit_id, sent.assignment_id) == sent.assignment_id
            if sent.cleared_at:
                del held[sent.unit_id]
    still_open = {
        steps[-1].source_id for steps in incident_steps().values() if not steps[-1].ended_at
    }
    sent_to = {event.assignment.number for event in TOLD if event.assignment}
    assert sent_to <= incident_steps().keys()
    last = {event.assignment.assignment_id: event.assignment for event in TOLD if event.assignment}
    assert {sent.number for sent in last.values() if sent.cleared_at is None} <= still_open


def test_incidents_begin_in_their_own_grid() -> None:
    firsts = [steps[0] for steps in incident_steps().values()]
    codes = DISTRICT.grids_at([one.lat for one in firsts], [one.lon for one in firsts])
    assert codes == [one.area_code for one in firsts]


def test_help_comes_in_minutes() -> None:
    waits = [
        (reached - steps[0].reported_at).total_seconds() / 60
        for steps in incident_steps().values()
        if (reached := steps[-1].reached_at.get(IncidentStatus.ON_SCENE))
    ]
    assert 2.0 < median(waits) < 6.5
    assert sum(wait <= 10 for wait in waits) / len(waits) > 0.85


def test_a_few_are_cancelled_and_what_is_new_is_still_open() -> None:
    last = [steps[-1] for steps in incident_steps().values()]
    share = sum(one.status is IncidentStatus.CANCELLED for one in last) / len(last)
    assert 0.005 < share < 0.08
    still_open = [one for one in last if one.ended_at is None]
    assert still_open
    assert all(PLAN.until - one.reported_at < timedelta(hours=12) for one in still_open)


def test_at_the_end_everybody_does_what_the_rotation_says() -> None:
    last = {event.assignment.unit_id: event.assignment for event in TOLD if event.assignment}
    busy = {unit_id for unit_id, sent in last.items() if sent.cleared_at is None}
    assert busy
    for member in DISTRICT.members:
        status = at_the_end()[member.unit.unit_id].status
        if member.unit.unit_id in busy:
            assert status not in NOT_ON_DUTY | {UnitStatus.AVAILABLE}
        else:
            is_on = member.is_on_duty(PLAN.until, ZONE)
            assert status is (UnitStatus.AVAILABLE if is_on else UnitStatus.OFF_DUTY)


def test_the_end_is_right_whatever_the_hour() -> None:
    for hours in (3, 8, 10, 14, 21):
        plan = replace(PLAN, until=MORNING + timedelta(hours=hours), days=1)
        units = {event.unit.unit_id: event.unit for event in tell(plan) if event.unit}
        for member in DISTRICT.members:
            if units[member.unit.unit_id].status is UnitStatus.AVAILABLE:
                assert member.is_on_duty(plan.until, ZONE)
            elif units[member.unit.unit_id].status is UnitStatus.OFF_DUTY:
                assert not member.is_on_duty(plan.until, ZONE)


def test_statuses_are_told_for_the_last_day_only() -> None:
    told = [event.at for event in TOLD if event.action == "status"]
    assert min(told) == PLAN.until - DUTY_TOLD_FOR
    assert len(set(told)) > 30


def test_no_days_at_all_still_bring_the_fleet() -> None:
    told = tell(replace(PLAN, days=0))
    assert {event.at for event in told} == {PLAN.until}
    units = {event.unit.unit_id: event.unit for event in told if event.unit}
    assert len(units) == len(DISTRICT.members)
    assert not any(event.incident for event in told)
    assert any(unit.status is UnitStatus.AVAILABLE for unit in units.values())


def test_the_live_feed_goes_on_where_history_stopped() -> None:
    arrivals = Arrivals(DISTRICT.places, seed=PLAN.seed, zone=ZONE)
    coming = arrivals.between(PLAN.until, PLAN.until + timedelta(days=1))
    later = [arrival.source_id for arrival in coming]
    assert later
    assert incident_steps().keys().isdisjoint(later)
    both = arrivals.between(PLAN.until - timedelta(days=4), PLAN.until + timedelta(days=1))
    assert [one.source_id for one in both] == [*incident_steps(), *later]


def test_another_map_or_fleet_is_another_story() -> None:
    other = plan_history(DISTRICT.members[:-1], until=MORNING, days=4, seed=5, map_version="m1")
    moved = plan_history(DISTRICT.members, until=MORNING, days=4, seed=5, map_version="m2")
    assert len({PLAN.version, other.version, moved.version}) == 3
