"""The steps of a case as forms, each with the fields it asks for."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import Instalment, yuan
from domain.centre.cases.case import Level, Remedy
from domain.centre.cases.categories import IN_USE
from domain.centre.cases.needs import Need
from domain.centre.cases.parties import PartyKind, Succession
from domain.centre.cases.petitions import Matter, Way
from domain.centre.cases.stages import TABLE, Stage, Step
from domain.centre.limits.clocks import Ground
from domain.centre.papers.dossier import Paper
from domain.words import Words
from layouts.centre.case_words import options, word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import LONGEST_WORDS, PAGE
from layouts.centre.cases.ways import ways
from layouts.centre.named import bodies, body_name, competent, named
from layouts.office import fields, ids, office

# The fields each step's form asks for, besides the words every step may carry.
_FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.ROUTE: ("body", "co_bodies", "clock", "clock_from", "way", "level"),
    Step.REROUTE: ("body", "co_bodies", "clock", "clock_from", "way"),
    Step.STUDY: (
        "body",
        "co_bodies",
        "clock",
        "clock_from",
        "way",
        "level",
        "leader",
        "deputy",
        "plan",
    ),
    Step.LEAD: ("leader", "deputy"),
    Step.STAND_IN: ("deputy",),
    Step.SPLIT: ("claim", "category", "amount"),
    Step.DIED: ("party_id", "succession", "heirs", "remedy"),
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
    Step.ASK_REVIEW: ("review_by",),
    Step.ASK_RECHECK: ("review_by",),
    Step.HEARING: ("longer",),
    Step.ENFORCE: ("remedy",),
}


# What is usually next, by where a case stands: drawn open, before everything else.
_NEXT: Mapping[Stage, tuple[Step, ...]] = {
    Stage.REGISTERED: (Step.ROUTE, Step.REFUSE),
    Stage.ROUTED: (Step.ACCEPT, Step.OBJECT, Step.TAKE_BACK, Step.UPHOLD),
    Stage.STUDY: (Step.STUDY, Step.SIGN),
    Stage.HANDLING: (Step.REPLY, Step.REPLY_SUGGESTION, Step.FAIL),
    Stage.PERFORMING: (Step.PAY, Step.BREACH),
    Stage.CALL_BACK: (Step.CALL_BACK,),
    Stage.CLOSING: (Step.CLOSE, Step.REVIEW, Step.PAPER),
    Stage.CLOSED: (
        Step.ASK_REVIEW,
        Step.REVIEW_OPINION,
        Step.ASK_RECHECK,
        Step.RECHECK_OPINION,
    ),
}

# These have their forms in the section of mediation, and no second ones here.
MEDIATED = frozenset({Step.ASSIGN, Step.SESSION, Step.AGREE})


def step_forms(opened: Opened) -> list[Component]:
    """The steps of the reader: what is next in view, everything else folded below it."""
    words = opened.words
    steps = [one for one in opened.found.steps if one not in MEDIATED]
    is_mediated = len(steps) < len(opened.found.steps) and not opened.case.is_sealed
    is_mediated = is_mediated and (Step.REPLY not in steps or bool(opened.case.mediators))
    usual = [one for one in _NEXT.get(opened.case.stage, ()) if one in steps and _fits(one, opened)]
    others = [one for one in steps if one not in usual and _fits(one, opened)]
    parts: list[Component] = []
    if is_mediated:
        told = words("选定调解员、安排和记录调解、登记协议：见下方“调解”")
        parts.append(html.P(html.A(told, href="#case-mediation"), className="admin-note"))
    if usual:
        parts.append(html.H3(words("下一步")))
        parts += [
            _step_form(one, opened, is_open=at == 0 and (not is_mediated or one is Step.REPLY))
            for at, one in enumerate(usual)
        ]
    elif opened.case.stage is not Stage.CLOSED and not is_mediated:
        is_desk = opened.case.stage in {Stage.REGISTERED, Stage.STUDY, Stage.CLOSING}
        duty, body = words("分流值班"), body_name(opened.centre, opened.case.body)
        whose = duty if is_desk or not body else body
        parts.append(
            html.P(words("下一步不由您办理，现在在{whose}", whose=whose), className="admin-note")
        )
    if others:
        folded = [_step_form(one, opened) for one in others]
        name = html.Summary(words("其他办理（{count}）", count=len(others)))
        is_open = opened.typed.get("step") in {one.value for one in others}
        parts.append(html.Details([name, *folded], className="case-others", open=is_open))
    parts += _left_over(opened, [*usual, *others])
    return [html.Div(parts, className="case-steps")] if parts else []


def _left_over(opened: Opened, drawn: Sequence[Step]) -> list[Component]:
    """What was typed for a step that is no longer the reader's: to be read and copied."""
    text = opened.typed.get("text", "")
    if not text or opened.typed.get("step") in {one.value for one in drawn}:
        return []
    told = opened.words("您刚才填写的情况说明（未办理）：{text}", text=text)
    return [html.P(told, className="admin-note", id="case-left-over")]


def _fits(step: Step, opened: Opened) -> bool:
    """Whether a step makes sense as the case stands; the server refuses the others all the same."""
    case = opened.case
    if step in {Step.TAKE_BACK, Step.UPHOLD}:
        return case.has_objection
    if step in {Step.ACCEPT, Step.OBJECT}:
        return not case.has_objection
    if step is Step.RESUME:
        return case.paused_at is not None
    if step is Step.PAUSE:
        return case.paused_at is None
    if step is Step.REROUTE:
        return not opened.centre.holds(case.body)
    if step is Step.STAND_IN:
        return case.leader is not None
    return True


def _step_form(step: Step, opened: Opened, *, is_open: bool = False) -> Component:
    """The form of one step, folded until it is wanted."""
    words, needs = opened.words, TABLE[step].needs
    says = words("会议纪要") if step is Step.STUDY else words("情况说明")
    must = bool({Need.REASON, Need.MINUTES} & {*needs}) or step is Step.CALL_BACK
    typed = opened.typed if opened.typed.get("step") == step.value else {}
    is_open = is_open or bool(typed)
    send = office.form(
        ids.do(PAGE),
        opened.asks("step", step=step.value),
        word(step, words),
        *(_field(name, step, opened, typed) for name in _fields_of(step, opened)),
        fields.lines(
            "text",
            says,
            longest=LONGEST_WORDS,
            is_required=must,
            value=typed.get("text", ""),
        ),
    )
    return html.Details(
        [html.Summary(word(step, words)), send],
        className="case-step is-next" if is_open else "case-step",
        open=is_open,
    )


def _fields_of(step: Step, opened: Opened) -> Sequence[str]:
    """What a step asks for, without what this case has no use for."""
    asked = _FIELDS.get(step, ())
    if opened.case.matter is Matter.REQUEST:
        return asked
    return [name for name in asked if name != "way"]


def _remedies(step: Step) -> Sequence[Remedy]:
    """The ways a step may tell of; a review is told with the opinion alone."""
    return [one for one in Remedy if step is not Step.TRANSFER or one is not Remedy.PETITION_REVIEW]


def _field(name: str, step: Step, opened: Opened, typed: Mapping[str, str]) -> Component:
    """A field of a step, with what was typed in it before where the step is drawn again."""
    centre, words = opened.centre, opened.words
    value = typed.get(name, "")
    none = [("", words("无"))]
    choices: Mapping[str, tuple[str, Sequence[tuple[str, str]]]] = {
        "body": (words("承办"), competent(centre, opened.case)),
        "clock": (words("时限"), [("", words("该机构通常的时限")), *named(centre.clocks)]),
        "level": (words("风险等级"), [*none, *options(Level, words)]),
        "category": (words("类型"), options(IN_USE, words)),
        "instalment": (words("第几期"), _owed(opened)),
        "party_id": (words("已故当事人"), _living(opened)),
        "succession": (words("死亡后的处理"), options(Succession, words)),
        "remedy": (words("救济途径"), [*none, *options(_remedies(step), words)]),
        "ground": (words("中止事由"), options(Ground, words)),
        "paper": (words("材料"), options(Paper, words)),
        "leader": (words("包案领导"), [*none, *opened.leaders]),
        "deputy": (words("代管人"), [*none, *opened.leaders]),
        "satisfaction": (words("满意度"), [*none, *((str(n), str(n)) for n in range(5, 0, -1))]),
    }
    if name == "way":
        return ways(words, Way(value) if value in {*Way} else opened.case.way)
    if name == "co_bodies":
        chosen = [one for one in value.split(",") if one]
        beside: Component = fields.several(name, words("协办"), bodies(centre), chosen)
        return beside
    if name in choices:
        label, offered = choices[name]
        select: Component = fields.choice(name, label, offered, value)
        return select
    lines: Mapping[str, str] = {
        "plan": words("稳控化解方案"),
        "review_by": words("上一级机关、单位"),
        "claim": words("分出事项的诉求"),
        "heirs": words("继承人（顿号分隔）"),
        "clock_from": words("时限起算日（空：按规定）"),
        "amount": words("金额（元）"),
        "proof": words("履行凭证"),
        "longer": words("听证天数") if step is Step.HEARING else words("延长（天）"),
        "joined_to": words("并入案件"),
    }
    line: Component = fields.text(name, lines[name], longest=LONGEST_WORDS, value=value)
    return line


def _living(opened: Opened) -> list[tuple[str, str]]:
    """The persons of a case who have not died, as a form offers them."""
    people = (one for one in opened.found.parties if one.party is PartyKind.PERSON)
    return [(one.party_id, one.name or one.party_id) for one in people if not one.is_dead]


def _owed(opened: Opened) -> list[tuple[str, str]]:
    """The instalments that are not paid, with day and sum, as a form offers them."""
    return [
        (str(number), instalment_words(number, one, opened.words))
        for number, one in enumerate(opened.case.instalments or (), 1)
        if one.paid_at is None
    ]


def instalment_words(number: int, one: Instalment, words: Words) -> str:
    """Which instalment: its number, its day and its sum."""
    return words("第 {n} 期 {day} {sum} 元", n=number, day=one.due, sum=yuan(one.fen))
