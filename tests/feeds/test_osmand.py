from datetime import UTC, datetime, timedelta
from json import dumps
from pathlib import Path

import pytest

from domain.errors import FeedError
from feeds.osmand import OsmandReport, parse

RECORDINGS = Path(__file__).parents[1] / "recordings" / "osmand"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NOW = NEW_YEAR + timedelta(seconds=3)
FORM = "application/x-www-form-urlencoded"


def recorded(name: str) -> bytes:
    return (RECORDINGS / name).read_bytes().strip()


def query(text: str) -> OsmandReport:
    return parse(text, b"", "", now=NOW)


def json(text: bytes) -> OsmandReport:
    return parse("", text, "application/json; charset=utf-8", now=NOW)


def refused(text: str) -> str | None:
    with pytest.raises(FeedError) as refusal:
        query(text)
    assert refusal.value.message
    return refusal.value.field


@pytest.mark.parametrize(
    "report",
    [
        query(recorded("query.txt").decode()),
        parse("", recorded("form.txt"), FORM, now=NOW),
        parse("", recorded("form.txt"), "", now=NOW),
        json(recorded("traccar_client_9.json")),
        parse("", recorded("traccar_client_9.json"), "text/plain", now=NOW),
    ],
)
def test_query_form_and_json_tell_the_same_place(report):
    assert report.device_id == "LS-0417"
    assert (report.fix.lat, report.fix.lon, report.fix.at) == (33.9, 116.81, NEW_YEAR)
    assert (report.fix.bearing_deg, report.fix.accuracy_m, report.battery) == (80, 8, 0.87)
    assert not report.is_sos


def test_a_query_speaks_knots_and_json_metres_a_second():
    assert query(recorded("query.txt").decode()).fix.speed_kmh == pytest.approx(10.0008)
    assert json(recorded("traccar_client_9.json")).fix.speed_kmh == pytest.approx(4.32)


def test_minus_one_means_unknown():
    fix = json(recorded("traccar_client_9_unknown.json")).fix
    assert (fix.speed_kmh, fix.bearing_deg, fix.battery) == (None, None, None)


def test_a_report_without_a_place_is_a_heartbeat():
    by_json = json(recorded("traccar_client_9_heartbeat.json"))
    by_query = query(recorded("heartbeat.txt").decode())
    assert by_json.fix is by_query.fix is None
    assert (by_json.battery, by_query.battery) == (0.5, 0.86)
    assert by_query.at == NEW_YEAR


def test_an_alarm_is_heard_in_both_forms():
    assert json(recorded("traccar_client_9_sos.json")).is_sos
    assert query(recorded("sos_query.txt").decode()).is_sos
    assert not query("id=1&lat=33.9&lon=116.8&alarm=lowBattery").is_sos


@pytest.mark.parametrize(
    "text",
    [
        "1767225600",
        "1767225600000",
        "1767225600.0",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.000Z",
        "2026-01-01T00:00:00",
        "2026-01-01T08:00:00+08:00",  # the + arrives as a space
        "2026-01-01T08:00:00%2B08:00",
        "2026-01-01 00:00:00",
        "2026-01-01+00:00:00",
        "2026-01-01%2000%3A00%3A00",
    ],
)
def test_every_way_to_write_a_moment(text):
    assert query(f"id=1&lat=33.9&lon=116.8&timestamp={text}").fix.at == NEW_YEAR


def test_without_a_moment_it_is_now():
    assert query("id=1&lat=33.9&lon=116.8").fix.at == NOW
    assert query("id=1&lat=33.9&lon=116.8&timestamp=").fix.at == NOW


def test_a_clock_a_little_ahead_counts_as_now_and_one_far_ahead_moves_nobody():
    ahead = int((NOW + timedelta(minutes=4)).timestamp())
    far = int((NOW + timedelta(minutes=6)).timestamp())
    assert query(f"id=1&lat=33.9&lon=116.8&timestamp={ahead}").fix.at == NOW
    taken = query(f"id=1&lat=33.9&lon=116.8&timestamp={far}")
    assert (taken.fix, taken.fault.field) == (None, "timestamp")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("id=1&lat=0&lon=0", "lat"),
        ("id=1&lat=33.9&lon=116.8&timestamp=0", "timestamp"),
        ("id=1&lat=33.9&lon=116.8&timestamp=-1", "timestamp"),
    ],
)
def test_what_nobody_believes_is_taken_so_that_a_phone_does_not_send_it_for_ever(text, field):
    taken = query(text)
    assert (taken.fix, taken.fault.field) == (None, field)


@pytest.mark.parametrize(
    "said",
    [
        {"location": {"alarm": None}, "alarm": "sos"},
        {"location": {"alarm": ""}, "alarm": "SOS"},
        {"location": {"alarm": "sos", "coords": []}},
        {"location": {"alarm": "sos", "battery": "x"}},
        {"location": "x", "alarm": "sos"},
        {"alarm": "sos"},
    ],
)
def test_a_call_for_help_is_heard_whatever_else_is_broken(said):
    body = dumps({"device_id": "1", **said}).encode()
    assert parse("", body, "application/json", now=NOW).is_sos


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "id"),
        ("lat=33.9&lon=116.8", "id"),
        ("id=&lat=33.9&lon=116.8", "id"),
        ("id=a%00b&lat=33.9&lon=116.8", "id"),
        ("id=a b&lat=33.9&lon=116.8", "id"),
        (f"id={'x' * 65}", "id"),
        ("id=1&lat=33.9", "lon"),
        ("id=1&lon=116.8", "lat"),
        ("id=1&lat=91&lon=116.8", "lat"),
        ("id=1&lat=33.9&lon=181", "lon"),
        ("id=1&lat=nan&lon=116.8", "lat"),
        ("id=1&lat=33.9&lon=inf", "lon"),
        ("id=1&lat=abc&lon=116.8", "lat"),
        ("id=1&location=33.9", "location"),
        ("id=1&location=33.9,116.8,5", "location"),
        ("id=1&lat=33.9&lon=116.8&timestamp=yesterday", "timestamp"),
        ("id=1&lat=33.9&lon=116.8&timestamp=" + "9" * 30, "timestamp"),
        ("id=1&lat=33.9&lon=116.8&timestamp=" + "9" * 4000, "timestamp"),
        ("id=1&lat=33.9&lon=116.8&speed=fast", "speed"),
        ("id=1&lat=33.9&lon=116.8&crs=mars", "crs"),
        ("id=%ff&lat=33.9&lon=116.8", "query"),
        ("&".join(f"k{n}=1" for n in range(300)), "query"),
    ],
)
def test_what_is_wrong_is_named(text, field):
    assert refused(text) == field


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{", "body"),
        (b"[]", "body"),
        (b"[" * 5000, "body"),
        (b'{"device_id":1}', "id"),
        (b'{"device_id":"1","location":[]}', "location"),
        (b'{"device_id":"1","location":{"coords":7}}', "coords"),
        (b'{"device_id":"1","location":{"coords":{"latitude":true,"longitude":1}}}', "lat"),
        (b'{"device_id":"1","location":{"coords":{"latitude":NaN,"longitude":1}}}', "body"),
    ],
)
def test_broken_json_is_named(body, field):
    with pytest.raises(FeedError) as refusal:
        json(body)
    assert refusal.value.field == field


@pytest.mark.parametrize("wrong", ["lat=0&lon=0", "lat=99&lon=116.8", "location=here", "lat=33.9"])
def test_an_alarm_with_a_bad_place_is_still_an_alarm(wrong):
    report = query(f"id=1&alarm=sos&{wrong}")
    assert report.is_sos
    assert report.fix is None
    assert report.fault is not None


def test_an_alarm_with_a_bad_clock_keeps_its_place():
    report = query("id=1&alarm=sos&lat=33.9&lon=116.8&timestamp=4102444800")
    assert (report.fix.lat, report.at, report.fix.at) == (33.9, NOW, NOW)
    assert report.fault.field == "timestamp"


def test_key_and_crs_are_read():
    report = query("id=1&lat=33.9&lon=116.8&key=secret&crs=GCJ02")
    assert (report.key, report.crs) == ("secret", "gcj02")
