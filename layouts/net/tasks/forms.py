"""The forms of the page of work in the grids, folded until they are wanted."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from dash import html
from dash.development.base_component import Component

from domain.net.tasks.care import CareLine
from domain.net.tasks.facts import NetTask
from domain.net.tasks.schedules import Occurrence
from domain.net.tasks.task_types import TaskForm, TaskType
from domain.saying import CONTEXT
from domain.statistics.area_words import CLASS_NAMES
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.net.tasks.names import (
    choices,
    companion_names,
    every_names,
    evidence_names,
    form_names,
    group_names,
    outcome_names,
    place_names,
)
from layouts.net.tasks.page import PAGE
from layouts.net.tasks.seat import Seat
from layouts.office import fields, ids, office

DO = ids.do(PAGE)
LONGEST = 1000
# Where a photo is read, and when the server received it.
Photo = tuple[str, datetime | str]


def folded(title: str, form: Component) -> Component:
    """A form behind its name."""
    return html.Details([html.Summary(title), form], className="case-step")


def do_card(
    due: Occurrence,
    evidence: Sequence[str],
    seat: Seat,
    *,
    photos: Sequence[Photo] = (),
    held: NetTask | None = None,
) -> Component:
    """A task: what its type asks for, the form by which it is done, its photos.

    Args:
        due: the occurrence.
        evidence: words of `Evidence`.
        seat: for whom.
        photos: that were brought.
        held: what was made of it; None while nobody touched it.
    """
    words = seat.words
    schedule = due.schedule
    named = evidence_names(words)
    told = [
        (words("网格名称"), seat.area_name(due.target.grid)),
        (words("期限"), due.due.isoformat()),
        (words("所需证据"), "、".join(named.get(one, one) for one in evidence)),
        *(_held(held, seat) if held else ()),
    ]
    facts = [part for name, value in told if value for part in (html.Dt(name), html.Dd(value))]
    may_do = held is None or (held.is_proven is False and held.by == seat.account)
    parts: list[Component] = [
        office.title(words("办理任务") if may_do else words("任务详情"), schedule.name),
        html.Dl(facts, className="case-facts"),
    ]
    if may_do and seat.may("tasks.do"):
        parts += [_photos(due.task_id, photos, seat, may_add=True), _do_form(due, seat)]
    else:
        parts.append(_photos(due.task_id, photos, seat, may_add=False))
    return within(seat.reader, [html.Div(parts, className="case-card")])


def _held(held: NetTask, seat: Seat) -> list[tuple[str, Any]]:
    """What was made of a task, and what an appeal asks for: it outlives the track."""
    words = seat.words
    told = [
        (words("办理时间"), office.moment(held.at, seat.zone_name)),
        (words("情况说明"), office.named(held.note)),
    ]
    if held.is_proven is not None:
        minutes = words("{minutes} 分钟", minutes=held.slow_s // 60)
        told += [
            (words("步行格数"), str(len(held.cells))),
            (words("到达的重点场所"), str(len(held.places))),
            (words("步行时长"), minutes),
            (words("未证实原因"), "；".join(words.of(CONTEXT, code) for code in held.why)),
        ]
    return told


def _photos(task_id: str, photos: Sequence[Photo], seat: Seat, *, may_add: bool) -> Component:
    """The photos of a task, and where more are added (assets/pages/photos/)."""
    words = seat.words
    links = [
        html.A(
            words("照片 {n}（{at} 收到）", n=nth, at=office.moment(at, seat.zone_name)),
            href=url,
            target="_blank",
            className="link",
        )
        for nth, (url, at) in enumerate(photos, 1)
    ]
    parts: list[Component] = [html.Div(links, className="admin-acts")]
    if may_add:
        asked = {
            "subject_kind": "net_task", "subject_id": task_id, "store": DO,
            "path": "/api/v1/net/tasks/{id}/photos", "again": {"act": "show", "task": task_id},
        }  # fmt: skip
        told = attributes({"data-photos": json.dumps(asked)})
        parts.append(html.Div(className="papers-upload", **told))
    return html.Div(parts, id="net-photos")


def _do_form(due: Occurrence, seat: Seat) -> Component:
    words = seat.words
    inputs: list[Component] = []
    if due.schedule.form is TaskForm.PATROL:
        inputs += [
            fields.text("unit_id", words("终端编号"), is_required=True),
            fields.when("begun_at", words("开始时间")),
            fields.when("ended_at", words("结束时间")),
        ]
    inputs += [*_place(seat), fields.lines("note", words("情况说明"), longest=LONGEST)]
    asked = {"act": "do", "task": due.task_id}
    key = f"do-{due.task_id}"
    return office.form(DO, asked, words("完成任务"), *inputs, key=key, kept_for=seat.account)


def _place(seat: Seat, *, is_required: bool = False) -> list[Component]:
    """Where something is."""
    words = seat.words
    named = (("lat", words("北纬（WGS 84）")), ("lon", words("东经（WGS 84）")))
    return [
        fields.text(name, label, longest=12, is_required=is_required, input_mode="decimal")
        for name, label in named
    ]


def care_card(line: CareLine, seat: Seat) -> Component:
    """The form by which a care visit is written down."""
    words, person = seat.words, line.due.person
    inputs: list[Component] = [
        fields.choice("outcome", words("结果"), choices(outcome_names(words))),
        fields.several("companions", words("同行人员"), choices(companion_names(words))),
        fields.lines("note", words("情况说明"), longest=LONGEST),
    ]
    asked = {"act": "visit", "visit": line.due.visit_id}
    form = office.form(DO, asked, words("保存走访"), *inputs)
    parts: list[Component] = [office.title(words("关爱走访"), person.name or "")]
    if person.needs_companion:
        parts.append(office.note(words("这位对象不得单人走访：请选择同行人员")))
    return within(seat.reader, [html.Div([*parts, form], className="case-card")])


def type_form(seat: Seat) -> Component:
    """A type is proposed."""
    words = seat.words
    form = office.form(
        DO,
        {"act": "propose"},
        words("申报事项"),
        fields.text("name", words("事项名称"), is_required=True),
        fields.choice("department", words("部门"), list(seat.departments.items())),
        fields.text("basis", words("依据文件"), longest=200, is_required=True),
        fields.choice("form", words("任务类别"), choices(form_names(words))),
        fields.choice("every", words("最高频次"), choices(every_names(words))),
        fields.several("evidence", words("所需证据"), choices(evidence_names(words))),
        fields.text("valid_until", words("有效期至（年-月-日）"), longest=10, is_required=True),
        fields.text("funds", words("经费"), longest=200),
    )
    return folded(words("申报准入事项"), form)


def schedule_card(one: TaskType, seat: Seat, first: str) -> Component:
    """A schedule is made of a type on the list."""
    words = seat.words
    kinds = [("", words("按网格")), *choices(place_names(words))]
    form = office.form(
        DO,
        {"act": "schedule", "type": one.type_id, "department": one.department},
        words("生成计划"),
        fields.text("name", words("计划名称"), value=one.name),
        fields.choice("area", words("所在区域"), list(seat.areas)),
        fields.choice("every", words("频次"), choices(every_names(words)), one.every.value),
        fields.text("times", words("每个网格每周期次数"), value="1", input_mode="numeric"),
        fields.choice("place_kind", words("任务对象"), kinds),
        fields.text("from_day", words("开始日期（年-月-日）"), longest=10, value=first),
        fields.text("until_day", words("结束日期（年-月-日）"), longest=10, value=one.valid_until),
    )
    title = office.title(words("安排任务计划"), one.name)
    return within(seat.reader, [html.Div([title, form], className="case-card")])


def finding_form(seat: Seat) -> Component:
    """Something is reported once."""
    words = seat.words
    classes = [(code, words(name)) for code, name in CLASS_NAMES.items()]
    form = office.form(
        DO,
        {"act": "find"},
        words("上报问题"),
        fields.choice("found", words("类别"), classes, "city_management"),
        fields.text(
            "lat", words("北纬（WGS 84）"), longest=12, is_required=True, input_mode="decimal"
        ),
        fields.text(
            "lon", words("东经（WGS 84）"), longest=12, is_required=True, input_mode="decimal"
        ),
        fields.lines("text", words("情况"), longest=LONGEST, is_required=True),
        key=uuid4().hex,
    )
    return folded(words("上报发现的问题（只报一次，自动转办）"), form)


def care_form(seat: Seat) -> Component:
    """Care visits are assigned."""
    words = seat.words
    form = office.form(
        DO,
        {"act": "assign_care"},
        words("安排走访"),
        fields.text("name", words("姓名"), is_required=True),
        fields.text("address", words("住址"), longest=200, is_required=True),
        fields.choice("group", words("关爱原因"), choices(group_names(words))),
        fields.choice("area", words("社区（村）"), list(seat.areas)),
        fields.text("visitors", words("走访人账号（空格分隔）"), is_required=True),
    )
    return folded(words("安排关爱走访"), form)


def leave_form(seat: Seat) -> Component:
    """Days of leave: what is due in a grid is excused."""
    words = seat.words
    form = office.form(
        DO,
        {"act": "leave"},
        words("免计任务"),
        fields.text("grids", words("网格编码（空格分隔）"), longest=320, is_required=True),
        fields.text("from_day", words("开始日期（年-月-日）"), longest=10, is_required=True),
        fields.text("until_day", words("结束日期（年-月-日）"), longest=10, is_required=True),
    )
    return folded(words("请假、病假、培训：免计任务"), form)
