"""Refused messages and unknown devices are kept, and bounded."""

from store import Quarantined
from tests.store.builders import NOON, a_fix, after
from tests.store.conftest import Place


def test_a_refused_message_is_kept_with_its_reason(store):
    store.quarantine("osmand", "lat is not a number", "lat", b"id=1&lat=x", NOON)
    assert store.quarantined() == [
        Quarantined(NOON, "osmand", "lat is not a number", "lat", b"id=1&lat=x")
    ]


def test_a_long_payload_is_cut(store):
    store.quarantine("osmand", "too long", None, b"x" * 5000, NOON)
    assert store.quarantined()[0].payload == b"x" * 4096


def test_only_the_newest_refused_messages_are_kept(place: Place):
    store = place.open(quarantine_limit=3)
    for n in range(8):
        store.quarantine("osmand", str(n), None, b"", after(seconds=-n))
    assert [kept.reason for kept in store.quarantined()] == ["7", "6", "5"]
    assert [kept.reason for kept in store.quarantined(limit=1)] == ["7"]


def test_a_device_is_held_with_its_newest_fix(store):
    store.hold_device("D1", None, NOON)
    store.hold_device("D1", a_fix("D1", at=after(seconds=5)), after(seconds=6))
    store.hold_device("D1", a_fix("D1", at=after(seconds=2)), after(seconds=7))
    store.hold_device("D1", None, after(seconds=8))
    [device] = store.pending_devices()
    assert device.fix == a_fix("D1", at=after(seconds=5))
    assert (device.first_seen_at, device.last_seen_at) == (NOON, after(seconds=8))
    assert device.times_seen == 4


def test_the_longest_silent_device_makes_room(place: Place):
    store = place.open(pending_device_limit=3)
    for n in range(3):
        store.hold_device(f"D{n}", None, after(seconds=n))
    store.hold_device("D0", None, after(seconds=10))
    store.hold_device("D3", None, after(seconds=11))
    assert [device.device_id for device in store.pending_devices()] == ["D3", "D0", "D2"]


def test_an_adopted_device_is_released(store):
    store.hold_device("D1", a_fix("D1"), NOON)
    assert store.release_device("D1").fix == a_fix("D1")
    assert store.release_device("D1") is None
    assert store.pending_devices() == []
