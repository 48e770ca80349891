"""Bindings: whose phone speaks for whom, on duty and off, opened, lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import DEMO_DISPATCHER, Caller
from domain.audit.audit import audit
from domain.dispatch.units import UnitStatus
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.phones import LONGEST_DUTY, MOST_OF_A_UNIT, MOST_TRIES, FieldDevice
from operations.field.carried import Carried
from store.field import phones as kept
from tests.operations.field.the_field import PIN, TheField


async def test_a_phone_speaks_for_a_unit_of_its_own_kind_and_for_no_other(town: TheField):
    police = town.account("officer-1")
    assert {one.unit_id for one in await town.phones.choices(police)} == {"P1", "P2"}
    with pytest.raises(NotAllowedError):
        await town.phones.bind(police, unit_id="G1", pin=PIN)
    with pytest.raises(NotAllowedError):
        await town.phones.bind(Caller("d1", "dispatcher"), unit_id="P1", pin=PIN)
    phone = await town.bound("officer-1", on=False)
    assert (phone.unit_id, phone.caller.role, phone.device.on_duty_at) == ("P1", "police", None)


@pytest.mark.parametrize("pin", ["12345", "111111", "123456", "987654", "12345a"])
async def test_a_pin_that_is_easy_is_refused(town: TheField, pin: str):
    with pytest.raises(InvalidError):
        await town.phones.bind(town.account("officer-1"), unit_id="P1", pin=pin)


async def test_the_unit_goes_on_duty_with_its_first_phone_and_off_with_its_last(town: TheField):
    first = await town.bound("officer-1")
    second = await town.bound("officer-2")
    assert town.status() is UnitStatus.AVAILABLE
    assert (await town.field.me(first.caller, first))["others"] == ["officer-2"]
    await town.phones.set_duty(first, town.press(first), on=False)
    await town.door.settled()
    assert town.status() is UnitStatus.AVAILABLE
    assert not town.phones.is_rung((await town.phone(first.device_id)).device)
    await town.phones.set_duty(second, town.press(second), on=False)
    assert town.status() is UnitStatus.OFF_DUTY


async def test_one_account_on_two_phones_rings_on_both_and_loses_one_alone(town: TheField):
    one, two = await town.bound("officer-1"), await town.bound("officer-1")
    async with town.connected(one) as first, town.connected(two) as second:
        await town.sent()
        for socket in (first, second):
            await town.until(lambda socket=socket: socket.of("orders")[-1]["orders"])
            assert socket.of("orders")[-1]["orders"][0]["step"] == "asked"
        await town.phones.revoke(one.device_id, DEMO_DISPATCHER)
        await town.until(lambda: first.of("revoked"))
        assert not second.of("revoked")
    assert await town.presence.phone(town.keys[one.device_id]) is None
    assert (await town.order(two))["step"] == "asked"
    assert town.phones.is_rung((await town.phone(two.device_id)).device)


async def test_nobody_goes_off_duty_from_an_order_and_leaves_it_to_nobody(town: TheField):
    phone = await town.bound("officer-1")
    await town.sent()
    with pytest.raises(ConflictError, match="off_duty_with_order"):
        await town.phones.set_duty(phone, town.press(phone), on=False)
    other = await town.bound("officer-2")
    await town.phones.set_duty(phone, town.press(phone), on=False)
    assert town.phones.is_rung(other.device)


async def test_a_duty_longer_than_any_shift_is_over(town: TheField):
    phone = await town.bound("officer-1", on=False)
    began = town.press(phone, ago=(LONGEST_DUTY - timedelta(minutes=1)).total_seconds())
    await town.phones.set_duty(phone, began, on=True)
    assert await town.field.upkeep.once() == 0
    await town.phones.set_duty(phone, town.press(phone), on=False)
    began = town.press(phone, ago=LONGEST_DUTY.total_seconds())
    await town.phones.set_duty(phone, began, on=True)
    assert await town.field.upkeep.once() == 1
    assert town.status() is UnitStatus.OFF_DUTY


async def test_wrong_pins_are_counted_and_the_phone_still_rings(town: TheField):
    phone = await town.bound("officer-1")
    await town.phones.lock(phone)
    assert not (await town.phone(phone.device_id)).is_open(town.field.now())
    for _ in range(MOST_TRIES):
        with pytest.raises(NotAllowedError, match="pin_wrong"):
            await town.phones.open(phone, "000111")
    with pytest.raises(NotAllowedError, match="pin_blocked"):
        await town.phones.open(phone, PIN)
    assert town.phones.is_rung(phone.device)


async def test_many_pins_at_once_are_no_more_tries(town: TheField):
    phone = await town.bound("officer-1")
    tries = [town.phones.open(phone, f"00011{n % 10}") for n in range(3 * MOST_TRIES)]
    told = [str(one.says) for one in await asyncio.gather(*tries, return_exceptions=True)]
    assert (told.count("pin_wrong"), told.count("pin_blocked")) == (MOST_TRIES, 2 * MOST_TRIES)


async def test_a_full_unit_takes_the_phone_that_is_bound_to_it_anew(town: TheField):
    phones = [await town.bound(f"officer-{n}", on=False) for n in range(MOST_OF_A_UNIT)]
    with pytest.raises(ConflictError, match="unit_with_phones"):
        await town.bound("officer-9", on=False)
    assert (await town.presence.phone(town.keys[phones[0].device_id])) is not None
    again = await town.bound("officer-0", on=False, replaces=town.keys[phones[0].device_id])
    assert again.unit_id == "P1"


async def test_a_pin_opens_and_what_is_hidden_is_not_opened_by_touching(town: TheField):
    phone = await town.bound("officer-1")
    await town.phones.lock(phone)
    assert await town.phones.awake(phone) is None
    await town.sent()
    assert (await town.order(await town.phone(phone.device_id)))["title"] is None
    await town.phones.open(phone, PIN)
    assert (await town.order(await town.phone(phone.device_id)))["title"] == "火"


async def test_a_lost_phone_is_ended_at_once_and_what_it_got_is_told(town: TheField):
    phone = await town.bound("officer-1")
    number = await town.sent()
    order = await town.order(phone)
    [ask] = order["asks"]
    await town.field.orders.delivered(phone, [ask["notice_id"]])
    with pytest.raises(NotAllowedError):
        await town.phones.revoke(phone.device_id, phone.caller)
    async with town.connected(phone) as socket:
        left = await town.phones.revoke(phone.device_id, DEMO_DISPATCHER)
        assert [one.notice_id for one in left] == [ask["notice_id"]]
        assert await town.presence.phone(town.keys[phone.device_id]) is None
        await town.until(lambda: socket.of("revoked"))
    [row] = await town.phones.listed(DEMO_DISPATCHER)
    assert (row["gone"], row["unanswered"]) == ("phone_lost", [ask["notice_id"]])
    assert town.door.store.incident(number)


async def test_a_stopped_account_has_no_phone(town: TheField):
    phone = await town.bound("officer-1")
    with town.door.store.transaction() as tx:
        held = tx.accounts.account_named("officer-1")
        assert held
        tx.accounts.put_account(replace(held, is_enabled=False))
        tx.append(audit("account_disabled", actor="test", subject=held.name, at=tx.at))
    town.presence.forget()
    assert await town.presence.phone(town.keys[phone.device_id]) is None


async def test_the_key_of_a_phone_is_no_session(town: TheField):
    phone = await town.bound("officer-1")
    assert await town.presence.who(town.keys[phone.device_id]) is None
    with pytest.raises(NotFoundError):
        await town.phones.revoke("phone-of-nobody", DEMO_DISPATCHER)


async def test_a_carried_unit_is_not_played_by_the_demo(town: TheField):
    await town.bound("officer-1")
    held = town.door.store.ask(kept.on_duty)
    carried = Carried(town.phones, held)
    assert carried.is_carried("P1")
    other = await town.bound("officer-2", "P2")
    assert carried.is_carried("P2")
    await town.phones.set_duty(other, town.press(other), on=False)
    assert not carried.is_carried("P2")
    # bound anew in the same browser, the phone it was before is over, and whoever follows it knows
    ended = []

    async def hear(device: FieldDevice, actor: str) -> None:
        ended.append((device.device_id, actor))

    town.phones.on_ended.append(hear)
    [first] = held
    await town.bound("officer-1", replaces=town.keys[first.device_id], on=False)
    assert ended == [(first.device_id, "officer-1")]
    assert not carried.is_carried("P1")
