"""Domain objects to rows and back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from domain.dispatch.units import TravelMode, Unit, UnitKind, UnitStatus
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus, Severity
from domain.kind import Live
from domain.kinds import kind_of
from domain.live.records import Change
from domain.maps.areas import Area, Level
from domain.maps.cameras import Camera, CameraClass, CameraStatus
from domain.subject_key import SubjectKey
from store.columns import to_milliseconds, to_moment

Row = Mapping[Any, Any]
_TOWN, _VILLAGE = 9, 12
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def incident_row(incident: Incident, seq: int) -> dict[str, Any]:
    """The row an incident is kept in."""
    code = incident.area_code
    first = incident.first_reached_at
    return {
        "number": incident.number,
        "incident_class": incident.incident_class.value,
        "severity": int(incident.severity),
        "status": incident.status.value,
        "lat": incident.lat,
        "lon": incident.lon,
        "area_code": code,
        "town_code": code[:_TOWN] if len(code) >= _TOWN else None,
        "village_code": code[:_VILLAGE] if len(code) >= _VILLAGE else None,
        "is_outside": incident.is_outside,
        "place_source": incident.place_source,
        "reported_at": incident.reported_at,
        "on_scene_at": incident.first_at(IncidentStatus.ON_SCENE),
        "ended_at": incident.ended_at,
        "reached_at": _moments(incident.reached_at),
        "first_reached_at": _moments(first) if first else None,
        "source": incident.source,
        "source_id": incident.source_id,
        "is_demo": incident.is_demo,
        "is_stated": incident.is_stated,
        "unserved_since": incident.unserved_since,
        "address": incident.address,
        "title": incident.title,
        "description": incident.description,
        "reporter": incident.reporter,
        "caller_phone": incident.caller_phone,
        "call_started_at": incident.call_started_at,
        "owner": incident.owner,
        "shared_with": _listed(incident.shared_with),
        "disposition": incident.disposition,
        "merged_into": incident.merged_into,
        "links": _listed(incident.links),
        "is_taken": incident.is_taken,
        "seq": seq,
    }


def incident_from(row: Row) -> Incident:
    """The incident a row keeps."""
    return Incident(
        number=row["number"],
        incident_class=IncidentClass(row["incident_class"]),
        severity=Severity(row["severity"]),
        status=IncidentStatus(row["status"]),
        lat=row["lat"],
        lon=row["lon"],
        area_code=row["area_code"],
        reported_at=row["reported_at"],
        source=row["source"],
        source_id=row["source_id"],
        reached_at=_reached(row["reached_at"]),
        first_reached_at=_reached(row["first_reached_at"] or "{}"),
        is_outside=row["is_outside"],
        place_source=row["place_source"],
        is_demo=row["is_demo"],
        is_stated=row["is_stated"],
        unserved_since=row["unserved_since"],
        address=row["address"],
        title=row["title"],
        description=row["description"],
        reporter=row["reporter"],
        caller_phone=row["caller_phone"],
        call_started_at=row["call_started_at"],
        owner=row["owner"],
        shared_with=_words(row["shared_with"]),
        disposition=row["disposition"],
        merged_into=row["merged_into"],
        links=_words(row["links"]),
        is_taken=row["is_taken"],
    )


def _moments(reached: Mapping[IncidentStatus, datetime]) -> str:
    """Moments by status as JSON, in milliseconds: queries read single ones out of it."""
    return orjson.dumps({step.value: to_milliseconds(at) for step, at in reached.items()}).decode()


def _reached(text: str) -> dict[IncidentStatus, datetime]:
    return {IncidentStatus(step): to_moment(at) for step, at in orjson.loads(text).items()}


def _listed(words: tuple[str, ...]) -> str | None:
    """Codes without blanks, kept in one column."""
    return " ".join(words) or None


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(text.split()) if text else ()


def unit_row(unit: Unit, seq: int) -> dict[str, Any]:
    """The row a unit is kept in."""
    return {
        "unit_id": unit.unit_id,
        "call_sign": unit.call_sign,
        "kind": unit.kind.value,
        "subkind": unit.subkind,
        "status": unit.status.value,
        "home_area": unit.home_area,
        "is_demo": unit.is_demo,
        "name": unit.name,
        "phone": unit.phone,
        "skills": " ".join(unit.skills),
        "travel_mode": unit.mode.value if unit.mode else None,
        "seq": seq,
    }


def unit_from(row: Row) -> Unit:
    """The unit a row keeps."""
    return Unit(
        unit_id=row["unit_id"],
        call_sign=row["call_sign"],
        kind=UnitKind(row["kind"]),
        subkind=row["subkind"],
        status=UnitStatus(row["status"]),
        home_area=row["home_area"],
        is_demo=row["is_demo"],
        name=row["name"],
        phone=row["phone"],
        skills=tuple(row["skills"].split()),
        mode=TravelMode(row["travel_mode"]) if row["travel_mode"] else None,
    )


_ASSIGNMENT = (
    "assignment_id",
    "number",
    "unit_id",
    "area_code",
    "assigned_at",
    "en_route_at",
    "on_scene_at",
    "cleared_at",
    "is_demo",
)


def assignment_row(assignment: Assignment, seq: int) -> dict[str, Any]:
    """The row an assignment is kept in."""
    return {name: getattr(assignment, name) for name in _ASSIGNMENT} | {"seq": seq}


def assignment_from(row: Row) -> Assignment:
    """The assignment a row keeps."""
    return Assignment(**{name: row[name] for name in _ASSIGNMENT})


def camera_row(camera: Camera, seq: int) -> dict[str, Any]:
    """The row a camera is kept in."""
    return {
        "camera_id": camera.camera_id,
        "name": camera.name,
        "camera_class": camera.camera_class.value,
        "lat": camera.lat,
        "lon": camera.lon,
        "area_code": camera.area_code,
        "status": camera.status.value,
        "is_demo": camera.is_demo,
        "seq": seq,
    }


def camera_from(row: Row) -> Camera:
    """The camera a row keeps."""
    return Camera(
        camera_id=row["camera_id"],
        name=row["name"],
        camera_class=CameraClass(row["camera_class"]),
        lat=row["lat"],
        lon=row["lon"],
        area_code=row["area_code"],
        status=CameraStatus(row["status"]),
        is_demo=row["is_demo"],
    )


_AREA = (
    "code",
    "name",
    "parent_code",
    "lat",
    "lon",
    "initials",
    "is_urban",
    "population",
    "households",
    "lead",
    "branch",
    "vacant_since",
    "is_demo",
)
_BOUNDS = ("south", "west", "north", "east")


def area_row(area: Area, map_version: str) -> dict[str, Any]:
    """The row an area is kept in."""
    return (
        {name: getattr(area, name) for name in _AREA}
        | dict(zip(_BOUNDS, area.bounds, strict=True))
        | {"level": area.level.value, "map_version": map_version}
    )


def area_from(row: Row) -> Area:
    """The area a row keeps."""
    south, west, north, east = (row[name] for name in _BOUNDS)
    return Area(
        level=Level(row["level"]),
        bounds=(south, west, north, east),
        **{name: row[name] for name in _AREA},
    )


def ended_at(kind: str, state: Row) -> datetime | None:
    """Since when an entity is over, so that what is live can be found by index.

    What never belongs to the picture, and says no moment of its own, was over long ago.
    """
    declared = kind_of(kind)
    ended_at = declared.ended_at(state)
    return LONG_AGO if ended_at is None and declared.live is Live.NEVER else ended_at


def subject_of(change: Change) -> SubjectKey | None:
    """What an entity hangs on, so that everything of it can be found by index."""
    declared = kind_of(change.kind)
    if declared.hangs_on is None:
        return None
    return declared.subject_of(declared.risen(change.state, change.v))
