"""Another desk comes into the call of an incident: who may, and who is told."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, NotFoundError
from domain.field.calls.states import CallState
from store.errors import StoreError
from tests.operations.door_parts import report
from tests.operations.field.the_calls import DESK, Field, Phone, calls_door
from tests.support.door import Door

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    async with calls_door(tmp_path_factory.mktemp("calls")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def field(door: Door) -> Field:
    return Field(door)


async def test_another_desk_comes_into_the_call_of_an_incident_and_all_are_told(field: Field):
    number = await report(field.door, "calls-7")
    await field.door.settled()
    desk, phone = Phone(DESK), field.phone("P1")
    room = await field.call(desk, "P1", number=number)
    call_id, room_id = room["calls"][0]["call_id"], room["room_id"]
    await field.board.phones.answer(phone, call_id)
    other = Phone(Caller("d2", "leader"))
    told = await field.board.desk.join(other, room_id)
    assert [one["label"] for one in told["room"]["members"]] == ["d1", "警P1", "d2"]
    for line in (desk, phone):
        assert line.heard("note")[-1] == {"room_id": room_id, "says": "joined", "who": "d2"}
        assert len(line.room["members"]) == 3
    assert other.heard("note") == []
    lines = await field.door.parts.card.timeline(number, caller=DESK)
    assert ("另一席位加入与 警P1 的通话", "d2") in {(one["text"], one["actor"]) for one in lines}
    with pytest.raises(ConflictError) as refusal:
        await field.board.desk.join(other, room_id)
    assert refusal.value.says == "call_in_it"
    await field.board.leave(desk, room_id)
    assert (await field.newest(call_id))["state"] == CallState.ACCEPTED
    await field.board.leave(other, room_id)
    assert (await field.newest(call_id))["state"] == CallState.ENDED


async def test_only_a_desk_that_sees_the_incident_comes_in(
    field: Field, monkeypatch: pytest.MonkeyPatch
):
    number = await report(field.door, "calls-8")
    await field.door.settled()
    desk = Phone(DESK)
    field.phone("P1"), field.phone("P2")
    room = await field.call(desk, "P1", number=number)
    about_none = await field.call(Phone(DESK), "P2")
    other = Phone(Caller("d2", "dispatcher"))
    for line, room_id in (
        (Phone(Caller("d3", "dispatcher", area="340604999")), room["room_id"]),
        (other, about_none["room_id"]),
        (other, "R-none"),
    ):
        with pytest.raises(NotFoundError):
            await field.board.desk.join(line, room_id)
    for role in ("village", "department", "system_admin"):
        with pytest.raises(NotAllowedError):
            await field.board.desk.join(Phone(Caller("x", role)), room["room_id"])
    with pytest.raises(NotAllowedError):
        await field.board.desk.join(field.phone("P3"), room["room_id"])

    async def refuse(*_: Any, **__: Any) -> None:
        raise StoreError("no")

    monkeypatch.setattr(field.ledger, "put", refuse)
    with pytest.raises(StoreError):
        await field.board.desk.join(other, room["room_id"])
    monkeypatch.undo()
    assert len(field.ledger.exchange.rooms[room["room_id"]].members) == 1
    assert desk.heard("note") == []
