import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import FeedError
from feeds.positions_ws import (
    LONGEST_MESSAGE,
    MOST_REFUSALS_TOLD,
    Batch,
    Pace,
    answer,
    decode,
    read,
)

RECORDINGS = Path(__file__).parents[1] / "recordings" / "positions"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NOW = NEW_YEAR + timedelta(seconds=3)
GOOD = {"id": "LS-0417", "lat": 33.9, "lon": 116.81}


def parse(message: str | bytes, *, now: datetime) -> Batch:
    """Read a whole message; what cannot be decoded is one refusal without an index."""
    try:
        return read(decode(message), now=now)
    except FeedError as error:
        batch = Batch()
        batch.refuse(None, error.field or "body", error.message)
        return batch


def test_an_array_and_an_object_are_read():
    batch = parse((RECORDINGS / "array.json").read_bytes(), now=NOW)
    assert [fix.unit_id for fix in batch.fixes] == ["LS-0417", "LS-0418", "LS-0419"]
    assert {fix.at for fix in batch.fixes} == {NEW_YEAR}
    [one] = parse((RECORDINGS / "one.json").read_text(), now=NOW).fixes
    assert (one.at, one.speed_kmh, one.bearing_deg) == (NEW_YEAR, None, None)


def test_without_a_moment_it_is_now():
    [fix] = parse(json.dumps(GOOD), now=NOW).fixes
    assert fix.at == NOW


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"id": ""}, "id"),
        ({"id": "a\x00b"}, "id"),
        ({"id": "x" * 65}, "id"),
        ({"lat": True}, "lat"),
        ({"lat": "here"}, "lat"),
        ({"lat": "nan"}, "lat"),
        ({"valid": False}, "valid"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"lat": None}, "lat"),
        ({"lat": 90.1}, "lat"),
        ({"lon": -180.5}, "lon"),
        ({"lon": [116]}, "lon"),
        ({"lat": 0, "lon": 0}, "lat"),
        ({"at": "2026-01-01"}, "at"),
        ({"at": True}, "at"),
        ({"at": 1e300}, "at"),
    ],
)
def test_a_bad_position_never_spoils_its_neighbours(wrong, field):
    batch = parse(json.dumps([GOOD, GOOD | wrong, GOOD]), now=NOW)
    assert len(batch.fixes) == 2
    assert [(refusal.index, refusal.field) for refusal in batch.refusals] == [(1, field)]


@pytest.mark.parametrize(
    "message", ["", "{", "7", "null", '"x"', "[" * 5000, b"\xff\xfe", "[NaN]", '{"id":"\\ud800"}']
)
def test_an_unreadable_message_is_one_refusal(message):
    batch = parse(message, now=NOW)
    assert (batch.fixes, batch.refused, batch.refusals[0].index) == ([], 1, None)


def test_items_that_are_no_objects_are_named_by_place():
    batch = parse("[1,[],null]", now=NOW)
    assert [refusal.index for refusal in batch.refusals] == [0, 1, 2]


def test_a_message_has_a_longest_length():
    assert parse(b" " * (LONGEST_MESSAGE + 1), now=NOW).refusals[0].field == "body"


def test_what_the_clock_says_is_handed_on_as_it_is():
    ahead = NOW + timedelta(days=4)
    [fix] = parse(json.dumps(GOOD | {"at": ahead.isoformat()}), now=NOW).fixes
    assert fix.at == ahead


@pytest.mark.parametrize(
    "meant",
    [
        {"id": 417}, {"id": " 417 "}, {"id": "４１７"}, {"id": 417, "lat": "33.9", "lon": "116.81"},
        {"id": None, "deviceid": "417"}, {"id": 417, "lat": None, "latitude": 33.9},
    ],
)  # fmt: skip
def test_ids_and_numbers_are_read_as_somebody_writes_them(meant):
    item = {name: value for name, value in (GOOD | meant).items() if value is not None}
    [fix] = parse(json.dumps([item]), now=NOW).fixes
    assert (fix.unit_id, fix.lat, fix.lon) == ("417", 33.9, 116.81)


def test_a_mark_of_byte_order_is_no_letter():
    assert parse(json.dumps(GOOD).encode("utf-8-sig"), now=NOW).fixes
    assert parse("\ufeff" + json.dumps(GOOD), now=NOW).fixes


def test_measures_nobody_can_mean_are_unknown():
    odd = GOOD | {"speed_kmh": "fast", "bearing_deg": -1, "accuracy_m": True, "battery": 3}
    [fix] = parse(json.dumps(odd), now=NOW).fixes
    assert (fix.speed_kmh, fix.bearing_deg, fix.accuracy_m, fix.battery) == (None, None, None, 1)


def test_only_the_first_reasons_are_told_but_all_are_counted():
    batch = parse(json.dumps([{}] * 100), now=NOW)
    told = json.loads(answer(0, batch))
    assert (len(told["refused"]), told["refused_count"]) == (MOST_REFUSALS_TOLD, 100)


def test_pace_lets_a_few_through_in_a_while():
    now = [NOW]
    pace = Pace(timedelta(seconds=1), 2, lambda: now[0])
    assert [pace.allows(), pace.allows(), pace.allows()] == [True, True, False]
    now[0] += timedelta(seconds=1)
    assert pace.allows()
