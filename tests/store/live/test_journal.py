"""The journal: sealed, read in today's shape, and able to forget a person."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from domain.errors import NotFoundError
from domain.incidents.incidents import IncidentStatus, advance
from domain.kinds import KINDS
from domain.live import records
from store import Store
from store.engine import connect, facts_url
from store.live.journal import chained
from store.tables import JOURNAL
from tests.store.builders import NOON, a_kpi, a_unit, after, an_incident
from tests.store.conftest import Place

NUMBER = "LS202601010001"


def a_little_history(store: Store) -> None:
    with store.transaction(NOON) as tx:
        tx.put_unit(a_unit(phone="13800000417"), action="added", actor="test")
        tx.put_incident(an_incident(), action="reported", actor="door")
    with store.transaction(after(minutes=1)) as tx:
        accepted = advance(tx.incident(NUMBER), IncidentStatus.ACCEPTED, at=after(minutes=1))
        tx.put_incident(accepted, action="accepted", actor="desk")
        tx.append(a_kpi(1))


def test_records_are_read_page_by_page(store):
    a_little_history(store)
    assert [record.seq for record in store.records_after(0, limit=3)] == [1, 2, 3]
    assert [record.seq for record in store.records_after(3)] == [4]
    assert store.records_after(4) == []


def test_the_history_of_one_entity(store):
    a_little_history(store)
    history = store.history("incident", NUMBER)
    assert [(record.seq, record.action, record.actor) for record in history] == [
        (2, "reported", "door"),
        (3, "accepted", "desk"),
    ]


def test_personal_fields_lie_apart_from_the_state(store, place: Place):
    a_little_history(store)
    [reported, _] = store.history("incident", NUMBER)
    assert reported.private == {"title": "厂房起火", "reporter": "张三 13800000417"}
    assert "title" not in reported.state
    [states] = zip(*place.sql("SELECT state FROM journal"), strict=True)
    assert not [state for state in states if "138" in state or "张三" in state]


def test_erasing_a_person_leaves_no_word_and_an_unbroken_chain(store, place: Place):
    a_little_history(store)
    erased = store.erase_private("incident", NUMBER, "admin")
    assert (erased.action, erased.actor, erased.seq) == ("erased", "admin", 5)
    assert [record.private for record in store.history("incident", NUMBER)] == [None] * 3
    incident = store.incident(NUMBER)
    assert (incident.title, incident.description, incident.reporter) == (None, None, None)
    assert incident.status is IncidentStatus.ACCEPTED
    assert store.verify_chain() is None
    assert store.history("unit", "P1")[0].private == {"name": "张三", "phone": "13800000417"}
    store.erase_private("unit", "P1", "admin")
    assert store.unit("P1") == a_unit(name=None)
    assert place.sql("SELECT * FROM journal_private") == []
    for file in place.data_dir.glob("*.db*"):
        assert "厂房起火".encode() not in file.read_bytes()


def test_erasing_what_is_not_there_is_refused(store):
    with pytest.raises(NotFoundError):
        store.erase_private("unit", "P1", "admin")


def test_a_kind_without_a_table_can_be_erased_too(store):
    change = records.Change("note", "N1", "write", {"number": "LS1"}, "test", NOON)
    with store.transaction() as tx:
        tx.append(replace(change, private={"text": "张三"}))
    store.erase_private("note", "N1", "admin")
    assert [record.private for record in store.history("note", "N1")] == [None, None]
    assert store.verify_chain() is None


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE journal SET actor = 'nobody' WHERE seq = 2", 2),
        ("UPDATE journal SET state = '{}' WHERE seq = 3", 3),
        ("UPDATE journal SET occurred_at = occurred_at + 1 WHERE seq = 1", 1),
        ("DELETE FROM journal WHERE seq = 4", 4),
        ('UPDATE journal_private SET body = \'{"title":"nothing"}\' WHERE seq = 2', 2),
        ("UPDATE journal SET private_hash = NULL WHERE seq = 2", 2),
    ],
)
def test_a_changed_record_is_found(store, place: Place, tampering: str, broken: int):
    a_little_history(store)
    assert store.verify_chain() is None
    place.sql(tampering)
    assert store.verify_chain() == broken


def test_a_changed_record_with_a_new_seal_breaks_the_next(store, place: Place):
    a_little_history(store)
    place.sql("UPDATE journal SET actor = 'nobody' WHERE seq = 2")
    engine = connect(facts_url(place.url, place.data_dir))
    with engine.begin() as connection:
        rows = {row.seq: row for row in connection.execute(select(JOURNAL))}
        seal = chained(bytes(rows[1].hash), rows[2]._mapping)
        connection.execute(update(JOURNAL).where(JOURNAL.c.seq == 2).values(hash=seal))
    engine.dispose()
    assert store.verify_chain() == 3


def test_an_old_shape_is_read_in_todays(store, monkeypatch):
    with store.transaction() as tx:
        tx.append(a_kpi(7))
    step = lambda state: {**state, "unit": "件"}  # noqa: E731
    monkeypatch.setitem(KINDS["kpi"].upcasters, 1, step)
    [record] = store.records_after(0)
    assert (record.v, record.state["unit"]) == (2, "件")
    assert store.live(NOON).records == store.history("kpi", "incidents_open") == [record]
    assert store.verify_chain() is None
