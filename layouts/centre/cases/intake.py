"""Intake: a case typed from the keyboard in the order in which it is told at the window."""

from collections.abc import Mapping
from uuid import uuid4

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import Channel, Flag
from domain.centre.cases.categories import IN_USE
from domain.centre.cases.parties import MOST_REPRESENTATIVES, PartyKind, PartyRole
from domain.centre.cases.petitions import Matter
from domain.centre.premises.places import Centre
from domain.words import Words
from layouts.centre.case_words import options, word
from layouts.centre.cases.category_keys import KEYS
from layouts.centre.cases.page import LONGEST_WORDS, PAGE, TYPED
from layouts.centre.named import accusable, open_ones
from layouts.elements.attributes import attributes
from layouts.elements.dmc import dmc
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader

PARTY_ROWS = 8
# The side a row begins with: who claims, against whom; further ones are typed below.
_ROLES = {1: PartyRole.APPLICANT, 2: PartyRole.RESPONDENT}


def intake(centre: Centre, reader: Reader, account: str, draft: Mapping[str, str]) -> Component:
    """The form of a window, filled with what its reader has typed before and not sent.

    It carries the key the case is taken in under, drawn with it: sent again it is the same case.
    """
    words = reader.words
    form = office.form(
        ids.do(PAGE),
        {"act": "take_in"},
        words("登记并出回执"),
        _people(words, draft),
        _matter(words, draft),
        _more(centre, words, draft),
        key=draft.get("key") or uuid4().hex,
        kept_for=account,
    )
    beside = [
        html.P(
            [words("首问负责："), office.named(account)],
            className="case-first",
        ),
        html.P(
            [
                html.Kbd("Enter"), words("下一格"), " ", html.Kbd("Ctrl+Enter"), words("登记"),
                " ", words("随写随存，断线不丢"),
            ],
            className="admin-note",
        ),
        office.act(words("清空草稿"), ids.do(PAGE), {"act": "forget"}),
    ]  # fmt: skip
    return within(
        reader,
        [
            html.Div(
                [
                    html.H2(words("受理登记"), className="admin-title"),
                    html.Div(
                        [form, html.Aside(beside)],
                        className="case-intake",
                        **attributes({"data-typed": TYPED}),
                    ),
                ],
                className="case-card",
            )
        ],
    )


def _people(words: Words, draft: Mapping[str, str]) -> Component:
    """The parties, one to a row; the next row is shown when one is used."""
    head = [words("身份"), words("性质"), words("姓名或名称"), words("电话"), words("身份证号")]
    rows: list[Component] = [
        html.Div([html.Span(one) for one in head], className="case-party is-head")
    ]
    rows += [_party(n, words, draft) for n in range(1, PARTY_ROWS + 1)]
    bulk = [
        fields.lines(
            name,
            label,
            longest=LONGEST_WORDS,
            hint=words("每行一个：名称 电话；单位写“单位：名称”") if name == "applicants" else "",
            value=draft.get(name, ""),
        )
        for name, label in (
            ("applicants", words("申请人")),
            ("representatives", words("代表人（群体，最多 {most} 名）", most=MOST_REPRESENTATIVES)),
            ("respondents", words("被申请人")),
        )
    ]
    fold = html.Details(
        [html.Summary(words("成批录入")), html.Div(bulk, className="case-bulk")],
        open=any(one.value for one in bulk),
    )
    legend = html.Legend(words("当事人"))
    return html.Fieldset([legend, html.Div(rows, className="case-parties"), fold])


def _party(n: int, words: Words, draft: Mapping[str, str]) -> Component:
    used = bool(draft.get(f"name-{n}"))
    role = _ROLES.get(n, PartyRole.APPLICANT).value
    return html.Div(
        [
            _word(f"role-{n}", options(PartyRole, words), draft, role, words("身份")),
            _word(f"kind-{n}", options(PartyKind, words), draft, "person", words("性质")),
            _cell(f"name-{n}", draft, 64, words("姓名或名称")),
            _cell(f"phone-{n}", draft, 32, words("电话"), "tel"),
            _cell(f"id-{n}", draft, 18, words("身份证号")),
        ],
        className="case-party" if n <= 3 or used else "case-party is-spare",
    )


def _cell(
    name: str, draft: Mapping[str, str], longest: int, label: str, input_mode: str = "text"
) -> Component:
    made: Component = dmc.TextInput(
        name=name,
        value=draft.get(name, ""),
        placeholder=label,
        autoComplete="off",
        spellCheck=False,
        attributes={"input": {"maxLength": longest, "inputMode": input_mode, "aria-label": label}},
        persistence=False,
    )
    return made


def _word(
    name: str,
    offered: list[tuple[str, str]],
    draft: Mapping[str, str],
    usual: str,
    label: str,
) -> Component:
    made = fields.choice(name, "", offered, draft.get(name) or usual)
    made.label = None
    _typed_at(made)
    made.attributes = {"input": {"aria-label": label}}
    found: Component = made
    return found


def _typed_at(choice: dmc.Select) -> None:
    """A list is narrowed by what is typed, and Enter takes the first that is left."""
    choice.searchable = choice.selectFirstOptionOnChange = True


def _matter(words: Words, draft: Mapping[str, str]) -> Component:
    categories = [(one.value, f"{word(one, words)} {KEYS[one]}") for one in IN_USE]
    claim = fields.lines("claim", words("诉求"), longest=LONGEST_WORDS, is_required=True)
    claim.value, claim.minRows = draft.get("claim", ""), 2
    category = fields.choice("category", words("类型（可打首字母）"), categories)
    _typed_at(category)
    category.value = draft.get("category") or categories[0][0]
    amount = fields.text(
        "amount", words("金额"), longest=16, input_mode="decimal", value=draft.get("amount")
    )
    unit_of = draft.get("unit", "")
    units = [("yuan", words("元")), ("wan", words("万元"))]
    unit = fields.choice("unit", words("单位"), units, unit_of)
    _typed_at(unit)
    return html.Fieldset(
        [
            html.Legend(words("诉求")),
            claim,
            html.Div(
                [
                    category,
                    amount,
                    unit,
                    fields.text(
                        "people_count", words("涉及人数"), longest=6, input_mode="numeric",
                        value=draft.get("people_count"),
                    ),
                    fields.text(
                        "known_on", words("何时知道权利受侵害（劳动争议）"), longest=10,
                        value=draft.get("known_on"),
                    ),
                ],
                className="case-line",
            ),
        ]
    )  # fmt: skip


def _more(centre: Centre, words: Words, draft: Mapping[str, str]) -> Component:
    windows = [(code, f"{code} {name}") for code, name in open_ones(centre.windows)]

    def chosen(name: str) -> str:
        return draft.get(name, "")

    flags = fields.several("flags", words("特别标记"), options(Flag, words))
    accused = fields.several("accused", words("被检举机构"), accusable(centre))
    for one in (flags, accused):
        one.value = [word for word in chosen(one.name).split(",") if word]
    return html.Fieldset(
        [
            html.Legend(words("来源")),
            html.Div(
                [
                    fields.choice(
                        "matter", words("事项性质"), options(Matter, words), chosen("matter")
                    ),
                    fields.choice(
                        "channel", words("来源渠道"), options(Channel, words), chosen("channel")
                    ),
                    flags,
                    accused,
                    fields.text(
                        "incident", words("来自事件（编号）"), longest=32, value=chosen("incident")
                    ),
                    fields.choice("window", words("窗口"), windows, chosen("window")),
                ],
                className="case-line",
            ),
        ]
    )
