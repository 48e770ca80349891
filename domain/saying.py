"""What is to be said, before anybody knows in which language: a code and what stands in it.

Rules and operations make these; the sentence is made at the edge, where the reader is known
(`api.errors.answer`, a print, a page), from the catalogues of `locale/` (context `reason`).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, Protocol


class Speaker(Protocol):
    """The words of a language, as far as they are needed here (`domain.words.Words`)."""

    language: str

    def __call__(self, message: str, /, **values: object) -> str:
        """A message of the catalogue."""
        ...

    def of(self, context: str, code: str, /, **values: object) -> str:
        """The sentence of a code."""
        ...


CONTEXT = "reason"


class Spoken(ABC):
    """Something that can be said in a language; equal where all of its parts are."""

    __slots__ = ()

    @abstractmethod
    def said(self, words: Speaker) -> str:
        """In the words of a language."""


class Saying(Spoken):
    """The sentence of a code with its values; among them may stand what is said itself.

    Args:
        code: its name in the catalogues (context `reason`).
        values: what stands in the sentence.
    """

    __slots__ = ("code", "values")

    def __init__(self, code: str, /, **values: object) -> None:
        self.code = code
        self.values = values

    def said(self, words: Speaker) -> str:
        """The sentence."""
        return words.of(CONTEXT, self.code, **{k: _said(v, words) for k, v in self.values.items()})

    def __eq__(self, other: object) -> bool:
        """Whether the same is said."""
        return isinstance(other, Saying) and (self.code, self.values) == (other.code, other.values)

    def __hash__(self) -> int:
        """By the code: values may hold anything."""
        return hash(self.code)

    def __repr__(self) -> str:
        """As it is made."""
        return f"Saying({self.code!r}, {self.values!r})"


class Term(Spoken):
    """A word the catalogue may hold under the Chinese itself; a district's own name stays."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def said(self, words: Speaker) -> str:
        """The word."""
        return words(self.text)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same word."""
        return isinstance(other, Term) and self.text == other.text

    def __hash__(self) -> int:
        """By the word."""
        return hash(self.text)


_MARKS = {"names": ("、", ", "), "clauses": ("，", ", ")}


class Series(Spoken):
    """Several things in a row: names between 、 or commas, clauses between commas."""

    __slots__ = ("between", "parts")

    def __init__(self, parts: Iterable[object], *, between: str = "clauses") -> None:
        self.parts = tuple(parts)
        self.between = between

    def said(self, words: Speaker) -> str:
        """One after the other; what says nothing is left out."""
        chinese, other = _MARKS[self.between]
        told = [str(_said(part, words)) for part in self.parts]
        return (chinese if words.language == "zh" else other).join(one for one in told if one)

    def __eq__(self, other: object) -> bool:
        """Whether the same is said in the same order."""
        return isinstance(other, Series) and (self.parts, self.between) == (
            other.parts,
            other.between,
        )

    def __hash__(self) -> int:
        """By the parts."""
        return hash(self.parts)


def names(parts: Iterable[object]) -> Series:
    """Things one after the other, as in a list."""
    return Series(parts, between="names")


def clauses(*parts: object) -> Series:
    """Parts of one sentence."""
    return Series(parts)


def _said(value: object, words: Speaker) -> Any:
    return value.said(words) if isinstance(value, Spoken) else value
