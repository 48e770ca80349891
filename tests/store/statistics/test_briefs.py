"""A morning brief is kept once, whoever writes it."""

import threading
from datetime import date

from domain.statistics.briefs import Brief
from store import Store
from tests.store.builders import NOON
from tests.store.conftest import Place

DAY = date(2025, 12, 31)


def put(store: Store, words: str) -> bool:
    with store.transaction() as tx:
        return tx.put_brief(Brief(DAY, NOON, {"title": words}), actor="brief")


def test_the_first_writer_wins_and_the_journal_says_it_once(store: Store):
    assert put(store, "one")
    assert not put(store, "two")
    assert store.brief(DAY) == Brief(DAY, NOON, {"title": "one"})
    assert [record.action for record in store.history("brief", "2025-12-31")] == ["make"]
    assert store.brief_days(10) == [DAY]
    assert store.brief(date(2025, 1, 1)) is None


def test_two_processes_at_once_write_one(place: Place):
    stores = [place.open(), place.open()]
    told: list[bool] = []
    threads = [
        threading.Thread(target=lambda store=store: told.append(put(store, "x")))
        for store in stores
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False, True]
    assert len(stores[0].history("brief", "2025-12-31")) == 1
