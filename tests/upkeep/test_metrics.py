"""What Prometheus is told: counts that move with what happens, and nothing about people."""

import asyncio

import httpx
import pytest
import uvicorn
from prometheus_client.parser import text_string_to_metric_families

from app import create_app
from geodata.files.versions import MapVersions
from settings import Settings
from tests.support.serving import serving
from tests.support.small_map import write_small_map

REPORT = {
    "source": "watch",
    "source_id": "1",
    "class": "fire",
    "severity": 3,
    "title": "厂房冒烟",
    "reporter_phone": "13912345678",
    "lat": 33.82,
    "lon": 116.72,
}


def figures(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by its name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def settings(tmp_path):
    maps = MapVersions(tmp_path / "maps")
    maps.make_current(maps.add(write_small_map(tmp_path / "small.gpkg"), "test").version)
    return Settings(data_dir=tmp_path, demo=False, ingest_token="metrics-token-0123456789")


async def test_every_report_and_refusal_moves_a_figure(settings):
    key = {"authorization": f"Bearer {settings.ingest_token.get_secret_value()}"}
    config = uvicorn.Config(create_app(settings), port=0, log_level="warning", ws="none")
    async with (
        serving(config) as port,
        httpx.AsyncClient(base_url=f"http://localhost:{port}") as client,
    ):
        assert (await client.get("/metrics")).status_code == 401
        wrong = await client.get("/metrics", headers={"authorization": "Bearer guessed"})
        assert wrong.status_code == 401
        before = figures((await client.get("/metrics", headers=key)).text)
        sent = await client.post("/api/v1/incidents", json=REPORT, headers=key)
        assert sent.status_code == 201, sent.text
        bad = await client.post("/api/v1/incidents", json=REPORT | {"lat": "north"}, headers=key)
        assert bad.status_code == 422
        named = await client.post("/api/v1/incidents", json={"张三13987654321": 1}, headers=key)
        assert named.status_code == 422
        async with asyncio.timeout(30):
            while True:  # the loop is asked four times a second
                answer = await client.get("/metrics", headers=key)
                if figures(answer.text)["onescreen_loop_delay_seconds_count", ()]:
                    break
                await asyncio.sleep(0.05)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    after = figures(answer.text)

    def grown(name: str, **labels: str) -> float:
        at = (name, tuple(sorted(labels.items())))
        return after.get(at, 0) - before.get(at, 0)

    assert grown("onescreen_messages_accepted_total", feed="api") == 1
    assert grown("onescreen_messages_refused_total", feed="api", code="invalid", field="lat") == 1
    assert grown("onescreen_commit_seconds_count") >= 1
    assert grown("onescreen_journal_seq_total") >= 1
    assert after["onescreen_live_alive", ()] == 1
    assert {
        dict(labels)["lane"] for name, labels in after if name == "onescreen_queue_waiting"
    } == {
        "write",
        "read",
        "save",
        "follow",
    }
    for told in (
        "13912345678",
        "13987654321",
        "厂房冒烟",
        settings.ingest_token.get_secret_value(),
    ):
        assert told not in answer.text
