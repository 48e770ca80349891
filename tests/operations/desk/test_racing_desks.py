"""Desks in several processes and threads send one unit at the same moment, many times over."""

import asyncio
import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier, Thread

import pytest

from domain.access.callers import DEMO_DISPATCHER as D1
from operations.desk.steps.crews import DeskCrews
from operations.threads import Work
from store import Store
from tests.operations.door_parts import a_door, put_units, report
from tests.operations.racing_desk import sent
from tests.support.stores import a_store

ROOT = Path(__file__).parents[3]
PROCESSES, THREADS, ROUNDS = 2, 1, 12


class Desk:
    """A process that sends when it is told to."""

    def __init__(self, folder: Path, name: str) -> None:
        command = [sys.executable, "-m", "tests.operations.racing_desk", str(folder), name]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> "Desk":
        assert self.process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def send(self, number: str, unit_id: str) -> list[str]:
        self.process.stdin.write(f"{number} {unit_id}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class ThreadDesk:
    """A desk of this process with a store of its own on the same file."""

    def __init__(self, folder: Path, name: str) -> None:
        self.store: Store = a_store(folder)
        self.work, self.name = Work(), name
        self.crews = DeskCrews(self.store, self.work)

    def __enter__(self) -> "ThreadDesk":
        return self

    def __exit__(self, *_: object) -> None:
        self.work.close()
        self.store.close()

    def send(self, number: str, unit_id: str) -> list[str]:
        return asyncio.run(sent(self.store, self.crews, self.name, number, unit_id))


@pytest.mark.whole
async def test_of_racing_desks_one_sends_and_the_others_are_told_who_was_faster(tmp_path: Path):
    async with a_door(tmp_path) as door:
        put_units(door, "P1")
        numbers = [await report(door, str(n)) for n in range(PROCESSES + THREADS)]
        folder = tmp_path / "var"
        with ExitStack() as stack:
            desks = [
                *(stack.enter_context(Desk(folder, f"process{n}")) for n in range(PROCESSES)),
                *(stack.enter_context(ThreadDesk(folder, f"thread{n}")) for n in range(THREADS)),
            ]
            for _ in range(ROUNDS):
                answers = await asyncio.to_thread(at_once, desks, numbers)
                [winner] = [number for word, number in answers if word == "sent"]
                refused = [answer for answer in answers if answer[0] != "sent"]
                assert [code for code, _ in refused] == ["unit_busy"] * (len(desks) - 1)
                assert all(f"unit=警P1 number={winner}" in words for _, words in refused)
                held = door.store.open_assignments()
                assert [(one.number, one.unit_id) for one in held] == [(winner, "P1")]
                await door.parts.crews.release(winner, "P1", caller=D1)
        assert door.store.verify_chain() is None


def at_once(desks: list, numbers: list[str]) -> list[list[str]]:
    """What every desk is answered, when all send the same unit in the same moment."""
    answers: list[list[str]] = [[]] * len(desks)
    start = Barrier(len(desks))

    def send(index: int) -> None:
        start.wait()
        answers[index] = desks[index].send(numbers[index], "P1")

    threads = [Thread(target=send, args=(index,)) for index in range(len(desks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers
