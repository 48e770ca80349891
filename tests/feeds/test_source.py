import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from domain.ingest.feed_health import FeedHealth
from feeds.source import Source

NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)


async def run_for(source: Source) -> None:
    with pytest.raises(asyncio.CancelledError):
        await source.keep_running()


async def test_a_failing_feed_is_restarted_later_and_later_and_named_once(caplog):
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 8:
            raise asyncio.CancelledError

    async def run() -> None:
        raise OSError("no broker")

    health = FeedHealth()
    with caplog.at_level(logging.INFO):
        await run_for(Source("mqtt", run, health, sleep=sleep))
    assert slept == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [record.message for record in caplog.records] == ["feed mqtt fails: OSError: no broker"]
    assert health.state(NOON) == "failed"


async def test_a_feed_that_was_heard_starts_again_soon_and_recovery_is_named_once(caplog):
    slept: list[float] = []
    health = FeedHealth()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise asyncio.CancelledError

    async def run() -> None:
        health.succeed(1, NOON)
        source.heard()
        source.heard()

    source = Source("mqtt", run, health, sleep=sleep)
    with caplog.at_level(logging.INFO):
        await run_for(source)
    assert slept == [1, 1, 1]
    assert sum("works again" in record.message for record in caplog.records) == 2


def test_health_tells_idle_ok_and_silent_apart():
    health = FeedHealth(silent_after=timedelta(seconds=30))
    assert health.state(NOON) == "idle"
    health.succeed(3, NOON)
    assert health.state(NOON + timedelta(seconds=30)) == "ok"
    assert health.state(NOON + timedelta(seconds=31)) == "silent"
    health.refuse(2, NOON)
    told = health.told(NOON)
    assert (told["accepted"], told["refused"], told["last_at"]) == (
        3,
        2,
        "2026-07-01T04:00:00.000Z",
    )
