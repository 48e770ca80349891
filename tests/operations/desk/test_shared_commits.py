"""Whatever a desk does beside a flood of reports shares its commits, and is refused alone."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest_asyncio
from sqlalchemy import event

from domain.access.callers import Caller
from domain.errors import ConflictError
from domain.incidents.incidents import IncidentClass, IncidentStatus, Severity
from operations.desk.intake import Call
from tests.operations.door_parts import a_door, put_units, report
from tests.support.door import Door, until

DISPATCHER = Caller("d1", "dispatcher")
KEEPER = Caller("a1", "system_admin")
REPORTS = 20


@pytest_asyncio.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with a_door(tmp_path) as opened:
        put_units(opened, "P1", "P2", home_area="340604001001001")
        yield opened


@asynccontextmanager
async def writes_held_up(door: Door) -> AsyncIterator[list[float]]:
    """Nothing is written until the block ends: all of it waits. The commits that follow."""
    go_on, commits = threading.Event(), []
    first = asyncio.create_task(door.work.write(lambda: go_on.wait(30)))
    await until(lambda: door.work.health()["write"] >= 1)
    event.listen(door.store._engine, "commit", lambda _connection: commits.append(1.0))
    yield commits
    go_on.set()
    await first


async def waiting(door: Door, *calls: Awaitable[Any]) -> "asyncio.Future[list[Any]]":
    """The calls, begun in their order and all of them in the lane of writes."""
    begun = []
    for call in calls:
        before = door.work.health()["write"]
        begun.append(asyncio.ensure_future(call))
        await until(lambda before=before: door.work.health()["write"] > before)
    return asyncio.gather(*begun, return_exceptions=True)


def a_call(door: Door, key: str) -> Call:
    place = door.areas.place(33.81, 116.71)
    return Call(key, IncidentClass.FIRE, Severity.III, place, None)


async def test_steps_of_the_desk_share_a_commit_with_a_flood_of_reports(door: Door):
    numbers = [await report(door, f"before-{n}") for n in range(4)]
    steps, parts = IncidentStatus, door.parts
    async with writes_held_up(door) as commits:
        answers = await waiting(
            door,
            *(report(door, f"flood-{n}") for n in range(REPORTS)),
            parts.steps.step(numbers[0], steps.ACCEPTED, caller=DISPATCHER),
            parts.crews.assign(numbers[1], ["P1"], caller=DISPATCHER),
            parts.crews.assign(numbers[2], ["P1"], caller=DISPATCHER),
            parts.card.note(numbers[3], "在路上", caller=DISPATCHER),
            parts.intake.take(a_call(door, "call-0001"), caller=DISPATCHER),
            *(report(door, f"later-{n}") for n in range(REPORTS)),
        )
    *_, accepted, sent, refused, noted, (taken, is_new) = (await answers)[: REPORTS + 5]
    assert len(commits) == 1, "one fsync for a flood and what the desk did in its midst"
    assert accepted.status is steps.ACCEPTED
    assert [one.unit_id for one in sent.assignments] == ["P1"]
    assert isinstance(refused, ConflictError), "the unit went to the first of the two"
    assert refused.code == "unit_busy"
    assert noted["text"] == "在路上"
    assert is_new
    assert door.store.incident(taken.number).status is steps.ACCEPTED
    assert door.store.incident(numbers[2]).status is steps.REPORTED, "of the refused nothing stays"
    assert door.store.assignments(numbers[2]) == []
    assert door.store.first_fault() is None


async def test_two_editors_in_one_commit_do_not_overwrite_each_other(door: Door):
    checklists = door.parts.checklists
    first = await checklists.read(IncidentClass.FIRE)
    before = door.store.head()[1]
    async with writes_held_up(door) as commits:
        answers = await waiting(
            door,
            *(
                checklists.write(
                    IncidentClass.FIRE,
                    1,
                    [*first["items"], {"id": f"i5{n}", "kind": "question", "text": f"第{n}问"}],
                    caller=KEEPER,
                )
                for n in range(2)
            ),
        )
    won, lost = await answers
    assert len(commits) == 1
    assert won["version"] == 2
    assert isinstance(lost, ConflictError)
    assert door.store.head()[1] == before + 1


async def test_a_call_sent_twice_in_one_commit_is_one_incident(door: Door):
    async with writes_held_up(door) as commits:
        answers = await waiting(
            door,
            *(door.parts.intake.take(a_call(door, "call-0002"), caller=DISPATCHER) for _ in (1, 2)),
        )
    (one, is_new), (other, is_new_again) = await answers
    assert len(commits) == 1
    assert one.number == other.number
    assert (is_new, is_new_again) == (True, False)
