"""The switchboard: who is rung, who answers first, what time ends, what is written down."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.calls.calls import FIELD_CALL, CallOverError
from domain.field.calls.states import AWAY_FOR, RINGS_FOR, CallState, Mode, Why
from domain.incidents.incidents import IncidentStatus
from operations.field.calls.requests import CallRequests
from operations.field.calls.serving import DeskLines
from operations.live.client import ConnectionGoneError
from operations.upkeep.journal_words import sentence
from store.errors import StoreError
from tests.operations.door_parts import report
from tests.operations.field.the_calls import DESK, PLACE, UNITS, Field, Phone, calls_door
from tests.support.door import Door

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    async with calls_door(tmp_path_factory.mktemp("calls")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def field(door: Door) -> Field:
    return Field(door)


async def test_a_call_rings_is_answered_and_ended_and_stands_in_the_timeline(field: Field):
    number = await report(field.door, "calls-1")
    await field.door.settled()
    desk, phone = Phone(DESK), field.phone("P1")
    room = await field.call(desk, "P1", number=number)
    [ring] = phone.heard("ring")
    assert (ring["call_sign"], ring["number"]) == ("警P1", number)
    assert field.woken == ["P1"]  # its other phones may be dark
    await field.board.phones.rang(phone, ring["call_id"])
    assert desk.room["calls"][0]["state"] == CallState.RANG
    answered = await field.board.phones.answer(phone, ring["call_id"])
    assert answered["ice"]["servers"][0]["urls"] == ["turn:t"]
    assert [one["is_desk"] for one in desk.room["members"]] == [True, False]
    await field.board.leave(phone, room["room_id"])
    assert desk.heard("over") == []
    told = [sentence(one) for one in await field.records() if one.state["number"] == number]
    assert [one.partition(f"{number} ")[2] for one in told] == [
        "呼叫 警P1",
        "警P1 的手机已响铃",
        "警P1 接通",
        "与 警P1 的通话结束，0 秒",
    ]
    timeline = await field.door.parts.card.timeline(number, caller=DESK)
    assert sum(one["kind"] == FIELD_CALL.name for one in timeline) == 4
    await field.board.leave(desk, room["room_id"])
    assert field.ledger.rooms == []


async def test_both_phones_of_a_unit_ring_and_the_first_answer_counts(field: Field):
    desk, one, other = Phone(DESK), field.phone("P1", "a"), field.phone("P1", "b")
    room = await field.call(desk, "P1")
    call_id = room["calls"][0]["call_id"]
    for phone in (one, other):
        await field.board.phones.rang(phone, call_id)
    assert desk.room["calls"][0]["phones"] == 2
    both = await asyncio.gather(
        field.board.phones.answer(one, call_id),
        field.board.phones.answer(other, call_id),
        return_exceptions=True,
    )
    assert [type(result) for result in both] == [dict, CallOverError]
    assert [told["state"] for told in other.heard("unring")] == [CallState.ACCEPTED]
    assert one.heard("unring") == []
    assert (await field.newest(call_id))["answered_by"] == "a"
    await field.board.leave(desk, room["room_id"])


async def test_the_nearest_three_ring_and_whoever_answers_first_takes_it(field: Field):
    number = await report(field.door, "calls-2", lat=PLACE[0], lon=PLACE[1])
    await field.door.settled()
    desk, phones = Phone(DESK), {unit: field.phone(unit) for unit in UNITS}
    busy = await field.call(Phone(DESK), "P1")
    room = await field.call(desk, number=number, mode=Mode.FIRST)
    assert [one["unit_id"] for one in room["calls"]] == ["P2", "P3", "P4"]
    of = {one["unit_id"]: one["call_id"] for one in room["calls"]}
    await field.board.phones.answer(phones["P3"], of["P3"])
    with pytest.raises(CallOverError):
        await field.board.phones.answer(phones["P2"], of["P2"])
    states = {unit: (await field.newest(call))["state"] for unit, call in of.items()}
    assert states == {"P2": "cancelled", "P3": "accepted", "P4": "cancelled"}
    assert (await field.newest(of["P4"]))["why"] == Why.ANSWERED_ELSEWHERE
    assert len(phones["P2"].heard("unring")) == 1
    await field.board.leave(desk, room["room_id"])
    assert phones["P3"].heard("over")[0]["why"] == Why.HANGUP
    assert field.ledger.exchange.rooms.keys() == {busy["room_id"]}


async def test_of_the_nearest_those_whose_phone_can_ring_come_first(field: Field):
    number = await report(field.door, "calls-6", lat=PLACE[0], lon=PLACE[1])
    await field.door.settled()
    field.phone("P1", on_duty=False)
    for unit in ("P4", "P5"):
        field.phone(unit)
    room = await field.call(Phone(DESK), number=number, mode=Mode.FIRST)
    assert [one["unit_id"] for one in room["calls"]] == ["P4", "P5", "P1"]


async def test_nobody_is_rung_off_duty_and_a_phone_off_duty_is_silent(field: Field):
    desk = Phone(DESK)
    with pytest.raises(InvalidError):
        await field.call(desk, "OFF")
    silent, loud = field.phone("P1", "x", on_duty=False), field.phone("P1", "y")
    await field.call(desk, "P1")
    assert (silent.heard("ring"), len(loud.heard("ring"))) == ([], 1)
    # nor by opening its page meanwhile
    assert (field.board.phones.rings(silent), len(field.board.phones.rings(loud))) == ([], 1)


async def test_45_seconds_are_a_missed_call_and_the_desk_asks_to_be_called_back(field: Field):
    desk, phone = Phone(DESK), field.phone("P1")
    room = await field.call(desk, "P1")
    call_id = room["calls"][0]["call_id"]
    with pytest.raises(ConflictError):
        await field.board.desk.ask_back(desk, call_id)
    field.ahead = RINGS_FOR - timedelta(seconds=2)
    await field.board.settle()
    assert desk.heard("room") == []
    field.ahead = RINGS_FOR
    await field.board.settle()
    assert (await field.newest(call_id))["state"] == CallState.MISSED
    assert phone.heard("unring")[0]["why"] == Why.NO_ANSWER
    await field.board.desk.ask_back(desk, call_id)
    assert phone.heard("callback")[0]["call_id"] == call_id
    assert phone.heard("callback")[0]["phone"] == "0561-1234567"
    assert (await field.newest(call_id))["wants_callback"]


async def test_who_is_in_a_call_is_busy(field: Field):
    first, second, phone = Phone(DESK), Phone(Caller("d2", "dispatcher")), field.phone("P1")
    await field.call(first, "P1")
    room = await field.call(second, "P1")
    assert room["calls"][0]["state"] == CallState.BUSY
    assert (len(phone.heard("ring")), phone.heard("unring")) == (1, [])


async def test_of_two_desks_that_call_at_once_one_finds_the_unit_busy(field: Field):
    first, second, phone = Phone(DESK), Phone(Caller("d2", "dispatcher")), field.phone("P1")
    rooms = await asyncio.gather(field.call(first, "P1"), field.call(second, "P1"))
    states = [room["calls"][0]["state"] for room in rooms]
    assert sorted(states) == [CallState.ASKED, CallState.BUSY]
    assert len(phone.heard("ring")) == 1


async def test_a_room_holds_four_and_says_so(field: Field):
    number = await report(field.door, "calls-3")
    await field.door.settled()
    desk, phones = Phone(DESK), {unit: field.phone(unit) for unit in UNITS}
    room = await field.call(desk, "P1", "P2", number=number, mode=Mode.ROOM)
    for one in room["calls"]:
        await field.board.phones.answer(phones[one["unit_id"]], one["call_id"])
    await field.board.desk.invite(desk, room["room_id"], ["P3"])
    with pytest.raises(ConflictError) as refusal:
        await field.board.desk.invite(desk, room["room_id"], ["P4"])
    assert refusal.value.code == "room_full"
    other = Phone(Caller("d2", "dispatcher"))
    with pytest.raises(ConflictError):
        await field.board.desk.join(other, room["room_id"])
    last = desk.room["calls"][-1]["call_id"]
    await field.board.desk.cancel(desk, last)
    await field.board.desk.join(other, room["room_id"])
    assert len(phones["P1"].room["members"]) == 4
    # as long as somebody of the desk is there, the room goes on
    await field.board.leave(desk, room["room_id"])
    assert len(phones["P1"].room["members"]) == 3
    await field.board.leave(other, room["room_id"])
    assert phones["P1"].heard("over") and phones["P2"].heard("over")


async def test_a_broken_line_may_come_back_for_15_seconds(field: Field):
    desk, phone = Phone(DESK), field.phone("P1")
    room = await field.call(desk, "P1")
    call_id = room["calls"][0]["call_id"]
    told = await field.board.phones.answer(phone, call_id)
    me = told["room"]["you"]
    await field.board.gone(phone, is_signed_out=False)
    assert desk.room["members"][1]["is_away"]
    again = field.phone("P1")
    with pytest.raises(NotFoundError):
        field.board.come_back(field.phone("P1", "stranger"), me)
    field.board.come_back(again, me)
    field.ahead = AWAY_FOR
    await field.board.settle()
    assert (await field.newest(call_id))["state"] == CallState.ACCEPTED
    await field.board.gone(again, is_signed_out=False)
    field.ahead = 2 * AWAY_FOR + timedelta(seconds=1)
    await field.board.settle()
    lost = await field.newest(call_id)
    assert (lost["state"], lost["why"]) == (CallState.LOST, Why.LOST)


async def test_where_the_store_cannot_say_who_is_out_a_broken_line_is_away(field: Field):
    field.phone("P1")

    class Socket:
        def __init__(self) -> None:
            self.said = ['{"say": "call", "id": "1", "body": {"units": ["P1"], "media": "voice"}}']

        async def receive(self) -> str:
            if not self.said:
                raise ConnectionGoneError("left")
            return self.said.pop()

        async def send(self, text: str) -> None:
            """Nobody reads it."""

    async def no_answer() -> bool:
        raise StoreError("no")

    lines = DeskLines(field.board, CallRequests(field.board, str))
    await lines.serve(Socket(), DESK, was_signed_out=no_answer)  # type: ignore[arg-type]
    [room] = field.ledger.rooms
    assert [one.line for one in room.members.values()] == [None]
    field.ahead = AWAY_FOR + timedelta(seconds=1)
    await field.board.settle()
    assert field.ledger.rooms == []


async def test_a_stopped_account_ends_its_call_at_once(field: Field):
    desk, phone = Phone(DESK), field.phone("P1")
    room = await field.call(desk, "P1")
    call_id = room["calls"][0]["call_id"]
    await field.board.phones.answer(phone, call_id)
    await field.board.gone(phone, is_signed_out=True)
    ended = await field.newest(call_id)
    assert (ended["state"], ended["why"]) == (CallState.ENDED, Why.ACCOUNT_STOPPED)
    assert len(desk.room["members"]) == 1


async def test_an_incident_that_ends_stops_the_ringing_and_lets_people_finish(field: Field):
    number = await report(field.door, "calls-4")
    await field.door.settled()
    desk, one, other = Phone(DESK), field.phone("P1"), field.phone("P2")
    room = await field.call(desk, "P1", "P2", number=number, mode=Mode.ROOM)
    first, second = (call["call_id"] for call in room["calls"])
    await field.board.phones.answer(one, first)
    await field.door.desk.advance(number, IncidentStatus.CANCELLED, actor="d1")
    await field.door.settled()
    await field.board.settle()
    await field.board.settle()
    assert (await field.newest(second))["why"] == Why.INCIDENT_OVER
    assert (await field.newest(first))["state"] == CallState.ACCEPTED
    assert [told["says"] for told in one.heard("note")] == ["incident_over"]
    assert other.heard("unring")
    with pytest.raises(InvalidError):
        await field.call(Phone(DESK), "P3", number=number)


async def test_strangers_are_told_nothing_and_do_nothing(field: Field):
    desk, phone = Phone(DESK), field.phone("P1")
    room = await field.call(desk, "P1")
    call_id, room_id = room["calls"][0]["call_id"], room["room_id"]
    stranger, neighbour = Phone(Caller("d9", "dispatcher")), field.phone("P2")
    for act in (field.board.phones.answer, field.board.phones.rang, field.board.phones.decline):
        with pytest.raises(NotFoundError):
            await act(neighbour, call_id)
    for act in (field.board.desk.cancel, field.board.desk.ask_back):
        with pytest.raises(NotFoundError):
            await act(stranger, call_id)
        with pytest.raises(NotAllowedError):
            await act(phone, call_id)
    with pytest.raises(NotAllowedError):
        await field.call(phone, "P2")
    with pytest.raises(NotAllowedError):
        await field.board.phones.answer(desk, call_id)
    with pytest.raises(NotFoundError):
        field.board.pass_on(neighbour, room_id, room["you"], {"x": 1})
    elsewhere = Phone(Caller("d3", "dispatcher", area="340604999"))
    number = await report(field.door, "calls-5")
    await field.door.settled()
    with pytest.raises(NotFoundError):
        await field.call(elsewhere, "P1", number=number)
    assert neighbour.got == [] and stranger.got == []


async def test_what_browsers_say_is_passed_on_and_kept_nowhere(field: Field):
    desk, phone = Phone(DESK), field.phone("P1")
    room = await field.call(desk, "P1")
    told = await field.board.phones.answer(phone, room["calls"][0]["call_id"])
    before = len(await field.records())
    field.board.pass_on(phone, room["room_id"], room["you"], {"sdp": "v=0"})
    assert desk.heard("signal") == [
        {"room_id": room["room_id"], "from": told["room"]["you"], "data": {"sdp": "v=0"}}
    ]
    assert len(await field.records()) == before


async def test_what_cannot_be_written_rings_nobody(field: Field, monkeypatch: pytest.MonkeyPatch):
    desk, phone = Phone(DESK), field.phone("P1")

    async def refuse(*_: Any) -> None:
        raise StoreError("no")

    monkeypatch.setattr(field.ledger, "put", refuse)
    with pytest.raises(StoreError):
        await field.call(desk, "P1")
    assert (phone.got, field.ledger.rooms) == ([], [])


async def test_what_was_open_when_the_server_stopped_is_ended_at_the_next_start(field: Field):
    room = await field.call(Phone(DESK), "P1")
    call_id = room["calls"][0]["call_id"]
    await field.door.settled()
    again = Field(field.door)
    await again.board.end_forgotten()
    ended = await again.newest(call_id)
    assert (ended["state"], ended["why"]) == (CallState.CANCELLED, Why.RESTARTED)


async def test_a_line_is_answered_or_refused_with_a_sentence(field: Field):
    talk = CallRequests(field.board, lambda refused: f"sentence of {refused.says}")
    phone = field.phone("P1")
    assert (await talk.answered(phone, "state", "1", {}))["body"] == {
        "rings": [],
        "unit_id": "P1",
    }
    for kind, body in (("nonsense", {}), ("answer", {}), ("answer", {"call_id": "C-none"})):
        said = await talk.answered(phone, kind, "2", body)
        assert said["said"] == "2" and said["error"]["message"].startswith("sentence of ")
