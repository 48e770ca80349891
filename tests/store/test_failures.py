"""Wrong proofs are kept and bounded; those of a link that exists are not pushed out by others."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.centre.person.attempts import Failed
from domain.centre.person.case_links import CASE_LINK, CaseLink
from store.centre import failures
from tests.store.conftest import Place

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_the_oldest_go_but_those_of_links(place: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(failures, "MOST_KEPT", 5)
    store = place.open()
    link = CaseLink("L-1", "C-1", "P-1", "of-a-link", False, NOON, "window", proof="x")
    with store.transaction() as tx:
        tx.put(CASE_LINK, link, action="print", actor="window")
    with store.transaction() as tx:
        failures.keep(tx, "of-a-link", Failed(6, NOON))
        for number in range(20):
            failures.keep(tx, f"none-{number}", Failed(1, NOON + timedelta(seconds=number + 1)))
    again = place.open()
    kept = [again.ask(lambda one, n=n: failures.failed(one, f"none-{n}")) for n in range(20)]
    assert [one is not None for one in kept] == [False] * 15 + [True] * 5
    assert again.ask(lambda one: failures.failed(one, "of-a-link")) == Failed(6, NOON)
    with again.transaction() as tx:
        failures.forget(tx, "of-a-link")
    assert again.ask(lambda one: failures.failed(one, "of-a-link")) is None
