"""A data folder written by an earlier version opens with nothing lost."""

import json
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from domain.dispatch import units
from domain.incidents import assignments, incidents
from domain.maps import cameras
from domain.picture.fold import fold
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
    assert held_cameras == expected["cameras"]
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
