"""The table of classes (立案标准表): when a thing or an event is taken up, and what is asked of it.

The table is kept whole, in versions; an item keeps the version it was taken up by.

Source: docs/decisions/0025-rules-in-whole-versions.md; GB/T 30428.2
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from domain.errors import InvalidError
from domain.fields import as_text
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import ANY, WHOLE, Field
from domain.net.items.limits import Limit, read_grades, read_limit

MOST_LINES, MOST_IN_GROUP = 600, 60
LONGEST_NAME, LONGEST_CONDITION = 64, 300
CODE_DIGITS, REGION_DIGITS = 10, 6
CODE = re.compile(r"\d{10}")


class ItemKind(StrEnum):
    """A thing that stands there, or something that happens."""

    PART = "part"
    EVENT = "event"


# The groups by their code in the table: kind and the two digits of the major class.
GROUPS: Mapping[str, str] = {
    "part-01": "公用设施类",
    "part-02": "道路交通类",
    "part-03": "市容环境类",
    "part-04": "园林绿化类",
    "part-05": "房屋土地类",
    "part-06": "扩展部件类",
    "event-11": "市容环境类",
    "event-12": "宣传广告类",
    "event-13": "施工管理类",
    "event-14": "突发事件类",
    "event-15": "街面秩序类",
    "event-16": "其他事件类",
}
_BY_MAJOR = {group.partition("-")[2]: group for group in GROUPS}
KIND_WORDS: Mapping[ItemKind, str] = {ItemKind.PART: "部件", ItemKind.EVENT: "事件"}


def group_of(code: str) -> str:
    """The group a class code belongs to; empty where it belongs to none."""
    return _BY_MAJOR.get(code[REGION_DIGITS:8], "") if CODE.fullmatch(code) else ""


def kind_of_code(code: str) -> ItemKind:
    """Whether a class is one of things or of events.

    Raises:
        InvalidError: it is of no group.
    """
    group = group_of(code)
    if not group:
        raise InvalidError(says="item_class_unknown", told=code[:20], field="class_code")
    return ItemKind(group.partition("-")[0])


@dataclass(frozen=True, slots=True)
class ItemClass:
    """A line of the table.

    Attributes:
        code: 6 digits of the region, 2 of the group, 2 of the class.
        name: as people call it.
        files_when: when a report of it is taken up (立案条件).
        limit: how long the unit has that handles it.
        closes_when: when it is done with (结案条件).
        owner: the department whose such things or events are; empty where that differs.
        grades: limits the standard offers; `limit` is one of them where there are any.
    """

    code: str
    name: str
    files_when: str
    limit: Limit
    closes_when: str
    owner: str = ""
    grades: tuple[Limit, ...] = ()

    @property
    def group(self) -> str:
        """Its group."""
        return group_of(self.code)

    @property
    def kind(self) -> ItemKind:
        """Of things or of events."""
        return kind_of_code(self.code)

    def state(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return {
            "code": self.code,
            "name": self.name,
            "files_when": self.files_when,
            "limit": self.limit.written,
            "closes_when": self.closes_when,
            "owner": self.owner,
            "grades": "、".join(one.written for one in self.grades),
        }


ITEM_CLASSES: Kind[Any] = Kind(
    name="item_classes",
    fields=(Field("table"), Field("version", WHOLE), Field("items", ANY)),
    id_field="table",
    audience=Audience(("items.see", "journal.read")),
    kept=Kept.NEWEST,
    is_streamed=False,
    title="城市管理立案标准",
    says={"write": "城市管理立案标准存为第 {version} 版"},
    changes={"settings.manage": ()},
)


@dataclass(frozen=True)
class ClassTable:
    """A version of the table."""

    version: int
    lines: Sequence[ItemClass]
    by_code: Mapping[str, ItemClass] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {one.code: one for one in self.lines})

    @cached_property
    def by_group(self) -> Mapping[str, Sequence[ItemClass]]:
        """The lines of each group that has any."""
        found: dict[str, list[ItemClass]] = {}
        for one in self.lines:
            found.setdefault(one.group, []).append(one)
        return found

    def line(self, code: str) -> ItemClass:
        """The line of a class.

        Raises:
            InvalidError: this version has none of it.
        """
        found = self.by_code.get(code)
        if found is None:
            raise InvalidError(
                says="item_class_not_in_version",
                told=code[:20],
                version=self.version,
                field="class_code",
            )
        return found

    def state(self) -> dict[str, Any]:
        """As the journal keeps it."""
        items = [one.state() for one in self.lines]
        return {"table": ITEM_CLASSES.name, "version": self.version, "items": items}


def table_of(state: Mapping[str, Any]) -> ClassTable:
    """The table a record of the journal tells."""
    lines = tuple(
        ItemClass(
            one["code"], one["name"], one["files_when"], read_limit(one["limit"]),
            one["closes_when"], one["owner"], read_grades(one["grades"]),
        )
        for one in state["items"]
    )  # fmt: skip
    return ClassTable(state["version"], lines)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a line, counted from 1 within its group; 0 is the group as a whole."""

    group: str
    line: int
    error: InvalidError

    @property
    def field(self) -> str:
        """What of the line is wrong."""
        return self.error.field or "name"


class ClassMistakesError(InvalidError):
    """A table that was not taken; nothing of it was."""

    code = "invalid_items"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        first = mistakes[0]
        super().__init__(
            says="item_classes_not_saved",
            line=first.line,
            wrong=first.error,
            count=len(mistakes),
            field="items",
        )
        self.mistakes = list(mistakes)


def read_lines(
    raw: Sequence[Mapping[str, Any]], *, region: str, departments: Collection[str]
) -> tuple[ItemClass, ...]:
    """The lines of a table as an editor or a file tells them, each with the group it stands in.

    Args:
        raw: text by the names of `ItemClass`, and `group`.
        region: the six digits every code begins with.
        departments: codes the district knows.

    Raises:
        ClassMistakesError: none, too many, or every line that is none.
    """
    mistakes: list[Mistake] = []
    made: dict[str, ItemClass] = {}
    counted: dict[str, int] = {}
    for one in raw:
        group = str(one.get("group") or "")
        counted[group] = counted.get(group, 0) + 1
        try:
            line = read_line(one, region=region, departments=departments)
            if group and line.group != group:
                raise InvalidError(says="item_class_group", told=line.code, field="code")
            if line.code in made:
                raise InvalidError(says="item_class_twice", told=line.code, field="code")
        except InvalidError as error:
            mistakes.append(Mistake(group, counted[group], error))
            continue
        made[line.code] = line
    if not mistakes and not 1 <= len(made) <= MOST_LINES:
        wrong = InvalidError(says="item_classes_length", most=MOST_LINES, field="items")
        mistakes.append(Mistake(next(iter(GROUPS)), 0, wrong))
    if mistakes:
        raise ClassMistakesError(mistakes)
    return tuple(sorted(made.values(), key=lambda one: one.code))


def read_line(raw: Mapping[str, Any], *, region: str, departments: Collection[str]) -> ItemClass:
    """One line as it is told.

    Raises:
        InvalidError: what is wrong with it first.
    """
    code = str(raw.get("code") or "").strip()
    if not CODE.fullmatch(code) or not group_of(code):
        raise InvalidError(says="item_class_unknown", told=code[:20], field="code")
    if not code.startswith(region):
        raise InvalidError(says="item_region_wrong", told=code[:20], region=region, field="code")
    limit = read_limit(str(raw.get("limit") or ""))
    grades = read_grades(str(raw.get("grades") or ""))
    if grades and limit not in grades:
        raise InvalidError(says="item_limit_no_grade", told=limit.written, field="limit")
    owner = str(raw.get("owner") or "").strip()
    if owner and owner not in departments:
        raise InvalidError(says="item_owner_unknown", told=owner[:32], field="owner")
    return ItemClass(
        code=code,
        name=as_text(raw.get("name") or "", "name", longest=LONGEST_NAME),
        files_when=as_text(raw.get("files_when") or "", "files_when", longest=LONGEST_CONDITION),
        limit=limit,
        closes_when=as_text(raw.get("closes_when") or "", "closes_when", longest=LONGEST_CONDITION),
        owner=owner,
        grades=grades,
    )
