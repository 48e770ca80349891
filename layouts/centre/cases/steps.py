"""The steps of a case as forms, each with the fields it asks for."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Level, Remedy
from domain.centre.cases.petitions import Way
from domain.centre.cases.stages import Step
from domain.centre.limits.clocks import Ground
from domain.centre.papers.dossier import Paper
from domain.centre.premises.places import Centre
from domain.words import Words
from layouts.centre.case_words import options, word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import LONGEST_WORDS, PAGE
from layouts.centre.named import bodies, chosen, named
from layouts.office import fields, ids, office

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


def step_form(step: Step, opened: Opened) -> Component:
    """The form of one step, folded until it is wanted."""
    words = opened.words
    send = office.form(
        ids.do(PAGE),
        opened.asks("step", step=step.value),
        word(step, words),
        *(_field(name, opened.centre, words) for name in _FIELDS.get(step, ())),
        fields.text("text", words("情况说明"), longest=LONGEST_WORDS),
    )
    return html.Details([html.Summary(word(step, words)), send], className="case-step")


def _field(name: str, centre: Centre, words: Words) -> Component:
    none = [("", words("无"))]
    choices: Mapping[str, tuple[str, Sequence[tuple[str, str]]]] = {
        "body": (words("承办"), bodies(centre)),
        "clock": (words("时限"), [("", words("该机构通常的时限")), *named(centre.clocks)]),
        "way": (words("途径"), [*none, *options(Way, words)]),
        "level": (words("风险等级"), [*none, *options(Level, words)]),
        "remedy": (words("救济途径"), options(Remedy, words)),
        "ground": (words("中止事由"), options(Ground, words)),
        "form": (words("协议形式"), options(Form, words)),
        "paper": (words("材料"), options(Paper, words)),
        "room": (words("调解室"), [*none, *chosen(centre.rooms)]),
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
