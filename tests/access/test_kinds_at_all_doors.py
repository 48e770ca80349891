"""Kinds × doors: of a kind that nobody may see, no door tells anything.

Each kind in turn is declared to be seen by nobody. Then the centre, to whom everything is open
otherwise, asks every door that is read, both sockets and every callback: what only that kind says
is in no answer. A door that asked for less than the kind's own rule would still tell it.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio

from domain.kind import Audience, Kind
from domain.kinds import KINDS
from tests.access.doors import CALLBACKS
from tests.access.gatehouse import CALLBACK
from tests.access.test_all_doors import PERIOD, asked, doors, text_of
from tests.access.test_matrix import posted
from tests.access.two_towns import OTHER_TOWN, THEIR_SIGN, THEIRS, TwoTowns

pytestmark = pytest.mark.asyncio(loop_scope="module")
WHO = "centre"
# What only records of a kind say in the story of the other town.
SAID = {
    "incident": f"{THEIRS}标题",
    "unit": f"{THEIR_SIGN}二号",
    "note": f"{THEIRS}备注",
    "file": f"{THEIRS}.png",
    "checklist_answers": f"{THEIRS}口",
    "duty": f"{THEIRS}值班",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("kinds"))
    await made.start()
    await made.tie()
    yield made
    await made.stop()


@contextmanager
def seen_by_nobody(kind: Kind[Any]) -> Iterator[None]:
    """A kind as if nobody had declared who may see it."""
    held = kind.audience
    object.__setattr__(kind, "audience", Audience())
    try:
        yield
    finally:
        object.__setattr__(kind, "audience", held)


def mark_of(towns: TwoTowns, name: str) -> str:
    # The id of a crew's notice is also its assignment's: the field tells which is meant.
    own = {"notice": f'"notice_id":"{towns.theirs.notice_id}"', "assignment": '"assigned_at":'}
    return SAID.get(name) or own[name]


async def told(towns: TwoTowns, mark: str, who: str = WHO) -> list[str]:
    """The doors that tell somebody a mark."""
    return (await told_of(towns, [mark], who))[mark]


async def told_of(towns: TwoTowns, marks: list[str], who: str = WHO) -> dict[str, list[str]]:
    """By each mark the doors that tell it somebody; every door is asked once for all of them."""
    found: dict[str, list[str]] = {mark: [] for mark in marks}

    def look(said: str, door: str) -> None:
        for mark in marks:
            if mark in said:
                found[mark].append(door)

    for door in doors():
        method, _, pattern = door.partition(" ")
        if method != "GET":
            continue
        for path, query in asked(towns, pattern):
            answer = await towns.ask(method, path, who, query=query)
            if answer.status < 400:
                look(text_of(answer.body), f"{door} {query}")
    for path, query in (
        *(("/api/v1/search", f"q={mark}") for mark in marks),
        (f"/api/v1/areas/{OTHER_TOWN}/statistics/rows", PERIOD),
    ):
        answer = await towns.ask("GET", path, who, query=query)
        look(text_of(answer.body), f"GET {path}")
    async with towns.socket("/ws/live", who) as socket:
        hello = json.dumps({"hello": 1, "epoch": None, "seq": None, "view": {}})
        said = str(await socket.say(hello))
        await asyncio.sleep(0.2)
        while not socket.got.empty():
            said += str(socket.got.get_nowait())
        look(said, "SOCKET /ws/live")
    for first_output in CALLBACKS:
        body = json.loads(posted(towns, first_output))
        for entry in filter(None, body["inputs"]):
            entry["value"] = {"pathname": f"/area/{OTHER_TOWN}"}.get(entry["property"])
        answer = await towns.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
        look(text_of(answer.body), first_output)
    return found


NAMES = (*SAID, "notice", "assignment")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told_as_it_is(towns: TwoTowns) -> dict[str, list[str]]:
    """By each mark the doors that tell it while every kind is seen."""
    return await told_of(towns, [mark_of(towns, name) for name in NAMES])


@pytest.mark.parametrize("name", NAMES)
async def test_of_a_kind_nobody_may_see_no_door_tells_anything(
    towns: TwoTowns, told_as_it_is: dict[str, list[str]], name: str
):
    mark = mark_of(towns, name)
    assert told_as_it_is[mark], "the mark would be found nowhere anyway"
    with seen_by_nobody(KINDS[name]):
        assert await told(towns, mark) == []
