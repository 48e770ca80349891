"""The dispute centre's page: the queue of cases, intake, a case with the steps of its reader."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from domain.centre.cases.agreements import Form, yuan
from domain.centre.cases.case import Case, Channel, Flag, Level, Remedy
from domain.centre.cases.case_file import CaseFile, CasePage
from domain.centre.cases.categories import IN_USE
from domain.centre.cases.parties import CASE_PARTY, MOST_REPRESENTATIVES, CaseParty, PartyRole
from domain.centre.cases.petitions import Matter, Way
from domain.centre.cases.stages import Step
from domain.centre.limits.clocks import Ground, Light, light
from domain.centre.loop.reminders import HANDLER, LEADER
from domain.centre.papers.dossier import Paper
from domain.centre.premises.places import Centre
from domain.desk.notices import Notice
from domain.private import mask
from domain.words import Words
from layouts.centre.case_words import options, word
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.working import Drawing

PAGE = "centre"
FILE = f"{PAGE}-file"
LONGEST_WORDS = 2000


def centre_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    words = drawing.reader.words
    return [
        html.Section(
            [
                html.H2(words("矛盾纠纷化解中心"), className="admin-title"),
                dcc.Store(id=ids.do(PAGE)),
                dcc.Store(id=ids.done(PAGE), data=0),
                dcc.Download(id=FILE),
                html.P(id=ids.says(PAGE), className="admin-says", role="status"),
                html.Div(id=ids.card(PAGE)),
                html.Div(
                    html.P(words("正在载入…"), className="says"),
                    id=ids.body(PAGE),
                    className="admin-body",
                ),
            ],
            id=ids.OFFICE,
            className=office.QUIET,
            tabIndex=-1,
        )
    ]


# the queue ------------------------------------------------------------------------------------


def queue(
    page: CasePage,
    reminders: Sequence[Notice],
    centre: Centre,
    reader: Reader,
    zone_name: str,
    *,
    takes_in: bool,
) -> Component:
    """What reminds, intake where it is the reader's, the search, and the open cases."""
    words = reader.words
    parts: list[Component] = []
    if reminders:
        parts.append(office.title(words("提醒")))
        parts.append(_reminders(reminders, words, zone_name))
    if takes_in:
        parts.append(_intake(centre, words))
    parts.append(
        office.form(
            ids.do(PAGE),
            {"act": "find"},
            words("查找"),
            fields.text("q", words("案件编码、姓名或电话"), is_required=True),
        )
    )
    parts.append(office.title(words("在办案件")))
    parts.append(lines(page, centre, reader, zone_name))
    if page.cursor:
        newest = words("只列出最近的 {count} 件，其余请查找", count=len(page.cases))
        parts.append(office.note(newest))
    return within(reader, parts)


def _reminders(reminders: Sequence[Notice], words: Words, zone_name: str) -> Component:
    """What waits for an answer: of which case, what, for whom, since when."""
    columns: office.Columns = (
        (words("编码"), lambda one: office.named(one.subject_id)),
        (words("提醒"), lambda one: words(one.head)),
        (words("通知"), lambda one: _recipient(one, words)),
        (words("时间"), lambda one: office.moment(one.at, zone_name)),
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


def results(page: CasePage, centre: Centre, reader: Reader, zone_name: str) -> Component:
    """What was looked for and found."""
    return within(reader, [lines(page, centre, reader, zone_name)])


def lines(page: CasePage, centre: Centre, reader: Reader, zone_name: str) -> Component:
    """Cases as rows, each with the way to it."""
    words = reader.words
    columns: office.Columns = (
        (words("编码"), lambda case: office.named(case.code)),
        (words("阶段"), lambda case: word(case.stage, words)),
        (words("类型"), lambda case: word(case.category, words)),
        (words("申请人"), lambda case: _of_whom(case, page, words)),
        (words("承办"), lambda case: office.named(body_name(centre, case.body))),
        (words("时限"), lambda case: _clock(case, page, words, zone_name)),
        ("", lambda case: _open(case, words)),
    )
    return office.table(columns, page.cases, words("没有案件"), tight=1)


def _open(case: Case, words: Words) -> Component:
    """The way to a case; to a sealed one with the reason it asks for."""
    asked = {"act": "open", "code": case.code}
    if not case.is_sealed:
        return office.act(words("打开"), ids.do(PAGE), asked)
    why = fields.text("reason", words("查看密封件的理由"), is_required=True, shortest=4)
    return office.form(ids.do(PAGE), asked, words("打开"), why)


def body_name(centre: Centre, code: str | None) -> str:
    """What a body, or a unit that acts as one, is called."""
    if code in centre.bodies:
        return centre.bodies[str(code)].name
    return centre.units[str(code)].name if code in centre.units else ""


def last_day(due_at: datetime | None, zone_name: str) -> str:
    """The last day of a limit, by the district's clock: it is kept until before `due_at`."""
    if due_at is None:
        return ""
    return str((due_at - timedelta(seconds=1)).astimezone(ZoneInfo(zone_name)).date())


def _of_whom(case: Case, page: CasePage, words: Words) -> str | Component:
    """Who brought a case, masked; of a sealed one that it is sealed."""
    if case.is_sealed:
        return words("密封")
    return office.named(_applicants(page.parties.get(case.code, [])))


def _applicants(parties: Sequence[CaseParty]) -> str:
    speak = (PartyRole.APPLICANT, PartyRole.REPRESENTATIVE)
    named = [one.name for one in parties if one.role in speak and one.name]
    return "、".join(str(mask(CASE_PARTY.name, {"name": name})["name"]) for name in named)


def _clock(case: Case, page: CasePage, words: Words, zone_name: str) -> list[str | Component]:
    """The colour, as a word and a mark, and the last moment."""
    colour = light(case.amber_at, case.due_at, page.at, is_paused=case.paused_at is not None)
    if colour is Light.NONE:
        return [last_day(case.answer_by, zone_name)]
    mark = html.Span(word(colour, words), className=f"case-light is-{colour.value}")
    return [mark, " ", last_day(case.due_at, zone_name)]


# intake ---------------------------------------------------------------------------------------


def _intake(centre: Centre, words: Words) -> Component:
    """One form for the window: what must be there first, in the order in which it is told.

    It carries the key the case is taken in under, drawn with it: sent again it is the same case.
    """
    windows = [(code, f"{code} {one.name}") for code, one in centre.windows.items()]
    bodies = _named(centre.bodies) + _named(centre.units)
    hint = words("每行一个：名称 电话；单位写“单位：名称”")
    send = office.form(
        ids.do(PAGE),
        {"act": "take_in"},
        words("受理登记"),
        fields.lines("applicants", words("申请人"), longest=LONGEST_WORDS, hint=hint),
        fields.lines(
            "representatives",
            words("代表人（群体，最多 {most} 名）", most=MOST_REPRESENTATIVES),
            longest=LONGEST_WORDS,
        ),
        fields.lines("respondents", words("被申请人"), longest=LONGEST_WORDS),
        fields.lines("claim", words("诉求"), longest=LONGEST_WORDS, is_required=True),
        fields.choice("category", words("类型"), options(IN_USE, words)),
        fields.text("amount", words("金额（元）"), longest=16, input_mode="decimal"),
        fields.text("people_count", words("涉及人数"), longest=6, input_mode="numeric"),
        fields.choice("matter", words("事项性质"), options(Matter, words)),
        fields.choice("channel", words("来源渠道"), options(Channel, words)),
        fields.several("flags", words("特别标记"), options(Flag, words)),
        fields.several("accused", words("被检举机构"), bodies),
        fields.text("incident", words("来自事件（编号）"), longest=32),
        fields.choice("window", words("窗口"), windows),
        key=uuid4().hex,
    )
    return html.Div(send, className="case-intake")


# a case ---------------------------------------------------------------------------------------


def card(
    found: CaseFile, centre: Centre, reader: Reader, zone_name: str, reason: str = ""
) -> Component:
    """A case whole: its facts, its people, its story, and a form for each step that is open.

    `reason`: why a sealed one was opened; its steps carry it on.
    """
    words, case = reader.words, found.case
    facts: Sequence[tuple[str, str]] = (
        (words("阶段"), word(case.stage, words)),
        (words("类型"), word(case.category, words)),
        (words("诉求"), case.claim or ""),
        (words("特别标记"), "、".join(word(Flag(one), words) for one in case.flags)),
        (words("被检举机构"), "、".join(body_name(centre, one) for one in case.never)),
        (words("涉及人数"), str(case.people_count)),
        (words("金额（元）"), "" if case.amount_fen is None else yuan(case.amount_fen)),
        (words("承办"), body_name(centre, case.body)),
        (words("时限"), last_day(case.due_at, zone_name)),
        (words("依据"), centre.clocks[case.clock].article if case.clock else ""),
        (words("来自事件"), case.incident or ""),
        (words("结果"), word(case.result, words) if case.result else ""),
    )
    told = [one for fact in facts if fact[1] for one in (html.Dt(fact[0]), html.Dd(fact[1]))]
    parts: list[Component] = [
        office.title(words("案件"), case.code),
        html.Dl(told, className="case-facts"),
        _slip(case, words, reason),
        _people(found.parties, words),
        _story(found, reader, zone_name),
        *(_step(step, case, centre, words, reason) for step in found.steps),
    ]
    return within(reader, [html.Div(parts, className="case-card")])


def _slip(case: Case, words: Words, reason: str) -> Component:
    """The way to the slip; that of a sealed case is asked for with the reason, never by address."""
    if case.is_sealed:
        asked = {"act": "slip", "code": case.code, "reason": reason}
        return office.act(words("打印回执"), ids.do(PAGE), asked)
    return html.A(
        words("打印回执"),
        href=f"/api/v1/cases/{case.code}/slip.pdf",
        target="_blank",
        className="button small",
    )


def _people(parties: Sequence[CaseParty], words: Words) -> Component:
    columns: office.Columns = (
        (words("当事人"), lambda one: office.named(one.name)),
        (words("身份"), lambda one: word(one.role, words)),
        (words("性质"), lambda one: word(one.party, words)),
        (words("电话"), lambda one: office.named(one.phone)),
    )
    return office.table(columns, parties, words("没有当事人"))


def _story(found: CaseFile, reader: Reader, zone_name: str) -> Component:
    words = reader.words
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, zone_name)),
        (words("步骤"), lambda one: word(one.step, words)),
        (words("经办"), lambda one: office.named(one.by)),
        (words("情况"), lambda one: office.named(one.text)),
    )
    return office.table(columns, found.entries, words("没有记录"), tight=1)


# steps ------------------------------------------------------------------------------------------

# The fields each step's form asks for, besides the words every step may carry.
_FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.ROUTE: ("body", "clock", "way", "level"),
    Step.STUDY: ("body", "clock", "way", "level", "leader"),
    Step.ASSIGN: ("mediators",),
    Step.SESSION: ("has_consent", "is_apart", "room"),
    Step.AGREE: ("has_consent", "form", "agreement", "amount", "instalments"),
    Step.PAY: ("instalment", "proof"),
    Step.PAUSE: ("ground",),
    Step.EXTEND: ("longer",),
    Step.PAPER: ("paper",),
    Step.CALL_BACK: ("satisfaction",),
    Step.JOIN: ("joined_to",),
    Step.REFUSE: ("remedy",),
    Step.FAIL: ("remedy",),
    Step.TRANSFER: ("remedy",),
    Step.WITHDRAW: ("remedy",),
    Step.ENFORCE: ("remedy",),
}


def _step(step: Step, case: Case, centre: Centre, words: Words, reason: str) -> Component:
    """The form of one step, folded until it is wanted."""
    asked = [_field(name, centre, words) for name in _FIELDS.get(step, ())]
    send = office.form(
        ids.do(PAGE),
        {"act": "step", "step": step.value, "code": case.code, "reason": reason},
        word(step, words),
        *asked,
        fields.text("text", words("情况说明"), longest=LONGEST_WORDS),
    )
    return html.Details([html.Summary(word(step, words)), send], className="case-step")


class _Called(Protocol):
    """What has a name."""

    @property
    def name(self) -> str:
        """By which people know it."""


def _named(held: Mapping[str, _Called]) -> list[tuple[str, str]]:
    return [(code, one.name) for code, one in held.items()]


def _field(name: str, centre: Centre, words: Words) -> Component:
    none = [("", words("无"))]
    choices: Mapping[str, tuple[str, Sequence[tuple[str, str]]]] = {
        "body": (words("承办"), _named(centre.bodies) + _named(centre.units)),
        "clock": (words("时限"), [("", words("该机构通常的时限")), *_named(centre.clocks)]),
        "way": (words("途径"), [*none, *options(Way, words)]),
        "level": (words("风险等级"), [*none, *options(Level, words)]),
        "remedy": (words("救济途径"), options(Remedy, words)),
        "ground": (words("中止事由"), options(Ground, words)),
        "form": (words("协议形式"), options(Form, words)),
        "paper": (words("材料"), options(Paper, words)),
        "room": (words("调解室"), [*none, *_named(centre.rooms)]),
        "has_consent": (words("各方同意"), [("", words("否")), ("yes", words("是"))]),
        "is_apart": (words("分开进行"), [("", words("否")), ("yes", words("是"))]),
        "satisfaction": (words("满意度"), [*none, *((str(n), str(n)) for n in range(5, 0, -1))]),
    }
    if name in choices:
        label, offered = choices[name]
        select: Component = fields.choice(name, label, offered)
        return select
    lines: Mapping[str, str] = {
        "leader": words("包案领导（账号）"),
        "mediators": words("调解员（账号，空格分隔）"),
        "agreement": words("协议内容"),
        "amount": words("金额（元）"),
        "instalments": words("分期：日期 金额，逗号分隔"),
        "instalment": words("第几期"),
        "proof": words("履行凭证"),
        "longer": words("延长（天）"),
        "joined_to": words("并入案件"),
    }
    line: Component = fields.text(name, lines[name], longest=LONGEST_WORDS)
    return line
