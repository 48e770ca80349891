"""Tables of party organisations and members as offices keep them, read row by row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.codes.area_codes import level_of
from domain.errors import InvalidError
from domain.fields import as_text
from domain.net.party.organisations import OrganisationLevel, OrganisationType, Roll
from domain.tables import Columns, RowError, Sheet, wrong_row

MOST_ROWS = 5000
LONGEST_NAME = 64
NAME, TYPE, LEVEL, AREA, PARENT = "组织名称", "类型", "层级", "区域编码", "上级组织"
SECRETARY, DEPUTY, FOUNDED, TERM_END = "书记", "副书记", "成立日期", "任期届满"
ORGANISATION_COLUMNS = (NAME, TYPE, LEVEL, AREA, PARENT, SECRETARY, DEPUTY, FOUNDED, TERM_END)
PERSON, OF, OF_AREA, ROLL = "姓名", "所属组织", "区域编码", "报到方式"
TRADE, POST, HOURS, PHONE = "行业", "岗位", "志愿时长", "联系电话"
MEMBER_COLUMNS = (PERSON, OF, OF_AREA, ROLL, TRADE, POST, HOURS, PHONE)
ORGANISATIONS = Columns(
    ORGANISATION_COLUMNS,
    (NAME, TYPE, LEVEL, AREA),
    MOST_ROWS,
    others={
        NAME: ("名称", "党组织", "党组织名称"),
        TYPE: ("组织类型",),
        AREA: ("网格编码", "编码"),
        SECRETARY: ("党组织书记", "支部书记"),
        FOUNDED: ("成立时间",),
        TERM_END: ("届满日期", "任期至", "届满时间"),
    },
    as_written=(NAME, PARENT),
)
MEMBERS = Columns(
    MEMBER_COLUMNS,
    (PERSON, OF),
    MOST_ROWS,
    others={
        PERSON: ("党员姓名",),
        OF: ("所在党组织", "党组织", "所属党支部", "所属党组织"),
        OF_AREA: ("网格编码",),
        ROLL: ("类别", "党员类别"),
        HOURS: ("志愿服务时长", "志愿时长（小时）"),
        PHONE: ("电话", "手机"),
    },
    as_written=(OF,),
)
HOUSEHOLD, SINCE, LAST_CONTACT = "联系户", "结对日期", "最近联系"
HOUSEHOLD_COLUMNS = (PERSON, OF, OF_AREA, HOUSEHOLD, SINCE, LAST_CONTACT)
HOUSEHOLDS = Columns(
    HOUSEHOLD_COLUMNS,
    (PERSON, OF, HOUSEHOLD),
    MOST_ROWS,
    others={
        PERSON: ("党员姓名", "党员"),
        OF: ("所在党组织", "党组织", "所属党支部"),
        OF_AREA: ("网格编码",),
        HOUSEHOLD: ("户主", "联系户姓名", "联系家庭", "联系户（住址）"),
        SINCE: ("结对时间", "联系起始日期"),
        LAST_CONTACT: ("最近联系日期", "最近走访", "上次联系", "最近联系时间"),
    },
    as_written=(OF, HOUSEHOLD),
)
TYPE_WORDS: Mapping[str, OrganisationType] = {
    "党委": OrganisationType.COMMITTEE,
    "党总支": OrganisationType.GENERAL_BRANCH,
    "党支部": OrganisationType.BRANCH,
    "总支": OrganisationType.GENERAL_BRANCH,
    "党总支部": OrganisationType.GENERAL_BRANCH,
    "支部": OrganisationType.BRANCH,
    "功能型党支部": OrganisationType.FUNCTIONAL_BRANCH,
    "功能型支部": OrganisationType.FUNCTIONAL_BRANCH,
    "党小组": OrganisationType.GROUP,
    "小组": OrganisationType.GROUP,
}
LEVEL_WORDS: Mapping[str, OrganisationLevel] = {
    "社区": OrganisationLevel.COMMUNITY,
    "村": OrganisationLevel.COMMUNITY,
    "网格": OrganisationLevel.GRID,
    "小区": OrganisationLevel.GRID,
    "楼栋": OrganisationLevel.BUILDING,
    "村（社区）": OrganisationLevel.COMMUNITY,
    "村(社区)": OrganisationLevel.COMMUNITY,
    "村社区": OrganisationLevel.COMMUNITY,
    "微格": OrganisationLevel.BUILDING,
}
ROLL_WORDS: Mapping[str, Roll] = {
    "在册": Roll.HERE,
    "本地": Roll.HERE,
    "双报到": Roll.DOUBLE,
    "在册党员": Roll.HERE,
    "双报到党员": Roll.DOUBLE,
}
E_ = TypeVar("E_", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """A row of the table of organisations; `parent` is a name, empty for the usual one."""

    row: int
    name: str
    type: OrganisationType
    level: OrganisationLevel
    area_code: str
    parent: str = ""
    secretary: str | None = None
    deputy: str | None = None
    founded: str | None = None
    term_end: str | None = None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A row of the table of members; `of` is the name of the organisation."""

    row: int
    name: str
    of: str
    area_code: str = ""
    roll: Roll = Roll.HERE
    trade: str | None = None
    duty_post: str | None = None
    volunteer_hours: int = 0
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A row of the table of linked households: whose it is, and when they were last in contact."""

    row: int
    name: str
    of: str
    household: str
    area_code: str = ""
    since: str | None = None
    last_contact: str | None = None


class _Row:
    """The cells of a row, and what is wrong with them."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number, self._cells = number, cells
        self.errors: list[RowError] = []

    def text(self, name: str, *, is_needed: bool = False) -> str:
        """A cell as text."""
        told = self._cells.get(name, "")
        if not told and not is_needed:
            return ""
        return self._tried(name, lambda: as_text(told, "name", longest=LONGEST_NAME), "")

    def word(self, name: str, words: Mapping[str, E_], usual: E_) -> E_:
        """One of a few words; the usual one where the cell is empty."""
        told = self._cells.get(name, "")
        if told and told not in words:
            known = "、".join(words)
            self.errors.append(
                wrong_row(self.number, name, says="pool_cell_unknown", told=told[:32], known=known)
            )
        return words.get(told, usual)

    def day(self, name: str) -> str | None:
        """A day, as `2020-07-01`, `2020/7/1`, `2020年7月1日` or `20200701`."""
        told = self._cells.get(name, "")
        day = read_day(told) if told else None
        if told and day is None:
            self.wrong(name, told)
        return day

    def past(self, name: str, today: str) -> str | None:
        """A day that is not to come."""
        day = self.day(name)
        if day is not None and day > today:
            self.errors.append(wrong_row(self.number, name, says="day_to_come"))
        return day

    def area(self, name: str) -> str:
        """The code of an area."""
        told = self._cells.get(name, "")
        try:
            level_of(told)
        except InvalidError as error:
            self.errors.append(RowError(self.number, name, error))
        return told

    def hours(self, name: str) -> int:
        """Whole hours."""
        told = self._cells.get(name, "") or "0"
        if not (told.isascii() and told.isdigit() and len(told) <= 5):
            self.wrong(name, told)
            return 0
        return int(told)

    def wrong(self, name: str, told: str) -> None:
        """A cell that does not do."""
        self.errors.append(wrong_row(self.number, name, says="pool_cell_wrong", told=told[:32]))

    def _tried(self, name: str, read: Callable[[], str], otherwise: str) -> str:
        try:
            return read()
        except InvalidError as error:
            self.errors.append(RowError(self.number, name, error))
            return otherwise


def read_day(told: str) -> str | None:
    """A day as people write it, as `2026-12-31`; None where it is none."""
    plain = told.partition(" ")[0].partition("T")[0]
    for sign in "年月./":
        plain = plain.replace(sign, "-")
    parts = plain.rstrip("日").split("-")
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [plain[:4], plain[4:6], plain[6:8]]
    if len(parts) != 3 or not all(one.isascii() and one.isdigit() for one in parts):
        return None
    try:
        return date(*(int(one) for one in parts)).isoformat()
    except ValueError:
        return None


def read_organisations(sheet: Sheet) -> tuple[list[OrganisationLine], list[RowError]]:
    """Every row as an organisation, the upper levels first; or what is wrong with it."""
    rows, errors = ORGANISATIONS.texts(sheet)
    found: list[OrganisationLine] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in rows:
        row = _Row(number, cells)
        line = OrganisationLine(
            row=number,
            name=row.text(NAME, is_needed=True),
            type=row.word(TYPE, TYPE_WORDS, OrganisationType.BRANCH),
            level=row.word(LEVEL, LEVEL_WORDS, OrganisationLevel.GRID),
            area_code=row.area(AREA),
            parent=row.text(PARENT),
            secretary=row.text(SECRETARY) or None,
            deputy=row.text(DEPUTY) or None,
            founded=row.day(FOUNDED),
            term_end=row.day(TERM_END),
        )
        _once(row, NAME, (line.area_code, line.name), seen)
        errors += row.errors
        if not row.errors:
            found.append(line)
    order = list(OrganisationLevel)
    return sorted(found, key=lambda one: (order.index(one.level), one.row)), errors


def read_members(sheet: Sheet) -> tuple[list[MemberLine], list[RowError]]:
    """Every row as a member; or what is wrong with it."""
    rows, errors = MEMBERS.texts(sheet)
    found: list[MemberLine] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in rows:
        row = _Row(number, cells)
        line = MemberLine(
            row=number,
            name=row.text(PERSON, is_needed=True),
            of=row.text(OF, is_needed=True),
            area_code=row.area(OF_AREA) if cells.get(OF_AREA) else "",
            roll=row.word(ROLL, ROLL_WORDS, Roll.HERE),
            trade=row.text(TRADE) or None,
            duty_post=row.text(POST) or None,
            volunteer_hours=row.hours(HOURS),
            phone=row.text(PHONE) or None,
        )
        _once(row, PERSON, (line.area_code, line.of, line.name), seen)
        errors += row.errors
        if not row.errors:
            found.append(line)
    return found, errors


def read_households(sheet: Sheet, *, today: str) -> tuple[list[HouseholdLine], list[RowError]]:
    """Every row as a linked household; or what is wrong with it.

    Args:
        sheet: the table.
        today: no day of it lies after this one.
    """
    rows, errors = HOUSEHOLDS.texts(sheet)
    found: list[HouseholdLine] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in rows:
        row = _Row(number, cells)
        line = HouseholdLine(
            row=number,
            name=row.text(PERSON, is_needed=True),
            of=row.text(OF, is_needed=True),
            household=row.text(HOUSEHOLD, is_needed=True),
            area_code=row.area(OF_AREA) if cells.get(OF_AREA) else "",
            since=row.past(SINCE, today),
            last_contact=row.past(LAST_CONTACT, today),
        )
        if line.since and line.last_contact and line.last_contact < line.since:
            row.wrong(LAST_CONTACT, line.last_contact)
        _once(row, HOUSEHOLD, (line.area_code, line.of, line.name, line.household), seen)
        errors += row.errors
        if not row.errors:
            found.append(line)
    return found, errors


def _once(row: _Row, column: str, key: tuple[str, ...], seen: dict[tuple[str, ...], int]) -> None:
    if key in seen:
        row.errors.append(wrong_row(row.number, column, says="roster_row_twice", first=seen[key]))
    seen.setdefault(key, row.number)


def without_secretary(lines: Sequence[OrganisationLine]) -> list[OrganisationLine]:
    """Rows that are taken although no secretary is named: the page says so."""
    return [one for one in lines if not one.secretary]
