"""The fold of the journal equals the tables, whatever was done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.dispatch import units
from domain.dispatch.units import UnitStatus
from domain.errors import ConflictError
from domain.incidents import assignments, incidents
from domain.incidents.incidents import ENDED, NEXT_STEPS, IncidentStatus, Severity
from domain.picture.fold import fold
from domain.video.cameras import camera as cameras
from store import Store, Transaction
from tests.store.builders import NOON, a_camera, a_kpi, a_unit, an_assignment, an_incident
from tests.store.conftest import Place

NUMBERS = st.sampled_from(["LS1", "LS2", "LS3"])
UNITS = st.sampled_from(["P1", "P2"])
STEPS = st.one_of(
    st.tuples(st.just("report"), NUMBERS, st.sampled_from([None, "火", "水"])),
    st.tuples(st.just("advance"), NUMBERS, st.sampled_from(list(IncidentStatus))),
    st.tuples(st.just("grade"), NUMBERS, st.sampled_from(list(Severity))),
    st.tuples(st.just("unit"), UNITS, st.sampled_from(list(UnitStatus))),
    st.tuples(st.just("assign"), NUMBERS, UNITS),
    st.tuples(st.just("clear"), UNITS, st.none()),
    st.tuples(st.just("camera"), st.sampled_from(["1", "2"]), st.none()),
    st.tuples(st.just("kpi"), st.integers(0, 9), st.none()),
    st.tuples(st.just("erase"), NUMBERS, st.none()),
)
# A story is a list of transactions; each takes its steps, then commits or fails.
STORIES = st.lists(st.tuples(st.lists(STEPS, max_size=8), st.booleans()), max_size=8)


class Failed(Exception):  # noqa: N818
    """What goes wrong inside a transaction."""


def take(tx: Transaction, step: str, one: object, other: object, minute: int) -> None:
    at = NOON + timedelta(minutes=minute)
    marks = {"action": step, "actor": "test", "occurred_at": at}
    if step == "report" and tx.incident(one) is None:
        tx.put_incident(an_incident(one, at=at, title=other), **marks)
    elif step == "advance" and (incident := tx.incident(one)):
        if other in NEXT_STEPS[incident.status]:
            tx.put_incident(incidents.advance(incident, other, at=at), **marks)
    elif step == "grade" and (incident := tx.incident(one)):
        tx.put_incident(replace(incident, severity=other), **marks)
    elif step == "unit":
        tx.put_unit(a_unit(one, status=other), **marks)
    elif step == "assign" and tx.incident(one) and tx.unit(other):
        assignment = an_assignment(f"A{tx.seq}-{minute}", unit_id=other, number=one)
        try:
            tx.put_assignment(assignment, **marks)
        except ConflictError:
            assert tx.open_assignments(unit_id=other)
    elif step == "clear":
        for assignment in tx.open_assignments(unit_id=one):
            tx.put_assignment(replace(assignment, cleared_at=at), **marks)
    elif step == "camera":
        tx.put_camera(a_camera(one), **marks)
    elif step == "kpi":
        tx.append(a_kpi(one, at=at))
    elif step == "erase" and tx.incident(one):
        tx.erase("incident", one, actor="test")


def tell(store: Store, story: list[tuple[list[tuple[str, object, object]], bool]]) -> None:
    minute = 0
    for steps, fails in story:
        try:
            with store.transaction(NOON) as tx:
                for step in steps:
                    minute += 1
                    take(tx, *step, minute)
                if fails:
                    raise Failed
        except Failed:
            continue


def tables(store: Store, place: Place) -> dict[tuple[str, str], object]:
    numbers = [row.number for row in place.sql("SELECT number FROM incident")]
    rows = {("incident", number): store.incident(number) for number in numbers}
    rows |= {("unit", unit.unit_id): unit for unit in store.units()}
    rows |= {("camera", camera.camera_id): camera for camera in store.cameras()}
    for number in numbers:
        for kept in store.assignments(number):
            rows["assignment", kept.assignment_id] = kept
    return rows


def folded(store: Store) -> dict[tuple[str, str], object]:
    read = {
        "incident": lambda record: incidents.from_state(record.state, record.private),
        "unit": lambda record: units.from_state(record.state, record.private),
        "camera": lambda record: cameras.from_state(record.state),
        "assignment": lambda record: assignments.from_state(record.state),
    }
    newest = fold(store.records_after(0, limit=10_000))
    return {key: read[key[0]](record) for key, record in newest.items() if key[0] in read}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=STORIES)
def test_the_fold_of_the_journal_equals_the_tables(new_place: Callable[[], Place], story):
    place = new_place()
    store = place.open()
    tell(store, story)
    assert folded(store) == tables(store, place)
    records = store.records_after(0, limit=10_000)
    assert [record.seq for record in records] == list(range(1, len(records) + 1))
    heads = {(row.kind, row.entity_id): row.seq for row in place.sql("SELECT * FROM entity_head")}
    assert heads == {key: record.seq for key, record in fold(records).items()}
    for key, row in tables(store, place).items():
        if key[0] == "incident":
            assert (row.ended_at is not None) == (row.status in ENDED)
    assert store.verify_chain() is None
    store.close()
