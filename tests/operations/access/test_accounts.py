"""Signing in and out on a real store: what lets in, what refuses, and what is written down."""

import asyncio
from dataclasses import replace

import pytest

from domain.access.access import NotAllowedError
from domain.errors import ConflictError, FullError, InvalidError, NotFoundError
from geodata.files.versions import MapVersions
from operations.__main__ import main
from operations.access.accounts import OPERATOR, NewAccount
from operations.access.entrance import From, SignInRefusedError
from operations.live.picture import Picture
from tests.support.people import HERE, PASSWORD, SECURITY, SYSTEM, People
from tests.support.serving import until
from tests.support.small_map import write_small_map


@pytest.fixture
def people(tmp_path):
    made = People(tmp_path)
    yield made
    made.close()


async def test_a_session_opens_and_ends(people):
    await people.add("p-0417")
    signed = await people.sign_in("P-0417 ")
    visit = await people.presence.who(signed.token)
    assert visit and (visit.caller.actor, visit.caller.role, visit.due) == (
        "p-0417", "dispatcher", None,
    )  # fmt: skip
    await people.entrance.sign_out(signed.token, "here")
    assert await people.presence.who(signed.token) is None
    assert [told[1] for told in people.told()][-2:] == ["signed_in", "signed_out"]


@pytest.mark.parametrize(
    "name", ["api", "Operator", " ｎｏｂｏｄｙ", "outbox", "system", "demo-dispatcher"]
)
async def test_nobody_goes_by_a_name_that_records_are_signed_with(people, name):
    with pytest.raises(InvalidError) as refused:
        await people.accounts.add(SECURITY, NewAccount(name, "dispatcher"))
    assert refused.value.field == "name"


async def test_no_password_and_no_token_is_kept(people, tmp_path):
    await people.add("p-0417")
    signed = await people.sign_in("p-0417")
    people.store.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("facts.db*"))
    assert b"p-0417" in kept
    assert b"$argon2id$" in kept
    assert PASSWORD.encode() not in kept
    assert signed.token.encode() not in kept


async def test_the_token_changes_at_every_sign_in(people):
    await people.add("p-0417")
    first = await people.sign_in("p-0417")
    second = await people.entrance.sign_in("p-0417", PASSWORD, HERE, before=first.token)
    assert await people.presence.who(first.token) is None
    assert await people.presence.who(second.token)


async def test_wrong_tries_lock_the_account_longer_each_time(people):
    await people.add("p-0417")
    for _ in range(5):
        with pytest.raises(SignInRefusedError, match="wrong_name_or_password"):
            await people.entrance.sign_in("p-0417", "wrong", HERE)
    with pytest.raises(SignInRefusedError, match="too_many_tries seconds=15") as refused:
        await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    assert refused.value.retry_s == 15
    people.passes(seconds=16)
    with pytest.raises(SignInRefusedError, match="wrong_name_or_password"):
        await people.entrance.sign_in("p-0417", "wrong", HERE)
    people.passes(seconds=16)
    with pytest.raises(SignInRefusedError, match="too_many_tries seconds=14"):
        await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    people.passes(seconds=20)
    assert await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    assert len(people.told("sign_in_failed")) == 6
    assert len(people.told("locked")) == 2
    assert people.told("locked")[0][3] == {"address": HERE.address}


async def test_many_guesses_at_once_gain_nothing(people):
    await people.add("p-0417")
    tries = [people.entrance.sign_in("p-0417", f"wrong{n}", HERE) for n in range(12)]
    await asyncio.gather(*tries, return_exceptions=True)
    with pytest.raises(SignInRefusedError, match="too_many_tries"):
        await people.entrance.sign_in("p-0417", PASSWORD, HERE)


async def test_a_right_password_among_many_at_once_is_told_like_the_wrong_ones(people):
    """Nobody learns by a burst which of the passwords was right, and each burst is counted."""
    await people.add("p-0417")
    wrong = [
        asyncio.create_task(people.entrance.sign_in("p-0417", f"wrong{n}", HERE)) for n in range(35)
    ]
    await until(lambda: sum(one.done() for one in wrong) >= 5)
    with pytest.raises(SignInRefusedError) as right:
        await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    told = await asyncio.gather(*wrong, return_exceptions=True)
    assert all(isinstance(one, SignInRefusedError) for one in told)
    assert sorted(one.retry_s for one in told) == [0] * 5 + [15] * 30
    assert right.value.retry_s == 15
    assert right.value.message in {one.message for one in told if one.retry_s}
    assert len(people.told("sign_in_failed")) == 5


async def test_a_burst_of_one_address_neither_outruns_its_limit_nor_delays_another(people):
    await people.add("p-0417")
    burst = [
        asyncio.create_task(people.entrance.sign_in(f"name{n}", "wrong", From("10.9.9.9")))
        for n in range(60)
    ]
    await asyncio.sleep(0)
    assert await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    assert not all(one.done() for one in burst)
    told = await asyncio.gather(*burst, return_exceptions=True)
    assert len([one for one in told if getattr(one, "retry_s", None) == 0]) == 21
    # Forty are too many to wait at once; how many find a place depends on the machine's pace.
    assert 10 <= len([one for one in told if isinstance(one, FullError)]) <= 20


async def test_an_address_waits_whatever_names_it_tries(people):
    await people.add("p-0417")
    for n in range(21):
        with pytest.raises(SignInRefusedError):
            await people.entrance.sign_in(f"name{n}", "wrong", HERE)
    with pytest.raises(SignInRefusedError, match="too_many_tries"):
        await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    assert await people.entrance.sign_in("p-0417", PASSWORD, From("10.0.0.9"))


async def test_a_name_nobody_has_is_told_the_same(people):
    await people.add("p-0417")
    told = []
    for name in ("p-0417", "nobody"):
        for _ in range(6):
            with pytest.raises(SignInRefusedError) as refused:
                await people.entrance.sign_in(name, "wrong", From("10.0.0.9"))
            told.append(refused.value.message)
    assert told[:6] == told[6:]
    assert "nobody" not in str([state for _, _, state, _ in people.told()])


async def test_an_administrator_needs_a_second_factor_before_anything_else(people):
    _, once = await people.accounts.add(OPERATOR, NewAccount("boss", "security_admin"))
    signed = await people.entrance.sign_in("boss", once, HERE)
    assert (await people.visit(signed.token)).due == "password"
    token = await people.own.change_password(
        await people.visit(signed.token), once, PASSWORD, "here"
    )
    assert await people.presence.who(signed.token) is None
    assert (await people.visit(token)).due == "second_factor"
    visit = await people.visit(token)
    secret = people.own.enrolment(visit).secret
    with pytest.raises(InvalidError):
        await people.own.confirm_enrolment(visit, "000000", "here")
    codes = await people.own.confirm_enrolment(visit, people.code_of(secret), "here")
    assert len(set(codes)) == 10
    assert (await people.visit(token)).due is None
    with pytest.raises(NotAllowedError):
        await people.own.remove_second_factor(await people.visit(token), PASSWORD, "here")


async def test_a_code_works_once_and_a_recovery_code_too(people):
    await people.add("boss", "system_admin")
    half = await people.entrance.sign_in("boss", PASSWORD, HERE)
    assert half.is_half
    assert await people.presence.who(half.token) is None
    code = people.code_now(half)
    signed = await people.entrance.give_code(half.token, code, HERE)
    assert signed.token != half.token
    assert await people.presence.half(half.token) is None
    again = await people.entrance.sign_in("boss", PASSWORD, HERE)
    with pytest.raises(SignInRefusedError, match="wrong_code"):
        await people.entrance.give_code(again.token, code, HERE)


async def test_a_recovery_code_works_once(people):
    await people.add("p-0417")
    signed = await people.sign_in("p-0417")
    visit = await people.visit(signed.token)
    secret = people.own.enrolment(visit).secret
    codes = await people.own.confirm_enrolment(visit, people.code_of(secret), "here")
    half = await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    assert await people.entrance.give_code(half.token, codes[3].upper(), HERE)
    half = await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    with pytest.raises(SignInRefusedError):
        await people.entrance.give_code(half.token, codes[3], HERE)
    assert people.told("recovery_code_used")


async def test_half_a_sign_in_is_over_in_five_minutes(people):
    await people.add("boss", "system_admin")
    half = await people.entrance.sign_in("boss", PASSWORD, HERE)
    people.passes(minutes=6)
    with pytest.raises(SignInRefusedError, match="sign_in_timed_out"):
        await people.entrance.give_code(half.token, people.code_now(half), HERE)


async def test_idle_sessions_end_and_used_ones_go_on(people):
    await people.add("w-1", "grid_worker")
    signed = await people.sign_in("w-1")
    for _ in range(4):
        people.passes(minutes=20)
        assert await people.presence.who(signed.token, is_act=True)
    people.passes(minutes=31)
    assert await people.presence.who(signed.token, is_act=True) is None


async def test_a_page_that_only_listens_does_not_keep_a_session_alive(people):
    await people.add("w-1", "grid_worker")
    signed = await people.sign_in("w-1")
    people.passes(minutes=20)
    assert await people.presence.who(signed.token)
    people.passes(minutes=11)
    assert await people.presence.who(signed.token) is None


async def test_ones_own_sessions_are_listed_and_ended(people):
    await people.add("p-0417")
    first, second = await people.sign_in("p-0417"), await people.sign_in("p-0417")
    visit = await people.visit(second.token)
    listed = await people.own.sessions(visit)
    assert len(listed) == 2
    other = next(kept for kept in listed if kept.token_hash != visit.session.token_hash)
    await people.own.end_session(visit, other.public_id, "here")
    assert await people.presence.who(first.token) is None
    with pytest.raises(NotFoundError):
        await people.own.end_session(visit, "0" * 16, "here")


async def test_only_the_security_administrator_keeps_accounts_and_never_their_own(people):
    await people.add("p-0417")
    for caller in (SYSTEM, (await people.visit((await people.sign_in("p-0417")).token)).caller):
        with pytest.raises(NotAllowedError):
            await people.accounts.add(caller, NewAccount("x-1", "leader"))
        with pytest.raises(NotAllowedError):
            await people.accounts.all(caller)
    await people.add("security", "security_admin")
    with pytest.raises(NotAllowedError, match="own_account"):
        await people.accounts.change(
            SECURITY, "security", role="audit_admin", area=None, department=None
        )
    with pytest.raises(ConflictError):
        await people.accounts.add(SECURITY, NewAccount("P-0417", "leader"))


async def test_a_stopped_account_is_out_at_once(people):
    await people.add("p-0417")
    signed = await people.sign_in("p-0417")
    await people.accounts.disable(SECURITY, "p-0417", address="10.1.1.1")
    assert await people.presence.who(signed.token) is None
    with pytest.raises(SignInRefusedError):
        await people.sign_in("p-0417")
    await people.accounts.enable(SECURITY, "p-0417")
    assert await people.sign_in("p-0417")
    actor, _, state, private = people.told("account_disabled")[0]
    assert (actor, state["subject"], private) == ("security", "p-0417", {"address": "10.1.1.1"})


async def test_an_account_made_before_the_first_start_does_not_stand_in_its_way(people):
    await people.add("zhang")
    made, _ = await people.accounts.add_first()
    assert (made.name, made.role) == ("admin", "security_admin")


async def test_whoever_has_a_security_administrator_gets_no_second_one(people):
    await people.add("zhou", role="security_admin")
    assert await people.accounts.add_first() is None


async def test_until_somebody_is_ready_nobody_could_have_signed_in(people):
    await people.look()
    assert people.nobody_yet
    made, once = await people.accounts.add_first()
    assert (made.name, made.role) == ("admin", "security_admin")
    assert await people.accounts.add_first() is None
    signed = await people.entrance.sign_in("admin", once, HERE)
    token = await people.own.change_password(
        await people.visit(signed.token), once, PASSWORD, "here"
    )
    assert people.nobody_yet, "an administrator owes a second factor as well"
    visit = await people.visit(token)
    secret = people.own.enrolment(visit).secret
    await people.own.confirm_enrolment(visit, people.code_of(secret), "here")
    assert not people.nobody_yet
    await people.accounts.reset(OPERATOR, "admin", second_factor=True)
    await people.look()
    assert not people.nobody_yet, "what has ended stays ended"
    assert people.told("account_added")[0][0] == "first start"
    assert once not in str(people.told())


def test_accounts_are_kept_at_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ONESCREEN_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("ONESCREEN_DEMO", "0")
    assert main(["add", "zhang", "--role", "dispatcher", "--area", "340604101"]) == 0
    assert "zhang (dispatcher)  one-time password: " in capsys.readouterr().out
    assert main(["list"]) == 0
    assert capsys.readouterr().out == "zhang\tdispatcher\t340604101\t-\n"
    assert main(["reset", "nobody-here"]) == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_an_account_of_nowhere_is_refused_at_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ONESCREEN_DATA_DIR", str(tmp_path / "var"))
    maps = MapVersions(tmp_path / "var" / "maps")
    maps.make_current(maps.add(write_small_map(tmp_path / "small.gpkg"), "test").version)
    assert main(["add", "zhang", "--role", "dispatcher", "--area", "999999999"]) == 1
    assert "no area 999999999; nearest: " in capsys.readouterr().err
    officer = ["add", "li", "--role", "department", "--department"]
    assert main([*officer, "nosuch"]) == 1
    assert "emergency" in capsys.readouterr().err
    assert main([*officer, "emergency"]) == 0


async def test_a_wall_is_paired_by_its_code_and_dies_when_revoked(people):
    code, secret = people.devices.begin_pairing("10.0.0.5")
    assert people.devices.take_key(secret) is None
    with pytest.raises(NotFoundError):
        await people.devices.pair_wall(SYSTEM, "wrong", "大厅")
    with pytest.raises(NotAllowedError):
        await people.devices.pair_wall(SECURITY, code, "大厅")
    device = await people.devices.pair_wall(SYSTEM, code.upper(), "大厅", area="340604101")
    with pytest.raises(NotFoundError):
        await people.devices.pair_wall(SYSTEM, code, "大厅")
    key = people.devices.take_key(secret)
    assert key
    assert people.devices.take_key(secret) is None
    visit = await people.visit(key)
    assert (visit.caller.role, visit.caller.area) == ("wall", "340604101")
    people.passes(days=300)
    assert await people.presence.who(key)
    await people.devices.revoke(SYSTEM, device.device_id)
    assert await people.presence.who(key) is None


async def test_a_pairing_code_is_short_lived(people):
    code, secret = people.devices.begin_pairing("10.0.0.5")
    people.passes(minutes=11)
    with pytest.raises(NotFoundError):
        await people.devices.pair_wall(SYSTEM, code, "大厅")
    assert people.devices.pairing_of(secret) is None


async def test_a_feeds_key_is_rotated(people):
    device, key = await people.devices.add_feed(SYSTEM, "gateway")
    assert (await people.visit(key)).caller.role == "feed"
    _, newer = await people.devices.rotate(SYSTEM, device.device_id)
    assert await people.presence.who(key) is None
    assert await people.presence.who(newer)


async def test_repeated_refusals_are_counted_and_nothing_stays_in_the_picture(people):
    for _ in range(5):
        await people.audit.refused("p-1", "10.0.0.9", "GET /admin", "admin.see")
    people.passes(seconds=61)
    await people.audit.refused("p-1", "10.0.0.9", "GET /admin", "admin.see")
    assert [state["untold"] for _, _, state, _ in people.told("refused")] == [0, 4]


async def test_who_goes_on_guessing_does_not_keep_a_person_out_of_their_own_account(people):
    await people.add("p-0417")
    signed = await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    thief = replace(HERE, address="10.9.9.9")
    for _ in range(40):  # a try as soon as the wait is over, from there and from behind our address
        for origin in (thief, HERE):
            with pytest.raises(SignInRefusedError):
                await people.entrance.sign_in("p-0417", "wrong", origin)
        people.passes(minutes=2)
    for _ in range(3):
        with pytest.raises(SignInRefusedError):
            await people.entrance.sign_in("p-0417", "wrong", HERE)
    with pytest.raises(SignInRefusedError, match="too_many_tries"):
        await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    ours = replace(HERE, marks=signed.marks)
    with pytest.raises(SignInRefusedError, match="too_many_tries"):
        await people.entrance.sign_in("p-0417", PASSWORD, replace(HERE, marks=signed.marks + "0"))
    assert (await people.entrance.sign_in("p-0417", PASSWORD, ours)).marks
    for _ in range(5):  # whoever holds the mark waits for its own failures
        with pytest.raises(SignInRefusedError, match="wrong_name_or_password"):
            await people.entrance.sign_in("p-0417", "wrong", ours)
    with pytest.raises(SignInRefusedError, match="too_many_tries seconds=15"):
        await people.entrance.sign_in("p-0417", PASSWORD, ours)
    people.passes(hours=14)
    assert await people.entrance.sign_in("ｐ－0417", PASSWORD, HERE)


async def test_a_room_that_mistypes_now_and_then_never_waits_and_a_network_is_one_caller(people):
    await people.add("p-0417")
    for _ in range(60):
        with pytest.raises(SignInRefusedError, match="wrong_name_or_password"):
            await people.entrance.sign_in(f"typo{_}", "x", HERE)
        people.passes(minutes=3)
    assert await people.entrance.sign_in("p-0417", PASSWORD, HERE)
    for n in range(22):
        origin = From(f"2001:db8::{n}", network="2001:db8::")
        with pytest.raises(SignInRefusedError):
            await people.entrance.sign_in(f"guess{n}", "x", origin)
    with pytest.raises(SignInRefusedError, match="too_many_tries"):
        await people.entrance.sign_in(
            "p-0417", PASSWORD, From("2001:db8::99", network="2001:db8::")
        )


async def test_who_guesses_the_old_password_of_an_open_session_is_signed_out(people):
    await people.add("p-0417")
    visit = await people.visit((await people.sign_in("p-0417")).token)
    for _ in range(5):
        with pytest.raises(InvalidError, match="old_password_wrong"):
            await people.own.change_password(visit, "guess", "seven quiet herons", "10.0.0.9")
    with pytest.raises(InvalidError, match="too_many_tries"):
        await people.own.change_password(visit, PASSWORD, "seven quiet herons", "10.0.0.9")
    assert await people.own.sessions(visit) == []
    told = [state["what"] for _, _, state, _ in people.told("sign_in_failed")]
    assert told == ["own_password"] * 5


async def test_every_door_that_was_tried_is_told_and_what_was_only_counted_too(people):
    for n in range(60):
        await people.audit.refused("p-1", "10.0.0.9", f"GET /admin/{n}", "403 role")
    told = [state["door"] for _, _, state, _ in people.told("refused")]
    assert told == [*(f"GET /admin/{n}" for n in range(50)), "…"]
    people.passes(seconds=61)
    await people.audit.settle()
    last = people.told("refused")[-1][2]
    assert (last["door"], last["untold"]) == ("…", 8)  # nine more, this record being one of them
    await people.audit.refused("p-1", "10.0.0.9", "GET /admin/77", "403 role")
    assert people.told("refused")[-1][2]["door"] == "GET /admin/77"
    picture = Picture()
    picture.apply(people.store.records_after(0))
    assert "audit" not in picture.entities
    assert picture.seq == people.store.head()[1]
    assert people.store.live(people.moment).records == []
