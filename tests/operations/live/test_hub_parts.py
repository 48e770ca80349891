import json

import pytest

from operations.live.hello import CloseCode, Hello, RefusedClientError, read_hello
from operations.live.ring import SLACK, Entry, Ring
from operations.live.timing import Timing
from operations.live.views import ViewClass
from tests.operations.hub_fakes import GRID, a_record, incident_state


def entry(seq: int, number: str = "LS1") -> Entry:
    private = {"title": "起火"}
    return Entry(a_record(seq, "incident", number, incident_state(number), private=private), False)


def test_a_hello_says_what_is_wanted_and_held():
    view = {"area": GRID, "role": "admin"}
    text = json.dumps({"hello": 1, "epoch": "e1", "seq": 5, "view": view})
    assert read_hello(text, role="wall") == Hello(ViewClass("wall", GRID), "e1", 5)
    assert read_hello('{"hello":1}', role="wall") == Hello(ViewClass("wall"), None, None)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b'{"hello":1}', CloseCode.NOT_TEXT),
        ('{"hello":1}' + " " * 65536, CloseCode.TOO_BIG),
        ("", CloseCode.NOT_A_HELLO),
        ("null", CloseCode.NOT_A_HELLO),
        ("[" * 5000, CloseCode.NOT_A_HELLO),
        ("\ud800", CloseCode.NOT_A_HELLO),
        ('{"seq":1}', CloseCode.NOT_A_HELLO),
        ('{"hello":true}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"epoch":7}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"epoch":"%s"}' % ("e" * 101), CloseCode.NOT_A_HELLO),
        ('{"hello":1,"seq":-1}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"seq":1.5}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"seq":true}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"seq":NaN}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"view":[]}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"view":{"area":340604}}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"view":{"area":"3406"}}', CloseCode.NOT_A_HELLO),
    ],
)
def test_whatever_is_no_hello_is_refused_with_a_short_reason(message, code):
    with pytest.raises(RefusedClientError) as refused:
        read_hello(message, role="wall")
    assert refused.value.code == code
    assert 0 < len(refused.value.reason.encode()) <= 123


def test_a_seq_beyond_all_numbers_is_no_crash():
    try:
        hello = read_hello(json.dumps({"hello": 1, "seq": 10**400}), role="wall")
    except RefusedClientError as refused:
        assert refused.code == CloseCode.NOT_A_HELLO
    else:
        assert hello.seq > 10**18


def test_the_ring_promises_its_size_and_keeps_little_more():
    ring = Ring(held=100)
    ring.start(5)
    for seq in range(6, 2006):
        ring.append([entry(seq)])
        assert ring.holds(max(5, seq - 100))
        assert len(ring.after(ring.begins_after, 10_000)) <= 100 + SLACK
    assert not ring.holds(2006)
    assert [e.record.seq for e in ring.after(2000, 3)] == [2001, 2002, 2003]


def test_the_ring_has_no_holes():
    ring = Ring()
    ring.append([entry(1)])
    with pytest.raises(ValueError, match="does not follow"):
        ring.append([entry(3)])


def test_erasing_reaches_every_entry_of_the_entity_and_no_other():
    ring = Ring()
    ring.append([entry(1), entry(2, "LS2"), entry(3)])
    ring.erase("incident", "LS1")
    assert [e.record.private for e in ring.after(0, 10)] == [None, {"title": "起火"}, None]
    assert ring.erasures == 1


def test_the_pace_slows_when_frames_are_dear_and_recovers():
    timing = Timing(tick_s=0.025, slowest_tick_s=0.5)
    pause = timing.tick_s
    for _ in range(50):
        pause = timing.next_tick_s(pause, cost_s=0.05)
    assert pause == pytest.approx(0.1, rel=0.01), "twice the cost"
    for _ in range(50):
        pause = timing.next_tick_s(pause, cost_s=10)
    assert pause == timing.slowest_tick_s
    for _ in range(50):
        pause = timing.next_tick_s(pause, cost_s=0.0001)
    assert pause == timing.tick_s
