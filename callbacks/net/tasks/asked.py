"""What the forms of work in the grids say, read: words, numbers, places, moments."""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from callbacks import office
from domain.errors import InvalidError
from domain.fields import as_choice

W = TypeVar("W", bound=StrEnum)
_LONGEST = 6


def several(asked: office.Asked, name: str) -> tuple[str, ...]:
    """Words with commas between, each once."""
    return tuple(dict.fromkeys(filter(None, asked.text(name).split(","))))


def word(words: type[W], asked: office.Asked, name: str) -> W:
    """A word of a vocabulary.

    Raises:
        InvalidError: it is none.
    """
    return words(as_choice(asked.text(name), name, [one.value for one in words]))


def whole(asked: office.Asked, name: str) -> int:
    """A number; 0 where nothing stands.

    Raises:
        InvalidError: it is none, or too long.
    """
    text = asked.text(name)
    if text and not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        raise InvalidError(says="field_not_valid", field=name)
    return int(text or 0)


def degrees(asked: office.Asked, name: str) -> float | None:
    """A latitude or longitude; None where nothing stands.

    Raises:
        InvalidError: it is none.
    """
    text = asked.text(name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None
    if not -180 <= value <= 180 or (name == "lat" and abs(value) > 90):
        raise InvalidError(says="field_not_valid", field=name)
    return value


def moment(asked: office.Asked, name: str, zone_name: str) -> datetime:
    """A moment as a form gives it, in the district's time.

    Raises:
        InvalidError: it is none.
    """
    try:
        at = datetime.fromisoformat(asked.text(name))
    except ValueError:
        raise InvalidError(says="patrol_needs_times", field=name) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone_name))
