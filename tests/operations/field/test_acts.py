"""What a phone says of an order: once, at its true moment, and heard by the desk."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.access.callers import DEMO_DISPATCHER
from domain.desk.notices import OPEN, Level, NoticeState
from domain.dispatch.units import Fix, UnitStatus
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.presses import OLDEST, pressed_at
from domain.incidents.incidents import IncidentStatus
from domain.subject_key import of_incident
from operations.clock import utc_now
from operations.field.acts import Act
from operations.field.sockets import LONGEST_SAID, Close
from store.desk import outbox
from store.field.acts import keep
from tests.operations.field.the_field import TheField


def test_a_clock_that_is_wrong_by_an_hour_is_wrong_at_both_ends():
    now = utc_now()
    assert pressed_at(now, 90_000) == now - timedelta(seconds=90)
    assert pressed_at(now, -3_600_000) == now
    assert pressed_at(now, 1e15) == now - OLDEST


async def test_an_order_goes_its_way_and_every_step_has_its_moment(town: TheField):
    phone = await town.bound("officer-1")
    number = await town.sent()
    assert (await town.order(phone))["step"] == "asked"
    await town.act(phone, Act.ACCEPT)
    order = await town.order(phone)
    assert (order["step"], order["asks"]) == ("accepted", [])
    await town.act(phone, Act.EN_ROUTE)
    press = town.press(phone)
    await town.act(phone, Act.ARRIVED, press=press)
    [held] = town.door.store.assignments(number)
    assert held.on_scene_at
    assert abs(held.on_scene_at - press.at) < timedelta(milliseconds=2)
    assert town.door.store.incident(number).status is IncidentStatus.ON_SCENE
    await town.act(phone, Act.DONE)
    assert await town.field.orders.of(phone) == []
    assert town.status() is UnitStatus.AVAILABLE


async def test_a_way_from_an_old_place_is_told_as_such(town: TheField):
    phone = await town.bound("officer-1")
    await town.sent()
    told = await town.order(phone)
    assert (told["distance_m"], told["position_is_stale"]) == (None, False)
    for minutes, is_stale in ((1, False), (6, True)):
        fix = Fix("P1", 33.9, 116.8, at=utc_now() - timedelta(minutes=minutes))
        town.door.board.newest["P1"] = fix
        told = await town.order(phone)
        assert told["distance_m"] is not None
        assert told["position_is_stale"] is is_stale


async def test_an_act_sent_twice_is_done_once_and_answered_alike(town: TheField):
    phone = await town.bound("officer-1")
    await town.sent()
    press = town.press(phone, "the-same-press")
    first = await town.act(phone, Act.ACCEPT, press=press)
    seq = town.door.store.head()[1]
    assert await town.act(phone, Act.ACCEPT, press=press) == first
    assert town.door.store.head()[1] == seq


async def test_two_phones_of_a_unit_ring_and_the_first_answer_counts(town: TheField):
    one, two = await town.bound("officer-1"), await town.bound("officer-2")
    async with town.connected(one) as first, town.connected(two) as second:
        number = await town.sent()
        for socket in (first, second):
            await town.until(lambda socket=socket: socket.of("orders")[-1]["orders"])
            assert socket.of("orders")[-1]["orders"][0]["step"] == "asked"
        await town.act(one, Act.ACCEPT)
        await town.until(lambda: second.of("orders")[-1]["orders"][0]["step"] == "accepted")
        await town.act(two, Act.ACCEPT)
    [notice] = town.door.store.notices(about=of_incident(number))
    assert notice.state is NoticeState.ACKNOWLEDGED


async def test_what_a_phone_has_is_delivered(town: TheField):
    phone = await town.bound("officer-1")
    async with town.connected(phone) as socket:
        number = await town.sent()
        await town.until(lambda: socket.of("orders")[-1]["orders"])
        [ask] = socket.of("orders")[-1]["orders"][0]["asks"]
        socket.say({"kind": "have", "notices": [ask["notice_id"]]})
        await town.until(lambda: _state(town, number) is NoticeState.DELIVERED)


async def test_a_phone_that_says_too_much_at_once_is_cut_off(town: TheField):
    phone = await town.bound("officer-1")
    async with town.connected(phone) as socket:
        socket.say({"kind": "have", "notices": ["x" * LONGEST_SAID]})
        await town.until(lambda: socket.closed == Close.MALFORMED)


async def test_what_no_channel_took_is_asked_on_the_phone_all_the_same(town: TheField):
    phone = await town.bound("officer-1")
    number = await town.sent()
    with town.door.store.transaction() as tx:
        [held] = outbox.notices_about(tx, of_incident(number))
        outbox.put_notice(tx, replace(held, state=NoticeState.FAILED), actor="test")
    order = await town.order(phone)
    assert (order["step"], [one["notice_id"] for one in order["asks"]]) == (
        "asked", [held.notice_id],
    )  # fmt: skip


async def test_off_duty_nothing_is_shown_rung_or_done(town: TheField):
    phone = await town.bound("officer-1")
    other = await town.bound("officer-2", on=False)
    number = await town.sent()
    async with town.connected(other) as socket:
        await town.until(lambda: socket.of("orders"))
        assert socket.of("orders")[-1] == {
            "kind": "orders",
            "on_duty": False,
            "orders": [],
            "standby": None,
        }
        assert town.phones.sockets.tell("P1", {"kind": "ring"}) == 0
        order = await town.order(phone)
        with pytest.raises(ConflictError, match="act_off_duty"):
            press = town.press(other)
            await town.field.acts.act(other, order["assignment_id"], Act.ACCEPT, press)
        assert [one["kind"] for one in socket.told].count("ring") == 0
    assert _state(town, number) is not NoticeState.ACKNOWLEDGED


async def test_a_decline_says_why_frees_the_unit_and_rings_at_the_desk(town: TheField):
    phone = await town.bound("officer-1")
    number = await town.sent()
    with pytest.raises(InvalidError, match="decline_needs_reason"):
        await town.act(phone, Act.DECLINE)
    await town.act(phone, Act.DECLINE, reason="车辆故障")
    assert town.status() is UnitStatus.AVAILABLE
    heads = [one.head for one in town.door.store.notices(about=of_incident(number))]
    assert any("不能前往" in head for head in heads)
    assert town.door.store.incident(number).unserved_since


async def call_back(town: TheField, number: str) -> None:
    await town.door.parts.crews.release(number, "P1", caller=DEMO_DISPATCHER)


async def cancel(town: TheField, number: str) -> None:
    await town.door.parts.steps.cancel(number, caller=DEMO_DISPATCHER, reason="误报")


@pytest.mark.parametrize("end", [call_back, cancel])
async def test_an_order_that_ended_on_the_way_says_so(
    town: TheField, end: Callable[[TheField, str], Awaitable[None]]
):
    phone = await town.bound("officer-1")
    number = await town.sent()
    order = await town.order(phone)
    await town.act(phone, Act.EN_ROUTE)
    await end(town, number)
    assert await town.field.orders.of(phone) == []
    with pytest.raises(ConflictError, match="order_over"):
        press = town.press(phone)
        await town.field.acts.act(phone, order["assignment_id"], Act.ARRIVED, press)
    stranger = await town.bound("officer-3", "P2")
    with pytest.raises(NotFoundError):
        press = town.press(stranger)
        await town.field.acts.act(stranger, order["assignment_id"], Act.ARRIVED, press)


async def test_an_alarm_is_raised_once_a_press_and_shows_when_it_is_taken(town: TheField):
    phone = await town.bound("officer-1", on=False)
    press = town.press(phone, "held-down-1")
    first = await town.field.sos.press(phone, press, (33.81, 116.71), 8.0)
    again = await town.field.sos.press(phone, press, (33.81, 116.71), 8.0)
    assert (first["number"], first["is_taken"]) == (again["number"], False)
    incident = town.door.store.incident(first["number"])
    assert (incident.incident_class.value, int(incident.severity)) == ("sos", 1)
    assert _state(town, first["number"]) in OPEN  # it rings
    step = IncidentStatus.ACCEPTED
    await town.door.parts.steps.step(first["number"], step, caller=DEMO_DISPATCHER)
    assert (await town.field.sos.state(phone, first["number"]))["is_taken"]
    stranger = await town.bound("officer-3", "P2", on=False)
    with pytest.raises(NotFoundError):
        await town.field.sos.state(stranger, first["number"])
    with town.door.store.transaction() as tx:  # as where too many strangers share an alarm
        keep(tx, town.press(stranger), {"number": first["number"]})
    assert (await town.field.sos.state(stranger, first["number"]))["is_taken"]
    assert _state(town, first["number"]) is NoticeState.WITHDRAWN


async def test_help_rings_at_the_desk_until_somebody_answers(town: TheField):
    phone = await town.bound("officer-1")
    number = await town.sent()
    await town.act(phone, Act.ARRIVED)
    await town.act(phone, Act.HELP, reason="需要救护")
    [asked] = [
        one for one in town.door.store.notices(about=of_incident(number)) if "请求支援" in one.head
    ]
    assert (asked.level, asked.state in OPEN) == (Level.SUPERVISOR, True)
    await town.door.parts.notices.acknowledge(asked.notice_id, caller=DEMO_DISPATCHER)


async def test_an_alarm_without_a_place_is_taken(town: TheField):
    phone = await town.bound("officer-1", on=False)
    made = await town.field.sos.press(phone, town.press(phone), None, None)
    assert town.door.store.incident(made["number"]) is not None


def _state(town: TheField, number: str) -> NoticeState:
    return town.door.store.notices(about=of_incident(number))[-1].state
