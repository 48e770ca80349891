"""Many threads, several processes, and the one that is killed."""

import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from store import StoreError
from tests.store.builders import a_unit
from tests.store.conftest import Place

ROOT = Path(__file__).parents[2]


@contextmanager
def writer(place: Place, name: str, count: int):
    command = [sys.executable, "-m", "tests.store.writer"]
    process = subprocess.Popen(
        [*command, place.url or "-", str(place.data_dir), name, str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_eight_threads_and_two_processes_leave_no_gap(place: Place):
    store = place.open()
    each = 40

    def write(name: str) -> None:
        for n in range(each):
            with store.transaction() as tx:
                tx.put_unit(a_unit(f"{name}-{n}"), action="added", actor=name)

    threads = [threading.Thread(target=write, args=(f"thread{n}",)) for n in range(8)]
    with writer(place, "one", each) as one, writer(place, "two", each) as two:
        assert one.stdout.readline() == two.stdout.readline() == "ready\n"
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (one.wait(60), two.wait(60)) == (0, 0)
    records = store.records_after(0, limit=10_000)
    assert [record.seq for record in records] == list(range(1, 10 * each + 1))
    assert [record.at for record in records] == sorted(record.at for record in records)
    assert len({record.epoch for record in records}) == 1
    assert {record.id for record in records} == {unit.unit_id for unit in store.units()}
    assert store.verify_chain() is None


def test_a_reader_sees_numbers_in_the_order_of_commits(place: Place):
    store = place.open()
    seen: list[int] = []
    with writer(place, "one", 40) as one, writer(place, "two", 40) as two:
        while one.poll() is None or two.poll() is None or not seen or seen[-1] < 80:
            seen += [record.seq for record in store.records_after(seen[-1] if seen else 0)]
    assert seen == list(range(1, 81))


def test_kill_9_while_writing_loses_no_acknowledged_fact(place: Place):
    with writer(place, "doomed", 1_000_000) as process:
        acknowledged = [process.stdout.readline() for _ in range(200)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.readlines()
    told = [line.split() for line in acknowledged[1:] if line.endswith("\n")]
    store = place.open()
    kept = {record.seq: record.id for record in store.records_after(0, limit=1_000_000)}
    assert len(told) >= 199
    assert {int(seq): unit_id for seq, unit_id in told}.items() <= kept.items()
    assert set(kept) == set(range(1, len(kept) + 1))
    assert {unit.unit_id for unit in store.units()} == set(kept.values())
    assert store.verify_chain() is None
    with store.transaction() as tx:
        assert tx.put_unit(a_unit(), action="added", actor="test").seq == len(kept) + 1


def test_a_writer_that_waits_too_long_for_another_process_is_told(place: Place, monkeypatch):
    monkeypatch.setattr("store.engine.BUSY_TIMEOUT_MS", 50)
    store, other = place.open(), place.open()
    with (
        store.transaction(),
        pytest.raises(StoreError, match="busy"),
        other.transaction(),
    ):
        pass
    with other.transaction() as tx:
        assert tx.put_unit(a_unit(), action="added", actor="test").seq == 1


def test_readers_are_not_held_up_by_a_writer(place: Place):
    store = place.open()
    with store.transaction() as tx:
        tx.put_unit(a_unit("P1"), action="added", actor="test")
    answers: list[int] = []
    with store.transaction() as tx:
        tx.put_unit(a_unit("P2"), action="added", actor="test")
        tx.flush()
        reader = threading.Thread(target=lambda: answers.append(len(store.units())))
        reader.start()
        reader.join(10)
        assert answers == [1]
    assert len(store.units()) == 2
