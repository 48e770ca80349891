"""Finding a place by what a caller says: what is asked for, and how well a name fits it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


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

    `text` is an honest sentence about how exact it is, `radius_m` how far off it may be.
    `area_code` is the area itself or the finest that holds the point.
    """

    source: Source
    name: str
    lat: float
    lon: float
    area_code: str
    precision: Precision
    radius_m: float
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """A name as it is searched: in plain letters, its pinyin, its pinyin's initials."""

    name: str
    pinyin: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A house number on a road, as a caller says it."""

    road: str
    number: int


_BLANK = re.compile(r"[\s,，.。、;；:：'\"“”‘’()（）\-_/\\]+")
# Said beside a place, and no part of its name.
_AROUND = ("附近", "旁边", "旁", "对面", "门口", "门前", "一带", "边上", "这里", "这边")
_ADDRESS = re.compile(r"(.*?[^\d])(?:第)?(\d{1,5})(?:号|號|#|hao|h)?(?:院|楼|栋|幢|内|门)?")
_AND = re.compile(r"[与和跟同x×]")
_CROSSING_WORDS = re.compile(r"的?(?:交叉口|路口|交口|交汇处|口)$")
# Both of these take a run of digits whole and never begin inside one: linear in the text.
_CHINESE_NUMBER = re.compile(
    r"(?<![零〇一二两三四五六七八九十百千])([零〇一二两三四五六七八九十百千]++)(?=[号號])"
)
# No house has a longer number, and no longer text is read as one.
LONGEST_NUMBER = 9
LONGEST_ASKED = 200
_DIGITS = {word: index for index, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def plain(text: str) -> str:
    """A text as names are compared: narrow letters in lower case, no blanks and marks."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text).lower())


def asked(text: str) -> str:
    """What a caller says, plainly: numbers in digits, without 附近 and the like.

    Only the first `LONGEST_ASKED` characters are read: no place is called by more.
    """
    words = plain(text[:LONGEST_ASKED])
    while (around := next(filter(words.endswith, _AROUND), "")) and around != words:
        words = words.removesuffix(around)
    return _CHINESE_NUMBER.sub(_in_digits, words)


def _in_digits(found: re.Match[str]) -> str:
    return str(whole_of(found[1])) if len(found[1]) <= LONGEST_NUMBER else found[1]


def whole_of(words: str) -> int:
    """A Chinese number below ten thousand: 一百二十 → 120."""
    if not any(letter in _TENS for letter in words):
        return int("".join(str(_DIGITS[letter]) for letter in words))
    total, digit = 0, 0
    for letter in words:
        if letter in _TENS:
            total += (digit or 1) * _TENS[letter]
            digit = 0
        else:
            digit = _DIGITS[letter]
    return total + digit


def as_address(words: str) -> Address | None:
    """The road and house number in a text, None when it is none: 淮烈大道12号."""
    found = _ADDRESS.fullmatch(words)
    return Address(found[1], int(found[2])) if found else None


def as_crossing(words: str) -> tuple[str, str] | None:
    """The two roads in a text, None when there are none: 淮烈大道与南环路路口."""
    found = _AND.search(words, 1)
    if found is None or found.end() == len(words):
        return None
    second = words[found.end() :]
    return words[: found.start()], _CROSSING_WORDS.sub("", second) or second


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
