"""What the forms of the net say, read: words of a vocabulary, several of them, numbers."""

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
    return words(as_choice(asked.text(name), name, [one.value for one in words]))


def several(asked: office.Asked, name: str) -> tuple[str, ...]:
    """Words with commas or blanks between, each once."""
    told = asked.text(name).replace(",", " ").replace("，", " ")
    return tuple(dict.fromkeys(told.split()))


def whole(asked: office.Asked, name: str, *, longest: int = 6) -> int:
    """A number that is not negative; 0 where nothing stands.

    Raises:
        InvalidError: something stands that is none.
    """
    text = asked.text(name)
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= longest):
        raise InvalidError(says="field_not_valid", field=name)
    return int(text)
