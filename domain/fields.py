"""Reading one field of a message from outside: the value, or which field is wrong and why."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from domain.errors import FieldNames, InvalidError
from domain.moments import from_iso

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
UNIT_ID = re.compile(r"[\w.:@+-]{1,64}")
UNIT_ID_WORDS = "1 to 64 letters, digits or . : @ + - _"
LONGEST_NUMBER = 32
_NUMBER = re.compile(r"[+-]?\d{1,10}(?:\.\d{0,20})?", re.ASCII)
_HALF = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")

Raw = Mapping[str, Any]
T = TypeVar("T")


class Faults:
    """Every wrong field of a message, so that a sender need not find them one by one."""

    def __init__(self) -> None:
        self._found: list[InvalidError] = []

    def tried(self, read: Callable[[], T], otherwise: T) -> T:
        """What `read` makes; `otherwise` when it refuses, which is kept."""
        try:
            return read()
        except InvalidError as error:
            self._found.append(error)
            return otherwise

    def add(self, error: InvalidError) -> None:
        """Keep one more."""
        self._found.append(error)

    def names(self, *fields: str) -> bool:
        """Whether one of these fields is wrong."""
        return any(error.field in fields for error in self._found)

    def raise_any(self) -> None:
        """Refuse the message, if anything is wrong.

        Raises:
            InvalidError: the first; `others` are the rest.
        """
        if self._found:
            first, *others = self._found
            first.others = tuple(others)
            raise first


def without_broken_letters(text: str) -> tuple[str, int]:
    """A text without control characters, U+FFFD for halves of letters; how many there were."""
    text, halves = _HALF.subn("\ufffd", text)
    text, controls = _CONTROL.subn("", text)
    return text, halves + controls


def as_written_number(value: object) -> object:
    """The number a text stands for; anything else as it is."""
    if not isinstance(value, str) or len(value) > LONGEST_NUMBER:
        return value
    text = unicodedata.normalize("NFKC", value).strip()
    if not _NUMBER.fullmatch(text):
        return value if text else None
    return float(text) if "." in text else int(text)


def missing(name: str, given: str | None = None) -> InvalidError:
    """The refusal of a message that lacks a required field; `given` is one that asks for it."""
    if given is None:
        return InvalidError(says="field_missing", field=name, code="missing")
    return InvalidError(
        says="field_missing_with", given=FieldNames(given), field=name, code="missing"
    )


def required(raw: Raw, name: str) -> Any:
    """The field's value; null counts as absent.

    Raises:
        InvalidError: the field is absent.
    """
    value = raw.get(name)
    if value is None:
        raise missing(name)
    return value


def check_object(raw: object) -> Raw:
    """The message as a mapping.

    Raises:
        InvalidError: it is not a JSON object.
    """
    if not isinstance(raw, Mapping):
        raise InvalidError(says="body_no_object", field="body")
    return raw


def check_known(raw: Raw, known: Iterable[str]) -> None:
    """Refuse fields nobody reads: a misspelt one must not be lost in silence.

    Raises:
        InvalidError: names the first unknown field.
    """
    for name in raw:
        if name not in known:
            shown = _CONTROL.sub("", str(name))[:64].strip() or "body"
            raise InvalidError(says="field_unknown", field=shown, code="unknown_field")


def as_text(value: object, name: str, *, longest: int, lines: bool = False) -> str:
    """A text without control characters, trimmed; runs of spaces become one unless `lines`.

    Raises:
        InvalidError: not a text, empty, longer than `longest` characters, or not printable.
    """
    if not isinstance(value, str):
        raise InvalidError(says="field_no_text", field=name)
    if _CONTROL.search(value):
        raise InvalidError(says="field_control_character", field=name)
    # What nobody sees may hide a number from the masks, or turn a line around on the screen.
    value = _INVISIBLE.sub("", value)
    text = value.strip() if lines else _SPACES.sub(" ", value).strip()
    if not text:
        raise InvalidError(says="field_empty", field=name)
    if len(text) > longest:
        raise InvalidError(says="field_too_long", longest=longest, field=name)
    return text


def optional_text(raw: Raw, name: str, *, longest: int, lines: bool = False) -> str | None:
    """Like `as_text`; absent, null and blank are all None."""
    value = raw.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return as_text(value, name, longest=longest, lines=lines)


def as_choice(value: object, name: str, words: Iterable[str]) -> str:
    """One of the given words.

    Raises:
        InvalidError: any other value; the message lists the words.
    """
    allowed = [str(word) for word in words]
    if not isinstance(value, str) or value not in allowed:
        raise InvalidError(says="field_choice", allowed=", ".join(allowed), field=name)
    return value


def as_whole(value: object, name: str, *, low: int, high: int) -> int:
    """A whole number from `low` to `high`; a boolean or a text is neither.

    Raises:
        InvalidError: anything else.
    """
    if type(value) is not int or not low <= value <= high:
        raise InvalidError(says="field_no_whole", low=low, high=high, field=name)
    return value


def as_number(value: object, name: str, *, low: float, high: float) -> float:
    """A finite number from `low` to `high`; a boolean or a text is neither.

    Raises:
        InvalidError: anything else.
    """
    if type(value) not in (int, float):
        raise InvalidError(says="field_no_number", field=name)
    if not low <= value <= high:  # type: ignore[operator]  # false for NaN as well
        raise InvalidError(says="field_range", low=f"{low:g}", high=f"{high:g}", field=name)
    return float(value)  # type: ignore[arg-type]


def _is_degrees(value: object, most: float) -> bool:
    return type(value) in (int, float) and abs(value) <= most  # type: ignore[arg-type]


def as_place(raw: Raw) -> tuple[float, float] | None:
    """`lat` and `lon` in degrees; None when neither is given.

    Raises:
        InvalidError: only one is given, or one is no coordinate.
    """
    lat, lon = raw.get("lat"), raw.get("lon")
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        lacking, given = ("lat", "lon") if lat is None else ("lon", "lat")
        raise missing(lacking, given)
    if _is_degrees(lat, 180) and _is_degrees(lon, 90) and not _is_degrees(lat, 90):
        raise InvalidError(says="lat_lon_swapped", lat=f"{lat:g}", lon=f"{lon:g}", field="lat")
    return as_number(lat, "lat", low=-90, high=90), as_number(lon, "lon", low=-180, high=180)


def as_moment(value: object, name: str) -> datetime:
    """An ISO 8601 moment with an offset, in UTC, not before the year 2000.

    Raises:
        InvalidError: anything else.
    """
    if not isinstance(value, str):
        raise InvalidError(says="field_no_moment", field=name)
    try:
        moment = from_iso(value.strip())
    except (ValueError, OverflowError):
        raise InvalidError(says="field_no_moment", field=name) from None
    if moment < EARLIEST:
        raise InvalidError(says="field_before_2000", field=name)
    return moment
