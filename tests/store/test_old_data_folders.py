"""A data folder written by an earlier version opens with nothing lost."""

import json
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.desk.timers import TimerKind
from domain.dispatch import units
from domain.incidents import assignments, incidents, older_incidents
from domain.picture.fold import fold
from domain.subject_key import of_incident
from domain.video.cameras import camera as cameras
from store import Store, open_store

FOLDERS = Path(__file__).parents[1] / "recordings" / "data_folders"


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    with tarfile.open(FOLDERS / "first_desk.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / "var"


@pytest.fixture
def expected(unpacked: Path) -> dict[str, Any]:
    """What the version that wrote the folder read out of it."""
    return dict(json.loads((unpacked.parent / "expected.json").read_text("utf-8")))


@pytest.fixture
def store(unpacked: Path) -> Iterator[Store]:
    opened = open_store(None, unpacked)
    yield opened
    opened.close()


def rows(folder: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "facts.db")) as connection:
        return connection.execute(query).fetchall()


def test_the_journal_is_the_same_and_proves_itself(store: Store, unpacked: Path, expected):
    _, seq = store.head()  # a folder that was moved goes on under a new epoch
    assert seq == expected["seq"]
    assert store.first_fault() is None
    said = rows(unpacked, "SELECT seq, kind, entity_id, hex(hash) FROM journal ORDER BY seq")
    assert [[seq, kind, entity_id, hash_.lower()] for seq, kind, entity_id, hash_ in said] == (
        expected["journal"]
    )
    kept = rows(unpacked, "SELECT seq, body FROM journal_private ORDER BY seq")
    assert {str(seq): json.loads(body) for seq, body in kept} == expected["personal"]


def test_no_row_of_any_table_is_lost(store: Store, unpacked: Path, expected):
    for table, count in expected["rows"].items():
        [[held]] = rows(unpacked, f'SELECT count(*) FROM "{table}"')
        assert (table, held) == (table, max(count, held))


def test_every_entity_is_read_as_it_was(store: Store, expected):
    for number, told in expected["incidents"].items():
        held = store.incident(number)
        assert held is not None
        assert all_of(incidents.to_state(held) | incidents.to_private(held), told) == told
    held_units = {one.unit_id: units.to_state(one) | units.to_private(one) for one in store.units()}
    assert {name: all_of(held_units[name], told) for name, told in expected["units"].items()} == (
        expected["units"]
    )
    held_cameras = {one.camera_id: cameras.to_state(one) for one in store.cameras()}
    assert {
        name: all_of(held_cameras[name], told) for name, told in expected["cameras"].items()
    } == (expected["cameras"])
    sent = [one for number in expected["incidents"] for one in store.assignments(number)]
    assert {one.assignment_id: assignments.to_state(one) for one in sent} == (
        expected["assignments"]
    )
    assert [[fix.unit_id, fix.lat, fix.lon] for fix, _ in store.fixes()] == [
        fix[:3] for fix in expected["fixes"]
    ]
    assert len(store.quarantined()) == expected["quarantined"]
    assert [device.device_id for device in store.pending_devices()] == expected["pending"]


def all_of(held: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What the earlier version told of an entity, as today's tells it; later fields left out."""
    return {name: held.get(name, "gone") for name in told}


def test_the_fold_of_the_journal_equals_the_tables(store: Store, expected):
    newest = fold(store.records_after(0, limit=10_000))
    assert len(newest) == len({(kind, entity_id) for _, kind, entity_id, _ in expected["journal"]})
    for (kind, entity_id), record in newest.items():
        if kind == "incident":
            told = incidents.from_state(record.state, record.private)
            assert store.incident(entity_id) == told
        elif kind == "unit":
            assert store.unit(entity_id) == units.from_state(record.state, record.private)


def test_states_of_older_shapes_are_read_in_todays(store: Store):
    [flood] = store.history("incident", "LS202601010001")
    assert (flood.v, flood.state["is_taken"]) == (incidents.INCIDENT.version, False)
    [worker] = store.history("unit", "OLD1")
    assert (worker.v, worker.state["skills"]) == (units.UNIT.version, [])


def test_the_folder_is_written_on(store: Store, expected):
    incident = store.incident("LS202601010001")
    assert incident is not None
    with store.transaction() as tx:
        record = tx.put_incident(incident, action="edit", actor="test")
    assert record.seq == expected["seq"] + 1
    assert store.first_fault() is None


OLD_NOTICE = (
    "INSERT INTO notice (notice_id, number, assignment_id, unit_id, chain, recipient, level, state,"
    " channel, pending, attempts, error, text, area_code, at, sent_at, delivered_at,"
    " acknowledged_at, is_demo, department, seq)"
    " VALUES (?, ?, NULL, ?, ?, 'r', ?, 'sent', '', '', 1, NULL, '派遣 r：t', '340604',"
    " 1, 1, NULL, NULL, 0, NULL, 1)"
)
OLD_CAMERA = frozenset(
    {*("camera_id", "name", "camera_class", "lat", "lon", "area_code"), "status", "is_demo", "seq"}
)
OLD_TIMER = "INSERT INTO timer VALUES (?, ?, ?, ?, 0, 1)"


@pytest.fixture
def before_subjects(unpacked: Path, expected: dict[str, Any]) -> Path:
    """The folder as the version left it that knew notices and timers by an incident's number."""
    open_store(None, unpacked).close()
    with closing(sqlite3.connect(unpacked / "facts.db")) as connection:
        there = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for table in sorted({name for (name,) in there} - expected["rows"].keys()):
            connection.execute(f'DROP TABLE "{table}"')
        for index in (
            *("notice_of_subject", "notice_of_chain", "notice_of_kind"),
            *("entity_head_by_subject", "entity_head_by_day", "camera_by_lat", "camera_by_owner"),
        ):
            connection.execute(f"DROP INDEX {index}")
        for table, column in (
            *(("notice", "subject_kind"), ("notice", "purpose"), ("timer", "subject_kind")),
            *(("entity_head", "subject_kind"), ("entity_head", "subject_id")),
            *(("notice", "head"), ("entity_head", "day"), ("incident", "device_id")),
            *(("unit", "is_removed"), ("device", "source")),
        ):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        for _, column, *_ in connection.execute("PRAGMA table_info(camera)").fetchall():
            if column not in OLD_CAMERA:
                connection.execute(f'ALTER TABLE camera DROP COLUMN "{column}"')
        connection.execute("ALTER TABLE notice RENAME COLUMN subject_id TO number")
        connection.execute("CREATE INDEX notice_of_incident ON notice (number, at)")
        connection.execute("ALTER TABLE timer RENAME COLUMN subject_id TO number")
        connection.execute("ALTER TABLE timer RENAME COLUMN item_id TO subject")
        connection.execute("DROP INDEX incident_by_source_change")
        connection.execute("DROP INDEX assignment_of_unit")
        connection.execute("ALTER TABLE device DROP COLUMN rights")
        connection.execute("UPDATE schema_facts SET version_num = 'facts_0072'")
        connection.executemany(
            OLD_NOTICE,
            [
                ("LS9-P1-x", "LS9", "P1", "LS9-P1-x", 0),
                ("LS9-check-in-1-P1-120000", "LS9", None, "LS9-P1-x", 2),
                ("LS9-supervisor-P1-x", "LS9", None, "LS9-P1-x", 2),
                ("standby-7", "", "P2", "standby-7", 0),
                ("standby-7-0", "", None, "standby-7", 2),
            ],
        )
        connection.executemany(
            OLD_TIMER,
            [
                ("deliver:LS9-P1-x", "deliver", "LS9-P1-x", "LS9"),
                ("deliver:standby-7-0", "deliver", "standby-7-0", ""),
                ("arrive:standby-7", "arrive", "standby-7", ""),
            ],
        )
        connection.commit()
    return unpacked


def test_old_notices_and_timers_name_what_they_are_about(before_subjects: Path):
    store = open_store(None, before_subjects)
    try:
        about = {
            one.notice_id: (one.subject_kind, one.subject_id, one.purpose.value)
            for one in store.notices(limit=50)
        }
        assert {one.head for one in store.notices(limit=50) if one.recipient == "r"} == {"派遣 r"}
        assert about["LS9-P1-x"] == ("incident", "LS9", "order")
        assert about["LS9-check-in-1-P1-120000"] == ("incident", "LS9", "check_in")
        assert about["LS9-supervisor-P1-x"] == ("incident", "LS9", "escalation")
        assert about["standby-7"] == ("standby", "standby-7", "order")
        assert about["standby-7-0"] == ("standby", "standby-7", "escalation")
        timers = [one for kind in TimerKind for one in store.timers(kind)]
        told = {one.timer_id: (one.about.kind, one.about.id) for one in timers}
        assert told["deliver:LS9-P1-x"] == ("incident", "LS9")
        assert told["deliver:standby-7-0"] == ("standby", "standby-7")
        assert told["arrive:standby-7"] == ("standby", "standby-7")
    finally:
        store.close()


def test_what_hung_on_an_old_incident_is_found_by_it(before_subjects: Path, expected):
    store = open_store(None, before_subjects)
    try:
        for assignment_id, state in expected["assignments"].items():
            found = store.newest_about("assignment", of_incident(state["number"]))
            assert assignment_id in {one.id for one in found}
    finally:
        store.close()


def test_the_day_of_an_old_duty_and_the_device_of_an_old_alarm_are_known(before_subjects: Path):
    with closing(sqlite3.connect(before_subjects / "facts.db")) as connection:
        [(number,)] = connection.execute("SELECT min(number) FROM incident").fetchall()
        connection.execute(
            "UPDATE incident SET incident_class = 'sos', source_id = 'P7:20260101T000000000'"
            " WHERE number = ?",
            (number,),
        )
        days = connection.execute(
            "SELECT DISTINCT json_extract(state, '$.day') FROM journal WHERE kind = 'duty'"
        ).fetchall()
        connection.commit()
    store = open_store(None, before_subjects)
    try:
        held = store.incident(number)
        assert held is not None
        assert held.device_id == "P7"
        for (day,) in days:
            found = store.newest_of_days("duty", *[date.fromisoformat(day)] * 2)
            assert {one.state["day"] for one in found} == {day}
    finally:
        store.close()
    told = {"class": "sos", "source_id": "P7:20260101T000000000"}
    assert older_incidents.from_v4(told)["device_id"] == "P7"
    assert older_incidents.from_v4(told | {"class": "fire"})["device_id"] is None
