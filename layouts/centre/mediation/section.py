"""The section of a case's card that is mediation's."""

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import misfit
from domain.centre.cases.stages import TABLE, Stage, Step
from domain.centre.mediation.case_mediation import CaseMediation, Offered
from domain.words import Words
from layouts.centre.cases.opened import Opened
from layouts.centre.mediation.choice import chosen, folded, offered
from layouts.centre.mediation.reasons import by_number
from layouts.centre.mediation.settling import agreement, partners
from layouts.centre.mediation.sittings import ledger, sittings

EARLY = (Stage.REGISTERED, Stage.ROUTED, Stage.STUDY)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the section is drawn from; `offers` where the reader may choose."""

    held: CaseMediation
    offers: Offered | None


def title(words: Words) -> str:
    """Its heading."""
    return words("调解")


def draw(opened: Opened, loaded: Loaded) -> Component | None:
    """Who mediates and why, sessions, the agreement, partners, allowances."""
    case, held, words = opened.case, loaded.held, opened.words
    if misfit(TABLE[Step.SESSION], case) is not None:  # a suggestion is answered
        return None
    if case.is_sealed or (case.stage in EARLY and not held.choices and not held.sessions):
        return None
    pool = by_number(held.mediators)
    in_hand = case.stage is Stage.HANDLING
    parts = [
        chosen(held.choices, pool, words),
        _match(opened, loaded),
        sittings(
            opened,
            held.sessions,
            held.undisputed,
            may_plan=held.may_hold and in_hand and bool(held.choices),
            may_write=held.may_hold and in_hand,
        ),
        agreement(opened, held.settlement, may_write=held.may_hold),
        partners(opened, held.involvements, may_ask=held.may_hold and in_hand),
        ledger(opened, held.allowances, pool, may_pay=held.may_choose),
    ]
    return html.Div([one for one in parts if one is not None])


def _match(opened: Opened, loaded: Loaded) -> Component | None:
    if loaded.offers is None:
        return None
    words = opened.words
    name = words("匹配调解员") if not loaded.held.choices else words("更换调解员")
    found, wishes = loaded.offers.match, loaded.offers.wishes
    return folded(name, offered(opened, found, wishes), name="match")
