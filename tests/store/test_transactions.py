"""One transaction: row and record together, or neither."""

import threading
from datetime import date, timedelta

import pytest

from domain.errors import ConflictError
from domain.incidents.incidents import IncidentStatus, advance
from domain.maps.areas import Area, Level
from store import Store
from tests.store.builders import (
    NOON,
    a_camera,
    a_kpi,
    a_unit,
    after,
    an_assignment,
    an_incident,
)
from tests.store.conftest import Place


def put_one(store: Store, number: str = "LS202601010001") -> None:
    with store.transaction() as tx:
        tx.put_incident(an_incident(number), action="reported", actor="test")


def test_a_new_store_is_empty(store):
    assert store.is_empty()
    assert store.head()[1] == 0
    assert store.records_after(0) == []


def test_row_and_record_are_written_together(store):
    with store.transaction(NOON) as tx:
        written = tx.put_incident(an_incident(), action="reported", actor="door", occurred_at=NOON)
    assert store.incident("LS202601010001") == an_incident()
    assert store.records_after(0) == [written]
    assert (written.seq, written.at, written.actor) == (1, NOON, "door")
    assert store.head() == (written.epoch, 1)


def test_a_failure_writes_neither(store):
    with pytest.raises(KeyError), store.transaction() as tx:
        tx.put_incident(an_incident(), action="reported", actor="test")
        raise KeyError
    assert store.is_empty()
    assert store.incident("LS202601010001") is None
    put_one(store)
    assert store.head()[1] == 1


def test_a_transaction_reads_what_it_has_written(store):
    put_one(store)
    with store.transaction() as tx:
        accepted = advance(
            tx.incident("LS202601010001"), IncidentStatus.ACCEPTED, at=after(minutes=1)
        )
        tx.put_incident(accepted, action="accepted", actor="test")
        tx.put_unit(a_unit(), action="added", actor="test")
        tx.put_assignment(an_assignment(), action="assigned", actor="test")
        assert tx.incident_by_source("test", "LS202601010001") is accepted
        assert tx.unit("P1") == a_unit()
        assert tx.open_assignments() == [an_assignment()]
        assert tx.open_assignments(number="LS202601010001") == [an_assignment()]
        assert tx.open_assignments(unit_id="P2") == []
        tx.put_assignment(
            an_assignment(cleared_at=after(minutes=9)), action="cleared", actor="test"
        )
        assert tx.open_assignments(unit_id="P1") == []


def test_at_never_steps_back_and_occurred_at_is_as_told(store):
    with store.transaction(NOON) as tx:
        tx.append(a_kpi(1))
    with store.transaction(after(hours=-5)) as tx:
        late = tx.append(a_kpi(2, at=after(hours=-6)))
    assert late.at == NOON
    assert late.occurred_at == after(hours=-6)


def test_one_transaction_may_write_the_records_of_many_moments(store):
    with store.transaction(NOON) as tx:
        for hours in (1, 3, 2):
            tx.move_to(after(hours=hours))
            tx.append(a_kpi(hours))
    assert [record.at for record in store.records_after(0)] == [
        after(hours=1),
        after(hours=3),
        after(hours=3),
    ]


def test_ordinals_count_up_by_day_and_are_given_back_by_a_failure(store):
    day, next_day = date(2026, 1, 1), date(2026, 1, 2)
    with store.transaction() as tx:
        assert [tx.next_ordinal(day), tx.next_ordinal(day), tx.next_ordinal(next_day)] == [1, 2, 1]
    with pytest.raises(KeyError), store.transaction() as tx:
        tx.next_ordinal(day)
        raise KeyError
    with store.transaction() as tx:
        assert tx.next_ordinal(day) == 3


def test_a_source_reports_an_id_once(store):
    put_one(store)
    again = an_incident("LS202601010002", source_id="LS202601010001")
    with pytest.raises(ConflictError) as refused, store.transaction() as tx:
        tx.put_incident(again, action="reported", actor="test")
    assert refused.value.field == "source_id"
    assert store.incident("LS202601010002") is None


def test_an_assignment_needs_its_incident_and_its_unit(store):
    with pytest.raises(ConflictError) as refused, store.transaction() as tx:
        tx.put_assignment(an_assignment(), action="assigned", actor="test")
    assert refused.value.code == "unknown_reference"
    assert store.is_empty()


def ready_to_assign(store: Store) -> None:
    with store.transaction() as tx:
        tx.put_unit(a_unit(), action="added", actor="test")
        tx.put_incident(an_incident("LS202601010001"), action="reported", actor="test")
        tx.put_incident(an_incident("LS202601010002"), action="reported", actor="test")


def test_a_busy_unit_is_refused_and_the_transaction_may_go_on(store):
    ready_to_assign(store)
    with store.transaction() as tx:
        tx.put_assignment(an_assignment("A1"), action="assigned", actor="test")
    with store.transaction() as tx:
        with pytest.raises(ConflictError) as refused:
            tx.put_assignment(an_assignment("A2"), action="assigned", actor="test")
        tx.append(a_kpi(1))
    assert refused.value.code == "unit_busy"
    assert [kept.assignment_id for kept in store.assignments("LS202601010001")] == ["A1"]


def test_a_unit_may_be_cleared_and_sent_again_in_one_transaction(store):
    ready_to_assign(store)
    with store.transaction() as tx:
        tx.put_assignment(an_assignment("A9"), action="assigned", actor="test")
    with store.transaction() as tx:
        tx.put_assignment(
            an_assignment("A1", number="LS202601010002", cleared_at=after(minutes=1)),
            action="cleared",
            actor="test",
        )
        tx.put_assignment(
            an_assignment("A9", cleared_at=after(minutes=5)), action="cleared", actor="test"
        )
        tx.put_assignment(
            an_assignment("A1", number="LS202601010002"), action="assigned", actor="test"
        )
    with store.transaction() as tx:
        assert [kept.assignment_id for kept in tx.open_assignments(unit_id="P1")] == ["A1"]


def test_the_database_itself_keeps_one_open_assignment_per_unit(store, place: Place):
    ready_to_assign(store)
    with store.transaction() as tx:
        tx.put_assignment(an_assignment("A1"), action="assigned", actor="test")
    with pytest.raises(ConflictError) as refused, store.transaction() as tx:
        tx._held._open_of_unit["P1"] = None  # the code forgets; the index does not
        tx.put_assignment(an_assignment("A2"), action="assigned", actor="test")
    assert refused.value.code == "unit_busy"


def test_two_desks_that_send_the_same_unit_at_once_get_one_yes_and_one_no(store):
    ready_to_assign(store)
    together = threading.Barrier(2)
    answers: list[str] = []

    def send(number: str) -> None:
        together.wait()
        try:
            with store.transaction() as tx:
                assignment = an_assignment(f"A-{number}", number=number)
                tx.put_assignment(assignment, action="assigned", actor="test")
            answers.append("sent")
        except ConflictError as refused:
            answers.append(refused.code)

    desks = [threading.Thread(target=send, args=(f"LS20260101000{n}",)) for n in (1, 2)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    assert sorted(answers) == ["sent", "unit_busy"]


def test_a_transaction_inside_a_transaction_is_an_error_not_a_deadlock(store):
    with store.transaction(), pytest.raises(RuntimeError), store.transaction():
        pass
    put_one(store)


def test_listeners_hear_the_last_number_after_the_commit(store, caplog):
    heard: list[tuple[int, int]] = []

    def deaf(_seq: int, _records: object) -> None:
        raise ValueError("deaf")

    store.on_commit(deaf)
    store.on_commit(lambda seq, _records: heard.append((seq, store.head()[1])))
    with store.transaction() as tx:
        tx.append(a_kpi(1))
        tx.append(a_kpi(2))
    with store.transaction():
        pass
    assert heard == [(2, 2)]
    assert "a listener failed after commit 2" in caplog.text


def test_a_state_must_not_hold_a_personal_field(store):
    change = a_kpi(1)
    leaking = type(change)("unit", "P1", "added", {"phone": "13800000417"}, "test", NOON)
    with pytest.raises(ValueError, match="phone"), store.transaction() as tx:
        tx.append(leaking)


def test_areas_change_with_the_map(store):
    def an_area(code: str, level: Level, parent: str | None) -> Area:
        return Area(code, level, code, parent, 33.9, 116.8, (33.8, 116.7, 34.0, 116.9), "lsq")

    district = an_area("340604", Level.DISTRICT, None)
    town = an_area("340604100", Level.TOWN, "340604")
    with store.transaction() as tx:
        tx.replace_areas([district, town, an_area("340604101", Level.TOWN, "340604")], "one")
    with store.transaction() as tx:
        tx.replace_areas([town, district], "two")
    assert store.areas() == [district, town]
    assert store.areas(level=Level.TOWN) == [town]
    assert store.areas(parent="340604") == [town]
    assert store.area("340604100") == town
    assert store.area("340604101") is None


def test_cameras_and_units_are_listed(store):
    with store.transaction() as tx:
        tx.put_camera(a_camera("2", area="340604100201002"), action="added", actor="test")
        tx.put_camera(a_camera("1"), action="added", actor="test")
        tx.put_unit(a_unit("P2"), action="added", actor="test")
        tx.put_unit(a_unit("P1"), action="added", actor="test")
    assert [camera.camera_id for camera in store.cameras()] == ["1", "2"]
    assert store.cameras(area="340604100201001") == [a_camera("1")]
    assert len(store.cameras(area="340604100")) == 2
    assert store.units() == [a_unit("P1"), a_unit("P2")]
    assert store.unit("P1") == a_unit("P1")


def test_moments_survive_to_the_millisecond(store):
    odd = NOON + timedelta(microseconds=123_456)
    with store.transaction(odd) as tx:
        tx.put_incident(an_incident(at=odd), action="reported", actor="test", occurred_at=odd)
    assert store.incident("LS202601010001").reported_at == after(milliseconds=123)
    assert store.records_after(0)[0].state["reported_at"] == "2026-01-01T04:00:00.123Z"


def test_closing_twice_is_no_error(store):
    store.check()
    store.close()
    store.close()


def test_what_happened_at_one_moment_keeps_its_order_whatever_is_written_later(store: Store):
    units = ("P1", "P2", "P3")
    with store.transaction() as tx:
        tx.put_incident(an_incident(), action="reported", actor="test")
        for unit in units:
            tx.put_unit(a_unit(unit), action="added", actor="test")
            tx.put_assignment(an_assignment(unit, unit_id=unit), action="assigned", actor="test")
    with store.transaction() as tx:
        tx.put_assignment(
            an_assignment("P1", unit_id="P1", cleared_at=after(minutes=5)),
            action="clear",
            actor="test",
        )
    assert [one.unit_id for one in store.assignments("LS202601010001")] == [*units]
