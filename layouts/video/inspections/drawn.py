"""The page of inspections: its tabs, findings, plans, rounds, and what leaders read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from domain.video.inspections.figures import InspectionCounts
from domain.video.inspections.findings import FindingState, InspectionFinding
from domain.video.inspections.plans import InspectionPlan, Way
from domain.video.inspections.runs import InspectionRun
from domain.video.inspections.steps import REPEATED_WITHIN
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.video import parts
from layouts.video.inspections.names import (
    class_names,
    gravity_names,
    state_names,
    view_names,
    way_names,
)
from layouts.video.inspections.page import PAGE, VIEW
from layouts.video.seat import Seat

DO = ids.do(PAGE)
LONGEST_NAME, LONGEST_LIST = 64, 5000


class Tab(StrEnum):
    """A part of the page, in the order in which they are offered."""

    FINDINGS = "findings"
    PLANS = "plans"
    RUNS = "runs"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at."""

    tab: Tab = Tab.FINDINGS
    view: str = "open"
    at: int = 0

    def asked(self, **more: object) -> dict[str, object]:
        """As the browser keeps it, with what is chosen next."""
        return {"tab": self.tab.value, "view": self.view, **more}


class FindingPage(Protocol):
    """A page of findings, and how many there are."""

    @property
    def findings(self) -> Sequence[InspectionFinding]:
        """In their order."""

    @property
    def count(self) -> int:
        """On all pages."""


class Figures(Protocol):
    """Counts by department."""

    @property
    def by_owner(self) -> Mapping[str, InspectionCounts]:
        """By its code."""

    @property
    def days(self) -> int:
        """Of the window."""

    @property
    def now(self) -> Any:
        """When they were counted."""


def opened(looked: Looked, shown: Sequence[Component | None], seat: Seat) -> Component:
    """Tabs, and below them the parts of the open one."""
    words = seat.words
    names = {Tab.FINDINGS: words("问题与整改")}
    if seat.may("video.inspect.plans"):
        names |= {
            Tab.PLANS: words("检查计划"),
            Tab.RUNS: words("检查记录"),
            Tab.FIGURES: words("统计"),
        }
    buttons = [
        parts.choice(VIEW, name, {"tab": tab.value}, is_chosen=tab is looked.tab)
        for tab, name in names.items()
    ]
    tabs = parts.group(buttons, words("监管检查"))
    return within(seat.reader, [tabs, *(one for one in shown if one is not None)])


def findings(page: FindingPage, looked: Looked, seat: Seat) -> list[Component | None]:
    """The list of findings, and what narrows it."""
    words, views = seat.words, view_names(seat.words)
    buttons = [
        parts.choice(VIEW, name, looked.asked(view=view), is_chosen=view == looked.view)
        for view, name in views.items()
    ]
    return [
        parts.group(buttons, words("状态")),
        parts.section(
            office.title(f"{views[looked.view]}（{page.count}）"),
            table_of(page.findings, seat),
            parts.pages(VIEW, page.count, looked.at, looked.asked(), words),
        ),
    ]


def table_of(findings: Sequence[InspectionFinding], seat: Seat) -> Component:
    """Findings in their order, each with a button that opens it."""
    words, states, ways = seat.words, state_names(seat.words), way_names(seat.words)
    columns: office.Columns = (
        (words("被检查单位"), lambda one: office.named(one.unit)),
        (words("问题"), lambda one: html.Span(rule_of(one, seat))),
        (words("检查部门"), lambda one: office.named(seat.unit_name(one.owner))),
        (words("方式"), lambda one: ways[one.way]),
        (words("状态"), lambda one: states[one.state]),
        (words("整改期限"), lambda one: html.Span(due_of(one, seat))),
        (words("发现时间"), lambda one: office.moment(one.found_at, seat.zone_name)[:16]),
        ("", lambda one: _opens(one, seat)),
    )
    return office.table(columns, findings, words("没有这样的检查问题"))


def rule_of(finding: InspectionFinding, seat: Seat) -> list[Component | str]:
    """The question it goes against, how grave it is, and whether it came back."""
    words = seat.words
    told: list[Component | str] = [
        office.named(finding.rule), " · ", gravity_names(words)[finding.gravity],
    ]  # fmt: skip
    if finding.repeats:
        said = words("第 {count} 次重复", count=finding.repeats)
        told += [" ", parts.bad(said)]
    if finding.is_demo:
        told += [" ", html.Span(words("演示数据"), className="tag")]
    return told


def due_of(finding: InspectionFinding, seat: Seat) -> list[Component | str]:
    """Until when, and whether that is over."""
    words = seat.words
    if finding.due_at is None:
        return [""]
    until = office.moment(finding.due_at, seat.zone_name)[:10]
    told: list[Component | str] = [until]
    if finding.state is FindingState.ORDERED and finding.due_at < seat.now:
        days = (seat.now - finding.due_at).days + 1
        told += [" ", parts.bad(words("逾期 {days} 天", days=days))]
    elif finding.was_late:
        told += [" ", parts.bad(words("曾逾期"))]
    return told


def _opens(finding: InspectionFinding, seat: Seat) -> Component:
    return office.act(seat.words("打开"), DO, {"act": "open", "id": finding.finding_id})


def plans(found: Sequence[InspectionPlan], seat: Seat) -> list[Component | None]:
    """The plans in force, and where one is made."""
    words, ways, classes = seat.words, way_names(seat.words), class_names(seat.words)
    columns: office.Columns = (
        (words("计划"), lambda one: html.Span(_plan_name(one, seat))),
        (words("检查部门"), lambda one: office.named(seat.unit_name(one.owner))),
        (words("场所类别"), lambda one: classes[one.place_class]),
        (words("方式"), lambda one: _way(one, ways, seat)),
        (words("检查项"), lambda one: str(len(one.questions))),
        (words("周期"), lambda one: _cycle(one, seat)),
        (words("下次"), lambda one: html.Span(_next(one, seat))),
        (words("上次执行"), lambda one: office.moment(one.last_run_at, seat.zone_name)[:16]),
        ("", lambda one: _plan_acts(one, seat)),
    )
    return [
        plan_form(seat) if seat.may("video.inspect") else None,
        parts.section(
            office.title(words("检查计划（{count}）", count=len(found))),
            office.table(columns, found, words("还没有检查计划")),
        ),
    ]


def _plan_name(plan: InspectionPlan, seat: Seat) -> list[Component | str]:
    told: list[Component | str] = [office.named(plan.name)]
    if plan.is_demo:
        told += [" ", html.Span(seat.words("演示数据"), className="tag")]
    return told


def _way(plan: InspectionPlan, ways: Mapping[Way, str], seat: Seat) -> str:
    if plan.way is Way.ON_SITE:
        return ways[plan.way]
    return f"{ways[plan.way]} · {seat.words('{count} 路视频', count=len(plan.cameras))}"


def _cycle(plan: InspectionPlan, seat: Seat) -> str:
    words = seat.words
    return words("每 {days} 天", days=plan.cycle_days) if plan.cycle_days else words("一次")


def _next(plan: InspectionPlan, seat: Seat) -> list[Component | str]:
    words = seat.words
    if not plan.next_on:
        return [words("已完成")]
    late = plan.is_late(seat.today)
    told: list[Component | str] = [plan.next_on]
    return [*told, " ", parts.bad(words("已过期"))] if late else told


def _plan_acts(plan: InspectionPlan, seat: Seat) -> list[Component]:
    words = seat.words
    if not seat.may("video.inspect"):
        return []
    return [
        office.act(words("开始检查"), DO, {"act": "start", "id": plan.plan_id}, is_main=True),
        office.act(words("修改"), DO, {"act": "edit_plan", "id": plan.plan_id}),
        office.act(
            words("停止"),
            DO,
            {"act": "stop_plan", "id": plan.plan_id},
            sure=words("停止这个检查计划？已有记录保留。"),
            about=plan.name,
            words=words,
        ),
    ]


def plan_form(seat: Seat, plan: InspectionPlan | None = None) -> Component:
    """Where a plan is made, or changed."""
    words = seat.words
    classes = [(one.value, name) for one, name in class_names(words).items()]
    ways = [(one.value, name) for one, name in way_names(words).items()]
    asked = {"act": "change_plan", "id": plan.plan_id} if plan else {"act": "add_plan"}
    label = words("保存计划") if plan else words("制定计划")
    first = plan.next_on if plan else seat.today.isoformat()
    form = office.form(
        DO,
        asked,
        label,
        fields.text(
            "name", words("计划名称"), longest=LONGEST_NAME, is_required=True,
            value=plan.name if plan else "",
        ),
        fields.choice(
            "class", words("场所类别"), classes, plan.place_class.value if plan else ""
        ),
        fields.choice("way", words("方式"), ways, plan.way.value if plan else ""),
        fields.several(
            "cameras", words("视频点位（远程监管）"), seat.cameras, plan.cameras if plan else ()
        ),
        fields.choice(
            "site", words("重点部位（可不选）"), [("", words("不限")), *seat.sites],
            (plan.site_id or "") if plan else "",
        ),
        fields.text(
            "cycle", words("周期（天，0 为一次）"), longest=3, input_mode="numeric",
            value=str(plan.cycle_days) if plan else "7",
        ),
        fields.text(
            "first", words("首次日期（年-月-日）"), longest=10, is_required=True, value=first
        ),
        fields.lines(
            "checklist", words("检查项（每行一项）"), longest=LONGEST_LIST, is_required=True,
            value=plan.checklist if plan else "",
        ),
        key="" if plan else seat.key,
    )  # fmt: skip
    return within(seat.reader, [form]) if plan else parts.folded(words("制定检查计划"), form)


def runs(found: Sequence[InspectionRun], seat: Seat) -> list[Component | None]:
    """The newest rounds, the open ones first."""
    words, ways = seat.words, way_names(seat.words)
    columns: office.Columns = (
        (words("检查"), lambda one: office.named(one.name)),
        (words("检查部门"), lambda one: office.named(seat.unit_name(one.owner))),
        (words("方式"), lambda one: ways[one.way]),
        (words("检查人"), lambda one: office.named(one.by)),
        (words("开始"), lambda one: office.moment(one.started_at, seat.zone_name)[:16]),
        (words("结果"), lambda one: html.Span(_result(one, seat))),
        ("", lambda one: office.act(words("打开"), DO, {"act": "open_run", "id": one.run_id})),
    )
    none = words("还没有检查记录")
    return [parts.section(office.title(words("检查记录")), office.table(columns, found, none))]


def _result(run: InspectionRun, seat: Seat) -> list[Component | str]:
    words = seat.words
    told = words(
        "合格 {passed}，不合格 {failed}，无法判断 {unseen}",
        passed=len(run.passed),
        failed=len(run.failed),
        unseen=len(run.unseen),
    )
    return [told] if run.ended_at else [words("进行中"), " · ", told]


def figures(told: Figures, seat: Seat) -> list[Component | None]:
    """What leaders read: by department, overdue and repeats before all."""
    words = seat.words
    rows = sorted(told.by_owner.items(), key=lambda one: (-one[1].overdue, one[0]))
    columns: office.Columns = (
        (words("检查部门"), lambda one: office.named(seat.unit_name(one[0]))),
        (words("逾期未整改"), lambda one: _count(one[1].overdue)),
        (words("重复问题"), lambda one: _count(one[1].repeats)),
        (words("计划过期未检查"), lambda one: _count(one[1].plans_late)),
        (words("完成检查"), lambda one: str(one[1].rounds)),
        (words("发现问题"), lambda one: str(one[1].found)),
        (words("已下达"), lambda one: str(one[1].ordered)),
        (words("已销号"), lambda one: str(one[1].closed)),
        (words("曾逾期问题"), lambda one: str(one[1].late)),
    )
    note = words(
        "逾期未整改、计划过期未检查为当前数；其余为近 {days} 天内发现的问题和完成的检查，"
        "撤回的不计。"
        "重复问题：同一单位同一检查项 {within} 天内再次发现。统计时间 {at}",
        days=told.days,
        within=REPEATED_WITHIN.days,
        at=office.moment(told.now, seat.zone_name)[:16],
    )
    return [
        parts.section(
            office.title(words("各部门检查与整改")),
            office.table(columns, rows, words("还没有检查记录")),
            office.note(note),
        )
    ]


def _count(number: int) -> Component | str:
    return parts.bad(str(number)) if number else "0"
