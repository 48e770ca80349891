"""Run cards over HTTP: edited whole, every mistake named, in force at once."""

import httpx
import pytest

from domain.access.callers import Caller
from tests.api.dispatch.test_dispatch_api import DESK, FIRE, role
from tests.operations.door_parts import report
from tests.support.as_caller import AsCaller
from tests.support.door import Door

pytestmark = pytest.mark.asyncio(loop_scope="module")


def as_admin(door: Door) -> httpx.AsyncClient:
    """The system administrator at the desk's routes."""
    app = AsCaller(door.server, Caller("admin", "system_admin"))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")


async def test_every_mistake_of_a_run_card_is_named(door, client):
    items = (await client.get(f"{DESK}/run-cards")).json()["items"]
    items[0]["needs"] = [{"kind": "police", "count": 0}, {"kind": "dragon", "count": 1}]
    items[1]["needs"] = []
    items[3] = items[2]
    async with as_admin(door) as admin:
        refused = await admin.put(f"{DESK}/run-cards", json={"version": 1, "items": items})
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "invalid_cards"
    rows = [(one["severity"], one["need"], one["field"]) for one in refused.json()["rows"]]
    assert rows == [
        (1, 1, "count"), (1, 2, "kind"), (2, 0, "needs"), (3, 0, "severity"), (4, 0, "needs"),
    ]  # fmt: skip
    assert (await client.get(f"{DESK}/run-cards")).json()["version"] == 1


async def test_run_cards_are_edited_whole_and_count_at_once(door, client):
    number = await report(door, "1", **FIRE)
    body = (await client.get(f"{DESK}/run-cards")).json()
    assert (body["version"], body["kinds"][0]["code"]) == (1, "police")
    card = next(one for one in body["items"] if (one["class"], one["severity"]) == ("fire", 2))
    card["needs"] = [{"kind": "police", "subkind": None, "skills": [], "count": 7}]
    edit = {"version": 1, "items": body["items"]}
    assert (await client.put(f"{DESK}/run-cards", json=edit)).status_code == 403
    async with as_admin(door) as admin:
        made = await admin.put(f"{DESK}/run-cards", json=edit)
        assert (made.status_code, made.json()["version"]) == (200, 2)
        again = await admin.put(f"{DESK}/run-cards", json=edit)
        assert (again.status_code, again.json()["error"]["field"]) == (409, "version")
    await door.settled()
    assert (await role(client, number, "police"))["count"] == 7
    old = (await client.get(f"{DESK}/run-cards?version=1")).json()["items"]
    assert old != body["items"]
    versions = (await client.get(f"{DESK}/run-cards/versions")).json()["items"]
    assert [(one["version"], one["actor"]) for one in versions] == [(2, "admin"), (1, "onescreen")]
    [kept] = door.store.history("run_cards", "run_cards")
    assert kept.actor == "admin" and len(kept.state["items"]) == 44
