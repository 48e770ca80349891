"""Codes of areas: their lengths tell the level, and a longer one lies in a shorter one."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from domain.errors import InvalidError


class Level(StrEnum):
    """The four levels of an area, widest first."""

    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"


CODE_LENGTH: dict[Level, int] = {
    Level.DISTRICT: 6,
    Level.TOWN: 9,
    Level.VILLAGE: 12,
    Level.GRID: 15,
}
AREA_WORDS: Mapping[Level, str] = MappingProxyType(
    {
        Level.DISTRICT: "全域",
        Level.TOWN: "镇街",
        Level.VILLAGE: "村（社区）",
        Level.GRID: "网格",
    }
)
# The same where room is short.
AREA_SHORT_WORDS: Mapping[Level, str] = MappingProxyType({**AREA_WORDS, Level.VILLAGE: "村社区"})
_LEVEL_OF_LENGTH = {length: level for level, length in CODE_LENGTH.items()}
_DIGITS = re.compile(r"[0-9]+")


def level_of(code: str) -> Level:
    """The level a code's length tells.

    Raises:
        InvalidError: not digits, or not 6, 9, 12 or 15 of them.
    """
    level = _LEVEL_OF_LENGTH.get(len(code))
    if level is None or not _DIGITS.fullmatch(code):
        raise InvalidError(says="area_code_wrong", field="area_code")
    return level


def parent_of(code: str) -> str | None:
    """The code one level up; None for a district."""
    return None if level_of(code) is Level.DISTRICT else code[:-3]


def lineage(code: str) -> tuple[str, ...]:
    """The codes from the district down to `code`, both included."""
    level_of(code)
    return tuple(code[:length] for length in CODE_LENGTH.values() if length <= len(code))


def contains(ancestor: str, code: str) -> bool:
    """True when `code` is `ancestor` or lies below it."""
    return code.startswith(ancestor)
