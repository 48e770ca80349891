"""OsmAnd and Traccar Client reports: query, form or JSON in, checked reports out.

Nothing is decided here about clocks: what a device says of the time is handed on as it is
(operations/ingest/steps.py puts it right).

Source: docs/api.md (OsmAnd), after traccar's OsmAndProtocolDecoder.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from domain.dispatch.units import Fix, credible_kmh
from domain.errors import FeedError
from domain.fields import UNIT_ID_WORDS
from domain.incidents.reports import CRS_WORDS
from domain.ingest.device_ids import read_device_id
from feeds.alarm_words import (
    ALARM_FIELDS,
    EVENT_FIELDS,
    HELP_FIELDS,
    may_call_for_help,
    read_alarms,
)
from feeds.bodies import read_json, read_text
from feeds.json_positions import NAMES, Message, read_messages

KMH_PER = {"kn": 1.852, "mps": 3.6, "kmh": 1.0, "mph": 1.609344}
SPEED_UNITS: Mapping[str, str] = {
    "kn": "kn", "knot": "kn", "knots": "kn", "kt": "kn", "kts": "kn",
    "mps": "mps", "m/s": "mps", "ms": "mps",
    "kmh": "kmh", "km/h": "kmh", "kph": "kmh", "kmph": "kmh",
    "mph": "mph", "mi/h": "mph",
}  # fmt: skip
MOST_FIELDS = 200
_SECONDS_BELOW = 2**31
_MILLISECONDS_BELOW = 10**14
_MICROSECONDS_BELOW = 10**17
_NUMBER = re.compile(r"[+-]?(\d++(?:\.\d*+)?|\.\d++)([eE][+-]?\d{1,3})?", re.ASCII)
_COMPACT = re.compile(r"20\d{12}", re.ASCII)
_DATE = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=[ T]|$)", re.ASCII)
_NO = frozenset({"0", "false", "no", "v", "f", "invalid"})
_YES = frozenset({"1", "true", "yes", "y"})

Fields = Mapping[str, Any]


class ImplausibleError(FeedError):
    """Well written, but not to be believed, such as 0,0.

    It moves nobody, yet it is taken: a phone sends a refused fix again and again, and everything
    it has to say afterwards, an alarm too, would wait behind it.
    """


@dataclass(frozen=True, slots=True)
class OsmandReport:
    """What a phone sent.

    `fix` is None for a heartbeat; its `at`, and `at`, are the phone's own clock, or the moment of
    receipt. `last_known` is where a receiver without a fix says that it was. `fault` says what was
    wrong in a message that is taken all the same: an alarm is never lost to a bad coordinate.
    `unknown_alarms` are words nobody knows. `battery` runs from 0 to 1. `key` is the device key,
    when among the fields.
    """

    device_id: str
    at: datetime
    fix: Fix | None = None
    last_known: Fix | None = None
    crs: str = "wgs84"
    is_sos: bool = False
    unknown_alarms: tuple[str, ...] = ()
    battery: float | None = None
    key: str | None = None
    fault: FeedError | None = None


@dataclass(slots=True)
class OsmandBatch:
    """What one request held: the reports, and why others of its messages cannot be taken."""

    reports: list[OsmandReport] = field(default_factory=list)
    faults: list[FeedError] = field(default_factory=list)


def parse(query: str, body: bytes, content_type: str, *, now: datetime) -> OsmandBatch:
    """Turn one OsmAnd request into reports: one of a query or form, any number of JSON.

    Args:
        query: the URL's query string, still escaped.
        body: the request's body; a form, or JSON of positions in any nesting.
        content_type: the request's header, empty when absent.
        now: timezone-aware; stands in for a time the phone does not send.

    Returns:
        At least one report; what is wrong with others stands in `faults`.

    Raises:
        FeedError: no message can be taken; the first reason, field `id` when no device is named.
    """
    batch = OsmandBatch()
    for message in read_fields(query, body, content_type):
        try:
            batch.reports.append(read_report(message, now=now))
        except FeedError as fault:
            batch.faults.append(fault)
    if not batch.reports:
        raise batch.faults[0]
    return batch


def may_be_alarm(query: str, body: bytes, content_type: str) -> bool:
    """Whether a request that nobody has read yet may hold a call for help: cheap and generous."""
    try:
        text = read_text(body, content_type).text
    except FeedError:
        text = body.decode("utf-8", "replace")
    if "\\u" in text:
        return True
    pairs = parse_qsl(f"{query}&{text}" if text[:1] not in "{[" else query, keep_blank_values=True)
    return any(may_call_for_help(f"{name} {value}") for name, value in pairs) or (
        may_call_for_help(text)
    )


def read_report(message: Message, *, now: datetime) -> OsmandReport:
    """Check one message.

    Raises:
        FeedError: what is wrong, with the field; field `id` when no device is named.
    """
    fields = message.fields
    if message.fault is not None and message.fault.field == "body":
        raise message.fault
    alarms = read_alarms(fields)
    crs = _word(fields.get("crs")) or "wgs84"
    report = OsmandReport(
        _device_id(fields),
        now,
        crs=crs.lower(),
        is_sos=alarms.is_sos,
        unknown_alarms=alarms.unknown,
        battery=_battery(fields),
        key=_word(fields.get("key")),
        fault=message.fault,
    )
    try:
        report = replace(report, at=_moment(fields.get("timestamp"), now))
    except FeedError as fault:
        report = replace(report, fault=fault)
    if message.fault is None:
        try:
            report = _with_place(report, _fix(fields, report), fields)
        except FeedError as fault:
            report = replace(report, fault=fault)
    if report.fault is None or report.is_sos:
        return report
    if not isinstance(report.fault, ImplausibleError):
        raise report.fault
    return replace(report, fix=None)


def _with_place(report: OsmandReport, fix: Fix | None, fields: Fields) -> OsmandReport:
    """A receiver that says it has no fix repeats its last place: nobody is there by that."""
    if fix is not None and _says(fields.get("valid"), _NO):
        return replace(report, last_known=fix)
    return replace(report, fix=fix)


def _says(value: object, words: frozenset[str]) -> bool:
    if isinstance(value, bool | int | float):
        value = str(int(value)) if math.isfinite(value) else ""
    return isinstance(value, str) and value.strip().lower() in words


def read_fields(query: str, body: bytes, content_type: str) -> list[Message]:
    """The messages of a request under OsmAnd's names, whichever way they came.

    Raises:
        FeedError: the body or the query cannot be read.
    """
    asked = _pairs(query, "query")
    text = body.lstrip()
    is_json = "json" in content_type.lower() or _looks_like_json(text)
    if not text or (not is_json and not text.strip(b"\xef\xbb\xbf \r\n\t\x00")):
        return [Message(asked)]
    if is_json:
        return read_messages(read_json(body, content_type).value, asked)
    return [Message(asked | _pairs(read_text(body, content_type).text.strip(), "body"))]


def _looks_like_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t")[:1] in (b"{", b"[")


_NAME_OF = {other: name for name, others in NAMES.items() for other in others}


def _pairs(text: str, field_name: str) -> dict[str, Any]:
    """The fields of a query or form, under OsmAnd's names; the exact name wins over another."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise FeedError(
            f"the {field_name} cannot be read as key=value pairs", field=field_name
        ) from None
    fields: dict[str, Any] = {}
    alarms: dict[str, list[str]] = {}
    for name, value in pairs:
        plain = name.strip().lower()
        if plain in (*ALARM_FIELDS, *HELP_FIELDS, *EVENT_FIELDS):
            alarms.setdefault(plain, []).append(value)
        known = _NAME_OF.get(plain, plain)
        if plain == known or known not in fields:
            fields[known] = value
    return fields | alarms


def _device_id(fields: Fields) -> str:
    value = fields.get("id")
    if value is None or value == "":
        raise FeedError("id is required", field="id", says="field_missing")
    device_id = read_device_id(value)
    if device_id is None:
        raise FeedError(f"id must be {UNIT_ID_WORDS}", field="id")
    return device_id


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object, name: str) -> float | None:
    """A finite number; None when absent or not finite (a phone without a reading)."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if value.lower() in {"nan", "inf", "-inf", "infinity", "-infinity"}:
            return None
        if not _NUMBER.fullmatch(value):
            raise FeedError(f"{name} is not a number", field=name, says="field_no_number")
    elif type(value) not in (int, float):
        raise FeedError(f"{name} is not a number", field=name, says="field_no_number")
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
    elif level is not None and level > 1:
        level /= 100
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
        raise FeedError(f"{name} is required", field=name, says="field_missing")
    if abs(number) > limit:
        raise FeedError(
            f"{name} must lie from -{limit} to {limit}",
            field=name,
            says="field_range",
            low=-limit,
            high=limit,
        )
    return number


def _no_choice(name: str, allowed: Iterable[str]) -> FeedError:
    words = ", ".join(allowed)
    return FeedError(
        f"{name} must be one of: {words}", field=name, says="field_choice", allowed=words
    )


def _fix(fields: Fields, report: OsmandReport) -> Fix | None:
    if report.crs not in CRS_WORDS:
        raise _no_choice("crs", CRS_WORDS)
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
        speed_kmh=credible_kmh(_speed_kmh(fields)),
        bearing_deg=None if bearing is None else bearing % 360,
        accuracy_m=_measure(fields.get("accuracy"), "accuracy"),
        battery=report.battery,
        is_mock=_says(fields.get("mock"), _YES),
    )


def _speed_kmh(fields: Fields) -> float | None:
    """From the unit that is named, else m/s (Traccar Client's JSON) or knots.

    OsmAnd's own template, known by `hdop` and no `accuracy`, is in m/s too.
    """
    named = _word(fields.get("speed_unit"))
    unit = SPEED_UNITS.get(named.strip().lower()) if named else None
    if named and unit is None:
        raise _no_choice("speed_unit", KMH_PER)
    for name, usual in (("speed_kmh", "kmh"), ("speed_ms", "mps"), ("speed", "kn")):
        if name not in fields:
            continue
        if name == "speed" and "hdop" in fields and not {"accuracy", "batt"} & fields.keys():
            usual = "mps"
        number = _measure(fields[name], "speed")
        return None if number is None else number * KMH_PER[unit or usual]
    return None


def _moment(value: object, now: datetime) -> datetime:
    """The phone's clock as it says, in UTC; `now` when absent.

    Raises:
        FeedError: not a moment.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return now
    try:
        if isinstance(value, str):
            value = value.strip()
            if _COMPACT.fullmatch(value):
                return datetime.strptime(value, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            if not _NUMBER.fullmatch(value):
                return _written_moment(value)
        number = _number(value, "timestamp")
        if number is None:
            raise ValueError
        return datetime.fromtimestamp(_seconds(number), UTC)
    except (ValueError, OverflowError, OSError, FeedError):
        raise FeedError(
            "timestamp must be seconds, milliseconds, ISO 8601 or yyyy-MM-dd HH:mm:ss",
            field="timestamp",
        ) from None


def _seconds(number: float) -> float:
    """Seconds of a number of seconds, milli-, micro- or nanoseconds since 1970."""
    if number < _SECONDS_BELOW:
        return number
    if number < _MILLISECONDS_BELOW:
        return number / 1e3
    return number / 1e6 if number < _MICROSECONDS_BELOW else number / 1e9


def _written_moment(text: str) -> datetime:
    """ISO 8601 or `yyyy-MM-dd HH:mm:ss`; without an offset it is UTC.

    A `+` of an offset that was not escaped in the URL arrives as a space.
    """
    text = _DATE.sub(lambda day: f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}", text)
    if "T" in text:
        text = text.replace(" ", "+")
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
