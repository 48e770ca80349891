"""The queue of cases: what reminds, the views with their counts, the search, the cases."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import Case, Flag
from domain.centre.cases.case_file import CasePage, masked_applicants
from domain.centre.cases.views import View
from domain.centre.loop.reminders import HANDLER, LEADER
from domain.centre.person.due_calls import CallList
from domain.centre.premises.places import Centre
from domain.desk.notices import Notice
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.cases.page import PAGE, VIEW
from layouts.centre.cases.time_left import light_of, time_left
from layouts.centre.named import body_name
from layouts.centre.person.calls import VIEW_NAME, call_rows
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader


@dataclass(frozen=True, slots=True)
class Looked:
    """What of the queue its reader has asked for."""

    view: View = View.ALL
    q: str = ""
    cursor: str = ""

    def asks(self, **more: str) -> Mapping[str, str]:
        """The question of a button that changes one thing of it."""
        return {"view": self.view.value, "q": self.q, **more}


@dataclass(frozen=True, slots=True)
class Queue:
    """What the queue is drawn from.

    Attributes:
        calls: the call list; None where its reader has none.
        shows_calls: whether that is what is looked at.
    """

    page: CasePage
    counts: Mapping[View, int]
    looked: Looked
    reminders: Sequence[Notice]
    centre: Centre
    takes_in: bool
    has_draft: bool = False
    calls: CallList | None = None
    shows_calls: bool = False


def queue(held: Queue, reader: Reader, zone_name: str) -> Component:
    """What reminds, the way to intake where it is the reader's, and the cases of a view."""
    words = reader.words
    parts: list[Component] = [_head(held, words), _views(held, words)]
    if held.reminders:
        folded = [html.Summary(words("提醒（{count}）", count=len(held.reminders)))]
        parts.append(
            html.Details(
                [*folded, _reminders(held.reminders, words, zone_name)],
                className="case-reminders",
                open=len(held.reminders) <= 3,
            )
        )
    if held.calls is not None and held.shows_calls:
        return within(reader, [*parts, *call_rows(held.calls, words, zone_name)])
    parts.append(_rows(held, words, zone_name))
    if held.page.cases:
        parts.append(_taken_away(held.looked, words))
    if held.page.cursor:
        asked = held.looked.asks(cursor=held.page.cursor)
        parts.append(office.act(words("下一页"), VIEW, asked))
    if held.looked.cursor:
        parts.append(office.act(words("回到第一页"), VIEW, held.looked.asks()))
    return within(reader, parts)


def _head(held: Queue, words: Words) -> Component:
    parts: list[Component] = [html.H2(words("矛盾纠纷化解中心"), className="admin-title")]
    if held.takes_in:
        label = words("继续登记（草稿）") if held.has_draft else words("受理登记")
        ask = json.dumps({"act": "intake"})
        parts.append(
            html.Button(
                [label, html.Kbd("Alt+N")],
                type="button",
                className="button is-main case-new",
                **attributes({"data-open": ids.do(PAGE), "data-ask": ask}),
            )
        )
    parts.append(
        html.Div(
            office.form(
                VIEW,
                {"view": View.ALL.value},
                words("查找"),
                fields.text(
                    "q", words("编码、姓名、拼音首字母、电话或身份证号"), value=held.looked.q
                ),
            ),
            className="case-find",
        )
    )
    return html.Div(parts, className="case-head")


def view_names(words: Words) -> Mapping[View, str]:
    """What each view is called."""
    return {
        View.ALL: words("全部在办"),
        View.MINE: words("我经手的"),
        View.BODY: words("本机构"),
        View.LATE: words("已超期"),
        View.AMBER: words("将到期"),
        View.CALL_BACK: words("待回访"),
        View.CLOSING: words("待结案"),
        View.SEALED: words("密封件"),
        View.REVIEW: words("复查复核中"),
        View.HOMELESS: words("机构撤并待改派"),
    }


def _taken_away(looked: Looked, words: Words) -> Component:
    """The cases of this view or search as a file, masked, with who took it and when."""
    return html.Div(
        [
            office.act(words("导出 Excel"), ids.do(PAGE), looked.asks(act="export", kind="xlsx")),
            office.act(words("导出 CSV"), ids.do(PAGE), looked.asks(act="export", kind="csv")),
        ],
        className="case-exports",
    )


_QUIET_WHEN_EMPTY = frozenset({View.SEALED, View.REVIEW, View.HOMELESS})


def _views(held: Queue, words: Words) -> Component:
    shown = [
        (view, name, held.counts.get(view, 0))
        for view, name in view_names(words).items()
        if held.counts.get(view) or view not in _QUIET_WHEN_EMPTY or view is held.looked.view
    ]
    buttons = [
        _view(view.value, name, held.looked.view is view and not held.shows_calls, count)
        for view, name, count in shown
    ]
    if held.calls is not None:
        name, count = words("电话提醒"), held.calls.count
        buttons.append(_view(VIEW_NAME, name, held.shows_calls, count))
    return html.Div(
        buttons,
        className="case-views",
        role="group",
        **attributes({"aria-label": words("视图")}),
    )


def _view(view: str, name: str, is_shown: bool, count: int) -> html.Button:
    return html.Button(
        [name, html.B(str(count))],
        type="button",
        className=f"case-view is-{view}",
        **attributes(
            {
                "data-open": VIEW,
                "data-ask": json.dumps({"view": view}),
                "aria-pressed": "true" if is_shown else "false",
            }
        ),
    )


def _rows(held: Queue, words: Words, zone_name: str) -> Component:
    if not held.page.cases:
        return html.P(words("没有案件"), className="admin-none")
    rows = [html.Li(_row(case, held, words, zone_name)) for case in held.page.cases]
    return html.Ul(rows, className="case-rows", **attributes({"aria-label": words("案件")}))


def _row(case: Case, held: Queue, words: Words, zone_name: str) -> Component:
    """One case: pressed it is opened; a sealed one asks for the reason first."""
    told = _told(case, held, words, zone_name)
    asked = {"act": "open", "code": case.code}
    colour = f"case-row is-{light_of(case, held.page.at).value}"
    if case.is_sealed:
        why = fields.text("reason", words("查看密封件的理由"), is_required=True, shortest=4)
        form = office.form(ids.do(PAGE), asked, words("打开"), why)
        return html.Div([*told, form], className=f"{colour} is-sealed")
    return html.Button(
        told,
        type="button",
        className=colour,
        **attributes({"data-open": ids.do(PAGE), "data-ask": json.dumps(asked)}),
    )


def _told(case: Case, held: Queue, words: Words, zone_name: str) -> list[Component]:
    marks = [html.Span(word(case.stage, words), className="case-stage")]
    if case.level:
        marks.append(html.Span(word(case.level, words), className=f"case-level is-{case.level}"))
    if case.flags:
        flags = "、".join(word(Flag(one), words) for one in case.flags)
        marks.append(html.Span(flags, className="case-flag"))
    sums = [html.Span(words("{n} 人", n=case.people_count))] if case.people_count > 1 else []
    return [
        html.Span([office.named(case.code), *marks], className="case-a"),
        html.Span(
            [
                html.Span(word(case.category, words)),
                html.Span(_of_whom(case, held.page, words)),
                *sums,
            ],
            className="case-b",
        ),
        html.Span(office.named(body_name(held.centre, case.body)), className="case-c"),
        time_left(case, held.page.at, words, zone_name),
    ]


def _reminders(reminders: Sequence[Notice], words: Words, zone_name: str) -> Component:
    """What waits for an answer: of which case, what, for whom, since when."""
    columns: office.Columns = (
        (words("编码"), lambda one: office.named(one.subject_id)),
        # beside the open card there is room for four columns
        (words("提醒"), lambda one: [words(one.head), html.Br(), _recipient(one, words)]),
        (words("时间"), lambda one: office.moment(one.at, zone_name)[5:16]),
        (
            "",
            lambda one: office.act(
                words("知道了"), ids.do(PAGE), {"act": "answer", "notice": one.notice_id}
            ),
        ),
    )
    return office.table(columns, reminders, "", tight=1)


def _recipient(notice: Notice, words: Words) -> str | Component:
    is_role = notice.recipient in {LEADER, HANDLER}
    return words(notice.recipient) if is_role else office.named(notice.recipient)


def _of_whom(case: Case, page: CasePage, words: Words) -> str | Component:
    """Who brought a case, masked; of a sealed one that it is sealed."""
    if case.is_sealed:
        return words("密封")
    return office.named("、".join(masked_applicants(page.parties.get(case.code, []))))
