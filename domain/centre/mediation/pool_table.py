"""A table of mediators as offices keep it: rows checked one by one, all of them or none."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.centre.cases.categories import CATEGORY_NAMES, IN_USE
from domain.centre.mediation.houses import Houses
from domain.centre.mediation.mediators import (
    SOURCE_NAMES,
    Mediator,
    PoolLevel,
    Sex,
    Source,
    Weekday,
    check_mediator,
)
from domain.errors import InvalidError
from domain.tables import Columns, RowError, Sheet, wrong_row

COLUMNS = (
    *("编号", "姓名", "性别", "出生年份", "层级", "来源", "擅长类型", "方言", "服务镇街"),
    *("可调解日", "调解小组", "品牌室", "账号", "电话", "任期起", "任期止", "可办未成年人案件"),
    *("培训学时", "调解员库"),
)
REQUIRED = ("姓名", "性别", "出生年份", "层级", "来源", "擅长类型")
MOST_ROWS = 5000
TABLE = Columns(COLUMNS, REQUIRED, MOST_ROWS)
_BETWEEN = re.compile(r"[、,，;；/\s]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = dict(zip("一二三四五六日", Weekday, strict=True))
_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE}
_LEVELS = {"区级": PoolLevel.DISTRICT, "镇级": PoolLevel.TOWN}
_SOURCES = {name: source for source, name in SOURCE_NAMES.items()}
# A category may be written with or without 纠纷 at its end.
_CATEGORIES = {
    name: one.value
    for one in IN_USE
    for name in (CATEGORY_NAMES[one], CATEGORY_NAMES[one].removesuffix("纠纷"))
}
W = TypeVar("W", bound=StrEnum)
Row = Mapping[str, str]


def read_pool(
    sheet: Sheet, houses: Houses, today: date
) -> tuple[list[tuple[int, Mediator]], list[RowError]]:
    """Every row as a mediator, by its number in the table; or what is wrong with it."""
    rows, errors = TABLE.texts(sheet)
    found: list[tuple[int, Mediator]] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        one, wrong = _read(number, row, houses, today)
        errors += wrong
        known = row.get("编号", "")
        if known and known in seen:
            errors.append(wrong_row(number, "编号", says="roster_row_twice", first=seen[known]))
        seen.setdefault(known, number)
        if one is not None:
            found.append((number, one))
    return found, errors


class _Reading:
    """One row, and what is wrong with it."""

    def __init__(self, number: int, row: Row) -> None:
        self.number, self.row = number, row
        self.errors: list[RowError] = []

    def text(self, column: str) -> str:
        return self.row.get(column, "")

    def wrong(self, column: str, known: str = "") -> None:
        told = self.text(column)[:32]
        if known:
            wrong = wrong_row(self.number, column, says="pool_cell_unknown", told=told, known=known)
        else:
            wrong = wrong_row(self.number, column, says="pool_cell_wrong", told=told)
        self.errors.append(wrong)

    def word(self, column: str, known: Mapping[str, W], otherwise: W) -> W:
        found = known.get(self.text(column))
        if found is None:
            self.wrong(column, "、".join(known))
        return found or otherwise

    def words(self, column: str, known: Mapping[str, str]) -> tuple[str, ...]:
        parts = [part for part in _BETWEEN.split(self.text(column)) if part]
        if any(part not in known for part in parts):
            self.wrong(column, "、".join(dict.fromkeys(known)))
        return tuple(dict.fromkeys(known[part] for part in parts if part in known))

    def number_in(self, column: str, otherwise: int) -> int:
        text = self.text(column).removesuffix("年")
        if not text and column not in REQUIRED:
            return otherwise
        if not (text.isascii() and text.isdigit() and len(text) <= 4):
            self.wrong(column)
            return otherwise
        return int(text)

    def day(self, column: str) -> str | None:
        text = self.text(column).replace("/", "-")
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
        self.wrong(column)
        return None


def _read(
    number: int, row: Row, houses: Houses, today: date
) -> tuple[Mediator | None, list[RowError]]:
    told = _Reading(number, row)
    days = {name: day.value for name, day in _DAYS.items()}
    made = Mediator(
        mediator_id=told.text("编号"),
        level=told.word("层级", _LEVELS, PoolLevel.DISTRICT),
        source=told.word("来源", _SOURCES, Source.COMMUNITY),
        sex=told.word("性别", _SEXES, Sex.FEMALE),
        birth_year=told.number_in("出生年份", today.year - 40),
        skills=told.words("擅长类型", _CATEGORIES),
        pool=_code(told, "调解员库", {one.name: one.code for one in houses.pools.values()}),
        dialects=tuple(part for part in _BETWEEN.split(told.text("方言")) if part),
        towns=told.words("服务镇街", {code: code for code in _towns(houses)}),
        days=told.words("可调解日", days | {f"周{name}": code for name, code in days.items()}),
        groups=told.words("调解小组", _names(houses)),
        room=_code(told, "品牌室", {one.name: one.code for one in houses.rooms.values()}),
        account=told.text("账号") or None,
        term_from=told.day("任期起"),
        term_until=told.day("任期止"),
        works_with_minors=told.text("可办未成年人案件") in {"是", "√", "1"},
        training_hours=told.number_in("培训学时", 0),
        name=told.text("姓名") or None,
        phone=told.text("电话") or None,
    )
    if not made.name:
        told.wrong("姓名")
    if not told.errors:
        _try(lambda: check_mediator(made, today), told)
    return (None, told.errors) if told.errors else (made, [])


def _try(check: Callable[[], object], told: _Reading) -> None:
    try:
        check()
    except InvalidError as error:
        told.errors.append(RowError(told.number, error.field or "", error))


def _names(houses: Houses) -> dict[str, str]:
    """Groups by their name and by their code."""
    held = houses.groups.values()
    return {one.name: one.code for one in held} | {one.code: one.code for one in held}


def _towns(houses: Houses) -> list[str]:
    return [town for pool in houses.pools.values() for town in pool.towns]


def _code(told: _Reading, column: str, known: Mapping[str, str]) -> str | None:
    found = told.words(column, dict(known) | {code: code for code in known.values()})
    return found[0] if found else None
