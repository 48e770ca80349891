"""What a person decides is written down with the address it was decided from."""

from store.origin import ORIGIN
from tests.store.builders import a_kpi, an_incident


def test_a_decision_carries_the_address_of_its_actor_and_nobody_elses(store):
    begun = ORIGIN.set(("d-0417", "10.0.0.9"))
    with store.transaction() as tx:
        mine = tx.put_incident(an_incident(), action="accepted", actor="d-0417")
        theirs = tx.append(a_kpi(1))
    ORIGIN.reset(begun)
    assert (mine.private or {})["from_address"] == "10.0.0.9"
    assert "from_address" not in (theirs.private or {})
    assert store.incident(an_incident().number).title == an_incident().title
    assert store.verify_chain() is None
