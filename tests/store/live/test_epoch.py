"""The journal's name, and the mark outside the database that guards it."""

import json
import shutil
import time
from pathlib import Path

import pytest

from store import Store, open_store
from store.live.high_water import HighWaterFile
from tests.store.builders import a_kpi
from tests.store.conftest import Place


def write(store: Store, count: int) -> None:
    for value in range(count):
        with store.transaction() as tx:
            tx.append(a_kpi(value))


def step_back(place: Place, seq: int) -> None:
    """What restoring an older copy of the database amounts to, on any database."""
    place.sql("DELETE FROM journal WHERE seq > :seq", seq=seq)
    place.sql(
        "UPDATE journal_head SET seq = :seq, hash = (SELECT hash FROM journal WHERE seq = :seq)",
        seq=seq,
    )
    place.sql("UPDATE entity_head SET seq = :seq", seq=seq)


def test_opening_again_keeps_the_name(place: Place):
    store = place.open()
    write(store, 3)
    epoch = store.head()
    store.close()
    assert place.open().head() == epoch


def test_a_restored_older_database_gets_a_new_name(place: Place, caplog):
    store = place.open()
    write(store, 5)
    epoch, _ = store.head()
    store.close()
    step_back(place, 3)
    restored = place.open()
    assert restored.head()[0] != epoch
    assert restored.head()[1] == 3
    assert "restored" in caplog.text
    write(restored, 1)
    assert [record.epoch == epoch for record in restored.records_after(0)] == [True] * 3 + [False]
    assert restored.verify_chain() is None
    name = restored.head()[0]
    restored.close()
    assert place.open().head()[0] == name


def test_a_restored_copy_that_has_grown_elsewhere_gets_a_new_name(place: Place, tmp_path: Path):
    store = place.open()
    write(store, 5)
    epoch, _ = store.head()
    store.close()
    step_back(place, 3)
    elsewhere = open_store(place.url or f"sqlite:///{place.data_dir / 'facts.db'}", tmp_path / "b")
    write(elsewhere, 9)
    elsewhere.close()
    place.sql("UPDATE journal_head SET epoch = :epoch", epoch=epoch)
    assert place.open().head()[0] != epoch


@pytest.mark.parametrize("damage", [Path.unlink, lambda mark: mark.write_text("{")])
def test_without_a_readable_mark_the_journal_gets_a_new_name_and_loses_nothing(
    place: Place, damage
):
    store = place.open()
    write(store, 2)
    epoch, seq = store.head()
    store.close()
    mark = place.data_dir / "high_water.json"
    damage(mark)
    reopened = place.open()
    assert reopened.head()[0] != epoch
    assert reopened.head()[1] == seq
    assert len(reopened.records_after(0)) == seq
    assert mark.read_text() != "{"


def test_a_whole_folder_put_back_gets_a_new_name(tmp_path: Path):
    folder, backup = tmp_path / "var", tmp_path / "backup"
    store = open_store(None, folder)
    write(store, 2)
    store.close()
    shutil.copytree(folder, backup)
    store = open_store(None, folder)
    write(store, 2)
    epoch, _ = store.head()
    store.close()
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    restored = open_store(None, folder)
    assert restored.head()[0] != epoch
    restored.close()


def test_a_copy_that_was_given_the_same_file_number_is_another_file(tmp_path: Path, monkeypatch):
    database = tmp_path / "facts.db"
    database.touch()
    before = HighWaterFile(tmp_path / "mark", database).file_now()
    assert HighWaterFile(tmp_path / "mark", database).file_now() == before
    origin = database.with_suffix(".origin")
    time.sleep(0.02)  # a file system counts in hundredths
    origin.write_bytes(origin.read_bytes())
    assert HighWaterFile(tmp_path / "mark", database).file_now() != before


def test_the_mark_follows_the_commits_without_a_close(place: Place, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("store.live.high_water._EVERY_S", 0.0)
    store = place.open()
    write(store, 4)
    assert '"seq":4' in (place.data_dir / "high_water.json").read_text()


def test_an_older_copy_of_the_file_put_back_gets_a_new_name(tmp_path: Path):
    folder, backup = tmp_path / "var", tmp_path / "backup.db"
    store = open_store(None, folder)
    write(store, 2)
    store.close()
    shutil.copy(folder / "facts.db", backup)
    store = open_store(None, folder)
    write(store, 2)
    epoch, _ = store.head()
    store.close()
    shutil.copy(backup, folder / "facts.db")
    restored = open_store(None, folder)
    assert restored.head()[0] != epoch
    assert restored.head()[1] == 2
    restored.close()


def test_the_same_copy_put_back_twice_gets_two_names(tmp_path: Path):
    folder, backup = tmp_path / "var", tmp_path / "backup.db"
    names = []
    store = open_store(None, folder)
    write(store, 2)
    store.close()
    shutil.copy(folder / "facts.db", backup)
    for _ in range(3):
        store = open_store(None, folder)
        names.append(store.head()[0])
        write(store, 1)
        store.close()
        shutil.copy(backup, folder / "facts.db")
    open_store(None, folder).close()  # the mark now names a journal without a record of its own
    shutil.copy(backup, folder / "facts.db")
    store = open_store(None, folder)
    names.append(store.head()[0])
    store.close()
    assert len(set(names)) == 4


def test_a_full_or_forbidden_folder_does_not_undo_a_commit(place: Place, monkeypatch):
    store = place.open()

    def fails(*_args: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("store.live.high_water._EVERY_S", 0.0)
    monkeypatch.setattr(Path, "write_bytes", fails)
    write(store, 1)
    assert store.head()[1] == 1


@pytest.mark.parametrize("seq", [0, 2])
def test_the_marked_record_must_be_the_same_one(place: Place, seq: int):
    store = place.open()
    write(store, 2)
    epoch, _ = store.head()
    store.close()
    mark = place.data_dir / "high_water.json"
    kept = json.loads(mark.read_text())
    mark.write_text(json.dumps({**kept, "seq": seq, "hash": "00"}))
    assert (place.open().head()[0] == epoch) is (seq == 0)
