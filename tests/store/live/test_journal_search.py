"""Records are found by time, actor, kind, entity and words, through indexes and page by page."""

from dataclasses import replace

import pytest

from store.live.journal_search import Search
from tests.store.builders import a_kpi, a_unit, after, an_incident
from tests.store.conftest import Place

NUMBER = "LS202601010001"


@pytest.fixture
def kept(store):
    for minute in range(1, 9):
        with store.transaction(after(minutes=minute)) as tx:
            if minute == 3:
                tx.put_incident(an_incident(NUMBER), action="reported", actor="door")
            elif minute == 5:
                tx.put_unit(a_unit(phone="13800000417"), action="added", actor="li")
            else:
                tx.append(a_kpi(minute))
    return store


def seqs(store, limit: int = 100, **asked) -> list[int]:
    return [record.seq for record in store.search_journal(Search(**asked), limit)[0]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [8, 7, 6, 5, 4, 3, 2, 1]),
        ({"actor": "li"}, [5]),
        ({"kind": "incident"}, [3]),
        ({"kind": "unit", "entity": "P1"}, [5]),
        ({"since": after(minutes=6)}, [8, 7, 6]),
        ({"until": after(minutes=3)}, [2, 1]),
        ({"since": after(minutes=2), "until": after(minutes=4)}, [3, 2]),
        ({"since": after(minutes=2, seconds=30), "kind": "kpi"}, [8, 7, 6, 4]),
        ({"since": after(minutes=9)}, []),
        ({"words": "起火"}, [3]),
        ({"words": "REPORTED"}, [3]),
        ({"words": "13800000417"}, [5, 3]),
        ({"actor": "nobody"}, []),
        ({"actor": "' OR 1=1 --"}, []),
        ({"before": 3}, [2, 1]),
    ],
)
def test_what_is_asked_for_is_found_newest_first(kept, asked, found):
    assert seqs(kept, **asked) == found


def test_pages_follow_each_other_without_gaps(kept):
    asked, seen = Search(kind="kpi"), []
    while True:
        page, before = kept.search_journal(asked, 4)
        seen += [record.seq for record in page]
        if before is None:
            break
        asked = replace(asked, before=before)
    assert seen == [8, 7, 6, 4, 2, 1]


def test_words_are_looked_for_in_a_bounded_number_of_records(kept, monkeypatch):
    monkeypatch.setattr("store.live.journal_search.MOST_READ", 3)
    page, before = kept.search_journal(Search(words="起火"), 10)
    assert (page, before) == ([], 6), "nothing yet, but it says where to go on"
    page, _ = kept.search_journal(Search(words="起火", before=before), 10)
    assert [record.seq for record in page] == [3]


@pytest.mark.parametrize(
    "where",
    ["actor = 'li'", "kind = 'kpi'", "seq < 100"],
)
def test_no_search_reads_the_whole_table(kept, place: Place, where):
    if place.url is not None:
        pytest.skip("how SQLite plans it")
    plan = place.sql(
        f"EXPLAIN QUERY PLAN SELECT * FROM journal WHERE {where} ORDER BY seq DESC LIMIT 10"
    )
    words = " ".join(row[3] for row in plan)
    assert "SEARCH" in words
    assert "TEMP B-TREE" not in words
