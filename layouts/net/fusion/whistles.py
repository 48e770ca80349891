"""Whistles as cards: the matter, and below it each department with what it may do now."""

from collections.abc import Sequence
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from domain.net.fusion.whistles import (
    MOST_STARS,
    Attendance,
    CallState,
    Urgency,
    Whistle,
    WhistleCall,
)
from domain.statistics.intervals import Interval
from layouts.net.fusion.page import PAGE
from layouts.net.fusion.seat import Seat, counted, state_names, urgency_names
from layouts.net.shares import told_share
from layouts.office import fields, ids, office

LONGEST_ISSUE, LONGEST_PLACE, LONGEST_TEXT = 500, 128, 1000


class Seen(Protocol):
    """A whistle with its calls."""

    @property
    def whistle(self) -> Whistle:
        """The matter."""

    @property
    def calls(self) -> Sequence[WhistleCall]:
        """Those the reader sees."""


class Attended(Protocol):
    """How a department came."""

    @property
    def of(self) -> Attendance:
        """The counts."""

    @property
    def interval(self) -> Interval | None:
        """Of the share in time."""


def blow_form(seat: Seat) -> Component:
    """How departments are called."""
    words = seat.words
    form = office.form(
        ids.do(PAGE),
        {"act": "blow"},
        words("吹哨"),
        fields.lines("issue", words("事项"), longest=LONGEST_ISSUE, is_required=True),
        fields.text("place", words("地点"), longest=LONGEST_PLACE, is_required=True),
        fields.several("departments", words("呼叫部门"), seat.departments.items()),
        fields.choice(
            "urgency",
            words("紧急程度"),
            [(one.value, name) for one, name in urgency_names(words).items()],
            Urgency.USUAL.value,
        ),
        fields.text("area", words("村（社区）编码"), value=seat.own_area, longest=15),
        key=seat.key,
    )
    return html.Details([html.Summary(words("吹哨：呼叫部门到场")), form], className="case-step")


def figures(attended: Sequence[Attended], seat: Seat) -> Component:
    """How each department came in the last year; no order of better and worse."""
    words = seat.words

    def share(one: Attended) -> str:
        called = one.of.called
        in_time = one.of.in_time / called if called else None
        return told_share(in_time, one.interval, called, words)

    columns: office.Columns = (
        (words("部门"), lambda one: office.named(seat.department_name(one.of.department))),
        (words("应到场"), lambda one: str(one.of.called)),
        (words("按时到场"), lambda one: str(one.of.in_time)),
        (words("按时率"), share),
        (words("超时"), lambda one: str(one.of.late)),
        (words("待到场"), lambda one: str(one.of.waiting)),
        (words("社区评价"), lambda one: _stars(one.of, seat)),
    )
    return html.Section(
        [
            office.title(words("部门到场情况（近一年）")),
            office.table(columns, attended, words("近一年没有吹哨")),
            counted(
                words("口径：应到场为已有结果的呼叫；按时指在时限内到场，以服务器时间为准"),
                words("吹哨登记"),
                seat.now,
                seat,
            ),
        ],
        className="case-section",
    )


def _stars(of: Attendance, seat: Seat) -> str:
    mean = of.mean_stars
    if mean is None:
        return seat.words("未评价")
    return seat.words("均 {mean} 星（{count} 次）", mean=f"{mean:.1f}", count=of.rated)


def cards(rows: Sequence[Seen], seat: Seat) -> list[Component]:
    """The whistles, newest first."""
    if not rows:
        return [html.P(seat.words("没有吹哨"), className="admin-none")]
    return [_card(one, seat) for one in rows]


def _card(seen: Seen, seat: Seat) -> Component:
    words, whistle = seat.words, seen.whistle
    facts = (
        (words("村（社区）"), office.named(seat.area_name(whistle.area_code))),
        (words("地点"), office.named(whistle.place)),
        (words("紧急程度"), urgency_names(words)[whistle.urgency]),
        (words("吹哨时间"), office.moment(whistle.at, seat.zone_name)),
        (words("撤回原因"), office.named(whistle.reason) if whistle.withdrawn_at else ""),
    )
    told = [part for name, value in facts if value for part in (html.Dt(name), html.Dd(value))]
    parts: list[Component] = [
        html.H3(office.named(whistle.issue) or words("个人信息已删除")),
        html.Dl(told, className="case-facts"),
        _calls(seen.calls, seat),
    ]
    if whistle.is_demo:
        parts.append(office.note(words("演示数据")))
    is_open = whistle.withdrawn_at is None and not all(one.arrived_at for one in seen.calls)
    if seat.may_blow and is_open:
        parts.append(_withdraw_form(whistle, seat))
    return html.Section(parts, className="case-section")


def _calls(calls: Sequence[WhistleCall], seat: Seat) -> Component:
    words, names = seat.words, state_names(seat.words)
    columns: office.Columns = (
        (words("部门"), lambda one: office.named(seat.department_name(one.owner or ""))),
        (words("状态"), lambda one: names[one.state]),
        (words("最迟到场"), lambda one: office.moment(one.due_at, seat.zone_name)),
        (words("到场"), lambda one: _arrived(one, seat)),
        (words("结果"), lambda one: office.named(one.result)),
        (words("评价"), lambda one: _rated(one, seat)),
        ("", lambda one: _acts(one, seat)),
    )
    return office.table(columns, calls, words("没有呼叫部门"))


def _arrived(call: WhistleCall, seat: Seat) -> Component | str:
    words = seat.words
    parts: list[Component | str] = []
    if call.arrived_at is not None:
        parts += [office.moment(call.arrived_at, seat.zone_name), " "]
    if call.state is not CallState.WITHDRAWN and call.is_late(seat.now):
        late = words("超时，已督办") if call.supervised_at else words("超时")
        parts.append(html.Span(late, className="is-bad"))
    return html.Span(parts) if parts else ""


def _rated(call: WhistleCall, seat: Seat) -> Component | str:
    if call.stars is None:
        return ""
    stars = seat.words("{stars} 星", stars=call.stars)
    return html.Span([stars, " ", office.named(call.words)]) if call.words else stars


def _acts(call: WhistleCall, seat: Seat) -> list[Component]:
    """What may be done with a call now: by its department, and by whoever called it."""
    words, asked = seat.words, {"call": call.call_id}
    parts: list[Component] = []
    if seat.department and call.owner == seat.department:
        if call.state is CallState.CALLED:
            parts.append(office.act(words("将到场"), ids.do(PAGE), {"act": "coming", **asked}))
        if call.state in {CallState.CALLED, CallState.COMING}:
            arrive = {"act": "arrive", **asked}
            parts.append(office.act(words("到场报到"), ids.do(PAGE), arrive, is_main=True))
        if call.state is CallState.ARRIVED:
            said = fields.text("result", words("办理结果"), longest=LONGEST_TEXT, is_required=True)
            report = {"act": "report", **asked}
            parts.append(office.form(ids.do(PAGE), report, words("报告结果"), said))
    never_came = call.arrived_at is None and call.due_at <= seat.now
    is_open = call.state not in {CallState.RATED, CallState.WITHDRAWN}
    if seat.may_blow and is_open and (call.state is CallState.REPORTED or never_came):
        stars = [(str(one), str(one)) for one in range(MOST_STARS, 0, -1)]
        rated = fields.choice("stars", words("评价（星）"), stars)
        why = fields.text("words", words("评价说明"), longest=LONGEST_TEXT)
        parts.append(office.form(ids.do(PAGE), {"act": "rate", **asked}, words("评价"), rated, why))
    return parts


def _withdraw_form(whistle: Whistle, seat: Seat) -> Component:
    words = seat.words
    form = office.form(
        ids.do(PAGE),
        {"act": "withdraw", "whistle": whistle.whistle_id},
        words("撤回吹哨"),
        fields.text("reason", words("撤回原因"), longest=LONGEST_TEXT, is_required=True),
        sure=words("撤回后部门不再到场，确定吗？"),
        about="",
        words=words,
    )
    return html.Details([html.Summary(words("撤回吹哨")), form], className="case-step")
