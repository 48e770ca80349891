"""What the forms of the working pages say, read: words of a vocabulary, numbers, places."""

from enum import StrEnum
from typing import TypeVar

from callbacks import office
from domain.errors import InvalidError
from domain.fields import as_choice

W = TypeVar("W", bound=StrEnum)


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


def several(asked: office.Asked, name: str) -> tuple[str, ...]:
    """Words with commas or blanks between, each once."""
    told = asked.text(name).replace(",", " ").replace("，", " ")
    return tuple(dict.fromkeys(told.split()))


def whole(asked: office.Asked, name: str, *, longest: int = 6) -> int:
    """A number that is not negative; 0 where nothing stands.

    Raises:
        InvalidError: something stands that is none, or it is too long.
    """
    text = asked.text(name)
    if text and not (text.isascii() and text.isdigit() and len(text) <= longest):
        raise InvalidError(says="field_not_valid", field=name)
    return int(text or 0)


def signed(asked: office.Asked, name: str, *, longest: int = 6) -> int:
    """A number that may be below zero; 0 where nothing stands.

    Raises:
        InvalidError: it is none, or too long.
    """
    text = asked.text(name)
    digits = text[1:] if text[:1] in {"-", "+"} else text
    if text and not (digits.isascii() and digits.isdigit() and len(digits) <= longest):
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
