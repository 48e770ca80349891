"""Finding a place by what a caller says: what is asked for, and how well a name fits it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from domain.maps.house_numbers import split_address, tidy
from domain.saying import Spoken

__all__ = [
    "Address",
    "Found",
    "Key",
    "Precision",
    "Source",
    "as_address",
    "as_crossing",
    "asked",
    "plain",
    "rank",
    "tidy",
]


class Source(StrEnum):
    """What a place that was found is."""

    POINT = "point"
    AREA = "area"
    ADDRESS = "address"
    CROSSING = "crossing"
    ROAD = "road"
    PLACE = "place"
    CAMERA = "camera"


class Precision(StrEnum):
    """How exactly a place is known; `radius_m` beside it says how far off it may be."""

    EXACT = "exact"
    INTERPOLATED = "interpolated"
    CENTRE = "centre"
    MIDDLE_OF_ROAD = "middle_of_road"


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a text may mean, WGS 84 degrees.

    `text` says honestly how exact it is, `radius_m` how far off it may be.
    `area_code` is the area itself or the finest that holds the point.
    """

    source: Source
    name: str
    lat: float
    lon: float
    area_code: str
    precision: Precision
    radius_m: float
    text: Spoken


@dataclass(frozen=True, slots=True)
class Key:
    """A name as it is searched: in plain letters, its pinyin, its pinyin's initials."""

    name: str
    pinyin: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A house number on a road, as a caller says it; `label` is how, for a part of the house."""

    road: str
    number: int
    label: str = ""


_BLANK = re.compile(r"[\s,，.。、;；:：'\"“”‘’()（）\-_/\\]+")
_MARKS = ",.。、;:'\"“”‘’()-_/\\"
# Said beside a place, and no part of its name.
_AROUND = ("附近", "旁边", "旁", "对面", "门口", "门前", "一带", "边上", "这里", "这边")
_AND = re.compile(r"[与和跟同x×/、&+]")
_CORNER = re.compile(r"的?(?:[东南西北]{1,2}(?:角|侧|边|面))$")
_CROSSING_WORDS = re.compile(r"的?(?:交叉路口|十字路口|丁字路口|交叉口|路口|交口|交汇处|口)$")
_ROAD_ENDS = "(?:大道|大街|路|街|巷|道|线)"
# Two roads said one behind the other: 南环路西环路路口.
_TWO_ROADS = re.compile(rf"([^路街巷道线]{{1,10}}{_ROAD_ENDS})([^路街巷道线]{{1,10}}{_ROAD_ENDS})")
LONGEST_ASKED = 200


def plain(text: str) -> str:
    """A text as names are compared: narrow letters in lower case, no blanks and marks."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text).lower())


def asked(text: str) -> str:
    """What a caller says, tidy: without 附近 and the like, its dashes and marks still there.

    `plain` makes a name of it, `as_address` reads the house number in it. Only the first
    `LONGEST_ASKED` characters are read: no place is called by more.
    """
    words = tidy(text[:LONGEST_ASKED])[:LONGEST_ASKED].strip(_MARKS)
    while (around := next(filter(words.endswith, _AROUND), "")) and around != words:
        words = words.removesuffix(around)
    return words


def as_address(words: str) -> Address | None:
    """The road and house number in a tidy text, None when it is none: 淮烈大道12-1号."""
    found = split_address(words)
    if found is None:
        return None
    road, house = plain(found[0]), found[1]
    return Address(road, house.number, house.label) if road else None


def as_crossing(words: str) -> tuple[str, str] | None:
    """The two roads in a tidy text, None when there are none: 淮烈大道与南环路路口东南角."""
    said = _CORNER.sub("", words)
    without = _CROSSING_WORDS.sub("", said)
    found = _AND.search(without, 1)
    if found is not None and found.end() < len(without):
        return plain(without[: found.start()]), plain(without[found.end() :])
    both = _TWO_ROADS.fullmatch(plain(without))
    return (both[1], both[2]) if both else None


def rank(key: Key, words: str) -> int | None:
    """How well a name fits: 0 the very name, 1 its beginning, 2 its pinyin, 3 inside; None: not."""
    if words == key.name:
        return 0
    if key.name.startswith(words):
        return 1
    if words.isascii() and words:
        if words == key.initials or words == key.pinyin:
            return 1
        if key.initials.startswith(words) or key.pinyin.startswith(words):
            return 2
    return 3 if len(words) > 1 and words in key.name else None
