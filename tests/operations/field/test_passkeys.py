"""A passkey opens what the PIN opens: made on an open phone, asked once, limited like a PIN."""

import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import DEMO_DISPATCHER
from domain.errors import ConflictError, InvalidError
from domain.field.passkeys import ASKED_FOR
from domain.field.phones import MOST_TRIES, Phone
from store.field import passkeys as kept
from tests.operations.field.the_field import ADDRESS, PIN, TheField
from tests.support.authenticator import Authenticator


async def with_passkey(town: TheField, account: str = "officer-1") -> tuple[Phone, Authenticator]:
    """A locked phone that has a passkey."""
    phone, key = await town.bound(account), Authenticator(ADDRESS)
    await town.field.passkeys.make(phone, key.make(await town.field.passkeys.begin(phone)))
    await town.phones.lock(phone)
    return await town.phone(phone.device_id), key


async def opens(town: TheField, phone: Phone, key: Authenticator) -> bool:
    """Ask and answer as the page does."""
    passkeys = town.field.passkeys
    await passkeys.open(phone, key.answer(await passkeys.ask(phone)))
    return (await town.phone(phone.device_id)).is_open(town.field.now())


async def test_a_passkey_is_made_on_an_open_phone_and_opens_it_when_it_is_locked(town: TheField):
    phone = await town.bound("officer-1")
    assert not (await town.field.me(phone.caller, phone))["has_passkey"]
    phone, key = await with_passkey(town)
    told = await town.field.me(phone.caller, phone)
    assert (told["has_passkey"], told["is_open"], told["passkey_origin"]) == (True, False, ADDRESS)
    for _ in range(2):  # the count goes up with each use
        assert await opens(town, phone, key)
        await town.phones.lock(phone)
    await town.field.passkeys.drop(phone)
    with pytest.raises(ConflictError, match="passkey_none"):
        await town.field.passkeys.ask(phone)


async def test_to_ask_loads_nothing_on_the_loop(town: TheField, monkeypatch: pytest.MonkeyPatch):
    phone, _ = await with_passkey(town)
    # an import of it here would fail: it takes long enough to be heard in a call
    for name in [one for one in sys.modules if one.partition(".")[0] == "webauthn"]:
        monkeypatch.setitem(sys.modules, name, None)
    assert (await town.field.passkeys.ask(phone))["challenge"]
    other = await town.bound("officer-1")
    assert (await town.field.passkeys.begin(other))["pubKeyCredParams"][0]["alg"] == -7


async def test_a_shut_phone_makes_none(town: TheField):
    phone = await town.bound("officer-1")
    options = await town.field.passkeys.begin(phone)
    await town.phones.lock(phone)
    shut = await town.phone(phone.device_id)
    with pytest.raises(NotAllowedError, match="passkey_shut"):
        await town.field.passkeys.begin(shut)
    with pytest.raises(NotAllowedError, match="passkey_shut"):
        await town.field.passkeys.make(shut, Authenticator(ADDRESS).make(options))


async def test_a_copy_that_counts_behind_the_phone_is_refused(town: TheField):
    phone, key = await with_passkey(town)
    copy = replace(key)
    assert await opens(town, phone, key)
    await town.phones.lock(phone)
    with pytest.raises(NotAllowedError, match="passkey_wrong"):
        await opens(town, phone, copy)
    assert not (await town.phone(phone.device_id)).is_open(town.field.now())


async def test_wrong_answers_are_counted_with_wrong_pins(town: TheField):
    phone, key = await with_passkey(town)
    stranger = replace(key, key=Authenticator(ADDRESS).key)
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(NotAllowedError, match="passkey_wrong"):
            await opens(town, phone, stranger)
    with pytest.raises(NotAllowedError, match="pin_wrong"):
        await town.phones.open(phone, "000111")
    for blocked in (opens(town, phone, key), town.phones.open(phone, PIN)):
        with pytest.raises(NotAllowedError, match="pin_blocked"):
            await blocked


async def test_a_right_answer_forgets_the_tries(town: TheField):
    phone, key = await with_passkey(town)
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(NotAllowedError):
            await town.phones.open(phone, "000111")
    assert await opens(town, phone, key)
    held = town.door.store.ask(lambda rows: kept.passkey_of(rows, phone.device_id))
    assert held
    assert (held.sign_count, held.account) == (1, "officer-1")
    await town.phones.open(phone, PIN)


async def test_a_question_waits_two_minutes(town: TheField):
    phone, key = await with_passkey(town)
    asked = await town.field.passkeys.ask(phone)
    real = town.field.passkeys._now
    town.field.passkeys._now = lambda: real() + ASKED_FOR + timedelta(seconds=1)
    with pytest.raises(InvalidError, match="passkey_late"):
        await town.field.passkeys.open(phone, key.answer(asked))


async def test_a_passkey_ends_with_its_phone_and_serves_no_other(town: TheField):
    phone, key = await with_passkey(town)
    other, _ = await with_passkey(town, "officer-2")
    with pytest.raises(NotAllowedError, match="passkey_wrong"):
        await opens(town, other, key)
    await town.phones.revoke(phone.device_id, DEMO_DISPATCHER)
    rows = town.door.store.ask(
        lambda rows: [kept.passkey_of(rows, one.device_id) for one in (phone, other)]
    )
    assert [one is None for one in rows] == [True, False]


async def test_a_server_without_an_address_of_its_own_takes_none(town: TheField):
    phone, _ = await with_passkey(town)
    town.field.passkeys.site = None
    told = await town.field.me(phone.caller, phone)
    assert (told["has_passkey"], told["passkey_origin"]) == (False, None)
    with pytest.raises(ConflictError, match="passkey_off"):
        await town.field.passkeys.ask(phone)
