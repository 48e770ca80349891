"""What the forms of a case say, read: words of a vocabulary, numbers, sums, instalments."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from callbacks import office
from domain.errors import InvalidError
from domain.fields import as_choice

W = TypeVar("W", bound=StrEnum)
_PART = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\S+)")


def several(asked: office.Asked, name: str) -> tuple[str, ...]:
    """Words with commas between, each once."""
    return tuple(dict.fromkeys(filter(None, asked.text(name).split(","))))


def word(words: type[W], asked: office.Asked, name: str) -> W:
    """A word of a vocabulary.

    Raises:
        InvalidError: it is none.
    """
    return named(words, asked.text(name), name)


def named(words: type[W], value: str, name: str) -> W:
    """A word as it was said.

    Raises:
        InvalidError: it is none of the vocabulary.
    """
    return words(as_choice(value, name, [one.value for one in words]))


def maybe(words: type[W], asked: office.Asked, name: str) -> W | None:
    """A word of a vocabulary; None where nothing stands.

    Raises:
        InvalidError: it is none.
    """
    return word(words, asked, name) if asked.text(name) else None


def whole(asked: office.Asked, name: str, *, longest: int = 6) -> int:
    """A number; 0 where nothing stands.

    Raises:
        InvalidError: it is none, or too long.
    """
    text = asked.text(name)
    if text and not (text.isascii() and text.isdigit() and len(text) <= longest):
        raise InvalidError(says="field_not_valid", field=name)
    return int(text or 0)


def fen(text: str, name: str, *, unit: str = "") -> int | None:
    """A sum in yuan, or in ten thousands (`wan`), to the fen; None where nothing stands.

    Raises:
        InvalidError: it is none.
    """
    if not text:
        return None
    each = 1_000_000 if unit == "wan" else 100
    try:
        told = Decimal(text.replace(",", "").replace("，", "")) * each
    except InvalidOperation:
        raise InvalidError(says="field_not_valid", field=name) from None
    if not told.is_finite() or told != told.to_integral_value() or not 0 <= told <= 10**13:
        raise InvalidError(says="field_not_valid", field=name)
    return int(told)


def day(text: str, name: str, zone_name: str) -> datetime | None:
    """The beginning of a day in the district, `2026-12-31`; None where nothing stands.

    Raises:
        InvalidError: it is no day.
    """
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone_name))
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None


def instalments(text: str) -> tuple[tuple[date, int], ...]:
    """Days and sums as they are typed: `2026-12-31 50000, 2027-01-31 70000.50`.

    Raises:
        InvalidError: a part is no day and sum.
    """
    found: list[tuple[date, int]] = []
    for part in re.split(r"[,，;；\n]", text):
        if not part.strip():
            continue
        told = _PART.fullmatch(part.strip())
        promised = fen(told[2], "instalments") if told else None
        if told is None or promised is None:
            raise InvalidError(says="field_not_valid", field="instalments")
        try:
            found.append((date.fromisoformat(told[1]), promised))
        except ValueError:
            raise InvalidError(says="field_not_valid", field="instalments") from None
    return tuple(found)
