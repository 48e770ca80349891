"""What a window is told while it types: earlier cases of the same people, a limit that ends."""

import json
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import Case
from domain.centre.limits.labour_limit import Limit, Warned
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.cases.page import PAGE
from layouts.elements.attributes import attributes
from layouts.office import ids, office


def offers(
    earlier: Sequence[Case], warned: Warned | None, words: Words, *, is_saved: bool
) -> list[Component]:
    """Cases to look at before another one is made, and the warning; and that it is kept."""
    parts: list[Component] = []
    if warned is not None:
        parts.append(
            html.P(_limit(warned, words), className=f"case-limit is-{warned.limit}", role="status")
        )
    if earlier:
        parts.append(html.H3(words("同一当事人的其他案件（{count}）", count=len(earlier))))
        parts.append(html.Ul([html.Li(_one(case, words)) for case in earlier]))
    if is_saved:
        parts.append(html.P(words("草稿已存"), className="case-saved"))
    return parts


def _one(case: Case, words: Words) -> Component:
    ask = json.dumps({"act": "open", "code": case.code})
    told = [office.named(case.code), " ", word(case.category, words), " ", word(case.stage, words)]
    return html.Button(
        told,
        type="button",
        className="case-earlier",
        **attributes({"data-open": ids.do(PAGE), "data-ask": ask}),
    )


def _limit(warned: Warned, words: Words) -> str:
    if warned.limit is Limit.ASK:
        return words("劳动争议仲裁时效一年：请问清何时知道权利受侵害（欠薪从离职起算）")
    if warned.limit is Limit.PAST:
        return words("仲裁时效已于 {day} 届满：问清有无中断、中止", day=warned.last_day)
    if warned.limit is Limit.NEAR:
        return words("仲裁时效将于 {day} 届满：先帮助申请，后补材料", day=warned.last_day)
    return words("仲裁时效至 {day}", day=warned.last_day)


def taken(
    code: str, account: str, earlier: Sequence[str], words: Words, slip: Component
) -> Component:
    """What stands where the form stood: the code, the receipt, and the way on."""
    parts: list[Component] = [
        html.P(words("已登记"), className="case-track-name"),
        html.P(office.named(code), className="case-code"),
        html.P([words("首问负责："), office.named(account)], className="case-first"),
        html.Div(
            [
                slip,
                office.act(words("打开案件"), ids.do(PAGE), {"act": "open", "code": code}),
                office.act(words("再登记一件"), ids.do(PAGE), {"act": "intake"}),
            ],
            className="admin-acts",
        ),
    ]
    if earlier:
        parts.append(
            html.P(words("同一当事人或同一事件的其他案件：{codes}", codes="、".join(earlier)))
        )
    return html.Div(parts, className="case-card case-taken")
