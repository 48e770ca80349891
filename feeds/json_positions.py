"""Positions in JSON, in whatever nesting a client's queue sends them, under OsmAnd's names.

Traccar Client 9 nests (`location.coords.latitude`), gateways and home-made clients send OsmAnd's
names flat, others wrap either in arrays or in GeoJSON. A message that holds a position which
cannot be read is a fault, never a heartbeat.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.errors import FeedError
from feeds.alarm_words import ALARM_FIELDS, EVENT_FIELDS, HELP_FIELDS

MOST_MESSAGES = 1000
DEEPEST = 12
Fields = Mapping[str, Any]
# For each of OsmAnd's names the others it goes by, the surest first.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("device_id", "deviceid", "unit_id", "unitid", "uniqueid", "imei", "id", "tid"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "timestamp": ("timestamp", "time", "fixtime", "devicetime", "gpstime", "datetime", "tst", "at"),
    "bearing": ("bearing", "heading", "course", "direction", "cog"),
    "accuracy": ("accuracy", "acc", "horizontalaccuracy", "horizontal_accuracy"),
    "valid": ("valid", "is_valid", "isvalid", "fixvalid"),
    "mock": (
        "mock", "is_mock", "ismock", "mocked", "ismocked", "is_mocked", "isfrommockprovider",
        "is_from_mock_provider", "from_mock_provider",
    ),
    "batt": ("batt", "battery_percent"),
    "battery_level": ("battery_level", "batterylevel"),
    "crs": ("crs", "datum"),
    "key": ("key",),
    "speed_unit": ("speed_unit", "speedunit"),
    "speed": ("speed",),
    "speed_kmh": ("speed_kmh", "vel"),
    "speed_ms": ("speed_ms",),
    "hdop": ("hdop",),
    "altitude": ("altitude", "alt"),
}  # fmt: skip
_LAYERS = ("location", "position", "point", "gps", "fix")
_ASIDE = frozenset(
    {"extras", "attributes", "activity", "provider", "battery", "geometry", "coords"}
)
_PLACE_NAMES = frozenset({*NAMES["lat"], *NAMES["lon"], "coords", "coordinates"})
_ALARM_NAMES = frozenset({*ALARM_FIELDS, *HELP_FIELDS})


@dataclass(frozen=True, slots=True)
class Message:
    """One message under OsmAnd's names; `fault` is why its position cannot be read."""

    fields: Fields
    fault: FeedError | None = None


def read_messages(root: Any, outer: Fields | None = None) -> list[Message]:
    """Every message of a decoded body, in its order.

    Args:
        root: the decoded JSON.
        outer: what holds for all of them, such as the fields of the query.

    Raises:
        FeedError: nothing in it is an object, or there are too many.
    """
    found: list[Message] = []
    _gather(root, dict(outer or {}), found, 0)
    if not found:
        raise FeedError("the body must be one JSON object", field="body", says="body_no_object")
    return found


def _gather(node: Any, above: Fields, found: list[Message], depth: int) -> None:
    if depth > DEEPEST or len(found) >= MOST_MESSAGES:
        raise FeedError(
            f"a body holds at most {MOST_MESSAGES} positions, {DEEPEST} deep", field="body"
        )
    if isinstance(node, list):
        for one in node:
            _gather(one, above, found, depth + 1)
        return
    if not isinstance(node, dict):
        found.append(Message(above, FeedError("a position is a JSON object", field="body")))
        return
    names = {str(name).lower(): value for name, value in node.items()}
    inner = _queued(names)
    if not inner:
        found.append(_message(names, above))
        return
    own = {name: value for name, value in names.items() if name not in inner}
    alarm = {name: own.pop(name) for name in _ALARM_NAMES & own.keys()}
    around = {**above, **_under_their_names([own])}
    first = len(found)
    for value in inner.values():
        _gather(value, around, found, depth + 1)
    if alarm and len(found) > first:
        # What is pressed for a whole queue is pressed where its newest position is.
        last = found[-1]
        found[-1] = Message({**alarm, **last.fields}, last.fault)


def _queued(names: Fields) -> Fields:
    """The parts of an object that hold messages of their own."""
    lists = {
        name: value
        for name, value in names.items()
        if name not in _ASIDE | _ALARM_NAMES
        and isinstance(value, list)
        and any(isinstance(one, dict | list) for one in value)
    }
    if lists:
        return lists
    if _PLACE_NAMES & names.keys() or any(isinstance(names.get(one), dict) for one in _LAYERS):
        return {
            name: names[name]
            for name in _LAYERS
            if isinstance(names.get(name), dict) and _queued(_lower(names[name]))
        }
    return {
        name: value
        for name, value in names.items()
        if isinstance(value, dict)
        and name not in _ASIDE | {"properties"}
        and _holds_place(value, DEEPEST)
    }


def _message(names: Fields, above: Fields) -> Message:
    """One object, with its location, its coordinates and its battery laid flat."""
    fault: FeedError | None = None
    layers, is_metres = [names], False
    try:
        for name in (*_LAYERS, "properties"):
            value = names.get(name)
            if isinstance(value, dict):
                layers.append(_lower(value))
            elif name == "location" and value is not None and not isinstance(value, str):
                raise _no_object("location")
        for layer in list(layers):
            coords = _object(layer, "coords")
            if coords:
                layers.append(coords)
                is_metres = True
            geometry = _object(layer, "geometry")
            if geometry:
                layers.append(_point(geometry))
                is_metres = True
    except FeedError as error:
        fault = error
    fields = _under_their_names(layers)
    if is_metres and "speed" in fields:
        fields["speed_ms"] = fields.pop("speed")
    if isinstance(names.get("location"), str):
        fields["location"] = names["location"]
    try:
        fields |= _battery(layers, names.get("_type") == "location")
    except FeedError as error:
        fault = fault or error
    for layer in layers:
        for aside in ("extras", "attributes"):
            if isinstance(layer.get(aside), dict):
                _add_alarms(fields, _lower(layer[aside]))
    has_place = {"lat", "lon"} & fields.keys() or "location" in fields
    if fault is None and not has_place and _holds_place(names, DEEPEST):
        fault = FeedError("the position could not be read: lat and lon", field="location")
    return Message({**above, **fields}, fault)


def _under_their_names(layers: Iterable[Fields]) -> dict[str, Any]:
    """The scalar fields under OsmAnd's names; an inner layer wins, but for the id."""
    fields: dict[str, Any] = {}
    for layer in layers:
        for name, others in NAMES.items():
            value = next((layer[one] for one in others if _is_plain(layer.get(one))), None)
            if value is not None and not (name == "id" and "id" in fields):
                fields[name] = value
        _add_alarms(fields, layer)
    return fields


def _add_alarms(fields: dict[str, Any], layer: Fields) -> None:
    for name in (*_ALARM_NAMES, *EVENT_FIELDS):
        if layer.get(name) not in (None, "") and name not in fields:
            fields[name] = layer[name]
        elif name in ALARM_FIELDS and layer.get(name) not in (None, ""):
            fields[name] = [fields[name], layer[name]]


def _battery(layers: Iterable[Fields], is_percent: bool) -> dict[str, Any]:
    for layer in layers:
        value = layer.get("battery")
        if value is None:
            continue
        if isinstance(value, dict):
            level = _lower(value).get("level")
            return {} if level is None else {"battery_level": level}
        if isinstance(value, list | bool):
            raise _no_object("battery")
        return {"batt" if is_percent else "battery_level": value}
    return {}


def _point(geometry: Fields) -> Fields:
    """The place of a GeoJSON point: longitude first."""
    kind, places = geometry.get("type"), geometry.get("coordinates")
    if kind != "Point" or not isinstance(places, list) or not 2 <= len(places) <= 3:
        raise FeedError("geometry must be a GeoJSON point", field="location")
    return {"lon": places[0], "lat": places[1]}


def _no_object(name: str) -> FeedError:
    return FeedError(f"{name} must be an object", field=name, says="field_no_object")


def _object(parent: Fields, name: str) -> Fields:
    value = parent.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _no_object(name)
    return _lower(value)


def _lower(node: Mapping[Any, Any]) -> Fields:
    return {str(name).lower(): value for name, value in node.items()}


def _is_plain(value: Any) -> bool:
    return value is not None and not isinstance(value, dict | list)


def _holds_place(node: Any, deepest: int) -> bool:
    """Whether something in it looks like a position."""
    if deepest == 0:
        return True
    if isinstance(node, list):
        return any(_holds_place(one, deepest - 1) for one in node)
    if not isinstance(node, dict):
        return False
    for name, value in node.items():
        if str(name).lower() in _PLACE_NAMES and value not in (None, "", [], {}):
            return True
        if isinstance(value, dict | list) and _holds_place(value, deepest - 1):
            return True
    return False
