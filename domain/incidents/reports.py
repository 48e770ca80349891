"""The report of an incident as a client sends it: every field checked before anything is kept."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.errors import InvalidError
from domain.fields import (
    Faults,
    Raw,
    as_choice,
    as_moment,
    as_place,
    as_text,
    as_whole,
    as_written_number,
    check_known,
    check_object,
    optional_text,
    required,
    without_broken_letters,
)
from domain.incidents.incidents import IncidentClass, IncidentStatus, Severity
from domain.maps.areas import level_of
from domain.personal.number_masks import mask_numbers

LONGEST_SOURCE = 64
LONGEST_SOURCE_ID = 128
LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 4000
LONGEST_ADDRESS = 200
LONGEST_REPORTER = 200
CLOCK_SKEW = timedelta(minutes=5)
CRS_WORDS = ("wgs84", "gcj02", "bd09")
CHANGE_FIELDS = ("status", "severity")


@dataclass(frozen=True, slots=True)
class Report:
    """A checked report, its place not yet found in the grid.

    `place` is (lat, lon) in degrees of `crs`; when it is None, `area_code` is set.
    `names_its_time`: the sender said when; else `reported_at` is the moment of receipt. `broken`
    counts characters that could not be read or shown. `device_id` is
    the device on which an alarm was pressed; no report that was sent in names one.
    """

    source: str
    source_id: str
    incident_class: IncidentClass
    severity: Severity
    title: str
    reported_at: datetime
    place: tuple[float, float] | None = None
    area_code: str | None = None
    crs: str = "wgs84"
    description: str | None = None
    reporter: str | None = None
    address: str | None = None
    device_id: str | None = None
    names_its_time: bool = False
    broken: int = 0


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """What a client wants changed; at least one is not None."""

    status: IncidentStatus | None = None
    severity: Severity | None = None


def read_report(raw: object, *, now: datetime) -> Report:
    """Check the report of an incident; fields it does not know are left alone.

    Ids may be numbers and numbers texts, as other systems write them; a character that nobody can
    see or read is no reason to refuse a fire.

    Args:
        raw: the decoded JSON body.
        now: timezone-aware; the moment of report when the client names none.

    Raises:
        InvalidError: the first field that cannot be accepted, by name; `others` are the rest.
    """
    body, broken = _as_meant(check_object(raw))
    faults = Faults()
    place = faults.tried(lambda: as_place(body), None)
    area_code = faults.tried(lambda: read_area_code(body), None)
    # Shown on every screen and kept in the journal for good: no place for a phone number.
    source = faults.tried(lambda: mask_numbers(_key(body, "source", LONGEST_SOURCE)), "")
    report = Report(
        source=source,
        source_id=faults.tried(lambda: _key(body, "source_id", LONGEST_SOURCE_ID), ""),
        incident_class=faults.tried(lambda: _class(body), IncidentClass.OTHER),
        severity=faults.tried(lambda: read_severity(required(body, "severity")), Severity.IV),
        title=faults.tried(lambda: _title(body), ""),
        reported_at=faults.tried(lambda: _reported_at(body, now), now),
        place=place,
        area_code=area_code,
        crs=faults.tried(lambda: read_crs(body.get("crs")), "wgs84"),
        description=faults.tried(lambda: _words(body, "description", LONGEST_DESCRIPTION), None),
        reporter=faults.tried(lambda: _words(body, "reporter", LONGEST_REPORTER), None),
        address=faults.tried(lambda: _words(body, "address", LONGEST_ADDRESS), None),
        names_its_time=body.get("reported_at") is not None,
        broken=broken,
    )
    if place is None and area_code is None and not faults.names("lat", "lon", "area_code"):
        faults.add(InvalidError(says="no_place_or_area", field="lat", code="missing"))
    faults.raise_any()
    return report


def _class(body: Raw) -> IncidentClass:
    return IncidentClass(as_choice(required(body, "class"), "class", IncidentClass))


def _title(body: Raw) -> str:
    return as_text(required(body, "title"), "title", longest=LONGEST_TITLE)


def _words(body: Raw, name: str, longest: int) -> str | None:
    return optional_text(body, name, longest=longest, lines=name == "description")


_TEXTS = ("source", "source_id", "area_code", "title", "description", "reporter", "address")
_NUMBERS = ("lat", "lon", "severity")


def _as_meant(raw: Raw) -> tuple[Raw, int]:
    """The body with ids as texts and numbers as numbers, and how many letters were broken."""
    body, broken = dict(raw), 0
    for name in _TEXTS:
        value = body.get(name)
        if type(value) is int and abs(value) < 10**LONGEST_SOURCE_ID:
            body[name] = str(value)
        elif type(value) is float and value.is_integer() and abs(value) < 2**53:
            body[name] = str(int(value))
        elif isinstance(value, str):
            body[name], count = without_broken_letters(value)
            broken += count
    if isinstance(body.get("area_code"), str):
        body["area_code"] = unicodedata.normalize("NFKC", body["area_code"])
    for name in _NUMBERS:
        body[name] = as_written_number(body.get(name))
    for name in ("class", "crs", "reported_at"):
        value = body.get(name)
        if isinstance(value, str):
            body[name] = value.strip() or None
    if isinstance(body.get("class"), str):
        body["class"] = body["class"].lower()
    return body, broken


def read_change(raw: object) -> IncidentChange:
    """Check the body that changes an incident: `status`, `severity`, or both.

    Raises:
        InvalidError: empty, a field it does not know, or a value that is none.
    """
    body = check_object(raw)
    check_known(body, CHANGE_FIELDS)
    status, severity = body.get("status"), body.get("severity")
    if status is None and severity is None:
        raise InvalidError(says="status_or_severity", field="status", code="missing")
    return IncidentChange(
        None if status is None else IncidentStatus(as_choice(status, "status", IncidentStatus)),
        None if severity is None else read_severity(severity),
    )


def read_severity(value: object) -> Severity:
    """1 (gravest) to 4.

    Raises:
        InvalidError: anything else.
    """
    return Severity(as_whole(value, "severity", low=1, high=4))


def read_crs(value: Any) -> str:
    """The coordinate system named by a client; wgs84 when it names none.

    Raises:
        InvalidError: a name that is not known.
    """
    if value is None or value == "":
        return "wgs84"
    return as_choice(value.lower() if isinstance(value, str) else value, "crs", CRS_WORDS)


def read_area_code(body: Raw) -> str | None:
    """A well-formed area code, or None when absent.

    Raises:
        InvalidError: not 6, 9, 12 or 15 digits.
    """
    value = body.get("area_code")
    if value is None:
        return None
    code = as_text(value, "area_code", longest=32)
    level_of(code)
    return code


def _key(body: Raw, name: str, longest: int) -> str:
    """A sender's own word, kept letter by letter but for spaces around it."""
    return as_text(required(body, name), name, longest=longest, lines=True)


def _reported_at(body: Raw, now: datetime) -> datetime:
    if body.get("reported_at") is None:
        return now
    moment = as_moment(body["reported_at"], "reported_at")
    if moment - now > CLOCK_SKEW:
        raise InvalidError(says="field_ahead", field="reported_at")
    return moment
