from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.dispatch.units import UnitStatus
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.incidents.incidents import IncidentStatus, Severity
from tests.operations.door_parts import a_door, put_units, report
from tests.support.door import Door

STEPS = IncidentStatus


@pytest_asyncio.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as opened:
        put_units(opened, "P1", "P2", "P3")
        yield opened


async def accepted(door: Door, source_id: str = "1") -> str:
    number = await report(door, source_id)
    await door.desk.advance(number, STEPS.ACCEPTED, actor="d1")
    return number


def statuses(door: Door) -> list[str]:
    return [door.store.unit(unit_id).status.value for unit_id in ("P1", "P2", "P3")]


def status(door: Door, number: str) -> IncidentStatus:
    return door.store.incident(number).status


async def test_sending_units_dispatches_the_incident(door):
    number = await accepted(door)
    made = await door.desk.assign(number, ["P1", "P2"], actor="d1")
    assert [one.unit_id for one in made] == ["P1", "P2"]
    assert status(door, number) is STEPS.DISPATCHED
    assert statuses(door) == ["dispatched", "dispatched", "available"]
    assert {one.area_code for one in door.store.assignments(number)} == {"340604001001001"}


async def test_all_units_are_sent_or_none(door):
    number = await accepted(door)
    await door.desk.assign(number, ["P1"], actor="d1")
    other = await accepted(door, "2")
    seq = door.store.head()[1]
    for units, field in ((["P2", "P1"], "unit_id"), (["P2", "GHOST"], "unit_id")):
        with pytest.raises((ConflictError, NotFoundError)) as refusal:
            await door.desk.assign(other, units, actor="d1")
        assert refusal.value.field == field
    assert (door.store.head()[1], statuses(door)) == (seq, ["dispatched", "available", "available"])


async def test_a_busy_or_absent_unit_is_refused_by_name(door):
    number = await accepted(door)
    await door.desk.assign(number, ["P1"], actor="d1")
    with pytest.raises(ConflictError) as busy:
        await door.desk.assign(number, ["P1"], actor="d1")
    assert busy.value.code == "unit_busy"
    await door.desk.set_unit_status("P2", UnitStatus.OFF_DUTY, actor="d1")
    with pytest.raises(ConflictError) as absent:
        await door.desk.assign(number, ["P2"], actor="d1")
    assert absent.value.code == "unit_off_duty"


async def test_nobody_is_sent_to_what_is_not_accepted_or_over(door):
    number = await report(door, "1")
    with pytest.raises(ConflictError):
        await door.desk.assign(number, ["P1"], actor="d1")
    await door.desk.advance(number, STEPS.CANCELLED, actor="d1")
    with pytest.raises(ConflictError):
        await door.desk.assign(number, ["P1"], actor="d1")
    with pytest.raises(InvalidError):
        await door.desk.assign(number, [], actor="d1")


async def test_the_first_unit_takes_the_incident_along(door):
    number = await accepted(door)
    await door.desk.assign(number, ["P1", "P2"], actor="d1")
    await door.desk.set_unit_status("P1", UnitStatus.EN_ROUTE, actor="P1")
    assert (status(door, number), statuses(door)[:2]) == (
        STEPS.EN_ROUTE,
        ["en_route", "dispatched"],
    )
    await door.desk.set_unit_status("P2", UnitStatus.ON_SCENE, actor="P2")
    assert (status(door, number), statuses(door)[:2]) == (STEPS.ON_SCENE, ["en_route", "on_scene"])
    first, second = door.store.assignments(number)
    assert first.en_route_at and not first.on_scene_at
    assert second.on_scene_at and not second.en_route_at


async def test_what_a_source_states_of_an_incident_moves_no_unit(door):
    number = await accepted(door)
    await door.desk.assign(number, ["P3"], actor="d1")
    await door.desk.advance(number, STEPS.EN_ROUTE, actor="api")
    assert statuses(door) == ["available", "available", "dispatched"]
    assert door.store.incident(number).is_stated
    await door.desk.set_unit_status("P3", UnitStatus.AVAILABLE, actor="P3")
    assert status(door, number) is STEPS.EN_ROUTE  # who stated it knows better


async def test_when_crews_leave_the_incident_falls_back_to_what_is_left(door):
    number = await accepted(door)
    await door.desk.assign(number, ["P1", "P2"], actor="d1")
    await door.desk.set_unit_status("P1", UnitStatus.ON_SCENE, actor="P1")
    first = door.store.incident(number).reached_at[STEPS.ON_SCENE]
    await door.desk.set_unit_status("P1", UnitStatus.OFF_DUTY, actor="P1")
    assert status(door, number) is STEPS.DISPATCHED
    assert door.store.incident(number).unserved_since is None
    await door.desk.set_unit_status("P2", UnitStatus.OFF_DUTY, actor="P2")
    left = door.store.incident(number)
    assert (left.status, left.unserved_since is not None) == (STEPS.ACCEPTED, True)
    await door.desk.assign(number, ["P3"], actor="d1")
    await door.desk.set_unit_status("P3", UnitStatus.ON_SCENE, actor="P3")
    again = door.store.incident(number)
    assert (again.status, again.unserved_since) == (STEPS.ON_SCENE, None)
    assert again.first_at(STEPS.ON_SCENE) == first


@pytest.mark.parametrize("end", [STEPS.RESOLVED, STEPS.CANCELLED])
async def test_the_end_frees_everybody_who_is_on_it(door, end):
    number = await accepted(door)
    await door.desk.assign(number, ["P1", "P2"], actor="d1")
    await door.desk.advance(number, STEPS.ON_SCENE, actor="d1")
    await door.desk.advance(number, end, actor="d1")
    assert statuses(door) == ["available"] * 3
    assert all(one.cleared_at for one in door.store.assignments(number))
    await door.desk.assign(await accepted(door, "2"), ["P1"], actor="d1")


async def test_a_unit_that_leaves_clears_its_assignment_only(door):
    number = await accepted(door)
    await door.desk.assign(number, ["P1", "P2"], actor="d1")
    await door.desk.set_unit_status("P1", UnitStatus.OUT_OF_SERVICE, actor="d1")
    assert statuses(door)[:2] == ["out_of_service", "dispatched"]
    assert [bool(one.cleared_at) for one in door.store.assignments(number)] == [True, False]
    await door.desk.advance(number, STEPS.CANCELLED, actor="d1")
    assert statuses(door)[:2] == ["out_of_service", "available"]


async def test_a_put_of_the_roster_keeps_the_assignment_in_step(door):
    number = await accepted(door)
    await door.desk.assign(number, ["P1"], actor="d1")
    body = {"call_sign": "警P1", "kind": "police"}
    await door.units.put_unit("P1", body, actor="api")
    assert statuses(door)[0] == "dispatched"
    await door.units.put_unit("P1", body | {"status": "on_scene"}, actor="api")
    assert status(door, number) is STEPS.ON_SCENE
    await door.units.put_unit("P1", body | {"status": "available"}, actor="api")
    assert door.store.assignments(number)[0].cleared_at is not None


async def test_status_and_severity_are_one_record(door):
    number = await report(door, "1")
    before = door.store.head()[1]
    await door.desk.change(number, status=STEPS.ACCEPTED, severity=Severity.I, actor="d1")
    assert door.store.head()[1] == before + 1
    await door.desk.change(number, severity=Severity.IV, actor="d1")
    assert door.store.history("incident", number)[-1].action == "severity"


async def test_what_is_not_there_is_named(door):
    with pytest.raises(NotFoundError) as refusal:
        await door.desk.advance("LS1", STEPS.ACCEPTED, actor="d1")
    assert refusal.value.field == "number"
    with pytest.raises(NotFoundError) as refusal:
        await door.desk.set_unit_status("GHOST", UnitStatus.AVAILABLE, actor="d1")
    assert refusal.value.field == "unit_id"
