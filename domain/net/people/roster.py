"""A roster of the net as offices keep it: each row read by itself, the good ones beside the others.

A row is one person in one post. Whoever stands in several rows is told apart by number, or by name
and phone.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from domain.errors import InvalidError, RefusedError
from domain.fields import as_text
from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.post_names import BY_NAME, POST_NAMES
from domain.net.people.posts import community_of
from domain.net.people.rules import check_assignment, read_day
from domain.net.people.settings import PeopleSettings
from domain.tables import Columns, RowError, Sheet, wrong_row

NUMBER, NAME, PHONE, POST, GRID = "编号", "姓名", "手机号", "岗位", "网格编码"
SINCE, UNTIL, COVERS, REASON = "起始日期", "截止日期", "是否代管", "原因"
ACCOUNT, BUILDING = "账号", "楼栋"
COLUMNS = (
    NUMBER, NAME, PHONE, POST, GRID, SINCE, UNTIL, COVERS, REASON, ACCOUNT, BUILDING
)  # fmt: skip
REQUIRED = (NAME, POST, GRID)
# Of the files that are given out.
TITLE, FAULT, YES = "网格人员名册", "问题", "是"
MOST_ROWS = 5000
TABLE = Columns(
    COLUMNS,
    REQUIRED,
    MOST_ROWS,
    others={
        NAME: ("人员姓名", "网格员姓名"),
        PHONE: ("电话", "联系电话", "手机", "联系方式"),
        POST: ("职务", "岗位类别", "人员类别"),
        GRID: ("网格编号", "网格代码", "所在网格", "网格名称", "网格"),
        SINCE: ("上岗日期", "任职日期", "任职时间", "开始日期"),
        UNTIL: ("离岗日期", "结束日期"),
        COVERS: ("代管",),
        REASON: ("代管原因", "备注"),
    },
)
_YES, _NO = {YES, "√", "1", "代管"}, {"", "否", "0", "×"}
_DAY = re.compile(r"(\d{4})[-/.\u5e74](\d{1,2})[-/.\u6708](\d{1,2})\u65e5?(?:[ T]00:00:00)?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}")
_SERIAL_FROM = date(1899, 12, 30)  # day 0 of a spreadsheet
_PHONE = re.compile(r"\+?[\d-]{7,20}")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A row that can be taken: the person, and what they are in the grid."""

    row: int
    person: NetPerson
    assignment: NetAssignment


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster that was read.

    Attributes:
        good: rows that can be taken, in their order.
        same: how many rows say what is known already.
        faults: what is wrong, row by row.
        faulty: the rows with a fault as they were written, by their numbers.
    """

    good: Sequence[RosterLine]
    same: int
    faults: Sequence[RowError]
    faulty: Sequence[tuple[int, Row]]


class Known:
    """Whom and what a roster is held against.

    Args:
        people: whom its reader sees.
        assignments: everything assigned to the grids and people it may name.
        grid_of: the code of a grid by its code or its name; None where there is none.
    """

    def __init__(
        self,
        people: Iterable[NetPerson],
        assignments: Iterable[NetAssignment],
        grid_of: Callable[[str], str | None],
    ) -> None:
        self.grid_of = grid_of
        self.by_id = {one.person_id: one for one in people}
        self.by_name = {_face(one): one for one in self.by_id.values() if one.name and one.phone}
        self._beside: dict[str, list[NetAssignment]] = {}
        for one in assignments:
            self.add(one)

    def add(self, one: NetAssignment) -> None:
        """One more assignment that others are held against."""
        for key in {one.grid, one.person_id}:
            self._beside.setdefault(key, []).append(one)

    def beside(self, one: NetAssignment) -> list[NetAssignment]:
        """What an assignment is held against."""
        return [*self._beside.get(one.grid, ()), *self._beside.get(one.person_id, ())]


def row_id(number: int) -> str:
    """What stands for the id of whoever a row tells of first, until it is taken."""
    return f"row-{number}"


def read_roster(
    sheet: Sheet,
    known: Known,
    settings: PeopleSettings,
    today: date,
    may_write: Callable[[str], bool],
) -> Roster:
    """Read every row; a faulty one keeps no other from being good.

    Args:
        sheet: the table.
        known: people and assignments there are.
        settings: of the district.
        today: what a row without its first day begins on.
        may_write: whether the reader may assign anybody to a grid.
    """
    rows, errors = TABLE.texts(sheet)
    good: list[RosterLine] = []
    faulty: list[tuple[int, Row]] = []
    same = 0
    for number, row in rows:
        told = _Reading(number, row, today)
        line = told.line(known, may_write)
        if line is not None and _is_known(line.assignment, known):
            same += 1
            continue
        if line is not None:
            told.tried(lambda line=line: check_assignment(  # type: ignore[misc]
                line.assignment, known.beside(line.assignment), settings
            ))  # fmt: skip
        if told.errors or line is None:
            errors += told.errors
            faulty.append((number, row))
            continue
        known.add(line.assignment)
        known.by_name.setdefault(_face(line.person), line.person)
        good.append(line)
    return Roster(good, same, errors, faulty)


class _Reading:
    """One row, and what is wrong with it."""

    def __init__(self, number: int, row: Row, today: date) -> None:
        self.number, self.row, self.today = number, row, today
        self.errors: list[RowError] = []

    def line(self, known: Known, may_write: Callable[[str], bool]) -> RosterLine | None:
        grid = self._grid(known, may_write)
        post = BY_NAME.get(self.text(POST))
        if post is None:
            self.wrong(POST, known="、".join(POST_NAMES.values()))
        person = self._person(known, grid)
        since = self._day(SINCE) or self.today.isoformat()
        until = self._day(UNTIL)
        covers = self._covers()
        if self.errors or grid is None or post is None or person is None:
            return None
        assignment = NetAssignment(
            assignment_id=row_id(self.number),
            person_id=person.person_id,
            grid=grid,
            post=post,
            since=since,
            at=_NEVER,
            by="",
            until=until,
            covers=covers,
            building=self.text(BUILDING)[:64] or None,
            reason=self.text(REASON)[:200] or None,
        )
        return RosterLine(self.number, person, assignment)

    def text(self, column: str) -> str:
        return self.row.get(column, "")

    def wrong(self, column: str, *, known: str = "") -> None:
        told = self.text(column)[:32]
        if known:
            fault = wrong_row(self.number, column, says="pool_cell_unknown", told=told, known=known)
        else:
            fault = wrong_row(self.number, column, says="pool_cell_wrong", told=told)
        self.errors.append(fault)

    def tried(self, check: Callable[[], object], column: str = "") -> None:
        try:
            check()
        except RefusedError as error:
            self.errors.append(RowError.of(self.number, error, column))

    def _grid(self, known: Known, may_write: Callable[[str], bool]) -> str | None:
        told = self.text(GRID).replace(" ", "")
        found = known.grid_of(told)
        if found is None:
            self.errors.append(
                wrong_row(self.number, GRID, says="no_such_grid", grid=told[:20] or "—")
            )
        elif not may_write(found):
            self.errors.append(wrong_row(self.number, GRID, says="outside_your_area"))
            return None
        return found

    def _person(self, known: Known, grid: str | None) -> NetPerson | None:
        phone = self.text(PHONE).replace(" ", "")
        if phone and not _PHONE.fullmatch(phone):
            self.wrong(PHONE)
        self.tried(lambda: as_text(self.text(NAME), "name", longest=64), NAME)
        number = self.text(NUMBER).upper()
        if number:
            held = known.by_id.get(number)
            if held is None:
                self.errors.append(
                    wrong_row(self.number, NUMBER, says="no_net_person", person=number[:20])
                )
            return held
        told = NetPerson(
            person_id=row_id(self.number),
            area_code=community_of(grid or ""),
            account=self.text(ACCOUNT).lower() or None,
            name=self.text(NAME),
            phone=phone or None,
        )
        held = known.by_name.get(_face(told)) if phone else None
        return held or told

    def _covers(self) -> bool:
        told = self.text(COVERS)
        if told not in _YES | _NO:
            self.wrong(COVERS)
        return told in _YES

    def _day(self, column: str) -> str | None:
        told = self.text(column).replace(" ", "")
        if not told:
            return None
        try:
            return read_day(plain_day(told), column)
        except InvalidError:
            self.wrong(column)
            return None


def plain_day(told: str) -> str:
    """A day as offices write it, as `2026-07-01`; whatever is none, as it is."""
    parts = _DAY.fullmatch(told) or _PLAIN_DAY.fullmatch(told)
    if parts:
        year, month, day = parts.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    if _SERIAL.fullmatch(told):
        return (_SERIAL_FROM + timedelta(days=int(told))).isoformat()
    return told


def _face(one: NetPerson) -> tuple[str, str]:
    return (one.name or "", (one.phone or "").replace("-", ""))


def _is_known(told: NetAssignment, known: Known) -> bool:
    """Whether an assignment of the register says the very same."""
    return any(
        replace(told, assignment_id=held.assignment_id, at=held.at, by=held.by, owner=held.owner,
                shared_with=held.shared_with, is_demo=held.is_demo, reason=held.reason,
                covers_for=held.covers_for) == held
        for held in known.beside(told)
    )  # fmt: skip
