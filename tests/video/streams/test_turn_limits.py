"""Turning: only what turns, and not too often; refused before anything is written."""

import pytest

from domain.errors import ConflictError, FullError
from domain.video.media.connector import PresetAct, Turn
from domain.video.media.turn_rates import AT_ONCE, MOST_KEPT, ONE_EACH_S, TurnRates
from operations.video.streams.turning import Turned, Turning
from tests.video.media_rooms import DESK, DUTY, GATE, ACamera, FakeLooks, rooms
from tests.video.streams.turning_source import TurningSource


def test_each_person_and_camera_has_commands_of_their_own_and_time_gives_them_back():
    rates = TurnRates()
    for _ in range(AT_ONCE):
        rates.take("li", GATE, 100.0)
    with pytest.raises(FullError) as told:
        rates.take("li", GATE, 100.0)
    assert told.value.code == "busy"
    rates.take("wang", GATE, 100.0)
    rates.take("li", "another", 100.0)
    rates.take("li", GATE, 100.0 + ONE_EACH_S)
    with pytest.raises(FullError):
        rates.take("li", GATE, 100.0 + ONE_EACH_S)
    for second in range(1000):  # held all day, a command a second: never too often
        rates.take("li", GATE, 200.0 + second)


def test_it_remembers_so_many_and_no_more():
    rates = TurnRates()
    for number in range(MOST_KEPT + 10):
        rates.take(f"p{number}", GATE, 1.0)
    assert len(rates._full_at) == MOST_KEPT


async def test_a_fixed_camera_is_refused_before_a_look_is_written():
    source = TurningSource()
    video = rooms({"loopback": source}, ACamera(turns=False))
    with pytest.raises(ConflictError) as told:
        await video.turning.turn(GATE, Turned(Turn.LEFT), DESK, DUTY)
    assert told.value.says == "video_camera_fixed"
    with pytest.raises(ConflictError):
        await video.turning.preset(GATE, 1, PresetAct.CALL, DESK, DUTY)
    assert isinstance(video.media.looks, FakeLooks)
    assert (video.media.looks.events, source.told) == ([], [])


async def test_too_many_commands_write_no_look_and_a_stop_always_goes_through():
    source = TurningSource()
    video = rooms({"loopback": source})
    turning = Turning(video.media, clock=lambda: 5.0)
    for _ in range(AT_ONCE):
        await turning.turn(GATE, Turned(Turn.LEFT, 50, 3.0), DESK, DUTY)
    with pytest.raises(FullError):
        await turning.turn(GATE, Turned(Turn.LEFT, 50, 3.0), DESK, DUTY)
    with pytest.raises(FullError):
        await turning.preset(GATE, 1, PresetAct.CALL, DESK, DUTY)
    await turning.turn(GATE, Turned(Turn.STOP), DESK, DUTY)
    assert source.told == ["left"] * AT_ONCE + ["stop"]
    assert isinstance(video.media.looks, FakeLooks)
    assert len(video.media.looks.events) == AT_ONCE
    await turning.stop()
