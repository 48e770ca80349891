"""Too many failures of one key in a while are an alarm, once; a screen left alone is none."""

from datetime import UTC, datetime, timedelta

from domain.access.alarms import AlarmRules, Watch

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def signs(watch: Watch, count: int, *, every_s: float = 1, start_s: float = 0, door: str = ""):
    moments = (NOON + timedelta(seconds=start_s + n * every_s) for n in range(count))
    return [watch.sign("address 10.0.0.9", at, door=door) for at in moments]


def test_the_tenth_failure_in_ten_minutes_rings_once_and_the_next_hour_is_quiet():
    watch = Watch(AlarmRules())
    assert signs(watch, 60) == [0] * 9 + [10] + [0] * 50
    assert 10 in signs(watch, 11, start_s=3700)


def test_failures_far_apart_and_other_addresses_are_no_alarm():
    watch = Watch(AlarmRules())
    assert not any(signs(watch, 50, every_s=70))
    assert not any(watch.sign(f"address {n}", NOON) for n in range(6000))
    assert not any(signs(Watch(AlarmRules(after=0)), 100))


def test_a_screen_that_was_signed_out_knocks_at_the_same_doors_and_is_none_a_search_is():
    watch = Watch(AlarmRules())
    assert not any(any(signs(watch, 50, door=f"GET /{n}")) for n in range(12))
    assert any(watch.sign("address 10.0.0.8", NOON, door=f"GET /{n}") for n in range(30))
