"""How long the dossier of a case is kept and why, and the hold on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.centre.keeping.holds import KeptCase
from domain.words import Words
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import PAGE
from layouts.centre.named import last_day
from layouts.office import fields, ids, office

NAME = "keeping"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How a dossier is kept, and whether the reader may hold it."""

    kept: KeptCase
    may_hold: bool


def title(words: Words) -> str:
    """The heading."""
    return words("案卷保管与封存")


def draw(opened: Opened, loaded: Loaded) -> Component:
    """The rule with its reason, the hold with its own, and the way to set and end one."""
    words, kept = opened.words, loaded.kept
    until = last_day(kept.until, opened.zone_name) or words("结案后起算")
    facts: Sequence[tuple[str, str]] = (
        (words("保管期限"), _rule(kept, words)),
        (words("保管理由"), words(kept.rule.reason)),
        (words("保管至"), until),
        (words("封存"), _held(kept, words)),
    )
    told = [one for name, value in facts for one in (html.Dt(name), html.Dd(value))]
    parts: list[Component] = [html.Dl(told, className="case-facts")]
    if loaded.may_hold and kept.hold is None:
        why = fields.text("why", words("封存理由"), is_required=True, shortest=4, longest=200)
        asked = opened.asks(f"{NAME}.hold")
        parts.append(office.form(ids.do(PAGE), asked, words("封存案卷"), why))
    elif loaded.may_hold:
        parts.append(office.act(words("解除封存"), ids.do(PAGE), opened.asks(f"{NAME}.end")))
    return html.Div(parts)


def _held(kept: KeptCase, words: Words) -> str:
    if kept.hold is None:
        return words("未封存")
    return f"{kept.hold.by} {kept.hold.reason or ''}".strip()


def _rule(kept: KeptCase, words: Words) -> str:
    rule = kept.rule
    return words("{name}：{years} 年", name=words(rule.name), years=rule.years)
