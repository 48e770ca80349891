"""The report of an incident as a client sends it: every field checked before anything is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.errors import InvalidError
from domain.fields import (
    Raw,
    as_choice,
    as_moment,
    as_place,
    as_text,
    as_whole,
    check_known,
    check_object,
    missing,
    optional_text,
    required,
)
from domain.incidents.incidents import IncidentClass, IncidentStatus, Severity
from domain.maps.areas import level_of
from domain.private import mask_numbers

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


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """What a client wants changed; at least one is not None."""

    status: IncidentStatus | None = None
    severity: Severity | None = None


def read_report(raw: object, *, now: datetime) -> Report:
    """Check the report of an incident; fields it does not know are left alone.

    Args:
        raw: the decoded JSON body.
        now: timezone-aware; the moment of report when the client names none.

    Raises:
        InvalidError: the first field that cannot be accepted, by name.
    """
    body = check_object(raw)
    place, area_code = as_place(body), read_area_code(body)
    report = Report(
        # Shown on every screen and kept in the journal for good: no place for a phone number.
        source=mask_numbers(_key(body, "source", LONGEST_SOURCE)),
        source_id=_key(body, "source_id", LONGEST_SOURCE_ID),
        incident_class=IncidentClass(as_choice(required(body, "class"), "class", IncidentClass)),
        severity=read_severity(required(body, "severity")),
        title=as_text(required(body, "title"), "title", longest=LONGEST_TITLE),
        reported_at=_reported_at(body, now),
        place=place,
        area_code=area_code,
        crs=read_crs(body.get("crs")),
        description=optional_text(body, "description", longest=LONGEST_DESCRIPTION, lines=True),
        reporter=optional_text(body, "reporter", longest=LONGEST_REPORTER),
        address=optional_text(body, "address", longest=LONGEST_ADDRESS),
    )
    if place is None and area_code is None:
        raise missing("lat", "lat and lon are required, or an area_code")
    return report


def read_change(raw: object) -> IncidentChange:
    """Check the body that changes an incident: `status`, `severity`, or both.

    Raises:
        InvalidError: empty, a field it does not know, or a value that is none.
    """
    body = check_object(raw)
    check_known(body, CHANGE_FIELDS)
    status, severity = body.get("status"), body.get("severity")
    if status is None and severity is None:
        raise missing("status", "status or severity is required")
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
        raise InvalidError("reported_at lies more than 5 minutes ahead", field="reported_at")
    return moment
