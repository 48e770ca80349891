"""The day of a duty in every form that people write it and that means one day only."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from domain.errors import InvalidError

# What spreadsheets count their days from, and the years a roster may be of.
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS = re.compile(r"([二三]?)十([一二三四五六七八九]?)")
_AFTER = re.compile(r"[(（\[]?\s{0,9}(?:星期|周|礼拜)[一二三四五六日天]\s{0,9}[)）\]]?$")
_TIME = re.compile(r"[T ]\s{0,9}\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?$")
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_LAST_YEAR = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,10})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_D_MON_Y = re.compile(r"(\d{1,2})[- ]([a-z]{3})[a-z]{0,6}[- ,]\s*(\d{4})")
_MON_D_Y = re.compile(r"([a-z]{3})[a-z]{0,6}[- ](\d{1,2}),?[- ](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?")
_NO_YEAR = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?")


def read_day(cell: object) -> date | None:
    """The day a cell means; None when it is no day, or may be two."""
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _in_range(_written(_plain(str(cell))))


def why_no_day(cell: object) -> InvalidError:
    """Why a cell is no day, for whoever fills in the roster."""
    text = _plain("" if cell is None else str(cell))
    if not text:
        return InvalidError(says="roster_day_missing")
    if text.startswith("="):
        return InvalidError(says="roster_day_formula")
    if _LAST_YEAR.fullmatch(text):
        return InvalidError(says="roster_day_last_year", text=text)
    if _SHORT_YEAR.fullmatch(text):
        return InvalidError(says="roster_day_short_year", text=text)
    if _NO_YEAR.fullmatch(text):
        return InvalidError(says="roster_day_no_year", text=text)
    return InvalidError(says="roster_no_day", text=text[:20])


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip().strip("'\u200b\ufeff")
    text = _AFTER.sub("", text).strip()
    if "年" in text:
        text = _TENS.sub(_ten, text).translate(_CHINESE)
    return _TIME.sub("", text).strip()


def _ten(found: re.Match[str]) -> str:
    """二十一 as digits: 21."""
    tens = {"": "1", "二": "2", "三": "3"}[found[1]]
    return tens + (found[2] or "0")


def _written(text: str) -> date | None:
    lower = text.lower()
    if found := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
        return _date(found[1], found[2], found[3])
    if found := _LAST_YEAR.fullmatch(text):
        # Day or month first? Only when one of the two can be no month does it mean one day.
        ways = {_date(found[3], found[1], found[2]), _date(found[3], found[2], found[1])} - {None}
        return ways.pop() if len(ways) == 1 else None
    if (found := _D_MON_Y.fullmatch(lower)) and found[2] in _MONTHS:
        return _date(found[3], str(_MONTHS.index(found[2]) + 1), found[1])
    if (found := _MON_D_Y.fullmatch(lower)) and found[1] in _MONTHS:
        return _date(found[3], str(_MONTHS.index(found[1]) + 1), found[2])
    if _SERIAL.fullmatch(text):
        return _EXCEL_EPOCH + timedelta(days=int(float(text)))
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _in_range(day: date | None) -> date | None:
    return day if day is not None and _FIRST <= day <= _LAST else None
