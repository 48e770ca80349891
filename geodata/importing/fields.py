"""Columns of other people's files: which is which, and what a cell means."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from geodata.importing.report import Kind, Report, plain

NAME_LIMIT = 100
TEXT_LIMIT = 200

# Our field → names seen in files, most telling first; compared without case, blanks, _ and -.
# XZQDM, XZQMC, ZLDWDM, ZLDWMC: the national land survey (TD/T 1057).
KNOWN_NAMES: dict[str, tuple[str, ...]] = {
    "code": (
        *("code", "areacode", "代码", "编码", "编号", "区划代码", "行政区划代码", "统计代码"),
        *("网格编码", "网格代码", "村代码", "社区代码", "乡镇代码", "区县代码", "xzqdm", "zldwdm"),
        *("dm", "bm", "bh", "wgdm", "wgbm", "gridcode", "adcode", "id"),
    ),
    "name": (
        *("name", "areaname", "名称", "名字", "网格名称", "村名称", "村名", "社区名称"),
        *("乡镇名称", "行政区名称", "区划名称", "xzqmc", "zldwmc", "mc", "wgmc", "gridname"),
    ),
    "parent_code": (
        *("parentcode", "parent", "上级代码", "上级编码", "父级代码", "父代码", "所属代码"),
        *("所属村代码", "所属社区代码", "所属乡镇代码", "sjdm", "fdm", "pcode", "pid"),
    ),
    "is_urban": ("isurban", "urban", "城乡", "城乡分类", "城乡分类代码", "是否城镇", "类型"),
    "population": ("population", "pop", "人口", "人口数", "总人口", "rk", "rks"),
    "households": ("households", "户数", "总户数", "hs"),
    "lead": ("lead", "gridlead", "网格长", "wgz"),
    "branch": ("branch", "党支部", "党组织", "dzb"),
    "vacant_since": ("vacantsince", "空缺日期", "空缺起始"),
}
ALIASES = {"parent": "parent_code"}
COMMON_FIELDS = ("code", "name", "parent_code", "is_urban", "population", "households")
FIELDS: dict[str, tuple[str, ...]] = {
    "district": COMMON_FIELDS,
    "town": COMMON_FIELDS,
    "village": COMMON_FIELDS,
    "grid": (*COMMON_FIELDS, "lead", "branch", "vacant_since"),
    "handling": ("code", "name"),
}
_URBAN = frozenset({"1", "true", "t", "y", "yes", "是", "urban", "城镇", "城市", "城区", "社区"})
_RURAL = frozenset({"0", "false", "f", "n", "no", "否", "rural", "乡村", "农村", "村"})
# The statistics bureau's classes of city and country: 111–123 urban, 210 and 220 rural.
_CLASSES = {"111": True, "112": True, "121": True, "122": True, "123": True} | {
    "210": False,
    "220": False,
}


def map_fields(
    columns: Sequence[str], level: str, asked: Mapping[str, str], report: Report
) -> dict[str, str]:
    """Find the column of each field; `asked` (field → column) wins over known names.

    Returns:
        Field → column, for the fields found. Missing code or name, and names in `asked` that do
        not exist, are errors in `report` that tell which columns there are.
    """
    wanted = FIELDS[level]
    there = ", ".join(plain(name, 30) for name in columns) or "none at all"
    found: dict[str, str] = {}
    for alias, column in asked.items():
        field = ALIASES.get(alias, alias)
        if field not in wanted:
            report.error(
                Kind.MISSING_FIELD, f"{plain(alias)} is no field", f"Fields: {', '.join(wanted)}."
            )
        elif column not in columns:
            message = f"no column {plain(column)} for {field}; the file has: {there}"
            report.error(Kind.MISSING_FIELD, message, "Correct the name after --map.")
        else:
            found[field] = column
    for field in wanted:
        column_found = _detect(columns, field)
        if field not in found and column_found is not None:
            found[field] = column_found
    for field in ("code", "name"):
        if field not in found and field not in {ALIASES.get(name, name) for name in asked}:
            message = f"no column for {field}; the file has: {there}"
            advice = f"Say which one it is: --map {field}=COLUMN."
            report.error(Kind.MISSING_FIELD, message, advice)
    return found


def _detect(columns: Sequence[str], field: str) -> str | None:
    by_key = {_key(column): column for column in reversed(columns)}
    return next((by_key[name] for name in KNOWN_NAMES[field] if name in by_key), None)


def _key(name: str) -> str:
    return re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", name)).lower()


def is_missing(value: Any) -> bool:
    """None, NaN, NaT or blank text."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    return bool(value != value)  # only NaN and NaT differ from themselves


def read_code(value: Any, length: int | None) -> str:
    """A code as digits: fullwidth digits, blanks, `.0` and filling zeros put right.

    Args:
        value: a cell: text or number.
        length: digits wanted; None for a department's own codes, which may hold letters.

    Returns:
        The code, empty for an empty cell. It may still be malformed: compare its length.
    """
    if is_missing(value):
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if len(text) == length and text.isascii() and text.isdigit():
        return text
    text = "".join(unicodedata.normalize("NFKC", text).split())
    text = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cc"))
    if length is None:
        return text
    text = re.sub(r"\.0+$", "", text)
    filled = len(text) > length and text.isascii() and text.isdigit()
    # 12 digits with zeros at the end are how the statistics bureau writes a town or a district.
    if filled and len(text) in (9, 12, 15) and not text[length:].strip("0"):
        return text[:length]
    return text


def read_name(value: Any) -> str:
    """A name on one line without control characters; markup stays the text it is."""
    if is_missing(value):
        return ""
    if isinstance(value, str) and value.isprintable() and " " not in value:
        return value
    text = "".join(
        " " if letter.isspace() else letter
        for letter in str(value)
        if letter.isspace() or letter.isprintable()
    )
    return " ".join(text.split())


def read_is_urban(value: Any) -> bool | None:
    """Yes or no, or a class of city and country; None when empty.

    Raises:
        ValueError: it is neither.
    """
    if is_missing(value):
        return None
    word = read_code(value, None).lower().removesuffix(".0")
    if word in _CLASSES:
        return _CLASSES[word]
    if word not in _URBAN | _RURAL:
        raise ValueError("is neither urban nor rural")
    return word in _URBAN


def read_count(value: Any) -> int | None:
    """A whole number from 0; None when empty.

    Raises:
        ValueError: it is not one.
    """
    if is_missing(value):
        return None
    number = float(unicodedata.normalize("NFKC", str(value)).replace(",", "").strip())
    if not (0 <= number < 2**31 and number.is_integer()):
        raise ValueError("is not a whole number from 0")
    return int(number)


def read_day(value: Any) -> str | None:
    """A day as ISO text; None when empty.

    Raises:
        ValueError: it is not a day.
    """
    if is_missing(value):
        return None
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    text = unicodedata.normalize("NFKC", str(value)).strip()[:10].replace("/", "-")
    return date.fromisoformat(text).isoformat()


def read_text(value: Any) -> str | None:
    """Short text; None when empty.

    Raises:
        ValueError: it is too long.
    """
    text = read_name(value)
    if len(text) > TEXT_LIMIT:
        raise ValueError(f"is longer than {TEXT_LIMIT} characters")
    return text or None


READERS: dict[str, Callable[[Any], Any]] = {
    "is_urban": read_is_urban,
    "population": read_count,
    "households": read_count,
    "lead": read_text,
    "branch": read_text,
    "vacant_since": read_day,
}
