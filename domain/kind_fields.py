"""The fields of a kind of fact: how each stands in a state, in a row and on a screen.

A field is declared once, mostly by the annotation of a dataclass, and read from here by whoever
writes states and rows, masks, searches or checks.
"""

import types
import typing
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, Union

from domain.moments import from_iso, to_iso


class Masking(StrEnum):
    """How a personal field looks to those who need not know it."""

    PERSON = "person"  # a name, perhaps with a number: the surname and the masked number
    PHONE = "phone"  # first three and last four digits
    WORDS = "words"  # free text that keeps its words and loses its numbers


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Shape:
    """What values a field takes; `name` is the word a client's check knows it by.

    Attributes:
        name: text, whole, number, flag, moment, lat, lon, area, code, words, moments or any.
        one_of: the values a `code` takes, the keys of `moments`; empty for any.
        encode: an entity's value as the JSON of a state.
        decode: the JSON of a state as an entity's value.
    """

    name: str
    one_of: Collection[str | int] = ()
    encode: Callable[[Any], Any] = _same
    decode: Callable[[Any], Any] = _same

    def accepts(self, value: Any) -> bool:
        """Whether a value of a state, not null, has this shape."""
        return _CHECKS[self.name](value, self.one_of)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_moment(value: Any) -> bool:
    try:
        return from_iso(value) is not None
    except (TypeError, ValueError):
        return False


def _is_area(value: Any) -> bool:
    return isinstance(value, str) and value.isdecimal() and len(value) in {6, 9, 12, 15}


def _are_moments(value: Any, keys: Collection[str | int]) -> bool:
    if not isinstance(value, dict):
        return False
    return all(key in keys and _is_moment(moment) for key, moment in value.items())


_CHECKS: Mapping[str, Callable[[Any, Collection[str | int]], bool]] = {
    "text": lambda value, _: isinstance(value, str),
    "whole": lambda value, _: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value, _: _is_number(value),
    "flag": lambda value, _: isinstance(value, bool),
    "moment": lambda value, _: _is_moment(value),
    "lat": lambda value, _: _is_number(value) and -90 <= value <= 90,
    "lon": lambda value, _: _is_number(value) and -180 <= value <= 180,
    "area": lambda value, _: _is_area(value),
    "code": lambda value, known: value in known,
    "words": lambda value, _: isinstance(value, list) and all(isinstance(w, str) for w in value),
    "moments": _are_moments,
    "any": lambda value, _: True,
}

TEXT = Shape("text")
WHOLE = Shape("whole")
NUMBER = Shape("number")
FLAG = Shape("flag")
MOMENT = Shape("moment", encode=to_iso, decode=from_iso)
LAT, LON = Shape("lat"), Shape("lon")
AREA = Shape("area")
WORDS = Shape("words", encode=list, decode=tuple)
ANY = Shape("any")


def code(known: type[Enum]) -> Shape:
    """One word, or number, of a vocabulary."""
    one_of = tuple(member.value for member in known)
    return Shape("code", one_of, encode=lambda member: member.value, decode=known)


def moments(known: type[Enum]) -> Shape:
    """When each step of a vocabulary was reached."""

    def encode(reached: Mapping[Enum, datetime]) -> dict[str, str]:
        return {step.value: to_iso(at) for step, at in reached.items()}

    def decode(reached: Mapping[str, str]) -> dict[Enum, datetime]:
        return {known(step): from_iso(at) for step, at in reached.items()}

    return Shape("moments", tuple(member.value for member in known), encode, decode)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind.

    Attributes:
        name: in the state, or among the personal fields.
        shape: what values it takes.
        attribute: of the entity; also the column, where `column` names no other.
        may_be_null: whether None is a value of it.
        default: what an older state that lacks it is read as, when it is `may_be_absent`.
        may_be_absent: whether older states of the same version lack it.
        personal: how it is masked; None where it tells of no person.
        is_on_screens: a personal field that screens are sent, masked; others are asked for singly.
        is_loose: senders write what they like here: its numbers are masked on screens.
        is_needed: a screen can draw nothing of the kind without it.
        derived: computes the value from the entity; such a field is not read back.
    """

    name: str
    shape: Shape = TEXT
    attribute: str = ""
    column: str = ""
    may_be_null: bool = False
    may_be_absent: bool = False
    default: Any = None
    personal: Masking | None = None
    is_on_screens: bool = False
    is_loose: bool = False
    is_needed: bool = False
    derived: Callable[[Any], Any] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "attribute", self.attribute or self.name)
        object.__setattr__(self, "column", self.column or self.attribute)

    def written(self, value: Any) -> Any:
        """An entity's value as it stands in the state."""
        return None if value is None else self.shape.encode(value)

    def read(self, state: Mapping[str, Any]) -> Any:
        """The entity's value a state tells.

        Raises:
            KeyError: the state lacks it.
        """
        value = state.get(self.name, self.default) if self.may_be_absent else state[self.name]
        return value if value is None else self.shape.decode(value)

    def accepts(self, value: Any) -> bool:
        """Whether a state may hold this value."""
        return self.may_be_null if value is None else self.shape.accepts(value)


_PLAIN: Mapping[Any, Shape] = {
    str: TEXT,
    int: WHOLE,
    float: NUMBER,
    bool: FLAG,
    datetime: MOMENT,
}


def fields_of(entity: type, **marks: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields a dataclass declares by its annotations.

    Args:
        entity: a dataclass; its fields may be text, numbers, flags, moments, enumerations, tuples
            of text, and mappings of an enumeration to moments, each perhaps `| None`.
        marks: what the annotations do not tell: attributes of `Field` by the entity's field.

    Raises:
        TypeError: an annotation that is none of these, or a mark of no field.
    """
    hints = typing.get_type_hints(entity)
    names = [one.name for one in fields(entity)]
    if strange := marks.keys() - set(names):
        raise TypeError(f"{entity.__name__} has no field {sorted(strange)}")
    return tuple(_field(name, hints[name], marks.get(name, {})) for name in names)


def _field(name: str, hint: Any, marks: Mapping[str, Any]) -> Field:
    options = typing.get_args(hint) if typing.get_origin(hint) in {Union, types.UnionType} else ()
    kept = [one for one in options if one is not type(None)] or [hint]
    shape = marks.get("shape") or _shape(name, kept[0])
    made = Field(
        name=marks.get("name", name), shape=shape, attribute=name, may_be_null=bool(options)
    )
    return replace(made, **{key: value for key, value in marks.items() if key != "name"})


def _shape(name: str, hint: Any) -> Shape:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return code(hint)
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and inside[0] is str:
        return WORDS
    if origin is not None and issubclass(origin, Mapping):
        keys = inside[0]
        if inside[1] is datetime and isinstance(keys, type) and issubclass(keys, Enum):
            return moments(keys)
        return ANY
    raise TypeError(f"no shape is known for {name}: {hint}")
