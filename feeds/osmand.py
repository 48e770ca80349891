"""OsmAnd and Traccar Client reports: query, form or JSON in, one checked report out.

Source: docs/api.md (OsmAnd), after traccar's OsmAndProtocolDecoder.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import orjson

from domain.dispatch.units import Fix
from domain.errors import FeedError
from domain.fields import EARLIEST, UNIT_ID, UNIT_ID_WORDS
from domain.incidents.reports import CLOCK_SKEW, CRS_WORDS

KMH_PER_KNOT = 1.852
KMH_PER_MS = 3.6
MOST_FIELDS = 200
_SECONDS_BELOW = 2**31
_NUMBER = re.compile(r"[+-]?(\d++(?:\.\d*+)?|\.\d++)([eE][+-]?\d{1,3})?", re.ASCII)

Fields = Mapping[str, Any]


class ImplausibleError(FeedError):
    """Well written, but not to be believed: 0,0, or a clock that is far off.

    It moves nobody, yet it is taken: a phone sends a refused fix again and again, and everything
    it has to say afterwards, an alarm too, would wait behind it.
    """


@dataclass(frozen=True, slots=True)
class OsmandReport:
    """What a phone sent.

    `fix` is None for a heartbeat. `fault` says what was wrong in a message that carried an
    alarm: an alarm is never lost to a bad coordinate or clock. `at` is the phone's clock, or the
    moment of receipt. `battery` runs from 0 to 1. `key` is the device key, when among the fields.
    """

    device_id: str
    at: datetime
    fix: Fix | None = None
    crs: str = "wgs84"
    alarm: str | None = None
    battery: float | None = None
    key: str | None = None
    fault: FeedError | None = None

    @property
    def is_sos(self) -> bool:
        """True when somebody pressed the alarm."""
        return _is_sos(self.alarm)


def parse(query: str, body: bytes, content_type: str, *, now: datetime) -> OsmandReport:
    """Turn one OsmAnd request into a report.

    Args:
        query: the URL's query string, still escaped.
        body: the request's body; a form or one Traccar Client JSON object.
        content_type: the request's header, empty when absent.
        now: timezone-aware; stands in for a time the phone does not send.

    Raises:
        FeedError: what is wrong, with the field; field `id` when no device is named.
    """
    fields = read_fields(query, body, content_type)
    device_id = _device_id(fields)
    alarm = _word(fields.get("alarm"))
    battery = _battery(fields)
    key, crs = _word(fields.get("key")), _word(fields.get("crs")) or "wgs84"
    report = OsmandReport(device_id, now, crs=crs.lower(), alarm=alarm, battery=battery, key=key)
    try:
        report = replace(report, at=_moment(fields.get("timestamp"), now))
    except FeedError as fault:
        report = replace(report, fault=fault)
    try:
        report = replace(report, fix=_fix(fields, report))
    except FeedError as fault:
        report = replace(report, fault=fault)
    if report.fault is None or report.is_sos:
        return report
    if not isinstance(report.fault, ImplausibleError):
        raise report.fault
    return replace(report, fix=None)


def _is_sos(alarm: str | None) -> bool:
    return alarm is not None and alarm.lower() == "sos"


def read_fields(query: str, body: bytes, content_type: str) -> Fields:
    """The report's fields under OsmAnd's names, whichever way they came.

    Raises:
        FeedError: the body or the query cannot be read.
    """
    fields: dict[str, Any] = _pairs(query, "query")
    if not body.strip():
        return fields
    if content_type.lower().startswith("application/json") or body.lstrip()[:1] == b"{":
        return fields | _from_json(body)
    try:
        return fields | _pairs(body.decode(), "body")
    except UnicodeDecodeError:
        raise FeedError("the body is not UTF-8", field="body") from None


def _pairs(text: str, field: str) -> dict[str, Any]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise FeedError(f"the {field} cannot be read as key=value pairs", field=field) from None
    return dict(pairs)


def _from_json(body: bytes) -> dict[str, Any]:
    """Traccar Client 9+: the same fields, nested, speed in m/s, battery from 0 to 1."""
    try:
        root = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise FeedError(f"the body is not JSON: {error}", field="body") from None
    if not isinstance(root, dict):
        raise FeedError("the body must be one JSON object", field="body")
    alarm = _word(root.get("alarm"))
    location = root.get("location")
    if isinstance(location, dict):
        alarm = _word(location.get("alarm")) or alarm
    try:
        location = _object(root, "location")
        coords = _object(location, "coords")
        battery = _object(location, "battery")
    except FeedError:
        if not _is_sos(alarm):
            raise
        # Somebody presses for help: whatever else is broken, that much was said.
        location, coords, battery = {}, {}, {}
    fields = {
        "id": root.get("device_id", root.get("id")),
        "timestamp": location.get("timestamp"),
        "lat": coords.get("latitude"),
        "lon": coords.get("longitude"),
        "speed_ms": coords.get("speed"),
        "bearing": coords.get("heading"),
        "accuracy": coords.get("accuracy"),
        "battery_level": battery.get("level"),
        "alarm": alarm,
        "key": root.get("key"),
        "crs": root.get("crs"),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _object(parent: Fields, name: str) -> Fields:
    value = parent.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise FeedError(f"{name} must be an object", field=name)
    return value


def _device_id(fields: Fields) -> str:
    value = fields.get("id") or fields.get("deviceid")
    if not value:
        raise FeedError("id is required", field="id")
    if not isinstance(value, str) or not UNIT_ID.fullmatch(value):
        raise FeedError(f"id must be {UNIT_ID_WORDS}", field="id")
    return value


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object, name: str) -> float | None:
    """A finite number; None when absent or not finite (a phone without a reading)."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if value.lower() in {"nan", "inf", "-inf", "infinity", "-infinity"}:
            return None
        if not _NUMBER.fullmatch(value):
            raise FeedError(f"{name} is not a number", field=name)
    elif type(value) not in (int, float):
        raise FeedError(f"{name} is not a number", field=name)
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def _measure(value: object, name: str) -> float | None:
    """A number that is unknown when negative, as phones write -1."""
    number = _number(value, name)
    return None if number is None or number < 0 else number


def _battery(fields: Fields) -> float | None:
    """0 to 1 from a level of 0 to 1 (JSON) or a percentage (query); a bad one is unknown."""
    try:
        level = _measure(fields.get("battery_level"), "battery")
        percent = _measure(fields.get("batt"), "batt")
    except FeedError:
        return None
    if level is None and percent is not None:
        level = percent / 100
    return None if level is None else min(level, 1.0)


def _place(fields: Fields) -> tuple[float, float] | None:
    lat, lon = fields.get("lat"), fields.get("lon")
    location = fields.get("location")
    if lat is None and lon is None and location:
        if not isinstance(location, str) or location.count(",") != 1:
            raise FeedError("location must be lat,lon", field="location")
        lat, lon = (part.strip() for part in location.split(","))
    if lat in (None, "") and lon in (None, ""):
        return None
    return _degrees(lat, "lat", 90), _degrees(lon, "lon", 180)


def _degrees(value: object, name: str, limit: int) -> float:
    number = _number(value, name)
    if number is None:
        raise FeedError(f"{name} is required", field=name)
    if abs(number) > limit:
        raise FeedError(f"{name} must lie from -{limit} to {limit}", field=name)
    return number


def _fix(fields: Fields, report: OsmandReport) -> Fix | None:
    if report.crs not in CRS_WORDS:
        raise FeedError(f"crs must be one of: {', '.join(CRS_WORDS)}", field="crs")
    place = _place(fields)
    if place is None:
        return None
    if place == (0.0, 0.0):
        raise ImplausibleError("0,0 is what a receiver without a fix sends", field="lat")
    bearing = _measure(fields.get("bearing", fields.get("heading")), "bearing")
    return Fix(
        report.device_id,
        *place,
        at=report.at,
        speed_kmh=_speed_kmh(fields),
        bearing_deg=None if bearing is None else bearing % 360,
        accuracy_m=_measure(fields.get("accuracy"), "accuracy"),
        battery=report.battery,
    )


def _speed_kmh(fields: Fields) -> float | None:
    """From m/s (JSON) or knots (query)."""
    if "speed_ms" in fields:
        metres = _measure(fields["speed_ms"], "speed")
        return None if metres is None else metres * KMH_PER_MS
    knots = _measure(fields.get("speed"), "speed")
    return None if knots is None else knots * KMH_PER_KNOT


def _moment(value: object, now: datetime) -> datetime:
    """The phone's clock in UTC; `now` when absent, and never after `now`.

    Raises:
        FeedError: not a moment, before 2000, or more than five minutes ahead.
    """
    if value is None or value == "":
        return now
    moment = _read_moment(value)
    if moment < EARLIEST:
        raise ImplausibleError("timestamp lies before the year 2000", field="timestamp")
    if moment - now > CLOCK_SKEW:
        raise ImplausibleError("timestamp lies more than 5 minutes ahead", field="timestamp")
    return min(moment, now)


def _read_moment(value: object) -> datetime:
    try:
        if isinstance(value, str) and not _NUMBER.fullmatch(value):
            return _written_moment(value)
        number = _number(value, "timestamp")
        if number is None:
            raise ValueError
        seconds = number if number < _SECONDS_BELOW else number / 1000
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError, FeedError):
        raise FeedError(
            "timestamp must be seconds, milliseconds, ISO 8601 or yyyy-MM-dd HH:mm:ss",
            field="timestamp",
        ) from None


def _written_moment(text: str) -> datetime:
    """ISO 8601 or `yyyy-MM-dd HH:mm:ss`; without an offset it is UTC.

    A `+` of an offset that was not escaped in the URL arrives as a space.
    """
    if "T" in text:
        text = text.replace(" ", "+")
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
