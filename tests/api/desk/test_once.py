"""An order whose answer was lost is given again with its key, and done once."""

import asyncio
from itertools import count

import pytest

from api.callers import CALLER
from api.desk.once import HELD_FOR_S, LARGEST_ANSWER, MOST_HELD, Once
from domain.access.callers import Caller
from tests.api.desk.test_desk_api import taken
from tests.operations.door_parts import put_units
from tests.support.door import AUTH

DESK = "/api/v1/desk"
_ids = count()
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def order(client, method, path, key, **body):
    answer = await client.request(
        method, DESK + path, json=body, headers={**AUTH, "idempotency-key": key}
    )
    return answer.status_code, answer.json()


async def notes_of(client, number):
    answer = await client.get(f"{DESK}/incidents/{number}/timeline", headers=AUTH)
    return [one for one in answer.json()["items"] if one["kind"] == "note"]


@pytest.fixture
def units(door):
    first = next(_ids)
    names = [f"K{first}-{n}" for n in range(2)]
    put_units(door, *names)
    return names


async def test_what_is_ordered_twice_with_a_key_happens_once(client, units):
    number, other = [(await taken(client))["number"] for _ in range(2)]
    one = units[0]
    area = (await taken(client))["area_code"]
    path = f"/incidents/{number}"
    for method, to, body in (
        ("POST", f"{path}/transfer", {"owner": "emergency", "note": "请现场处置"}),
        ("POST", f"{path}/transfer", {"owner": None, "note": "退回中心"}),
        ("POST", f"/units/{one}/standby", {"area_code": area}),
        ("POST", f"/units/{one}/standby/arrive", {}),
        ("DELETE", f"/units/{one}/standby", {}),
        ("POST", f"{path}/assignments", {"unit_ids": [one], "note": "带担架"}),
        ("POST", f"{path}/status", {"status": "on_scene", "unit_ids": [one]}),
        ("POST", f"/units/{one}/check-in", {}),
        ("DELETE", f"{path}/assignments/{one}", {}),
        ("POST", f"{path}/merge", {"into": other, "note": "同一起"}),
        ("POST", f"{path}/reopen", {"reason": "并错了"}),
        ("POST", f"{path}/cancel", {"reason": "误报", "disposition": "false_alarm"}),
    ):
        key = f"k{next(_ids)}"
        first = await order(client, method, to, key, **body)
        assert first[0] in {200, 201}, first
        assert await order(client, method, to, key, **body) == first, to
    said = [one["text"] for one in await notes_of(client, number)]
    for words in ("请现场处置", "退回中心", "带担架", "同一起", "并错了", "误报"):
        assert sum(words in text for text in said) == 1, (words, said)


async def test_another_order_with_the_same_key_is_another_order(client):
    number = (await taken(client))["number"]
    path = f"/incidents/{number}/notes"
    for text in ("一楼", "二楼"):
        assert (await order(client, "POST", path, "same", text=text))[0] == 201
    assert len(await notes_of(client, number)) == 2


async def test_a_refusal_is_asked_anew(client, units):
    number = (await taken(client))["number"]
    path = f"/units/{units[0]}/check-in"
    assert (await order(client, "POST", path, "early"))[0] == 404
    sent = f"/incidents/{number}/assignments"
    await order(client, "POST", sent, "s", unit_ids=[units[0]])
    await order(client, "PUT", f"/units/{units[0]}/status", "t", status="on_scene")
    assert (await order(client, "POST", path, "early"))[0] == 200


class Slow:
    """An app that answers when it is told to, and counts how often it was asked."""

    def __init__(self, status=200, body=b"{}"):
        self.asked, self.status, self.body = 0, status, body
        self.go = asyncio.Event()

    async def __call__(self, scope, receive, send):
        self.asked += 1
        await receive()
        await self.go.wait()
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": self.body})


async def sent_to(once, actor="zhang", key=b"k", body=b"{}", path="/api/v1/desk/print"):
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"idempotency-key", key), (b"content-length", b"2")],
        CALLER: Caller(actor, "dispatcher"),
    }
    told = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        told.append(message)

    await once(scope, receive, send)
    return told


async def test_the_second_waits_for_the_first_that_is_under_way():
    app = Slow()
    once = Once(app)
    both = asyncio.gather(sent_to(once), sent_to(once))
    await asyncio.sleep(0)
    app.go.set()
    first, second = await both
    assert first == second
    assert app.asked == 1
    await sent_to(once, actor="li")
    assert app.asked == 2  # somebody else's order, whatever its key
    await sent_to(once, path="/api/v1/incidents")
    await sent_to(once, path="/api/v1/incidents")
    assert app.asked == 4  # not the desk's


@pytest.mark.parametrize(("status", "body"), [(503, b"{}"), (200, b"x" * (LARGEST_ANSWER + 1))])
async def test_what_was_not_done_or_is_long_is_not_kept(status, body):
    app = Slow(status, body)
    app.go.set()
    once = Once(app)
    await sent_to(once)
    await sent_to(once)
    assert app.asked == 2


async def test_what_is_held_ends_with_time_and_number():
    app, now = Slow(), [0.0]
    app.go.set()
    once = Once(app, now=lambda: now[0])
    await sent_to(once)
    now[0] = HELD_FOR_S + 1
    await sent_to(once)
    assert app.asked == 2
    for n in range(MOST_HELD):
        await sent_to(once, key=b"%d" % n)
    await sent_to(once)
    assert app.asked == 3 + MOST_HELD


async def test_an_order_under_way_is_not_forgotten_however_many_come():
    app = Slow()
    once = Once(app)
    orders = [asyncio.create_task(sent_to(once, key=b"%d" % n)) for n in range(MOST_HELD + 1)]
    await asyncio.sleep(0)
    again = asyncio.create_task(sent_to(once, key=b"0"))
    await asyncio.sleep(0)
    app.go.set()
    assert await again == await orders[0]
    await asyncio.gather(*orders)
    assert app.asked == MOST_HELD + 1
