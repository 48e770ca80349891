"""Moments: aware UTC inside, ISO 8601 with milliseconds and `Z` in every message."""

from datetime import UTC, datetime


def to_iso(moment: datetime) -> str:
    """Write an aware moment as `2026-01-01T00:00:00.000Z`.

    Raises:
        ValueError: the moment carries no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment must carry a time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_iso(text: str) -> datetime:
    """Read an ISO 8601 moment that carries an offset or `Z`; the result is UTC.

    Raises:
        ValueError: the text is not a moment, or carries no offset.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment must carry a time zone, such as Z or +08:00")
    return moment.astimezone(UTC)


def to_id(moment: datetime) -> str:
    """A moment as a part of an id, to the microsecond; nothing is read out of it again."""
    return f"{moment:%Y%m%dT%H%M%S%f}"


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970-01-01 UTC."""
    return int(moment.timestamp() * 1000)


def from_ms(milliseconds: float) -> datetime:
    """The aware UTC moment of milliseconds since 1970-01-01 UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
