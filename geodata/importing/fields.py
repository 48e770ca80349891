"""Columns of other people's files: which is which, and what a cell means."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from domain.maps.areas import CODE_LENGTH
from geodata.importing.report import Kind, Report, plain

NAME_LIMIT = 100
TEXT_LIMIT = 200
# A Shapefile's headings end here.
DBF_NAME_BYTES = 10
SHOWN_COLUMNS = 12
# So many cells tell what a column holds.
SAMPLED = 2000
LENGTHS = {level.value: length for level, length in CODE_LENGTH.items()}

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
# How the kinds of villages are called; 涉农社区 is neither with certainty.
_URBAN_ENDS = ("居委会", "居民委员会", "城市社区", "社区")
_RURAL_ENDS = ("村委会", "村民委员会", "行政村", "建制村")
_NEITHER = ("涉农社区", "农村社区", "村改居社区")
_URBAN = frozenset({"1", "true", "t", "y", "yes", "是", "urban", "城镇", "城市", "城区", "社区"})
_RURAL = frozenset({"0", "false", "f", "n", "no", "否", "rural", "乡村", "农村", "村"})
# The statistics bureau's classes of city and country: 111–123 urban, 210 and 220 rural.
_CLASSES = {"111": True, "112": True, "121": True, "122": True, "123": True} | {
    "210": False,
    "220": False,
}


@dataclass(frozen=True, slots=True)
class Found:
    """The column of each field; `asked` are those somebody named, the others were found."""

    columns: Mapping[str, str]
    asked: frozenset[str] = frozenset()


def map_fields(
    columns: Mapping[str, Any],
    level: str,
    asked: Mapping[str, str],
    report: Report,
    district: str = "",
) -> Found:
    """Find the column of each field; `asked` (field → column) wins over known names.

    Of several columns that may hold the code, the one whose values fit the level is taken; a
    field asked to be none (`population=`) is left out.

    Args:
        columns: the file's columns by name.
        level: an area level or `handling`.
        asked: what was said after `--map`.
        report: is told what is missing, which columns are used, and which are not.
        district: 6 digits; codes of it fit best.

    Returns:
        The fields found. Missing code or name, and names in `asked` that do not exist, are errors
        in `report` that tell which columns there are.
    """
    wanted = FIELDS[level]
    there = ", ".join(plain(name, 30) for name in columns) or "none at all"
    found: dict[str, str] = {}
    named: set[str] = set()
    for alias, column in asked.items():
        field = ALIASES.get(alias, alias)
        named.add(field)
        if field not in wanted:
            report.error(
                Kind.MISSING_FIELD, f"{plain(alias)} is no field", f"Fields: {', '.join(wanted)}."
            )
        elif column and column not in columns:
            message = f"no column {plain(column)} for {field}; the file has: {there}"
            report.error(Kind.MISSING_FIELD, message, "Correct the name after --map.")
        elif column:
            found[field] = column
    for field in wanted:
        if field not in named and (column_found := _detect(columns, field, level, district)):
            found[field] = column_found
    for field in ("code", "name"):
        if field not in found and not asked.get(field):
            message = f"no column for {field}; the file has: {there}"
            advice = f"Say which one it is: --map {field}=COLUMN."
            report.error(Kind.MISSING_FIELD, message, advice)
    tell_columns(columns, found, report)
    return Found(found, frozenset(named & found.keys()))


def tell_columns(
    columns: Iterable[str],
    found: Mapping[str, str],
    report: Report,
    *,
    placed_by: Sequence[str] = (),
) -> None:
    """Say which columns are read as what, and which are not read at all.

    `placed_by` are those of a table that say where each row lies.
    """
    parts = [
        field if field == column else f"{field} from {plain(column, 30)}"
        for field, column in found.items()
    ]
    if placed_by:
        parts.append(f"place from {' and '.join(plain(name, 30) for name in placed_by)}")
    used = ", ".join(parts)
    read = {*found.values(), *placed_by}
    rest = [plain(name, 30) for name in columns if name not in read]
    more = f" … and {len(rest) - SHOWN_COLUMNS} more" if len(rest) > SHOWN_COLUMNS else ""
    unused = f"; not used: {', '.join(rest[:SHOWN_COLUMNS])}{more}" if rest else ""
    report.note(Kind.COLUMNS, f"columns used: {used or 'none'}{unused}")


def _detect(columns: Mapping[str, Any], field: str, level: str, district: str) -> str | None:
    """The column of a field: by its usual names, and where several bear one, by their values."""
    by_key: dict[str, str] = {}
    for column in columns:
        by_key.setdefault(_key(column), column)
    names = (*KNOWN_NAMES[field], *_cut_off(field))
    known = list(dict.fromkeys(by_key[name] for name in names if name in by_key))
    length = LENGTHS.get(level)
    if len(known) < 2:
        return known[0] if known else None
    if field == "name":
        return max(known, key=lambda column: _share_of_names(columns[column]))
    if field != "code" or length is None:
        return known[0]
    fits = {column: _share_of_codes(columns[column], length, district) for column in known}
    return max(known, key=fits.__getitem__)


def column_by_name(columns: Iterable[str], field: str) -> str | None:
    """The column that bears one of a field's usual names, the most telling first."""
    by_key: dict[str, str] = {}
    for column in columns:
        by_key.setdefault(_key(column), column)
    return next((by_key[name] for name in KNOWN_NAMES[field] if name in by_key), None)


def _share_of_codes(cells: Any, length: int, district: str) -> float:
    """The share of a column's cells that are codes of a level; those of the district count most."""
    some = [read_code(cell, length) for cell in list(cells)[:SAMPLED] if not is_missing(cell)]
    fit = [code for code in some if len(code) == length and code.isascii() and code.isdigit()]
    own = sum(code.startswith(district) for code in fit)
    return (len(fit) + own) / (2 * len(some)) if some else 0.0


def _share_of_names(cells: Any) -> float:
    """The share of a column's cells that are called something, not only numbered."""
    some = [str(cell) for cell in list(cells)[:SAMPLED] if not is_missing(cell)]
    called = sum(any(letter.isalpha() for letter in text) for text in some)
    return round(called / len(some), 1) if some else 0.0


@cache
def _cut_off(field: str) -> Sequence[str]:
    """Known names as a Shapefile cuts them, at 10 bytes of GBK or UTF-8, where only one fits."""
    cut: dict[str, set[str]] = {}
    for other, names in KNOWN_NAMES.items():
        for name in names:
            for encoding in ("gbk", "utf-8"):
                raw = name.encode(encoding)
                if len(raw) > DBF_NAME_BYTES:
                    short = raw[:DBF_NAME_BYTES].decode(encoding, "ignore")
                    cut.setdefault(short, set()).add(other)
    return [short for short, fields in cut.items() if fields == {field}]


def _key(name: str) -> str:
    return re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", name)).lower()


def is_missing(value: Any) -> bool:
    """None, NaN, NaT or blank text."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    return bool(value != value)  # only NaN and NaT differ from themselves


def code_text(value: Any) -> str:
    """A cell as the code's text: a number's digits, the `adcode` of a nested value."""
    if isinstance(value, float) and value.is_integer():
        # The shortest text that is this number: 19 digits are more than a float tells apart.
        return str(int(Decimal(repr(float(value)))))
    text = str(value)
    if text.startswith("{"):
        try:
            nested = json.loads(text)
        except ValueError:
            return text
        inner = nested.get("adcode", nested.get("code")) if isinstance(nested, dict) else None
        return text if inner is None else str(inner)
    return text


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
    text = code_text(value)
    if len(text) == length and text.isascii() and text.isdigit():
        return text
    text = "".join(unicodedata.normalize("NFKC", text).split())
    text = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cc"))
    if length is None:
        return text
    text = re.sub(r"\.0+$", "", text)
    filled = len(text) > length and text.isascii() and text.isdigit()
    # Filling zeros: 12 digits for a town (the statistics bureau), 19 for a village (TD/T 1057).
    if filled and not text[length:].strip("0"):
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
    if word.endswith(_RURAL_ENDS):
        return False
    if word.endswith(_URBAN_ENDS) and not word.endswith(_NEITHER):
        return True
    if word not in _URBAN | _RURAL:
        raise ValueError("is neither urban nor rural")
    return word in _URBAN


# 1,356人, 412户; what is rounded or guessed (约1200, 1.2万) is no count.
_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.0+)?|\d{1,12}(?:\.0+)?)(?:人|户|口|个)?")


def read_count(value: Any) -> int | None:
    """A whole number from 0; None when empty.

    Raises:
        ValueError: it is not one.
    """
    if is_missing(value):
        return None
    text = "".join(unicodedata.normalize("NFKC", str(value)).split())
    found = _COUNT.fullmatch(text)
    number = float(found[1].replace(",", "")) if found else -1.0
    if not 0 <= number < 2**31:
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
