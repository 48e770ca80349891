"""The monthly table of people's mediation (人民调解统计), as it is reported upwards.

Counted are the cases of people's mediation whose procedure ended in the month. Source: the report
form of people's mediation statistics (18 types; total, success, people, sum; where from; spoken or
written; who presided; what was prevented).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from domain.centre.cases.case import Channel, ProcedureResult
from domain.centre.cases.categories import CATEGORY_NAMES, IN_USE, Category
from domain.centre.cases.petitions import Matter

CLOCK = "mediate.people"
LARGEST_ORDINARY_GROUP = 5


class Source(StrEnum):
    """Where a mediated dispute came from, as the form asks."""

    ACTIVE = "主动调解"
    APPLIED = "当事人申请"
    COURT = "法院委托移送"
    PROCURATORATE = "检察院委托移送"
    POLICE = "公安委托移送"
    PETITIONS = "信访委托移送"
    OTHERS = "其他部门委托移送"


_SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        Channel.GRID.value: Source.ACTIVE,
        Channel.INCIDENT.value: Source.ACTIVE,
        Channel.VISIT.value: Source.APPLIED,
        Channel.LETTER.value: Source.APPLIED,
        Channel.CALL.value: Source.APPLIED,
        Channel.ONLINE.value: Source.APPLIED,
        Channel.COURT.value: Source.COURT,
        Channel.POLICE_110.value: Source.POLICE,
    }
)


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that are alike in all the table asks of, and their sums.

    `is_group`: of more than five people; `fen`: what was agreed.
    """

    category: str
    channel: str
    matter: str
    body: str | None
    procedure_result: str | None
    is_written: bool
    has_escalation: bool
    is_group: bool
    cases: int
    people: int
    fen: int

    @property
    def is_agreed(self) -> bool:
        """Whether they were settled."""
        return self.procedure_result == ProcedureResult.AGREED


@dataclass(slots=True)
class Line:
    """One line: a type, or all of them."""

    total: int = 0
    success: int = 0
    people: int = 0
    fen: int = 0
    sources: dict[Source, int] = field(default_factory=lambda: dict.fromkeys(Source, 0))
    oral: int = 0
    written: int = 0
    presided: dict[str, int] = field(default_factory=dict)
    crimes: tuple[int, int] = (0, 0)
    marches: tuple[int, int] = (0, 0)

    def add(self, group: Group) -> None:
        """Count a group in."""
        self.total += group.cases
        self.people += group.people
        self.sources[source_of(group)] += group.cases
        self.presided[group.body or ""] = self.presided.get(group.body or "", 0) + group.cases
        if not group.is_agreed:
            return
        self.success += group.cases
        self.fen += group.fen
        if group.is_written:
            self.written += group.cases
        else:
            self.oral += group.cases
        if group.has_escalation:
            self.crimes = (self.crimes[0] + group.cases, self.crimes[1] + group.people)
        if group.is_group:
            self.marches = (self.marches[0] + group.cases, self.marches[1] + group.people)


def source_of(group: Group) -> Source:
    """Where a case came from: a petition is handed on by the petition office."""
    if group.matter != Matter.DISPUTE:
        return Source.PETITIONS
    return _SOURCES.get(group.channel, Source.OTHERS)


def monthly(groups: Iterable[Group]) -> dict[Category | None, Line]:
    """The lines of the table by type, and under None that of all."""
    lines: dict[Category | None, Line] = {one: Line() for one in (*IN_USE, None)}
    for group in groups:
        lines.setdefault(Category(group.category), Line()).add(group)
        lines[None].add(group)
    return lines


def header(bodies: Sequence[str]) -> list[str]:
    """The heads of the columns; `bodies` by name."""
    return [
        "纠纷类型", "调解总数（件）", "调解成功（件）", "涉及人数（人）", "协议金额（元）",
        *(one.value for one in Source),
        "口头协议（件）", "书面协议（件）",
        *(f"主持：{name}" for name in bodies),
        "防止民转刑（件）", "防止民转刑（人）", "防止群体性上访（件）", "防止群体性上访（人）",
    ]  # fmt: skip


def rows(
    lines: Mapping[Category | None, Line], bodies: Sequence[str]
) -> list[list[str | int | float]]:
    """The lines as they stand in the table, the sum first; `bodies` by code."""
    return [
        [
            "合计" if one is None else CATEGORY_NAMES[one],
            line.total, line.success, line.people, line.fen / 100,
            *(line.sources[source] for source in Source),
            line.oral, line.written,
            *(line.presided.get(body, 0) for body in bodies),
            *line.crimes, *line.marches,
        ]
        for one, line in sorted(lines.items(), key=lambda pair: pair[0] is not None)
    ]  # fmt: skip
