"""When lists are taken by themselves, and which of them are believed."""

from datetime import UTC, datetime, timedelta

from domain.errors import NotReadyError
from domain.video.cameras.sync_times import LastSync, is_suspect, next_at

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_source_is_asked_once_an_hour_and_never_at_the_full_hour():
    for name in ("xueliang", "parks", "mines", "wvp-2"):
        at = next_at(NOON, HOUR, name)
        assert 20 <= at.minute < 40
        assert next_at(at, HOUR, name) == at + HOUR
        assert next_at(at - timedelta(seconds=1), HOUR, name) == at


def test_other_spans_hold_as_well():
    for minutes in (1, 5, 7, 45, 1440):
        every = timedelta(minutes=minutes)
        at = next_at(NOON, every, "xueliang")
        assert NOON < at <= NOON + every
    # of a span that is no part of a day the last one of the day is short
    late = NOON.replace(hour=23, minute=59)
    assert next_at(late, timedelta(minutes=7), "x") > late


def test_half_of_all_cameras_gone_is_no_news_of_cameras():
    assert is_suspect(501, 1000) and is_suspect(10, 10)
    assert not is_suspect(500, 1000)
    assert not is_suspect(3, 4)  # so few may well be taken down


def test_what_the_last_whole_list_came_to_is_known_after_one_that_failed():
    held = LastSync(NOON, NOON, listed=12, missing=1)
    wrong = NotReadyError(says="camera_list_short", source="x", got=1, of=2)
    later = held.failed(NOON + HOUR, wrong)
    assert (later.whole_at, later.tried_at, later.listed) == (NOON, NOON + HOUR, 12)
    assert later.wrong is wrong
