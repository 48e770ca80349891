"""The forms of the page of work in the grids, folded until they are wanted."""

from collections.abc import Sequence
from uuid import uuid4

from dash import html
from dash.development.base_component import Component

from domain.net.tasks.care import CareLine
from domain.net.tasks.schedules import Occurrence
from domain.net.tasks.task_types import TaskForm, TaskType
from domain.statistics.area_words import CLASS_NAMES
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


def folded(title: str, form: Component) -> Component:
    """A form behind its name."""
    return html.Details([html.Summary(title), form], className="case-step")


def do_card(due: Occurrence, evidence: Sequence[str], seat: Seat) -> Component:
    """The form by which a task is done: what its type asks for, and what was found."""
    words = seat.words
    schedule = due.schedule
    named = evidence_names(words)
    told = [
        (words("网格"), seat.area_name(due.target.grid)),
        (words("期限"), due.due.isoformat()),
        (words("所需证据"), "、".join(named.get(one, one) for one in evidence)),
    ]
    facts = [part for name, value in told if value for part in (html.Dt(name), html.Dd(value))]
    inputs: list[Component] = []
    if schedule.form is TaskForm.PATROL:
        inputs += [
            fields.text("unit_id", words("终端编号"), is_required=True),
            fields.when("begun_at", words("开始时间")),
            fields.when("ended_at", words("结束时间")),
        ]
    inputs += [
        *_place(seat),
        fields.lines("note", words("情况说明"), longest=LONGEST),
    ]
    form = office.form(
        DO, {"act": "do", "task": due.task_id}, words("完成任务"), *inputs,
        key=f"do-{due.task_id}",
    )  # fmt: skip
    title = office.title(words("办理任务"), schedule.name)
    parts = [title, html.Dl(facts, className="case-facts"), form]
    return within(seat.reader, [html.Div(parts, className="case-card")])


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
        fields.choice("area", words("辖区"), list(seat.areas)),
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
