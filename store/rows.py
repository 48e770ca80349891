"""Entities to rows and back, by what each kind declares of its fields.

A row holds the fields of the declaration, each in the column of its name, `seq`, and what is
computed beside them for indexes.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

import orjson

from domain.dispatch.standby import STANDBY
from domain.dispatch.units import UNIT
from domain.errors import InvalidError
from domain.incidents.assignments import ASSIGNMENT
from domain.incidents.incidents import INCIDENT, Incident, IncidentStatus
from domain.kind import Kind, Live
from domain.kind_fields import Field
from domain.kinds import kind_of
from domain.live.records import Change
from domain.maps.areas import Area, Level
from domain.subject_key import SubjectKey
from domain.video.cameras.camera import CAMERA
from domain.video.cameras.filing import changed_since_filing
from store.columns import to_milliseconds, to_moment
from store.kind_tables import TABLES
from store.spelling import columns_of

Row = Mapping[Any, Any]
Entity = TypeVar("Entity")
Convert = Callable[[Any], Any]
_TOWN, _VILLAGE = 9, 12
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(change: Change) -> str | None:
    """The day a change is of; None where its kind is of no day."""
    return kind_of(change.kind).day_of(change.state)


def row_of(kind: Kind[Entity], entity: Entity, seq: int) -> dict[str, Any]:
    """The row an entity is kept in; `seq` numbers the record that wrote it.

    Raises:
        KeyError: the kind has no table.
        InvalidError: a word is empty or has a blank in it.
    """
    row = {
        column: encode(getattr(entity, attribute)) if encode else getattr(entity, attribute)
        for column, attribute, encode, _ in _columns(kind.name)
    }
    if kind.name in _BESIDE:
        row |= _BESIDE[kind.name](entity)
    row["seq"] = seq
    return row


def reader(kind: Kind[Entity]) -> Callable[[Row], Entity]:
    """What makes an entity of a kind's row."""

    def read(row: Row) -> Entity:
        told = {
            attribute: decode(row[column]) if decode else row[column]
            for column, attribute, _, decode in _columns(kind.name)
        }
        if kind.entity is None:
            raise TypeError(f"{kind.name} has no class of its own")
        return kind.entity(**told)

    return read


@cache
def _columns(name: str) -> tuple[tuple[str, str, Convert | None, Convert | None], ...]:
    """Column, attribute, and how the value goes into the row and comes out; None for as it is."""
    table = TABLES[name]
    return tuple(
        (one.column, one.attribute, *_converters(one, bool(table.c[one.column].nullable)))
        for one in kind_of(name).fields
        if one.derived is None
    )


def _converters(field: Field, may_be_null: bool) -> tuple[Convert | None, Convert | None]:
    shape = field.shape
    if shape.name in {"code", "any"}:
        return _unless_null(shape.encode), _unless_null(shape.decode)
    if shape.name == "words":
        empty = None if may_be_null else ""
        return (lambda words: _joined(field.attribute, words) or empty), _words
    if shape.name == "moments":
        return (lambda reached: _moments(reached) if reached or not may_be_null else None), _reached
    return None, None


def _unless_null(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _joined(name: str, words: Iterable[str]) -> str:
    """Words in one column; one with a blank in it would be read back as two."""
    kept = tuple(words)
    text = " ".join(kept)
    if tuple(text.split()) != kept:
        raise InvalidError(says="word_with_blank", field=name)
    return text


def _words(text: str | None) -> tuple[str, ...]:
    """Codes without blanks, kept in one column."""
    return tuple(text.split()) if text else ()


def _moments(reached: Mapping[IncidentStatus, datetime]) -> str:
    """Moments by status as JSON, in milliseconds: queries read single ones out of it."""
    return orjson.dumps({step.value: to_milliseconds(at) for step, at in reached.items()}).decode()


def _reached(text: str | None) -> dict[IncidentStatus, datetime]:
    return {IncidentStatus(step): to_moment(at) for step, at in orjson.loads(text or "{}").items()}


def _for_queries(incident: Incident) -> dict[str, Any]:
    """What incidents are looked for by, besides their fields."""
    code = incident.area_code
    return {
        "town_code": code[:_TOWN] if len(code) >= _TOWN else None,
        "village_code": code[:_VILLAGE] if len(code) >= _VILLAGE else None,
        "on_scene_at": incident.first_at(IncidentStatus.ON_SCENE),
        "ended_at": incident.ended_at,
    }


_BESIDE: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "incident": _for_queries,
    "case_party": lambda party: columns_of(party.name),
    "camera": lambda camera: {
        **columns_of(camera.name),
        "has_changed": bool(changed_since_filing(camera)),
    },
}

incident_from = reader(INCIDENT)
unit_from = reader(UNIT)
assignment_from = reader(ASSIGNMENT)
camera_from = reader(CAMERA)
standby_from = reader(STANDBY)


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
