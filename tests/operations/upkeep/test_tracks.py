"""Tracks stand in detail for a month, then coarse, then not at all."""

from datetime import timedelta

import pytest

from operations.threads import Work
from operations.upkeep.tracks import TrackRules, Tracks
from store import Store
from tests.store.builders import NOON, a_fix
from tests.support.stores import a_store

RULES = TrackRules(days=30, every=timedelta(minutes=10), longest=180)
NOW = NOON + timedelta(days=31)


@pytest.fixture
def store(tmp_path):
    """An hour of fixes, one a minute, of two units; ten minutes of today; one of last year."""
    opened = a_store(tmp_path)
    fixes = [
        (a_fix(unit, at=begin + timedelta(minutes=n), lat=33.9 + n / 1000), False, "phone")
        for unit in ("P1", "P2")
        for begin, count in ((NOON, 60), (NOW - timedelta(minutes=10), 10))
        for n in range(count)
    ]
    opened.save_fixes([(a_fix("P1", at=NOON - timedelta(days=200)), False, "phone"), *fixes])
    yield opened
    opened.close()


def moments(store: Store, unit_id: str) -> list[int]:
    since = NOON - timedelta(days=300)
    return [int((fix.at - NOON).total_seconds() // 60) for fix in store.track(unit_id, since, NOW)]


async def test_old_tracks_are_made_coarse_and_that_is_written_down(store: Store):
    work = Work()
    tracks = Tracks(store, work, RULES)
    assert await tracks.tidy(NOW) == (1, 108)
    today = [31 * 1440 - 10 + n for n in range(10)]
    assert moments(store, "P1") == [0, 10, 20, 30, 40, 50, *today]
    told = store.newest("audit", "tracks")
    assert (told.action, told.state["fixes"]) == ("thinned", 108)
    assert await tracks.tidy(NOW) == (0, 0)
    assert store.head()[1] == told.seq, "nothing was done, so nothing is told"
    work.close()


def test_an_interrupted_run_goes_on_where_it_was(store: Store):
    before = NOW - timedelta(days=30)
    store.prune_tracks(NOW, real_days=180)
    first = store.thin_tracks(before, RULES.every)
    second = store.thin_tracks(before, RULES.every)
    assert (first.gone, second.gone) == (18, 18)
    assert second.until - first.until == RULES.every
    assert moments(store, "P2")[:3] == [0, 10, 20]
