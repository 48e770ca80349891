"""What the routes of cases are sent, as the operations take it."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from api.centre.cases.models import CaseIn, StepIn, day
from api.reading import Query
from domain.access.callers import Caller
from domain.access.roles import KEY
from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Channel, Flag, Level, Remedy
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyKind, PartyRole, Succession
from domain.centre.cases.petitions import Matter, Way
from domain.centre.cases.stages import Stage
from domain.centre.cases.views import Order, View
from domain.centre.limits.clocks import Ground, Light
from domain.centre.loop.said import Said
from domain.centre.papers.dossier import Paper
from domain.codes.area_codes import level_of
from domain.errors import InvalidError
from domain.fields import as_choice, as_moment
from operations.centre.cases.looking import CaseFilter, looked_for
from operations.centre.cases.new_case import MACHINES, NO_WINDOW, NewCase, NewParty

EXPORT_FIELDS = ("stage", "is_open", "body", "light", "q", "view", "order")
LIST_FIELDS = (*EXPORT_FIELDS, "cursor", "limit")
W = TypeVar("W", bound=StrEnum)


def word(words: type[W], value: str, name: str) -> W:
    """A word of a vocabulary.

    Raises:
        InvalidError: it is none.
    """
    return words(as_choice(value, name, [word.value for word in words]))


def _maybe(words: type[W], value: str | None, name: str) -> W | None:
    return None if value is None else word(words, value, name)


def _source(body: CaseIn, caller: Caller) -> str:
    """Who brings it in: no system can speak for a window, nor one with its own key for another."""
    if caller.role not in MACHINES:
        return "window"
    return caller.actor if caller.role == KEY else f"api:{body.source or 'other'}"


def new_case(body: CaseIn, caller: Caller) -> NewCase:
    """What is taken in.

    Raises:
        InvalidError: a word or the area is none, or no window is named.
    """
    if body.area_code:
        level_of(body.area_code)
    if not body.window and caller.role not in MACHINES:
        raise InvalidError(says="window_unknown", window="", field="window")
    parties = tuple(
        NewParty(
            role=word(PartyRole, one.role, "parties"),
            party=word(PartyKind, one.party, "parties"),
            name=one.name.strip(),
            phone=one.phone,
            id_number=one.id_number,
            address=one.address,
        )
        for one in body.parties
    )
    claims = [one for one in parties if one.role is PartyRole.APPLICANT]
    return NewCase(
        source=_source(body, caller),
        source_id=body.key,
        window=body.window or NO_WINDOW,
        channel=word(Channel, body.channel, "channel"),
        matter=word(Matter, body.matter, "matter"),
        category=word(Category, body.category, "category"),
        claim=body.claim.strip(),
        parties=parties,
        people_count=body.people_count or max(1, len(claims)),
        amount_fen=body.amount_fen,
        flags=tuple(word(Flag, one, "flags") for one in dict.fromkeys(body.flags)),
        area_code=body.area_code,
        incident=body.incident,
        accused=tuple(dict.fromkeys(body.accused)),
    )


def said_with(body: StepIn) -> Said:
    """What is said with a step.

    Raises:
        InvalidError: a word, a day or a moment is none.
    """
    return Said(
        text=body.text or "",
        body=body.body,
        co_bodies=tuple(body.co_bodies),
        clock=body.clock,
        clock_from=as_moment(body.clock_from, "clock_from") if body.clock_from else None,
        way=_maybe(Way, body.way, "way"),
        level=_maybe(Level, body.level, "level"),
        leader=body.leader,
        mediators=tuple(dict.fromkeys(body.mediators)),
        chair=body.chair,
        remedy=_maybe(Remedy, body.remedy, "remedy"),
        has_consent=body.has_consent,
        is_apart=body.is_apart,
        told_protection=body.told_protection,
        told_police=body.told_police,
        room=body.room,
        form=_maybe(Form, body.form, "form"),
        agreement=body.agreement or "",
        amount_fen=body.amount_fen,
        instalments=tuple((day_of(one.due, "instalments"), one.fen) for one in body.instalments),
        instalment=body.instalment,
        proof=body.proof or "",
        ground=_maybe(Ground, body.ground, "ground"),
        longer=body.longer,
        paper=_maybe(Paper, body.paper, "paper"),
        satisfaction=body.satisfaction,
        joined_to=body.joined_to,
        deputy=body.deputy,
        review_by=body.review_by or "",
        plan=body.plan or "",
        claim=body.claim or "",
        category=_maybe(Category, body.category, "category"),
        party_id=body.party_id or "",
        heirs=tuple(body.heirs),
        succession=_maybe(Succession, body.succession, "succession"),
    )


def day_of(text: str, name: str) -> date:
    """A day as it is told.

    Raises:
        InvalidError: it is none.
    """
    try:
        return day(text)
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None


def filter_of(query: Query) -> CaseFilter:
    """Which cases a list asks for.

    Raises:
        InvalidError: a word is none, or what is looked for is neither code, phone nor name.
    """
    stages = tuple(Stage(word) for word in query.words("stage", [one.value for one in Stage]))
    views = query.words("view", [one.value for one in View])
    orders = query.words("order", [one.value for one in Order])
    lights = query.words("light", [one.value for one in Light])
    return looked_for(
        query.text("q") or "",
        is_open=query.text("is_open") == "true",
        stages=stages,
        body=query.text("body"),
        colour=Light(lights[0]) if lights else None,
        view=View(views[0]) if views else View.ALL,
        order=Order(orders[0]) if orders else Order.NEWEST,
    )
