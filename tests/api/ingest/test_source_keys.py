"""A source looks its reports up by its own id, and asks what has changed."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


def a_report(source_id, **more):
    return {
        **{"source": "hotline", "source_id": source_id, "class": "fire", "severity": 3},
        **{"title": "冒烟", "lat": 33.81, "lon": 116.71, **more},
    }


async def test_a_report_is_found_by_its_own_id_and_followed_by_what_changes(client):
    numbers = [
        (await client.post("/api/v1/incidents", json=a_report(one))).json()["number"]
        for one in ("2026-01", "2026/02", "2026-03")
    ]

    async def asked(**query):
        found = await client.get("/api/v1/reports", params={"source": "hotline", **query})
        assert found.status_code == 200
        return found.json()

    assert [one["number"] for one in (await asked(source_id="2026/02"))["items"]] == [numbers[1]]
    first = await asked(limit=2)
    assert [one["number"] for one in first["items"]] == numbers[:2]
    rest = await asked(after=first["next"])
    assert [one["number"] for one in rest["items"]] == numbers[2:]
    assert await asked(after=rest["next"]) == {"items": [], "next": rest["next"]}
    await client.patch(f"/api/v1/incidents/{numbers[0]}", json={"status": "accepted"})
    [changed] = (await asked(after=rest["next"]))["items"]
    assert (changed["number"], changed["status"]) == (numbers[0], "accepted")
    assert "reporter" not in changed


async def test_the_source_must_be_named(client):
    assert (await client.get("/api/v1/reports")).status_code == 422
