"""Positions: the latest wins; tracks are thinned and end."""

from dataclasses import replace
from datetime import datetime, timedelta

from store import Store
from tests.store.builders import NOON, a_fix, after
from tests.store.conftest import Place

METRE = 1 / 111_195  # degrees of latitude


def save(store: Store, *fixes, is_demo: bool = False) -> None:
    store.save_fixes([(fix, is_demo, "test") for fix in fixes])


def track_times(store: Store, unit_id: str = "P1") -> list[datetime]:
    return [fix.at for fix in store.track(unit_id, after(days=-400), after(days=400))]


def test_the_newest_fix_of_each_unit_is_kept(store):
    save(store, a_fix("P1"), a_fix("P2"))
    save(store, a_fix("P1", at=after(seconds=1), lat=33.8))
    assert store.fixes() == [
        (a_fix("P1", at=after(seconds=1), lat=33.8), "test"),
        (a_fix("P2"), "test"),
    ]


def test_an_older_fix_never_replaces_a_newer_one(store):
    save(store, a_fix(at=after(seconds=5)))
    save(store, a_fix(at=after(seconds=4), lat=33.8))
    assert store.fixes() == [(a_fix(at=after(seconds=5)), "test")]
    save(store, a_fix(at=after(seconds=9)), a_fix(at=after(seconds=7), lat=33.8))
    assert store.fixes() == [(a_fix(at=after(seconds=9)), "test")]


def test_unknown_values_stay_unknown(store):
    bare = type(a_fix())("P1", 33.9, 116.8, NOON)
    save(store, bare)
    assert store.fixes() == [(bare, "test")]
    [kept] = store.track("P1", NOON, after(seconds=1))
    assert kept == bare


def test_a_track_keeps_one_fix_per_ten_seconds_of_standing(store):
    for second in range(25):
        save(store, a_fix(at=after(seconds=second)))
    assert track_times(store) == [NOON, after(seconds=10), after(seconds=20)]


def test_a_track_keeps_one_fix_per_fifty_metres_of_moving(store):
    save(store, *(a_fix(at=after(seconds=n), lat=33.9 + 20 * n * METRE) for n in range(9)))
    assert track_times(store) == [NOON, after(seconds=3), after(seconds=6)]


def test_metres_to_the_east_count_as_metres(store):
    save(store, a_fix(), a_fix(at=after(seconds=1), lon=116.8 + 55 * METRE))  # 46 m on the ground
    assert track_times(store) == [NOON]
    save(store, a_fix(at=after(seconds=2), lon=116.8 + 65 * METRE))
    assert track_times(store) == [NOON, after(seconds=2)]


def test_thinning_goes_on_after_a_restart(place: Place):
    store = place.open()
    save(store, a_fix(), a_fix("P2"), a_fix(at=after(seconds=8)))
    store.close()
    store = place.open()
    save(store, a_fix(at=after(seconds=9)), a_fix("P2", at=after(seconds=10)))
    assert track_times(store) == [NOON]
    assert track_times(store, "P2") == [NOON, after(seconds=10)]


def test_a_track_is_asked_for_by_time(store):
    save(store, *(a_fix(at=after(minutes=n)) for n in range(5)))
    track = store.track("P1", after(minutes=1), after(minutes=3))
    assert [fix.at for fix in track] == [after(minutes=1), after(minutes=2)]


def test_demo_tracks_end_after_48_hours_and_real_ones_after_30_days(store, monkeypatch):
    monkeypatch.setattr("store.ingest.positions._PRUNE_BATCH", 1)
    for unit_id, is_demo in (("D1", True), ("P1", False)):
        fixes = [a_fix(unit_id, at=after(hours=-hours)) for hours in (800, 700, 49, 47)]
        save(store, *fixes, is_demo=is_demo)
    assert store.prune_tracks(NOON) == 4
    assert track_times(store, "D1") == [after(hours=-47)]
    assert track_times(store, "P1") == [after(hours=-700), after(hours=-49), after(hours=-47)]
    assert store.prune_tracks(NOON) == 0
    assert store.prune_tracks(NOON, demo_hours=1, real_days=1) == 4


def test_a_large_batch_is_kept_whole(store):
    fixes = [a_fix(f"U{n}") for n in range(10_500)]
    save(store, *fixes)
    assert len(store.fixes()) == 10_500


def test_positions_do_not_wait_for_a_fact(store):
    with store.transaction():
        save(store, a_fix())
        assert len(store.fixes()) == 1


def test_nothing_to_save_is_no_error(store):
    store.save_fixes([])
    assert store.fixes() == []


def test_a_real_fix_replaces_a_demo_one_of_any_age_and_no_other(store):
    save(store, a_fix(at=after(seconds=9)), is_demo=True)
    save(store, a_fix(at=after(seconds=5), lat=33.8))
    assert store.fixes() == [(a_fix(at=after(seconds=5), lat=33.8), "test")]
    save(store, a_fix(at=after(seconds=4), lat=33.7))
    save(store, a_fix(at=after(seconds=4), lat=33.7), is_demo=True)
    assert store.fixes() == [(a_fix(at=after(seconds=5), lat=33.8), "test")]
    store.save_fixes(
        [(a_fix("P2", at=after(seconds=9)), True, "demo"), (a_fix("P2"), False, "real")]
    )
    assert store.fixes()[1] == (a_fix("P2"), "real")


def late(store: Store, *fixes) -> None:
    store.save_late_fixes([(fix, False, "test") for fix in fixes])


def walk(first: int, last: int) -> list:
    return [a_fix(at=after(seconds=n), lat=33.9 + n * METRE) for n in range(first, last)]


def test_what_comes_late_is_in_the_track_as_if_it_had_come_in_time_and_no_marker_moves(store):
    whole = walk(0, 600)
    save(store, *[replace(fix, unit_id="P2") for fix in whole])
    save(store, *whole[:60], *whole[540:])
    newest = store.fixes()
    late(store, *reversed(whole[60:300]))
    late(store, *whole[250:540])
    assert store.fixes() == newest
    assert track_times(store) == track_times(store, "P2")
    before = track_times(store)
    late(store, *whole)
    save(store, *whole)
    assert track_times(store) == before, "the same again changes nothing"
    save(store, a_fix(at=after(seconds=700)))
    assert track_times(store)[-1] == after(seconds=700)


def test_what_comes_late_into_a_part_that_was_thinned_for_good_is_left_out(store):
    save(store, a_fix(), a_fix(at=after(hours=3)))
    store.thin_tracks(after(hours=2), timedelta(hours=1))
    late(store, a_fix(at=after(minutes=30)), a_fix(at=after(hours=2, minutes=30)))
    assert track_times(store) == [NOON, after(hours=2, minutes=30), after(hours=3)]


def test_a_track_says_which_places_an_app_invented(store):
    save(store, a_fix())
    late(store, replace(a_fix(at=after(minutes=-2)), is_mock=True))
    assert [fix.is_mock for fix in store.track("P1", after(hours=-1), after(hours=1))] == [
        True, False,
    ]  # fmt: skip
