from datetime import UTC, datetime, timedelta

from domain.ingest.feed_health import FeedHealth

NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)


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
