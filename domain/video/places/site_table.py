"""A table of key places and units as offices keep it: a row for each, all taken or none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.errors import InvalidError, RefusedError
from domain.fields import as_text
from domain.tables import Columns, RowError, Sheet, wrong_row
from domain.video.places.sites import (
    NATURE_WORDS,
    SORT_WORDS,
    KeySite,
    Nature,
    SiteSort,
    read_licences,
)

NAME, NATURE, SORT, LAT, LON = "名称", "性质", "类别", "北纬", "东经"
ADDRESS, OWNER, BASIS, HAZARDS = "地址", "主管部门", "依据", "危险因素"
LICENCES, CHECKS = "许可证", "检查周期（天）"
WHO, PHONE, GUARD, GUARD_PHONE = "责任人", "联系电话", "安保负责人", "安保电话"
COLUMNS = (
    NAME, NATURE, SORT, LAT, LON, ADDRESS, OWNER, BASIS, HAZARDS, LICENCES, CHECKS, WHO, PHONE,
    GUARD, GUARD_PHONE,
)  # fmt: skip
REQUIRED = (NAME, SORT, LAT, LON)
MOST_ROWS = 5000
TABLE = Columns(
    COLUMNS,
    REQUIRED,
    MOST_ROWS,
    others={
        NAME: ("单位名称", "重点部位", "重点单位"),
        LAT: ("纬度",),
        LON: ("经度",),
        CHECKS: ("检查周期", "检查周期(天)"),
        WHO: ("负责人",),
        PHONE: ("责任人电话",),
    },
    as_written=(NAME, ADDRESS, BASIS, HAZARDS, LICENCES),
)
LONGEST_NAME, LONGEST_TEXT, LONGEST_PERSON = 64, 500, 32
_SORTS = {**{name: one for one, name in SORT_WORDS.items()}, **{one.value: one for one in SiteSort}}
_NATURES = {
    "": Nature.PLACE,
    **{name: one for one, name in NATURE_WORDS.items()},
    **{one.value: one for one in Nature},
}
_TEXTS = {
    "address": (ADDRESS, LONGEST_TEXT), "basis": (BASIS, LONGEST_TEXT),
    "hazards": (HAZARDS, LONGEST_TEXT),
}  # fmt: skip
_PEOPLE = {
    "responsible": WHO, "phone": PHONE, "guard": GUARD, "guard_phone": GUARD_PHONE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What a row is held to.

    Attributes:
        departments: code and name of each.
        area_of: the area of a point; refuses one outside the district.
    """

    departments: Mapping[str, str]
    area_of: Callable[[float, float], str]


def read_sites(sheet: Sheet, rules: SiteRules) -> tuple[list[KeySite], list[RowError]]:
    """Every site of a table, without an id, or what is wrong with its rows."""
    rows, errors = TABLE.texts(sheet)
    found: dict[tuple[str, str], KeySite] = {}
    for number, row in rows:
        wrong: list[RowError] = []
        site = _site(number, row, rules, wrong)
        errors += wrong
        if site is None or wrong:
            continue
        key = site.area_code, site.name
        if key in found:
            errors.append(wrong_row(number, NAME, says="place_twice", place=site.name))
        found[key] = site
    return list(found.values()), errors


def _site(
    number: int, row: Mapping[str, str], rules: SiteRules, wrong: list[RowError]
) -> KeySite | None:
    sort, nature = _SORTS.get(row[SORT]), _NATURES.get(row.get(NATURE, ""))
    owner = _owner(row.get(OWNER, ""), rules)
    for column, told, value in (
        (SORT, row[SORT], sort),
        (NATURE, row.get(NATURE, ""), nature),
        (OWNER, row.get(OWNER, ""), owner),
    ):
        if value is None:
            wrong.append(wrong_row(number, column, says="pool_cell_wrong", told=told[:32]))
    lat, lon = _degrees(number, LAT, row[LAT], wrong), _degrees(number, LON, row[LON], wrong)
    if wrong or sort is None or nature is None:
        return None
    try:
        made = KeySite(
            "", nature, sort, as_text(row[NAME], "name", longest=LONGEST_NAME),
            rules.area_of(lat, lon), lat, lon, owner or None,
        )  # fmt: skip
        return _more(made, row)
    except RefusedError as error:
        wrong.append(RowError.of(number, error, NAME))
        return None


def _more(site: KeySite, row: Mapping[str, str]) -> KeySite:
    texts: dict[str, Any] = {
        name: as_text(row.get(column, ""), name, longest=longest) if row.get(column) else ""
        for name, (column, longest) in _TEXTS.items()
    }
    people: dict[str, Any] = {
        name: as_text(row[column], name, longest=LONGEST_PERSON) if row.get(column) else None
        for name, column in _PEOPLE.items()
    }
    told = row.get(LICENCES, "").replace("；", "\n").replace(";", "\n")
    licences = "\n".join(one.line for one in read_licences(told))
    days = row.get(CHECKS, "") or "0"
    if not (days.isascii() and days.isdigit() and int(days) <= 3660):
        raise InvalidError(says="pool_cell_wrong", told=days[:32], field="check_days")
    return replace(site, licences=licences, check_days=int(days), **texts, **people)


def _owner(told: str, rules: SiteRules) -> str | None:
    """The code of a department that is named by code or name; empty for none, None for unknown."""
    if not told or told in rules.departments:
        return told
    return next((code for code, name in rules.departments.items() if name == told), None)


def _degrees(number: int, column: str, told: str, wrong: list[RowError]) -> float:
    most = 90 if column == LAT else 180
    try:
        value = float(told)
    except ValueError:
        value = float("inf")
    if not -most <= value <= most:
        wrong.append(wrong_row(number, column, says="pool_cell_wrong", told=told[:32]))
    return value
