"""House numbers as files and callers write them: which house is meant, and what cannot be read.

A dash, a slash or a sign behind the number never becomes part of it: 12-1 is annex 1 of house 12,
never house 121. What is no house number (a date a spreadsheet made, a building alone) is None.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

_TENS = {"十": 10, "百": 100, "千": 1000}
_DIGITS = {word: index for index, word in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERALS = "零〇一二两三四五六七八九十百千"
_DASHES = re.compile(r"[‐‑‒–—―−－﹣⁃~〜～]|至(?=[\d甲-癸])|到(?=\d)")
# Both of these take a run whole and never begin inside one: linear in the text.
_CHINESE_NUMBER = re.compile(rf"[{_NUMERALS}]++")
# In running text only a run before one of these is a number: 五四路 is a road.
_CHINESE_BEFORE_SIGN = re.compile(
    rf"(?<![{_NUMERALS}])[{_NUMERALS}]++(?=号|號|之|附|-\d)"
    rf"|(?<=[之附])[{_NUMERALS}]++$"
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_SIGN = r"(?:号|號|#|hao|h)"
_UNITS = "(?:号楼|栋|幢|楼|座|单元|室|门|院|层|排|户|铺|库)"
_SAYS = rf"[\d{_NUMERALS}]{{1,4}}"
# What may stand behind a house number and its sign without making it another thing
# (12号线 is a railway, 12号桥 a bridge).
_BEHIND = rf"(?:大院|院|楼|栋|幢|座|门面|商铺|底商)?(?:{_SAYS}{_UNITS})*(?:{_SAYS})?"
# Said of the house as a whole, or beside it.
_ABOUT = (
    rf"{_SIGN}(?:大院|院内|院子|院|内|门|"
    r"(?:楼下|楼上|旁|对面|附近|门口|门前|隔壁|后面|前面|北侧|南侧|东侧|西侧).{0,20})"
)
_NUMBER = re.compile(
    rf"(?:门牌号?:?|no\.?|第|#)?(?P<stem>[{_STEMS}])?(?P<number>\d{{1,5}})(?P<rest>.*)"
)
_ANNEX = re.compile(
    rf"{_SIGN}?(?:-|之|附|/)(?P<annex>\d{{1,4}}|[{_STEMS}]|[a-z])(?:-\d{{1,4}}){{0,2}}{_SIGN}?(?:{_BEHIND})"
)
_LETTER = re.compile(rf"(?P<annex>[{_STEMS}]|[a-z]){_SIGN}?(?:{_BEHIND})")
_LIST = re.compile(rf"{_SIGN}?(?:[、,;和及&]\d{{1,5}}{_SIGN}?){{1,12}}")
_THOUSANDS = re.compile(r"\d{1,2},\d{3}(?:\D.*)?")
_DETAIL = re.compile(rf"{_SIGN}(?:{_BEHIND})")
_BUILDING = re.compile(r"(?:号楼|楼|栋|幢|座|院|内|门)(?:.*)")
_DATE = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d"
)
_ROAD = re.compile(r".{1,20}(?:大道|大街|路|街|巷|道|线)")
_WHOLE = re.compile(r"\d{1,5}(?:\.0+)?")
# Days since 1899-12-30, as a spreadsheet stores 2000-01-01 to 2049-12-31.
_SPREADSHEET_DAYS = range(36526, 54789)
# No house has a longer number, and no longer text is read as one.
_LONGEST_NUMBER, TEXT_LIMIT = 9, 60


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house, and how it was written when it is a part of it: 12-1, 12甲, 12号3栋.

    `label` is empty when the house itself is meant.
    """

    number: int
    label: str = ""


def read_cell(value: Any) -> HouseNumber | None:
    """The house number in a table's cell; None when it cannot be told with certainty.

    Of a range or a list (12-16, 12、14) it is the first number, with the whole as its label.
    """
    text = tidy(str(value)[: 2 * TEXT_LIMIT])
    if _WHOLE.fullmatch(text):
        number = int(text.split(".")[0])
        return None if number in _SPREADSHEET_DAYS or number == 0 else HouseNumber(number)
    found = read_said(_CHINESE_NUMBER.sub(_in_digits, text))
    return None if found is None or _is_building(found.label) else found


def read_said(text: str) -> HouseNumber | None:
    """The house number that a tidy text is, from its first letter to its last; None: it is none."""
    if len(text) > TEXT_LIMIT or _DATE.fullmatch(text):
        return None
    found = _NUMBER.fullmatch(text)
    if found is None or not (number := int(found["number"])):
        return None
    stem, rest = found["stem"] or "", found["rest"]
    if re.fullmatch(rf"(?:\.0+)?{_SIGN}?|{_ABOUT}", rest):
        return HouseNumber(number, f"{stem}{number}" if stem else "")
    if stem and not _DETAIL.fullmatch(rest):
        return None
    if _ANNEX.fullmatch(rest) or _LETTER.fullmatch(rest) or _is_list(found["number"], rest):
        return HouseNumber(number, f"{number}{_shortly(rest)}")
    if _DETAIL.fullmatch(rest) or _BUILDING.fullmatch(rest):
        return HouseNumber(number, f"{stem}{number}{rest}")
    return None


def split_address(text: str, *, is_from_table: bool = False) -> tuple[str, HouseNumber] | None:
    """The road and the house number in a tidy text: 淮烈大道12-1号; None when it holds none.

    In a table a number of five digits without a sign may be a day that a spreadsheet made of it.
    """
    text = _CHINESE_BEFORE_SIGN.sub(_in_digits, text)
    for at in range(1, len(text)):
        if text[at - 1].isdigit() or text[at] not in f"0123456789#第附门n{_STEMS}":
            continue
        if text[at] == "附":
            return None  # an annex of a house that is not named
        found = read_said(text[at:])
        if found is not None:
            if is_from_table and text[at:].isdigit() and int(text[at:]) in _SPREADSHEET_DAYS:
                return None
            return text[:at].rstrip("-,、;/"), found
    return None


def road_of(text: str) -> str | None:
    """The road that the words of an address name, with or without a house: 淮烈大道12号."""
    words = tidy(text[:TEXT_LIMIT])
    found = split_address(words)
    road = found[0] if found else words
    return road if _ROAD.fullmatch(road) else None


def tidy(text: str) -> str:
    """A text without blanks, narrow, in lower case; its dashes alike, signs kept.

    An enclosed digit is no digit of the number before it: 12① is 12-1.
    """
    spread = "".join(f"-{one}" if unicodedata.category(one) == "No" else one for one in text)
    narrow = "".join(unicodedata.normalize("NFKC", spread).split()).lower()
    narrow = "".join(one for one in narrow if unicodedata.category(one) not in ("Cf", "Cc"))
    return _DASHES.sub("-", narrow)


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


def _in_digits(found: re.Match[str]) -> str:
    return str(whole_of(found[0])) if len(found[0]) <= _LONGEST_NUMBER else found[0]


def _is_list(number: str, rest: str) -> bool:
    return bool(_LIST.fullmatch(rest)) and not _THOUSANDS.fullmatch(number + rest)


def _is_building(label: str) -> bool:
    """A building of an estate, not a house on a road: 3栋, 3号楼."""
    return bool(re.fullmatch(r"\d+(?:号楼|號楼|楼|栋|幢|座|门|内)", label))


def _shortly(rest: str) -> str:
    """An annex in one form, however it is written: 之1, 附1号, 号-1 → -1."""
    rest = re.sub(rf"^{_SIGN}", "", re.sub(rf"{_SIGN}$", "", rest))
    return re.sub(r"^(?:之|附|/)", "-", rest)
