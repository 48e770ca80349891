"""The parties' own slips on the card of a case: who can look it up, and what they said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.parties import CaseParty, PartyRole
from domain.centre.person.case_links import CaseLink
from domain.centre.person.ratings import MOST_STARS, CaseRating
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import PAGE
from layouts.office import fields, ids, office

NAME = "slips"


@dataclass(frozen=True, slots=True)
class PartyLinks:
    """What the section is drawn from.

    Attributes:
        links: the open link of each party that has one.
        ratings: what parties said, oldest first.
        has_address: whether slips bear a link at all.
        may_print: whether the reader prints them.
    """

    links: Mapping[str, CaseLink]
    ratings: Sequence[CaseRating]
    has_address: bool
    may_print: bool


def title(words: Words) -> str:
    """The heading."""
    return words("当事人查询与评价")


def draw(opened: Opened, loaded: PartyLinks) -> Component | None:
    """A row for each party: its slip, and its rating."""
    words = opened.words
    parties = [one for one in opened.found.parties if _has_slip(opened, one)]
    if not parties:
        return None
    stars = {one.party_id: one for one in loaded.ratings}
    columns: office.Columns = (
        (words("当事人"), lambda one: office.named(one.name)),
        (words("身份"), lambda one: word(one.role, words)),
        (words("查询二维码"), lambda one: _state(loaded.links.get(one.party_id), opened)),
        (words("本人评价"), lambda one: _rated(stars.get(one.party_id), words)),
        ("", lambda one: _acts(one, loaded, opened) if loaded.may_print else ""),
    )
    parts: list[Component] = [office.table(columns, parties, "", tight=4)]
    if not loaded.has_address:
        parts.insert(0, office.note(words("未设置公网地址：回执只印可读编码，不能手机查询")))
    return html.Div(parts)


def _has_slip(opened: Opened, party: CaseParty) -> bool:
    return not (opened.case.is_sealed and party.role is PartyRole.RESPONDENT)


def _state(link: CaseLink | None, opened: Opened) -> list[str | Component]:
    words = opened.words
    if link is None:
        return [words("未打印")]
    proof = words("凭查询码") if link.is_pin else words("凭手机后四位")
    return [office.moment(link.made_at, opened.zone_name), " ", proof]


def _rated(rating: CaseRating | None, words: Words) -> str | Component:
    if rating is None:
        return ""
    told = words("{stars} / {most} 分", stars=rating.stars, most=MOST_STARS)
    return office.named(f"{told} {rating.words or ''}".strip())


def _acts(party: CaseParty, loaded: PartyLinks, opened: Opened) -> Component:
    words = opened.words
    if party.name is None:
        return html.Span(words("个人信息已删除"))
    pin = fields.choice(
        "with_pin", words("凭什么查询"), [("", words("手机后四位")), ("yes", words("查询码"))]
    )
    send = office.form(
        ids.do(PAGE),
        opened.asks(f"{NAME}.print", party=party.party_id),
        words("打印本人回执"),
        *([pin] if party.phone and loaded.has_address else []),
    )
    if party.party_id not in loaded.links:
        return send
    back = office.act(
        words("作废二维码"), ids.do(PAGE), opened.asks(f"{NAME}.revoke", party=party.party_id)
    )
    return html.Div([send, back])
