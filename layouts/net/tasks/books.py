"""The books of the page of work in the grids, each as a table with what may be done about a row."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from domain.net.tasks.care import CareLine
from domain.net.tasks.facts import Standing
from domain.net.tasks.findings import NetFinding
from domain.net.tasks.inbox import Waiting
from domain.net.tasks.lists import By, Tally, TaskLine, Week
from domain.net.tasks.schedules import TaskSchedule
from domain.net.tasks.task_types import Listing, TaskForm, TaskType
from domain.saying import CONTEXT
from domain.statistics.area_words import CLASS_NAMES
from domain.words import Words
from layouts.net.tasks import forms
from layouts.net.tasks.names import (
    cut_names,
    every_names,
    evidence_names,
    form_names,
    group_names,
    listing_names,
    outcome_names,
    standing_names,
    verdict_names,
)
from layouts.net.tasks.page import PAGE, VIEW
from layouts.net.tasks.seat import Looked, Seat
from layouts.office import fields, ids, office

DO = ids.do(PAGE)
_OPEN = frozenset({Standing.DUE, Standing.LATE})
# Rooms whose things are called by a number.
_NUMBERED = frozenset({"incident", "case"})
MOST_GROUPS = 60


def lines(rows: Sequence[TaskLine], looked: Looked, seat: Seat) -> Component:
    """Occurrences, and what may be done about each."""
    words = seat.words
    kinds, stands = form_names(words), standing_names(words)
    columns: list[tuple[str, Any]] = [
        (words("任务"), lambda one: office.named(one.due.schedule.name)),
        (words("类别"), lambda one: kinds[one.due.schedule.form]),
        (words("网格名称"), lambda one: _where(one, seat)),
        (words("期限"), lambda one: one.due.due.isoformat()),
        (words("状态"), lambda one: _stands(one, stands[one.standing], seat)),
        ("", lambda one: _acts(one, seat)),
    ]
    return office.table(columns, rows, words("没有任务"), tight=0)


def _where(one: TaskLine, seat: Seat) -> Any:
    name = seat.area_name(one.due.target.grid)
    # one element: on a phone a cell sets its parts beside each other
    return html.Span([name, " ", office.named(one.place)]) if one.place else name


def _stands(one: TaskLine, standing: str, seat: Seat) -> Any:
    """How it stands; of a patrol whether its track bears it out, and what is missing."""
    words = seat.words
    if one.is_proven is None:
        return standing
    return html.Span([standing, " ", _proof(one, words)])


def _proof(one: TaskLine, words: Words) -> Component:
    if one.is_proven:
        return html.Span(words("轨迹已证实"), className="net-proven")
    why = "；".join(words.of(CONTEXT, code) for code in one.why)
    return html.Span(words("轨迹未证实：{why}", why=why), className="is-bad")


def _acts(one: TaskLine, seat: Seat) -> list[Component]:
    words, task = seat.words, {"task": one.due.task_id}
    may_again = one.is_proven is False and one.by == seat.account
    if one.standing in _OPEN or may_again:
        if not seat.may("tasks.do"):
            return []
        made: list[Component] = [
            office.act(words("办理"), DO, {"act": "open", **task}, is_main=True)
        ]
        if one.due.schedule.form is TaskForm.VISIT:
            made.append(office.act(words("居民谢绝"), DO, {"act": "decline", **task}))
        return made
    is_done = one.standing in {Standing.DONE, Standing.LATE_CLOSED}
    shown: list[Component] = (
        [office.act(words("详情"), DO, {"act": "show", **task})] if is_done else []
    )
    if is_done and one.checked is None and one.by != seat.account and seat.may("tasks.check"):
        return [
            *shown,
            office.act(words("复核属实"), DO, {"act": "check", "is_so": "yes", **task}),
            office.act(words("复核不属实"), DO, {"act": "check", "is_so": "no", **task}),
        ]
    return shown


def week(held: Week, seat: Seat) -> Component:
    """What the seven days bring."""
    words = seat.words
    columns: list[tuple[str, Any]] = [
        (words("日期"), lambda one: one[0].isoformat()),
        (words("任务数"), lambda one: str(one[1])),
    ]
    plans: list[tuple[str, Any]] = [
        (words("计划"), lambda one: office.named(one[0].name)),
        (words("频次"), lambda one: every_names(words)[one[0].every]),
        (words("本周任务数"), lambda one: str(one[1])),
        ("", lambda one: _end(one[0], seat)),
    ]
    told = words("一周共 {count} 项任务", count=held.count)
    parts = [
        office.title(told),
        office.note(words("任务由计划推算，有人办理时才成为记录")),
        office.table(columns, held.by_day, words("没有任务")),
        office.table(plans, held.by_schedule, words("没有计划")),
    ]
    return html.Section(parts, className="case-section", id="net-week")


def _end(one: TaskSchedule, seat: Seat) -> list[Component]:
    if not seat.may("tasks.plan") or one.ended_on is not None:
        return []
    words = seat.words
    asked = {"act": "end_schedule", "schedule": one.schedule_id}
    sure = words("终止后，从今天起不再派发。确定终止？")
    return [office.act(words("终止"), DO, asked, sure=sure, about=one.name, words=words)]


def groups(rows: Sequence[Tally], looked: Looked, seat: Seat) -> Component:
    """How many are due, done and late, cut as was asked for, with the way down."""
    words, names = seat.words, cut_names(seat.words)
    columns: list[tuple[str, Any]] = [
        (_of_cut(looked.by, words), lambda one: _way_down(one, looked, seat)),
        (words("今日应办"), lambda one: str(one.due)),
        (words("今日已办"), lambda one: str(one.done)),
        (words("逾期未办"), lambda one: str(one.late)),
    ]
    ways = [
        office.act(name, VIEW, looked.asked(by=by.value, person="", at=0), is_main=by is looked.by)
        for by, name in names.items()
        if by is not By.PERSON or seat.sees_people
    ]
    parts = [
        office.title(names[looked.by]),
        fields.line(*ways),
        office.table(columns, rows[:MOST_GROUPS], words("没有任务")),
    ]
    if len(rows) > MOST_GROUPS:
        parts.append(
            office.note(words("共 {count} 行，列出前 {most} 行", count=len(rows), most=MOST_GROUPS))
        )
    return html.Section(parts, className="case-section", id="net-groups")


def _of_cut(by: By, words: Words) -> str:
    """What one line of a cut is of."""
    if by is By.TOWN:
        return words("镇街")
    if by is By.PERSON:
        return words("网格员")
    return words("社区（村）") if by is By.COMMUNITY else words("网格名称")


def _way_down(one: Tally, looked: Looked, seat: Seat) -> Any:
    if looked.by is By.PERSON:
        if not one.key:
            return seat.words("无专职网格员")
        asked = looked.asked(person=one.key, at=0)
        return office.act(one.name or one.key, VIEW, asked, is_main=looked.person == one.key)
    below = {By.TOWN: By.COMMUNITY, By.COMMUNITY: By.GRID}.get(looked.by, looked.by)
    asked = looked.asked(area=one.key, by=below.value, person="", at=0)
    return office.act(seat.area_name(one.key), VIEW, asked, is_main=looked.area == one.key)


def findings(rows: Sequence[NetFinding], seat: Seat) -> list[Component]:
    """What was found in the last days, and where it went."""
    words = seat.words
    verdicts = verdict_names(words)

    def verdict(one: NetFinding) -> list[Any]:
        said: list[Any] = [verdicts[one.verdict]]
        if one.needs_look:
            said += [" ", html.Span(words("疑似拆分，请复核"), className="is-bad")]
        return [html.Span(said)]

    columns: list[tuple[str, Any]] = [
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("类别"), lambda one: words(CLASS_NAMES.get(one.found.value, one.found.value))),
        (words("网格名称"), lambda one: seat.area_name(one.area_code)),
        (words("判定"), verdict),
        (words("事件或案件"), lambda one: one.incident or one.case_code or ""),
        (words("内容"), lambda one: office.named(one.text)),
    ]
    parts: list[Component] = [office.title(words("发现问题"))]
    if seat.may("tasks.do"):
        parts.append(forms.finding_form(seat))
    parts.append(office.table(columns, rows, words("近 7 天没有上报")))
    return [html.Section(parts, className="case-section")]


def listing(
    rows: Sequence[TaskType], schedules: Sequence[TaskSchedule], seat: Seat
) -> list[Component]:
    """The list, what waits to be on it, and what may be decided."""
    words = seat.words
    kinds, often, stands = form_names(words), every_names(words), listing_names(words)
    proofs = evidence_names(words)
    columns: list[tuple[str, Any]] = [
        (words("事项"), lambda one: office.named(one.name)),
        (words("部门"), lambda one: seat.departments.get(one.department, one.department)),
        (words("依据"), lambda one: office.named(one.basis)),
        (words("类别"), lambda one: kinds[one.form]),
        (words("最高频次"), lambda one: often[one.every]),
        (words("所需证据"), lambda one: "、".join(proofs.get(e, e) for e in one.evidence)),
        (words("有效期至"), lambda one: one.valid_until),
        (words("状态"), lambda one: stands[one.status]),
        ("", lambda one: _decide(one, seat)),
    ]
    note = words("不在清单、已过期或属其他部门的事项，不得派给网格")
    parts: list[Component] = [office.title(words("事项准入清单")), office.note(note)]
    if seat.may("tasks.propose"):
        parts.append(forms.type_form(seat))
    parts.append(office.table(columns, rows, words("清单为空")))
    return [html.Section(parts, className="case-section")]


def _decide(one: TaskType, seat: Seat) -> list[Component]:
    words, of_type = seat.words, {"type": one.type_id}
    made: list[Component] = []
    if one.status is Listing.APPROVED and seat.may("tasks.plan"):
        made.append(office.act(words("安排计划"), DO, {"act": "open_schedule", **of_type}))
    if not seat.may("tasks.approve"):
        return made
    if one.status is Listing.PROPOSED and one.proposed_by != seat.account:
        return [
            office.act(words("批准"), DO, {"act": "approve", **of_type}, is_main=True),
            office.act(words("不批准"), DO, {"act": "refuse", **of_type}),
        ]
    if one.status is Listing.APPROVED:
        sure = words("退出清单后，它的计划同时终止。确定退出？")
        asked = {"act": "withdraw", **of_type}
        label = words("退出清单")
        made.append(office.act(label, DO, asked, sure=sure, about=one.name, words=words))
    return made


def care(rows: Sequence[CareLine], seat: Seat) -> list[Component]:
    """Care visits of the reader; nobody else's stand here."""
    words = seat.words
    group_of, came = group_names(words), outcome_names(words)
    columns: list[tuple[str, Any]] = [
        (words("对象"), lambda one: office.named(one.due.person.name or words("已清除"))),
        (words("关爱原因"), lambda one: group_of[one.due.person.group]),
        (words("住址"), lambda one: office.named(one.due.person.address)),
        (words("网格名称"), lambda one: seat.area_name(one.due.person.area_code)),
        (words("期限"), lambda one: one.due.due.isoformat()),
        (
            words("同行"),
            lambda one: words("不得单人走访") if one.due.person.needs_companion else "",
        ),
        (words("结果"), lambda one: came[one.visit.outcome] if one.visit else ""),
        ("", lambda one: _visit(one, seat)),
    ]
    note = words("只有走访人和安排走访的人能看到；谢绝走访不扣分")
    parts: list[Component] = [office.title(words("关爱走访")), office.note(note)]
    if seat.may("care.assign"):
        parts.append(forms.care_form(seat))
    parts.append(office.table(columns, rows, words("没有由您走访的对象")))
    return [html.Section(parts, className="case-section")]


def _visit(one: CareLine, seat: Seat) -> list[Component]:
    if one.visit is not None:
        return []
    asked = {"act": "open_care", "visit": one.due.visit_id}
    return [office.act(seat.words("记录走访"), DO, asked, is_main=True)]


def inbox(rows: Sequence[Waiting], seat: Seat) -> list[Component]:
    """What waits for the reader, from every room."""
    words = seat.words
    titles = seat.room_titles
    columns: list[tuple[str, Any]] = [
        (words("来源"), lambda one: words(titles.get(one.room, one.room))),
        (words("事项"), lambda one: _link(one, words)),
        (words("所在区域"), lambda one: seat.area_name(one.where) if one.where else ""),
        (words("期限"), lambda one: _until(one.due_at, seat.zone_name)),
        (words("状态"), lambda one: words("逾期") if one.is_late else ""),
    ]
    parts: list[Component] = [office.title(words("我的待办"))]
    if seat.may("tasks.do"):
        own = (
            ("own_sheet", words("导出本人数据（xlsx）")),
            ("own_json", words("导出本人数据（JSON）")),
        )
        parts.append(fields.line(*(office.act(name, DO, {"act": act}) for act, name in own)))
    parts.append(office.table(columns, rows, words("没有待办")))
    return [html.Section(parts, className="case-section", id="net-inbox")]


def _until(at: datetime | None, zone_name: str) -> str:
    """Until when; a whole day is named by that day."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone_name))
    if local.time() == time():
        return (local - timedelta(days=1)).date().isoformat()
    return office.moment(at, zone_name)


def _link(one: Waiting, words: Words) -> Any:
    title: Any = words(one.title) if one.is_word else office.named(one.title)
    shown = html.Span([one.key, " ", title]) if one.room in _NUMBERED else title
    return html.A(shown, href=one.href) if one.href else shown
