"""Keys per source system: each reports as itself, and asks about its own reports alone."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from api.access.gate import Access
from tests.support.door import TOKEN
from tests.support.people import SYSTEM, People

pytestmark = pytest.mark.asyncio(loop_scope="module")


def a_report(source_id: str, **more: Any) -> dict[str, Any]:
    return {
        **{"source_id": source_id, "class": "fire", "severity": 3, "title": "冒烟"},
        **{"lat": 33.81, "lon": 116.71, **more},
    }


@contextlib.asynccontextmanager
async def callers(door, folder, *sources: str) -> AsyncIterator[list[httpx.AsyncClient]]:
    """A client with a key of its own for each source."""
    people = People(folder)
    app = Access(door.server, token=TOKEN, presence=people.presence)
    async with contextlib.AsyncExitStack() as stack:
        made = []
        for source in sources:
            _, key = await people.devices.add_source(SYSTEM, source)
            transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("10.0.0.5", 4))
            made.append(
                await stack.enter_async_context(
                    httpx.AsyncClient(
                        transport=transport,
                        base_url="http://localhost:8050",
                        headers={"authorization": f"Bearer {key}"},
                    )
                )
            )
        yield made
    people.close()


async def test_a_system_reports_as_itself_and_reads_nothing_of_others(client, door, tmp_path):
    async with callers(door, tmp_path, "hotline", "panel") as (hotline, panel):
        made = await hotline.post("/api/v1/incidents", json=a_report("1"))
        assert made.status_code == 201, made.text
        number = made.json()["number"]
        assert made.json()["source"] == "hotline"
        assert door.store.history("incident", number)[0].actor == "source:hotline"
        other = await panel.post("/api/v1/incidents", json=a_report("1", source="hotline"))
        assert other.status_code == 403
        assert other.json()["error"]["field"] == "source"
        assert "panel" in other.json()["error"]["message"]
        assert (await panel.get("/api/v1/reports", params={"source_id": "1"})).json()["items"] == []
        asked = await panel.get("/api/v1/reports", params={"source": "hotline", "source_id": "1"})
        assert asked.status_code == 403
        for method, path in (
            ("GET", "/api/v1/incidents"),
            ("GET", f"/api/v1/incidents/{number}"),
            ("PATCH", f"/api/v1/incidents/{number}"),
            ("PUT", "/api/v1/units/S-1"),
            ("GET", "/api/v1/nearest?lat=33.81&lon=116.71"),
            ("GET", "/api/v1/desk/incidents"),
            ("POST", "/ingest/osmand"),
        ):
            answer = await hotline.request(method, path, json={} if method != "GET" else None)
            assert answer.status_code in {401, 403}, path


async def test_a_report_is_found_by_its_own_id_and_followed_by_what_changes(client, door, tmp_path):
    async with callers(door, tmp_path, "citizens") as (citizens,):
        numbers = [
            (await citizens.post("/api/v1/incidents", json=a_report(one))).json()["number"]
            for one in ("2026-01", "2026/02", "2026-03")
        ]
        found = (await citizens.get("/api/v1/reports", params={"source_id": "2026/02"})).json()
        assert [one["number"] for one in found["items"]] == [numbers[1]]
        first = (await citizens.get("/api/v1/reports", params={"limit": 2})).json()
        assert [one["number"] for one in first["items"]] == numbers[:2]
        rest = (await citizens.get("/api/v1/reports", params={"after": first["next"]})).json()
        assert [one["number"] for one in rest["items"]] == numbers[2:]
        at = rest["next"]
        assert (await citizens.get("/api/v1/reports", params={"after": at})).json() == {
            **{"items": [], "next": at}
        }
        await client.patch(f"/api/v1/incidents/{numbers[0]}", json={"status": "accepted"})
        changed = (await citizens.get("/api/v1/reports", params={"after": at})).json()
        assert [(one["number"], one["status"]) for one in changed["items"]] == [
            (numbers[0], "accepted")
        ]
        assert "reporter" not in changed["items"][0]


async def test_the_token_of_all_asks_about_any_source_and_must_say_which(client):
    assert (await client.get("/api/v1/reports")).status_code == 422
    await client.post("/api/v1/incidents", json=a_report("9", source="elsewhere"))
    found = await client.get("/api/v1/reports", params={"source": "elsewhere", "source_id": "9"})
    assert [one["source_id"] for one in found.json()["items"]] == ["9"]


async def test_a_key_that_was_revoked_reports_nothing(client, door, tmp_path):
    people = People(tmp_path)
    device, key = await people.devices.add_source(SYSTEM, "gone")
    app = Access(door.server, token=TOKEN, presence=people.presence)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("10.0.0.5", 4))
    head = {"authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8050", headers=head
    ) as gone:
        assert (await gone.post("/api/v1/incidents", json=a_report("1"))).status_code == 201
        await people.devices.revoke(SYSTEM, device.device_id)
        assert (await gone.post("/api/v1/incidents", json=a_report("2"))).status_code == 401
    people.close()
