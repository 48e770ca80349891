"""What apps really send, field by field after their own public source, not after our idea of it.

- Traccar Client to 9.6: traccar/traccar-client, lib/preferences.dart (`_locationTemplate`, wrapped
  into `location` beside `params`) and lib/quick_actions.dart (`extras`).
- Traccar Client after that: traccar/traccar-client-sdk, core/.../HttpUploader.kt.
- OwnTracks: owntracks/booklet docs/tech/json.md, owntracks/android model/messages/*.kt,
  owntracks/ios OwnTracking.m (`waypointAsJSON`).
"""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from domain.errors import FeedError
from feeds import owntracks
from feeds.osmand import OsmandReport, parse

NOW = datetime(2026, 1, 1, 0, 1, tzinfo=UTC)
AT = datetime(2026, 1, 1, tzinfo=UTC)
SECONDS = 1_767_225_600


def templated(**more: Any) -> dict[str, Any]:
    """A location by the template of Traccar Client 9."""
    return {
        "timestamp": "2026-01-01T00:00:00.000Z",
        "coords": {
            "latitude": 33.9, "longitude": 116.81, "accuracy": 8.1, "speed": 1.2,
            "heading": 80.5, "altitude": 31.2,
        },
        "is_moving": True, "odometer": 120.4, "event": "motionchange",
        "battery": {"level": 0.87, "is_charging": False}, "activity": {"type": "on_foot"},
        "extras": {}, "_": "&id=WG-1&lat=33.9&lon=116.81&timestamp=2026-01-01T00:00:00.000Z&",
    } | more  # fmt: skip


# As HttpUploader.kt writes them; the speed is in knots, the battery a whole percentage.
UPLOADED: dict[str, Any] = {
    "id": "WG-1", "lat": 33.9, "lon": 116.81, "timestamp": SECONDS, "accuracy": 8.1,
    "altitude": 31.2, "speed": 2.33, "bearing": 80.5, "batt": 87, "charge": False,
    "battery_health": "good", "battery_voltage": 4123, "battery_temp": 28.5,
}  # fmt: skip
JSON = "application/json"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


def one(body: str, kind: str) -> OsmandReport:
    [report] = parse("", body.encode(), kind, now=NOW).reports
    return report


def form(**more: Any) -> str:
    told = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in (UPLOADED | more).items()
        if value is not None
    }
    return urlencode(told)


@pytest.mark.parametrize(
    "report",
    [
        one(json.dumps({"location": templated(), "device_id": "WG-1"}), JSON),
        one(form(), FORM),
        one(json.dumps([UPLOADED]), JSON),
    ],
)
def test_traccar_client_of_each_age_tells_the_same(report: OsmandReport):
    assert report.device_id == "WG-1" and not report.is_sos and report.fault is None
    fix = report.fix
    assert fix
    assert (fix.lat, fix.lon, fix.at, fix.battery) == (33.9, 116.81, AT, 0.87)
    assert (fix.accuracy_m, fix.bearing_deg) == (8.1, 80.5)
    assert fix.speed_kmh == pytest.approx(4.32, abs=0.01)


@pytest.mark.parametrize(
    "report",
    [
        one(json.dumps({"location": templated(extras={"alarm": "sos"}), "device_id": "A"}), JSON),
        one(form(alarm="sos"), FORM),
        one(json.dumps([UPLOADED | {"alarm": "sos"}]), JSON),
    ],
)
def test_its_shortcut_for_help_is_heard(report: OsmandReport):
    assert report.is_sos and report.fix and report.unknown_alarms == ()


def test_a_heartbeat_of_a_phone_without_a_fix_moves_nobody():
    report = one(form(lat=None, lon=None, speed=None, bearing=None, accuracy=None), FORM)
    assert (report.fix, report.device_id, report.battery) == (None, "WG-1", 0.87)


# OwnTracks ---------------------------------------------------------------------------------------

ANDROID = {
    "_type": "location", "_id": "a1b2c3d4", "BSSID": "c0:ff:ee:c0:ff:ee", "SSID": "office",
    "acc": 12, "alt": 31, "batt": 87, "bs": 1, "cog": 80, "conn": "w", "created_at": SECONDS + 4,
    "inregions": [], "lat": 33.9, "lon": 116.81, "m": 1, "t": "u", "tid": "-1",
    "topic": "owntracks/http/-1", "tst": SECONDS, "vac": 3, "vel": 4, "source": "fused",
}  # fmt: skip
IOS = {
    "_type": "location", "t": "t", "lat": 33.9, "lon": 116.81, "tst": SECONDS, "acc": 12,
    "alt": 31, "vac": 3, "vel": 4, "cog": 80, "p": 101.325, "conn": "m", "m": 2, "tid": "-1",
    "batt": 87, "bs": 2, "inregions": ["站点"], "inrids": ["6da9cf"], "topic": "owntracks/x/y",
}  # fmt: skip


@pytest.mark.parametrize("told", [ANDROID, IOS])
def test_owntracks_of_both_makers_tells_the_same(told: dict[str, Any]):
    fix = owntracks.parse(json.dumps(told).encode(), "WG-1")
    assert fix
    assert (fix.unit_id, fix.lat, fix.lon, fix.at) == ("WG-1", 33.9, 116.81, AT)
    assert (fix.accuracy_m, fix.speed_kmh, fix.bearing_deg, fix.battery) == (12, 4, 80, 0.87)


def test_owntracks_that_enters_a_region_is_there():
    told = {
        "_type": "transition", "t": "l", "event": "enter", "desc": "站点", "lat": 33.9,
        "lon": 116.81, "acc": 12.5, "tst": SECONDS, "wtst": SECONDS - 9, "tid": "-1", "rid": "6da9",
    }  # fmt: skip
    fix = owntracks.parse(json.dumps(told).encode(), "WG-1")
    assert fix
    assert (fix.lat, fix.at, fix.accuracy_m, fix.battery) == (33.9, AT, 12.5, None)
    beacon = {name: told[name] for name in told if name not in {"lat", "lon"}} | {"t": "b"}
    assert owntracks.parse(json.dumps(beacon).encode(), "WG-1") is None


@pytest.mark.parametrize(
    "told",
    [
        # the place of a region is not where the phone is
        {"_type": "waypoint", "desc": "站点", "lat": 33.8, "lon": 116.7, "rad": 50, "tst": SECONDS},
        {"_type": "waypoints", "_creator": "x", "waypoints": [{"lat": 33.8, "lon": 116.7}]},
        {"_type": "lwt", "tst": SECONDS},
        {"_type": "status", "android": {"wifi": 1, "ps": 0, "bo": 0, "hib": 0, "loc": 0}},
        {"_type": "status", "iOS": {"version": "18.4.4"}},
        {"_type": "cmd", "action": "reportLocation"},
        {"_type": "card", "name": "x", "tid": "-1"},
        {"_type": "steps", "tst": SECONDS, "steps": 12, "from": SECONDS, "to": SECONDS},
        {"_type": "beacon", "desc": "x", "tst": SECONDS, "acc": 1, "rssi": -70, "prox": 2},
        {"_type": "configuration", "mode": 3, "url": "https://one.example/"},
    ],
)
def test_all_else_owntracks_tells_moves_nobody(told: dict[str, Any]):
    assert owntracks.parse(json.dumps(told).encode(), "WG-1") is None


def test_what_owntracks_encrypted_is_told_and_not_passed_over():
    told = {"_type": "encrypted", "data": "Zm9vYmFy"}
    with pytest.raises(FeedError) as refused:
        owntracks.parse(json.dumps(told).encode(), "WG-1")
    assert refused.value.field == "_type"
