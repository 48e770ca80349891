"""OwnTracks in HTTP mode: one JSON object a request, of which only places are read.

Which unit it is, the key says: what the app calls itself is its own affair. An app whose message is
refused sends it again for a week, and all after it wait: what cannot be read is counted and taken.

Source: owntracks.org/booklet/tech/json and /tech/http; owntracks/android MessageLocation.kt and
HttpMessageProcessorEndpoint.kt; owntracks/ios OwnTracking.m
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from domain.dispatch.units import Fix, credible_kmh
from domain.errors import FeedError

LONGEST = 20_000
# Messages that say where the phone is. `waypoint` has a place too: that of a region.
_PLACES = frozenset({"location", "transition"})


def parse(body: bytes, unit_id: str) -> Fix | None:
    """Turn one message into a position; None for all else the app tells (its status, regions).

    Args:
        body: of the request; OwnTracks sends an empty one when a friend goes.
        unit_id: whose key it came with.

    Raises:
        FeedError: no JSON object, one that only its app can read, or a place or moment that is
            none; says which field.
    """
    if not body.strip():
        return None
    if len(body) > LONGEST:
        raise FeedError("too long", field="body")
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise FeedError("no JSON", field="body") from error
    if not isinstance(told, dict):
        raise FeedError("no JSON object", field="body")
    if told.get("_type") == "encrypted":
        raise FeedError("encrypted by the app: take the key out of its settings", field="_type")
    if told.get("_type") not in _PLACES:
        return None
    if told["_type"] == "transition" and not {"lat", "lon"} & told.keys():
        return None  # at a beacon: it says no place
    lat, lon = _number(told, "lat", 90, least=-90), _number(told, "lon", 180, least=-180)
    if lat is None or lon is None:
        raise FeedError("no place", field="lat" if lat is None else "lon")
    moment = _number(told, "tst", 2**33)
    if moment is None or moment <= 0:
        raise FeedError("no moment", field="tst")
    battery = _number(told, "batt", 100)
    return Fix(
        unit_id,
        lat,
        lon,
        datetime.fromtimestamp(moment, UTC),
        speed_kmh=credible_kmh(_number(told, "vel", 1_000)),
        bearing_deg=_number(told, "cog", 360),
        accuracy_m=_number(told, "acc", 100_000),
        battery=None if battery is None else battery / 100,
    )


def _number(told: Mapping[str, Any], name: str, most: float, *, least: float = 0.0) -> float | None:
    """A number in its range; None for none: phones say -1 of what they do not know."""
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if least <= value <= most else None
