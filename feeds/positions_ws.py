"""Many positions on one socket: a message is one JSON object or an array of them.

The loop below sees every position of the district each second, so it is written plainly and
flat: no models, no exceptions on the good path.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from domain.dispatch.units import Fix, credible_kmh
from domain.errors import FeedError
from domain.fields import UNIT_ID, UNIT_ID_WORDS
from domain.ingest.device_ids import read_device_id
from domain.moments import from_iso, from_ms

LONGEST_MESSAGE = 1024 * 1024
ANOTHER_UNIT = "this key is for another unit"
NOT_A_MOMENT = "at must be ISO 8601 with an offset, or seconds or milliseconds since 1970"
MOST_REFUSALS_TOLD = 20
LONGEST_NUMBER = 32
BOM = b"\xef\xbb\xbf"
_SECONDS_BELOW = 2**31


@dataclass(frozen=True, slots=True)
class Refusal:
    """A position that was not accepted; `index` is its place in the array, None for the whole."""

    index: int | None
    field: str
    message: str


@dataclass(slots=True)
class Batch:
    """What one message held: the good fixes, how many were refused, and the first reasons.

    `places` are the fixes' places in the array.
    """

    fixes: list[Fix] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, index: int | None, name: str, message: str) -> None:
        """Count a refusal; only the first few are told in words."""
        self.refused += 1
        if len(self.refusals) < MOST_REFUSALS_TOLD:
            self.refusals.append(Refusal(index, name, message))

    def add(self, other: "Batch") -> None:
        """Take over another part's refusals."""
        self.refused += other.refused
        self.refusals = (self.refusals + other.refusals)[:MOST_REFUSALS_TOLD]


def decode(message: str | bytes) -> list[Any]:
    """The positions of one message, unchecked.

    Raises:
        FeedError: too long, not JSON, or neither an object nor an array.
    """
    if len(message) > LONGEST_MESSAGE:
        raise FeedError(f"a message holds at most {LONGEST_MESSAGE} bytes", field="body")
    mark = BOM if isinstance(message, bytes) else BOM.decode()
    try:
        content = orjson.loads(message.removeprefix(mark))  # type: ignore[arg-type]
    except orjson.JSONDecodeError as error:
        raise FeedError(f"not JSON: {error}", field="body") from None
    if isinstance(content, dict):
        return [content]
    if isinstance(content, list):
        return content
    raise FeedError("a message is one JSON object or an array of them", field="body")


def read(items: list[Any], *, now: datetime, first: int = 0, only: str | None = None) -> Batch:
    """Check decoded positions; a bad one never spoils its neighbours.

    What a device's clock says is handed on as it is (operations/ingest/steps.py puts it right).

    Args:
        items: as `decode` returned them, or a slice of it.
        now: timezone-aware; stands in for a missing `at`.
        first: the index of the first item in its message.
        only: the unit the sender may speak for; None for any.
    """
    batch = Batch()
    accept, place = batch.fixes.append, batch.places.append
    for index, item in enumerate(items, first):
        if type(item) is not dict:
            batch.refuse(index, "body", "a position is a JSON object")
            continue
        unit_id: Any = item.get("id")
        lat: Any = item.get("lat")
        lon: Any = item.get("lon")
        if _fault(unit_id, lat, lon) is not None or not unit_id.isascii():
            unit_id, lat, lon = _meant(item)
            if (fault := _fault(unit_id, lat, lon)) is not None:
                batch.refuse(index, *fault)
                continue
        if only is not None and unit_id != only:
            batch.refuse(index, "id", ANOTHER_UNIT)
            continue
        at = _moment(item.get("at"), now)
        if at is None:
            batch.refuse(index, "at", NOT_A_MOMENT)
            continue
        if item.get("valid") is False or item.get("valid") == 0:
            batch.refuse(index, "valid", "a receiver without a fix repeats its last place")
            continue
        place(index)
        accept(
            Fix(
                unit_id,
                float(lat),
                float(lon),
                at,
                credible_kmh(_measure(item.get("speed_kmh"))),
                _bearing(item.get("bearing_deg")),
                _measure(item.get("accuracy_m")),
                _battery(item.get("battery")),
                item.get("mock") is True or item.get("is_mock") is True,
            )
        )
    return batch


def _meant(item: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Id and place as somebody may write them: an id typed with a blank, numbers as texts."""
    unit_id = item.get("id", item.get("device_id", item.get("deviceid")))
    lat, lon = item.get("lat", item.get("latitude")), item.get("lon", item.get("lng"))
    lon = item.get("longitude") if lon is None else lon
    return read_device_id(unit_id), _number(lat), _number(lon)


def _number(value: Any) -> Any:
    """A number written as text; anything else as it is."""
    if type(value) is str and len(value) <= LONGEST_NUMBER:
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _fault(unit_id: Any, lat: Any, lon: Any) -> tuple[str, str] | None:
    """Field and reason when a position names no unit or no place."""
    if type(unit_id) is not str or not UNIT_ID.fullmatch(unit_id):
        return "id", f"id must be {UNIT_ID_WORDS}"
    if (type(lat) is not float and type(lat) is not int) or not -90.0 <= lat <= 90.0:
        return "lat", "lat must be a number from -90 to 90"
    if (type(lon) is not float and type(lon) is not int) or not -180.0 <= lon <= 180.0:
        return "lon", "lon must be a number from -180 to 180"
    if lat == 0 and lon == 0:
        return "lat", "0,0 is what a receiver without a fix sends"
    return None


def _moment(value: Any, now: datetime) -> datetime | None:
    """ISO 8601 with an offset, or seconds or milliseconds since 1970; None when it is neither."""
    if value is None:
        return now
    try:
        if type(value) is str:
            return from_iso(value)
        if type(value) is int or type(value) is float:
            return from_ms(value if value >= _SECONDS_BELOW else value * 1000)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _measure(value: Any) -> float | None:
    """A number from 0 up; anything else is unknown."""
    if type(value) is float or type(value) is int:
        return float(value) if 0 <= value < 1e6 else None
    return None


def _bearing(value: Any) -> float | None:
    number = _measure(value)
    return None if number is None else number % 360.0


def _battery(value: Any) -> float | None:
    number = _measure(value)
    return None if number is None else min(number, 1.0)


def answer(accepted: int, batch: Batch) -> bytes:
    """What the sender is told when something was refused."""
    told = [{"index": r.index, "field": r.field, "message": r.message} for r in batch.refusals]
    return orjson.dumps({"accepted": accepted, "refused": told, "refused_count": batch.refused})


class Pace:
    """Lets something happen `most` times per `every`; who floods is not flooded back."""

    def __init__(self, every: timedelta, most: int, clock: Callable[[], datetime]) -> None:
        self._every = every
        self._most = most
        self._clock = clock
        self._since: datetime | None = None
        self._count = 0

    def allows(self) -> bool:
        """True while fewer than `most` happened in the running span; then this counts too."""
        now = self._clock()
        if self._since is None or now - self._since >= self._every:
            self._since, self._count = now, 0
        self._count += 1
        return self._count <= self._most
