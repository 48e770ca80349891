"""How a call goes: which step follows which, what time decides, who is let in by a TURN server."""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bootstrap.field.calls import ice_rules
from domain.dispatch.units import Unit, UnitKind, UnitStatus
from domain.errors import InvalidError
from domain.field.calls.calls import (
    FIELD_CALL,
    CallOverError,
    FieldCall,
    busy,
    check_may_ring,
    is_missed,
    others_of_first,
    over,
    step,
)
from domain.field.calls.ice import IceRules, ice_servers, read_servers
from domain.field.calls.states import (
    OPEN,
    RINGS_FOR,
    CallState,
    Media,
    Mode,
    Step,
    Why,
    follows,
    has_room,
)
from settings import Settings, SettingsError

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def a_call(call_id: str = "C-1", mode: Mode = Mode.ONE, **fields: object) -> FieldCall:
    made = FieldCall(
        call_id=call_id,
        room_id="R-1",
        unit_id=f"U-{call_id}",
        call_sign="张三",
        mode=mode,
        media=Media.VIDEO,
        state=CallState.ASKED,
        at=NOON,
        by="desk",
    )
    return replace(made, **fields)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_call_that_is_answered_tells_how_long_it_went_on():
    rung = step(a_call(), Step.RING, after(1))
    answered = step(rung, Step.ACCEPT, after(5), by="p-1")
    ended = step(answered, Step.END, after(65))
    assert (answered.answered_by, answered.why) == ("p-1", None)
    assert (ended.state, ended.why, ended.seconds) == (CallState.ENDED, Why.HANGUP, 60)


def test_what_is_over_stays_over():
    for state in set(CallState) - OPEN:
        for taken in Step:
            assert follows(state, taken) is None
            with pytest.raises(CallOverError):
                step(a_call(state=state), taken, NOON)


def test_nobody_speaks_before_somebody_has_answered():
    for state in (CallState.ASKED, CallState.RANG):
        for taken in (Step.END, Step.LOSE):
            assert follows(state, taken) is None
    assert follows(CallState.ACCEPTED, Step.ACCEPT) is None


def test_45_seconds_without_an_answer_are_a_missed_call():
    rung = step(a_call(), Step.RING, after(10))
    assert not is_missed(rung, NOON + RINGS_FOR - timedelta(milliseconds=1))
    assert is_missed(rung, NOON + RINGS_FOR)
    missed = step(rung, Step.MISS, after(45))
    assert (missed.state, missed.why, missed.seconds) == (CallState.MISSED, Why.NO_ANSWER, None)
    assert not is_missed(step(rung, Step.ACCEPT, after(44)), after(50))


def test_the_first_of_the_nearest_takes_it_and_the_others_ring_no_more():
    calls = {one: a_call(one, Mode.FIRST) for one in ("a", "b", "c")}
    calls["c"] = step(calls["c"], Step.DECLINE, after(1))
    assert [one.call_id for one in others_of_first(calls, calls["a"])] == ["b"]
    together = {one: a_call(one, Mode.ROOM) for one in ("a", "b")}
    assert others_of_first(together, together["a"]) == []


def test_an_end_from_outside_cancels_what_rings_and_ends_what_goes_on():
    rings = over(a_call(), after(3), Why.INCIDENT_OVER)
    goes_on = over(step(a_call(), Step.ACCEPT, after(3)), after(9), Why.ACCOUNT_STOPPED)
    assert (rings.state, rings.why) == (CallState.CANCELLED, Why.INCIDENT_OVER)
    assert (goes_on.state, goes_on.why, goes_on.seconds) == (
        CallState.ENDED,
        Why.ACCOUNT_STOPPED,
        6,
    )
    assert busy(a_call(), NOON).why is Why.BUSY


def test_a_clock_that_steps_back_shortens_no_call_below_nothing():
    answered = step(a_call(), Step.ACCEPT, after(-5))
    assert answered.answered_at == NOON
    assert step(answered, Step.END, after(-9)).seconds == 0


def test_off_duty_nobody_is_rung():
    for status in (UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE):
        with pytest.raises(InvalidError):
            check_may_ring(Unit("P1", "警01", UnitKind.POLICE, status=status))
    with pytest.raises(InvalidError):
        check_may_ring(Unit("P1", "警01", UnitKind.POLICE, is_removed=True))
    check_may_ring(Unit("P1", "警01", UnitKind.POLICE, status=UnitStatus.EN_ROUTE))


def test_four_are_as_many_as_a_phone_can_send_to():
    assert has_room(3) and not has_room(4)


def test_a_call_is_read_back_as_it_was_written():
    ended = step(step(a_call(number="LS1"), Step.ACCEPT, after(2), by="p"), Step.LOSE, after(9))
    assert FIELD_CALL.entity_of(FIELD_CALL.state_of(ended), {}) == ended


# the way through the networks --------------------------------------------------------------------


def test_the_words_for_a_turn_server_run_out_and_name_nobody():
    rules = IceRules(("stun:t:3478", "turn:t:3478?transport=udp"), "s3cret")
    stun, turn = ice_servers(rules, "member", NOON)
    user = f"{int(after(7200).timestamp())}:member"
    expected = base64.b64encode(hmac.new(b"s3cret", user.encode(), hashlib.sha1).digest())
    assert stun == {"urls": ["stun:t:3478"]}
    assert (turn["username"], turn["credential"]) == (user, expected.decode())
    assert ice_servers(IceRules(("turn:t",), ""), "m", NOON) == []
    assert ice_servers(IceRules(), "m", NOON) == []


def test_addresses_of_servers_are_read_or_refused():
    assert read_servers(" stun:a:1, turns:b:443?transport=tcp ,") == (
        "stun:a:1",
        "turns:b:443?transport=tcp",
    )
    for wrong in ("http://a", "turn:", "turn:a b", "turn:a?transport=sctp"):
        with pytest.raises(ValueError, match="is no stun: or turn:"):
            read_servers(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ice_servers": "turn:a:3478"},
        {"ice_servers": "stun:a", "call_relay_only": True},
        {"ice_servers": "ftp:a"},
    ],
)
def test_a_turn_server_without_its_secret_is_refused_at_the_start(wrong: dict):
    with pytest.raises(SettingsError):
        ice_rules(Settings(**wrong))
    assert ice_rules(Settings(ice_servers="turn:a", turn_secret="x")).secret == "x"
