"""What a screen says besides hello is taken by kind, bounded, and refused by default."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from domain.access.routes import MESSAGES
from domain.errors import ConflictError
from operations.live.attendance import MOST_ANSWERS, Attendance
from operations.live.hello import Bounds
from operations.live.upstream import Upstream, UpstreamKind
from tests.operations.hub_fakes import QUICK, FakeConnection
from tests.support.serving import until

TABLE = {"/ws/live ring": "desk.see", "/ws/live slow": "desk.see", "/ws/live no": "desk.see"}
DISPATCHER = Bounds("dispatcher", person="li")


async def ring(body: Mapping[str, Any], bounds: Bounds) -> Mapping[str, Any]:
    return {"rings": body.get("unit"), "by": bounds.person}


async def no(_body: Mapping[str, Any], _bounds: Bounds) -> None:
    raise ConflictError("not now", field="unit", code="illegal_step")


async def slow(_body: Mapping[str, Any], _bounds: Bounds) -> None:
    await asyncio.sleep(60)


def registry() -> Upstream:
    kinds = (
        UpstreamKind("ring", ring, longest=120, per_minute=3),
        UpstreamKind("no", no, per_minute=100),
        UpstreamKind("slow", slow),
    )
    return Upstream(kinds, table=TABLE, within_s=0.05)


@asynccontextmanager
async def attended(
    bounds: Bounds = DISPATCHER, upstream: Upstream | None = None
) -> AsyncIterator[FakeConnection]:
    attendance = Attendance(
        QUICK, 10, next_for=lambda _client: None, beat=lambda: 0, upstream=upstream or registry()
    )
    connection = FakeConnection().hello()
    task = asyncio.create_task(attendance.serve(connection, bounds))
    yield connection
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def say(connection: FakeConnection, kind: Any, key: Any = "1", **body: Any) -> None:
    connection.said.put_nowait(json.dumps({"say": kind, "id": key, "body": body}))


async def answer(connection: FakeConnection) -> dict[str, Any]:
    async with asyncio.timeout(30):
        return await connection.got.get()


async def test_a_registered_kind_is_answered_under_its_id():
    async with attended() as screen:
        say(screen, "ring", "7", unit="P1")
        assert await answer(screen) == {"said": "7", "body": {"rings": "P1", "by": "li"}}
        say(screen, "no", "8")
        refused = {"code": "illegal_step", "field": "unit"}
        assert await answer(screen) == {"said": "8", "error": refused}
        say(screen, "slow", "9")
        assert (await answer(screen))["error"]["code"] == "failed"


async def test_a_kind_is_said_so_often_and_no_oftener():
    async with attended() as screen:
        for _ in range(4):
            say(screen, "ring", unit="P1")
        told = [await answer(screen) for _ in range(4)]
        assert [("error" in one) for one in told] == [False, False, False, True]
        assert told[3]["error"]["code"] == "busy"
        say(screen, "no")
        assert (await answer(screen))["error"]["code"] == "illegal_step"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"say": "rumour", "id": "1", "body": {}}, 4400),
        ({"say": "ring", "id": "1", "body": {"unit": "P" * 200}}, 1009),
        ({"say": "ring", "id": "", "body": {}}, 4400),
        ({"say": "ring", "id": "1", "body": []}, 4400),
        ({"say": "ring", "id": "1", "role": "leader"}, 4400),
        ({"say": ["ring"], "id": "1"}, 4400),
        ({"shout": "ring"}, 4400),
    ],
)
async def test_what_is_not_registered_or_not_of_its_shape_ends_the_socket(message, code: int):
    async with attended() as screen:
        screen.said.put_nowait(json.dumps(message))
        async with asyncio.timeout(30):
            await screen.until_closed()
        assert screen.closed is not None and screen.closed[0] == code
        assert screen.texts == []


async def test_a_role_that_is_not_granted_the_action_may_not_say_it():
    async with attended(Bounds("wall")) as wall:
        say(wall, "ring", unit="P1")
        async with asyncio.timeout(30):
            await wall.until_closed()
        assert wall.closed is not None and wall.closed[0] == 4403


async def test_nothing_may_be_said_before_hello_nor_where_nothing_is_registered():
    async with attended(upstream=Upstream()) as screen:
        say(screen, "ring")
        async with asyncio.timeout(30):
            await screen.until_closed()
        assert screen.closed is not None and screen.closed[0] == 4400
    early = FakeConnection()
    say(early, "ring", unit="P1")
    attendance = Attendance(
        QUICK, 10, next_for=lambda _client: None, beat=lambda: 0, upstream=registry()
    )
    await attendance.serve(early, DISPATCHER)
    assert early.closed is not None and early.closed[0] == 4400


async def test_answers_nobody_reads_are_bounded():
    async with attended() as screen:
        screen.is_reading.clear()
        for _ in range(MOST_ANSWERS + 4):
            say(screen, "no")
        await until(lambda: screen.dropped is not None)
        assert screen.dropped is not None and screen.dropped[0] == 4008


def test_a_kind_needs_a_row_of_the_access_table_and_a_name_of_its_own():
    kind = UpstreamKind("ring", ring)
    with pytest.raises(ValueError, match="ring"):
        Upstream([kind])
    with pytest.raises(ValueError, match="ring"):
        Upstream([kind, kind], table=TABLE)
    assert [one for one in MESSAGES if one.startswith("/ws/live ")] == ["/ws/live hello"]
