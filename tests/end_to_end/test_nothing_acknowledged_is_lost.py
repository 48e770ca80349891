"""A kill -9 in the middle of 500 reports loses none that was acknowledged."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from tools.running import RunningServer

REPORTS = 500


def report(n: int) -> dict[str, object]:
    return {
        "source": "kill-test",
        "source_id": str(n),
        "class": "fire",
        "severity": 2,
        "title": f"厂房冒烟 {n}",
        "lat": 33.9 + n * 1e-5,
        "lon": 116.88,
    }


def test_a_kill_in_the_middle_loses_no_acknowledged_report(
    make_server: Callable[..., RunningServer],
) -> None:
    server = make_server().start()
    epoch, seq = (server.health()[key] for key in ("epoch", "seq"))
    acknowledged: dict[int, str] = {}
    enough = threading.Event()

    def post(n: int) -> None:
        try:
            answer = client.post(
                "/api/v1/incidents",
                json=report(n),
                headers={"Authorization": f"Bearer {server.token}"},
            )
        except httpx.HTTPError:
            return
        if answer.status_code == 201:
            acknowledged[n] = answer.json()["number"]
            if len(acknowledged) >= REPORTS // 2:
                enough.set()

    with httpx.Client(base_url=server.url, timeout=30) as client, ThreadPoolExecutor(8) as pool:
        for n in range(REPORTS):
            pool.submit(post, n)
        assert enough.wait(120)
        server.kill()

    assert len(acknowledged) < REPORTS, "the kill came too late to prove anything"
    server.start()
    health = server.health()
    assert health["epoch"] == epoch
    assert health["seq"] >= seq + len(acknowledged)
    with httpx.Client(base_url=server.url, timeout=10) as client:
        for n, number in acknowledged.items():
            kept = client.get(f"/api/v1/incidents/{number}")
            assert kept.status_code == 200, number
            assert kept.json()["source_id"] == str(n)
    assert len(set(acknowledged.values())) == len(acknowledged)
