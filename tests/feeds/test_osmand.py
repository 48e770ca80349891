from datetime import UTC, datetime, timedelta
from json import dumps
from pathlib import Path

import pytest

from domain.errors import FeedError
from feeds.osmand import OsmandReport, may_be_alarm
from feeds.osmand import parse as parse_batch

RECORDINGS = Path(__file__).parents[1] / "recordings" / "osmand"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NOW = NEW_YEAR + timedelta(seconds=3)
FORM = "application/x-www-form-urlencoded"


def recorded(name: str) -> bytes:
    return (RECORDINGS / name).read_bytes().strip()


def parse(text: str, body: bytes, content_type: str, *, now: datetime) -> OsmandReport:
    """The one report of a request."""
    batch = parse_batch(text, body, content_type, now=now)
    assert not batch.faults
    [report] = batch.reports
    return report


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


def test_what_the_clock_says_is_handed_on_as_it_is():
    """The feed judges no clock: operations/ingest/steps.py does, for every feed alike."""
    for off in (timedelta(minutes=4), timedelta(days=3), -timedelta(days=9000)):
        at = NOW + off
        assert query(f"id=1&lat=33.9&lon=116.8&timestamp={at.timestamp()}").fix.at == at


@pytest.mark.parametrize(
    "text",
    [
        "1767225600000000",
        "1767225600000000000",
        "20260101000000",
        "2026/1/1 00:00:00",
        " 1767225600 ",
    ],
)
def test_moments_as_other_clients_write_them(text):
    assert query(f"id=1&lat=33.9&lon=116.8&timestamp={text}").fix.at == NEW_YEAR


def test_what_nobody_believes_is_taken_so_that_a_phone_does_not_send_it_for_ever():
    taken = query("id=1&lat=0&lon=0")
    assert (taken.fix, taken.fault.field) == (None, "lat")


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
        (b'{"device_id":true}', "id"),
        (b'{"device_id":1.5}', "id"),
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


def test_key_and_crs_are_read():
    report = query("id=1&lat=33.9&lon=116.8&key=secret&crs=GCJ02")
    assert (report.key, report.crs) == ("secret", "gcj02")


@pytest.mark.parametrize(
    "body",
    [
        '{"id":"1","lat":33.9,"lon":116.8}',
        '{"deviceid":"1","lat":"33.90","lng":"116.80"}',
        '{"ID":" 1 ","Latitude":33.9,"Longitude":116.8}',
        '{"unit_id":1,"location":"33.9,116.8"}',
        '{"id":"1","location":{"lat":33.9,"lng":116.8}}',
        '{"id":"1","position":{"latitude":33.9,"longitude":116.8}}',
        '{"device_id":"1","coords":{"latitude":33.9,"longitude":116.8}}',
        '{"data":{"id":"1","lat":33.9,"lon":116.8}}',
        '[{"id":"1","lat":33.9,"lon":116.8}]',
        '[[{"id":"1","lat":33.9,"lon":116.8}]]',
        '{"device_id":"1","location":[{"coords":{"latitude":33.9,"longitude":116.8}}]}',
        '{"device_id":"1","locations":[{"lat":33.9,"lon":116.8}]}',
        '{"locations":[{"type":"Feature","geometry":{"type":"Point","coordinates":[116.8,33.9]},'
        '"properties":{"device_id":"1","timestamp":"2026-01-01T00:00:00Z"}}]}',
    ],
)
def test_a_position_in_json_is_read_however_it_is_nested(body):
    fix = json(body.encode()).fix
    assert (fix.unit_id, fix.lat, fix.lon) == ("1", 33.9, 116.8)


@pytest.mark.parametrize(
    "body",
    [
        '{"id":"1","lat":{"deg":33},"lon":116.8}',
        '{"id":"1","where":{"coordinates":[33.9,116.8]}}',
        '{"id":"1","location":[33.9,116.8]}',
    ],
)
def test_a_position_that_cannot_be_read_is_a_fault_and_never_a_heartbeat(body):
    with pytest.raises(FeedError):
        json(body.encode())


def test_every_message_of_an_array_is_taken_and_a_bad_one_does_not_spoil_the_rest():
    body = dumps([
        {"id": "1", "lat": 33.9, "lon": 116.8},
        {"id": "1", "lat": 99, "lon": 116.8},
        7,
        {"id": "1", "lat": 33.8, "lon": 116.7, "alarm": "sos"},
    ])  # fmt: skip
    batch = parse_batch("", body.encode(), "application/json", now=NOW)
    assert [(one.fix.lat, one.is_sos) for one in batch.reports] == [(33.9, False), (33.8, True)]
    assert [fault.field for fault in batch.faults] == ["lat", "body"]


def test_an_alarm_for_a_whole_queue_is_pressed_where_its_last_position_is():
    body = (
        '{"id":"1","alarm":"sos","locations":[{"lat":33.9,"lon":116.8},{"lat":33.8,"lon":116.7}]}'
    )
    batch = parse_batch("", body.encode(), "application/json", now=NOW)
    assert [(one.fix.lat, one.is_sos) for one in batch.reports] == [(33.9, False), (33.8, True)]


def test_the_id_of_the_address_holds_for_what_the_body_brings():
    batch = parse_batch("id=1", b'[{"lat":33.9,"lon":116.8}]', "application/json", now=NOW)
    assert batch.reports[0].device_id == "1"


@pytest.mark.parametrize(
    "said",
    [
        "alarm=sos,lowBattery", "alarm=lowBattery;SOS", "alarm=Sos", "alarm=S.O.S",
        "alarm=sosAlarm", "alarm=sos|movement",
        "alarm=%EF%BC%B3%EF%BC%AF%EF%BC%B3", "alarm=lowBattery&alarm=sos", "sos=1", "sos=true",
        "panic=yes", "alarm=panic", "alarm=emergency",
        "alarm=%E4%B8%80%E9%94%AE%E6%B1%82%E5%8A%A9",
        "event=sos", "alarm=1", "ALARM=SOS", "alarm=sos%20", "alarms=sos", "alarmType=SOS",
    ],
)  # fmt: skip
def test_help_is_heard_however_a_client_writes_it(said):
    assert query(f"id=1&lat=33.9&lon=116.8&{said}").is_sos
    assert may_be_alarm(f"id=1&{said}", b"", "")
    assert may_be_alarm("", f"id=1&{said}".encode(), FORM)


@pytest.mark.parametrize(
    "said",
    [
        {"alarm": ["lowBattery", "sos"]}, {"alarm": {"type": "sos"}}, {"alarm": {"sos": True}},
        {"sos": True}, {"isSos": 1}, {"alarm": True}, {"location": {"extras": {"alarm": "sos"}}},
        {"location": {"alarm": "lowBattery"}, "alarm": "sos"}, {"attributes": {"alarm": "sos"}},
        {"location": {"event": "SOS"}}, {"alarm": "lowBattery", "alarms": ["sos"]},
    ],
)  # fmt: skip
def test_help_is_heard_in_every_shape_of_json(said):
    body = dumps({"id": "1", **said})
    assert json(body.encode()).is_sos
    assert may_be_alarm("", body.encode(), "application/json")


@pytest.mark.parametrize(
    "said",
    [
        "alarm=lowBattery",
        "alarm=0",
        "alarm=",
        "sos=0",
        "sos=false",
        "alarm=none",
        "event=motionchange",
    ],
)
def test_what_calls_for_no_help_rings_for_nobody(said):
    report = query(f"id=1&lat=33.9&lon=116.8&{said}")
    assert (report.is_sos, report.unknown_alarms) == (False, ())


@pytest.mark.parametrize("said", ["kaputt", "sosCancelled", "x" * 500])
def test_an_alarm_nobody_knows_is_handed_on(said):
    report = query(f"id=1&lat=33.9&lon=116.8&alarm={said}")
    assert not report.is_sos
    assert report.unknown_alarms == (said[:40],)


@pytest.mark.parametrize(
    ("said", "kmh"),
    [
        ("speed=10", 18.52), ("speed=10&speed_unit=mps", 36), ("speed=10&speed_unit=km/h", 10),
        ("speed=10&speed_unit=kn", 18.52), ("speed=10&speed_unit=mph", 16.09344),
        ("hdop=4&altitude=31&speed=10", 36), ("hdop=4&altitude=31&speed=10&speed_unit=kn", 18.52),
        ("hdop=4&speed=10&accuracy=5", 18.52),
    ],
)  # fmt: skip
def test_the_unit_of_speed_is_the_one_named_or_the_clients_own(said, kmh):
    assert query(f"id=1&lat=33.9&lon=116.8&{said}").fix.speed_kmh == pytest.approx(kmh)


def test_a_unit_of_speed_in_the_address_holds_for_the_body_too():
    report = parse("speed_unit=kmh", b"id=1&lat=33.9&lon=116.8&speed=10", FORM, now=NOW)
    assert report.fix.speed_kmh == 10
    assert refused("id=1&lat=33.9&lon=116.8&speed=1&speed_unit=parsec") == "speed_unit"


@pytest.mark.parametrize("said", ["0", "false", "V", "no"])
def test_a_receiver_that_says_it_has_no_fix_is_nowhere_by_that(said):
    report = query(f"id=1&lat=33.9&lon=116.8&valid={said}")
    assert (report.fix, report.fault, report.last_known.lat) == (None, None, 33.9)
    assert query("id=1&lat=33.9&lon=116.8&valid=1").fix


@pytest.mark.parametrize(
    "said",
    [{"location": {"mock": True}}, {"mock": "true"}, {"is_mock": 1}, {"coords": {"mocked": True}}],
)
def test_a_place_the_phone_calls_invented_is_marked(said):
    coords = {"latitude": 33.9, "longitude": 116.8, **said.pop("coords", {})}
    body = {"device_id": "1", **said}
    body["location"] = {"coords": coords, **said.get("location", {})}
    assert json(dumps(body).encode()).fix.is_mock
    assert not query("id=1&lat=33.9&lon=116.8&mock=0").fix.is_mock


@pytest.mark.parametrize(
    "text", ["JW-001%20", "%20JW-001", "%EF%BC%AA%EF%BC%B7%EF%BC%8D%EF%BC%90%EF%BC%90%EF%BC%91",
             "JW%E2%80%93001", "%E2%80%8BJW-001"],
)  # fmt: skip
def test_an_id_is_what_somebody_meant_to_type(text):
    assert query(f"id={text}&lat=33.9&lon=116.8").device_id == "JW-001"


def test_a_number_is_an_id():
    assert json(b'{"device_id":417,"location":{}}').device_id == "417"


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_of_byte_order_is_no_letter(mark):
    body = '{"id":"1","lat":33.9,"lon":116.8}'.encode(mark)
    assert json(body).fix.lat == 33.9
    assert parse("", body, "text/plain", now=NOW).fix.lat == 33.9
    form = b"\xef\xbb\xbfid=1&lat=33.9&lon=116.8"
    assert parse("", form, FORM, now=NOW).fix.lat == 33.9


@pytest.mark.parametrize("said", ["speed=1e9", "speed=300", "speed_kmh=501"])
def test_a_speed_nobody_has_is_unknown_and_the_place_is_taken(said):
    fix = query(f"id=1&lat=33.9&lon=116.8&{said}").fix
    assert (fix.lat, fix.speed_kmh) == (33.9, None)
