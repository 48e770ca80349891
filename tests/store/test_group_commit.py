"""Many callers, one commit: each has its own answer, its own refusal, and nobody else's."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from domain.errors import ConflictError, FullError, NotFoundError
from domain.incidents.incidents import IncidentStatus
from store import Store, Transaction
from store.engine import reading
from store.group_commit import Outcome
from store.statistics import rollup_check
from tests.store.builders import NOON, a_unit, an_assignment, an_incident
from tests.store.statistics.test_rollups import RULES


def a_report(number: str, *, source_id: str | None = None) -> Callable[[Transaction], str]:
    def step(tx: Transaction) -> str:
        incident = an_incident(number, source_id=source_id)
        tx.put_incident(incident, action="report", actor="test", is_new=True)
        return number

    return step


def numbered(tx: Transaction) -> str:
    """A report that takes the next number of the day."""
    number = f"LS20260101{tx.next_ordinal(NOON.date()):04d}"
    tx.put_incident(an_incident(number), action="report", actor="test", is_new=True)
    return number


def refused(tx: Transaction) -> str:
    """Writes, and is refused afterwards."""
    numbered(tx)
    raise ConflictError("not now", code="illegal_step")


def refused_late(tx: Transaction) -> str:
    """Sends its rows, and is refused afterwards."""
    numbered(tx)
    tx.history("incident", "LS202601010001")
    return refused(tx)


def told(outcomes: list[Outcome[Any]]) -> list[Any]:
    return [one.error.__class__.__name__ if one.error else one.value for one in outcomes]


class Statements:
    """Counts what is sent to the database, and how often it commits."""

    def __init__(self, store: Store) -> None:
        self.sent: list[str] = []
        self.commits = 0
        event.listen(store._engine, "before_cursor_execute", self._send)
        event.listen(store._engine, "commit", self._commit)

    def _send(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.sent.append(statement)

    def _commit(self, _connection: Any) -> None:
        self.commits += 1


def test_many_reports_are_one_commit_and_few_statements(store: Store):
    seen = Statements(store)
    numbers = [f"LS20260101{i:04d}" for i in range(1, 41)]
    outcomes = store.write_together([a_report(number) for number in numbers])
    assert told(outcomes) == numbers
    assert seen.commits == 1
    assert len(seen.sent) <= 12, seen.sent
    assert [record.id for record in store.records_after(0)] == numbers
    assert [record.seq for record in store.records_after(0)] == list(range(1, 41))


def test_each_report_has_the_moment_of_its_own_step(place: Any):
    moments = iter(NOON + timedelta(seconds=i) for i in range(100))
    store = place.open(now=lambda: next(moments))
    store.write_together([numbered, numbered, numbered])
    spans = [record.at for record in store.records_after(0)]
    assert spans == sorted(set(spans))


@pytest.mark.parametrize("bad", [refused, refused_late])
def test_a_refused_step_is_refused_alone(store: Store, bad: Callable[[Transaction], str]):
    outcomes = store.write_together([numbered, bad, numbered, bad, numbered])
    kept = [f"LS20260101{i:04d}" for i in (1, 2, 3)]
    assert told(outcomes) == [kept[0], "ConflictError", kept[1], "ConflictError", kept[2]]
    with pytest.raises(ConflictError, match="not now"):
        outcomes[1].told()
    assert [record.id for record in store.records_after(0)] == kept
    assert store.first_fault() is None


def test_what_a_refused_step_has_sent_beside_the_records_is_gone(place: Any, store: Store):
    def timed(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("DELETE FROM incident_day")
        raise NotFoundError("no")

    assert told(store.write_together([numbered, timed, numbered])) == [
        "LS202601010001",
        "NotFoundError",
        "LS202601010002",
    ]
    assert place.sql("SELECT last FROM incident_day") == [(2,)]


def test_what_only_the_database_refuses_is_refused_alone(store: Store):
    same = [a_report(f"LS20260101000{i}", source_id="twice") for i in (1, 2)]
    outcomes = store.write_together([numbered_after(5), *same, numbered_after(6)])
    assert told(outcomes) == ["LS202601010005", "LS202601010001", "ConflictError", "LS202601010006"]
    assert isinstance(outcomes[2].error, ConflictError)
    assert outcomes[2].error.code == "duplicate"
    assert {record.id for record in store.records_after(0)} == {
        "LS202601010001",
        "LS202601010005",
        "LS202601010006",
    }
    assert store.first_fault() is None


def numbered_after(ordinal: int) -> Callable[[Transaction], str]:
    return a_report(f"LS20260101{ordinal:04d}")


def test_a_step_sees_what_those_before_it_wrote(store: Store):
    def again(tx: Transaction) -> str:
        held = tx.incident_by_source("test", "LS202601010001")
        assert held is not None
        return held.number

    def rows(tx: Transaction) -> int:
        return int(tx.connection.exec_driver_sql("SELECT count(*) FROM incident").scalar_one())

    assert told(store.write_together([numbered, again, numbered, rows])) == [
        "LS202601010001",
        "LS202601010001",
        "LS202601010002",
        2,
    ]


def test_of_one_unit_only_one_is_sent_in_a_group(store: Store):
    def ready(tx: Transaction) -> None:
        numbered(tx)
        tx.put_unit(a_unit(), action="added", actor="test")

    def send(name: str) -> Callable[[Transaction], str]:
        def step(tx: Transaction) -> str:
            tx.put_assignment(an_assignment(name), action="assign", actor="test")
            return name

        return step

    outcomes = store.write_together([ready, send("A1"), send("A2")])
    assert told(outcomes)[1:] == ["A1", "ConflictError"]


def test_the_open_incident_of_a_source_is_found_though_an_ended_one_was_touched(store: Store):
    ended_at = NOON + timedelta(hours=1)
    over = replace(
        an_incident("LS202601010001", source_id="x"),
        status=IncidentStatus.CANCELLED,
        reached_at={IncidentStatus.REPORTED: NOON, IncidentStatus.CANCELLED: ended_at},
    )
    with store.transaction() as tx:
        tx.put_incident(over, action="report", actor="test")
        tx.put_incident(an_incident("LS202601010002", source_id="x"), action="report", actor="test")

    def touch(tx: Transaction) -> None:
        tx.put_incident(replace(over, title="补记"), action="edit", actor="test")

    def find(tx: Transaction) -> str:
        held = tx.incident_by_source("test", "x")
        assert held is not None
        return held.number

    assert told(store.write_together([touch, find])) == [None, "LS202601010002"]


def test_when_the_commit_fails_nobody_is_told_it_was_kept(store: Store, monkeypatch):
    def reads(tx: Transaction) -> str:
        held = tx.incident("LS202601010001")
        assert held is not None
        return held.number

    def full(_connection: Any) -> None:
        raise FullError("the disk is full", code="disk_full")

    event.listen(store._engine, "commit", full)
    outcomes = store.write_together([numbered, reads, numbered])
    event.remove(store._engine, "commit", full)
    assert told(outcomes) == ["FullError"] * 3
    assert store.records_after(0) == []
    assert told(store.write_together([numbered])) == ["LS202601010001"]


def test_the_records_are_handed_on_as_the_journal_tells_them(store: Store):
    handed: list[Any] = []
    store.on_commit(lambda _seq, records: handed.extend(records))

    def crew(tx: Transaction) -> None:
        tx.put_unit(a_unit(phone="13800000417"), action="added", actor="test")
        tx.put_assignment(an_assignment(), action="assign", actor="test")

    store.write_together([numbered, refused, crew, numbered])
    assert handed == store.records_after(0)
    assert len(handed) == 4


def test_a_commit_that_erases_hands_nothing_on(store: Store):
    store.write_together([numbered])
    handed: list[Any] = []
    store.on_commit(lambda _seq, records: handed.append(list(records)))
    store.erase_private("incident", "LS202601010001", "admin")
    assert handed == [[]]


@pytest.mark.parametrize("seed", range(12))
def test_a_group_leaves_what_the_same_steps_leave_one_by_one(new_place: Any, seed: int):
    """Random steps, a third of them refused at different points: same rows, sums and answers."""
    left = []
    for together in (True, False):
        place = new_place()
        store = place.open(rules=RULES, now=lambda: NOON)
        answers: list[Any] = []
        chance = random.Random(seed)
        for _ in range(6):
            steps = [a_random_step(chance) for _ in range(chance.randint(1, 12))]
            groups = [steps] if together else [[step] for step in steps]
            for group in groups:
                answers += told(store.write_together(group))
        assert store.first_fault() is None
        with reading(store._engine) as connection:
            assert rollup_check.differences(connection, RULES) == []
        records = [
            (record.seq, record.kind, record.id, record.action, dict(record.state))
            for record in store.records_after(0)
        ]
        rows = place.sql("SELECT number, status, title FROM incident ORDER BY number")
        left.append((answers, records, [tuple(row) for row in rows]))
    assert left[0] == left[1]
    assert "ConflictError" in left[0][0]


def a_random_step(chance: random.Random) -> Callable[[Transaction], Any]:
    what, ordinal, words = chance.randrange(6), chance.randint(1, 6), str(chance.random())

    def edit(tx: Transaction) -> str:
        held = tx.incident(f"LS20260101{ordinal:04d}")
        if held is None:
            raise NotFoundError("no such incident")
        if what == 4:
            tx.history("incident", held.number)
        tx.put_incident(replace(held, title=words), action="edit", actor="test")
        if what == 5:
            raise ConflictError("taken back", code="illegal_step")
        return words

    return [numbered, numbered, refused, refused_late, edit, edit][what]


def test_a_value_no_column_takes_fails_its_own_step_alone(store: Store, monkeypatch):
    seen: list[int] = []

    def strange(tx: Transaction) -> str:
        seen.append(id(tx))
        return numbered(tx)

    flush = Transaction.flush

    def bound(tx: Transaction) -> None:
        if id(tx) in seen:
            raise TypeError("a value that cannot be bound")
        flush(tx)

    monkeypatch.setattr(Transaction, "flush", bound)
    monkeypatch.setattr(Transaction, "check_told", lambda _tx: None)
    outcomes = store.write_together([a_report("LS1"), strange, a_report("LS3")])
    assert told(outcomes) == ["LS1", "TypeError", "LS3"]
    assert {record.id for record in store.records_after(0)} == {"LS1", "LS3"}


def test_a_step_reads_what_its_group_has_written_and_never_beside_it(store: Store):
    def known(tx: Transaction) -> str | None:
        held = tx.newest("incident", "LS202601010001")
        return held.id if held else None

    def beside(_tx: Transaction) -> Any:
        return store.newest("incident", "LS202601010001")

    outcomes = store.write_together([known, numbered, known, beside, numbered])
    assert told(outcomes) == [
        *(None, "LS202601010001", "LS202601010001"),
        *("RuntimeError", "LS202601010002"),
    ]
    assert told(store.write_together([beside])) == ["RuntimeError"]
    assert store.newest("incident", "LS202601010001") is not None  # outside of steps it may
