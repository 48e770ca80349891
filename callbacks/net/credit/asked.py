"""What the forms of credit say, read: words of a vocabulary and numbers."""

from enum import StrEnum
from typing import TypeVar

from callbacks import office
from domain.errors import InvalidError
from domain.fields import as_choice

W = TypeVar("W", bound=StrEnum)
LONGEST_NUMBER = 6


def word(words: type[W], asked: office.Asked, name: str) -> W:
    """A word of a vocabulary.

    Raises:
        InvalidError: it is none.
    """
    return words(as_choice(asked.text(name), name, [one.value for one in words]))


def signed(asked: office.Asked, name: str) -> int:
    """A number that may be below zero; 0 where nothing stands.

    Raises:
        InvalidError: it is none, or too long.
    """
    text = asked.text(name)
    digits = text.removeprefix("-").removeprefix("+")
    if text and not (digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER):
        raise InvalidError(says="field_not_valid", field=name)
    return int(text or 0)


def whole(asked: office.Asked, name: str) -> int:
    """A number; 0 where nothing stands.

    Raises:
        InvalidError: it is none, or too long.
    """
    text = asked.text(name)
    if text and not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise InvalidError(says="field_not_valid", field=name)
    return int(text or 0)
