"""What the section of mediation on a case's card loads, and what is pressed on it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from callbacks.centre.cases.asked import fen, instalments
from callbacks.centre.cases.section import Section
from callbacks.fields import maybe, several, whole, word
from callbacks.guarded import caller
from callbacks.office import Asked, Told
from domain.access.callers import Caller
from domain.centre.cases.agreements import Form
from domain.centre.cases.case_file import CaseFile
from domain.centre.cases.stages import Stage
from domain.centre.mediation.allowances import Payer
from domain.centre.mediation.involvements import Partner
from domain.centre.mediation.mediators import Sex, Weekday
from domain.centre.mediation.sessions import Guest, Held, Manner
from domain.centre.mediation.settlements import Confirmation, Performance, Settlement
from domain.centre.mediation.wishes import Conflict, MediationWishes, Teller, Tie
from domain.errors import InvalidError
from layouts.centre.mediation.section import Loaded
from layouts.centre.mediation.sittings import CONSENTS, REFUSES
from layouts.reader import Reader


async def load(parts: Any, found: CaseFile, who: Caller) -> Loaded:
    """What hangs on the case; the offers only for whoever may choose, while it is in hand."""
    held = await parts.mediation.of_case(found.case.code, who)
    offers = None
    if held.may_choose and found.case.stage is Stage.HANDLING:
        offers = await parts.mediation.choosing.offers(found.case.code, who)
    return Loaded(held, offers)


def _is(asked: Asked, name: str) -> bool:
    return asked.text(name) == "yes"


def moment(text: str, name: str, zone_name: str) -> datetime:
    """A day and a time of day in the district.

    Raises:
        InvalidError: it is none.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidError(says="field_no_moment", field=name) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone_name))


async def _choose(parts: Any, asked: Asked, reader: Reader) -> Told:
    wanted = (asked.text("mediator"), asked.text("second"))
    await parts.mediation.choosing.choose(
        asked.text("code"),
        [one for one in wanted if one],
        asked.text("chair") or None,
        caller(),
        chosen_by=maybe(Teller, asked, "chosen_by") or Teller.CENTRE,
        note=asked.text("note"),
    )
    return Told(reader.words("已选定调解员"))


async def _wish(parts: Any, asked: Asked, reader: Reader) -> Told:
    told = MediationWishes(
        asked.text("code"),
        asked_for=tuple(dict.fromkeys(asked.text("asked_for").split())),
        objected_to=tuple(dict.fromkeys(asked.text("objected_to").split())),
        sex=maybe(Sex, asked, "sex"),
        dialect=asked.text("dialect") or None,
        day=maybe(Weekday, asked, "day"),
    )
    await parts.mediation.choosing.wish(told, caller())
    return Told(reader.words("已登记"))


async def _tie(parts: Any, asked: Asked, reader: Reader) -> Told:
    told = Conflict(
        asked.text("mediator_id"),
        word(Tie, asked, "tie"),
        word(Teller, asked, "told_by"),
        all_agree=_is(asked, "all_agree"),
    )
    await parts.mediation.choosing.tie(asked.text("code"), told, caller())
    return Told(reader.words("已登记"))


async def _plan(parts: Any, asked: Asked, reader: Reader) -> Told:
    told = f"{asked.text('begins_day')}T{asked.text('begins_time')}"
    begins = moment(told, "begins_at", parts.zone_name)
    await parts.mediation.sitting.plan(
        asked.text("code"),
        caller(),
        begins_at=begins,
        ends_at=begins + timedelta(minutes=whole(asked, "minutes")),
        manner=word(Manner, asked, "manner"),
        room=asked.text("room") or None,
        is_closed=_is(asked, "is_closed"),
        knows_day_off=_is(asked, "knows_day_off"),
        expected=tuple(one for one in asked.text("expected").split(",") if one),
    )
    return Told(reader.words("已安排"))


async def _hold(parts: Any, asked: Asked, reader: Reader) -> Told:
    found = await parts.cases.looking.one(asked.text("code"), caller())
    sides = {one.party_id: asked.text(f"side-{one.party_id}") for one in found.parties}
    told = Held(
        consents=tuple(side for side, said in sides.items() if said == CONSENTS),
        refusals=tuple(side for side, said in sides.items() if said == REFUSES),
        guests=tuple(Guest(one).value for one in several(asked, "guests") if one in {*Guest}),
        guest_names=asked.text("guest_names"),
        guests_agreed=_is(asked, "guests_agreed"),
        told_protection=_is(asked, "told_protection"),
        told_police=_is(asked, "told_police"),
        facts=asked.text("facts"),
        issues=asked.text("issues"),
        positions=asked.text("positions"),
        undisputed=asked.text("undisputed"),
    )
    await parts.mediation.sitting.hold(asked.text("session_id"), told, caller())
    return Told(reader.words("已保存调解记录"))


async def _cancel(parts: Any, asked: Asked, reader: Reader) -> Told:
    await parts.mediation.sitting.cancel(asked.text("session_id"), caller())
    return Told(reader.words("已取消"))


async def _pay(parts: Any, asked: Asked, reader: Reader) -> Told:
    sum_fen = fen(asked.text("amount"), "amount") or 0
    await parts.mediation.sitting.pay(
        asked.text("code"),
        asked.text("mediator_id"),
        -sum_fen if _is(asked, "is_back") else sum_fen,
        word(Payer, asked, "payer"),
        asked.text("note"),
        caller(),
    )
    return Told(reader.words("已登记"))


def _day(asked: Asked, name: str) -> str | None:
    text = asked.text(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None


async def _agree(parts: Any, asked: Asked, reader: Reader) -> Told:
    told = Settlement(
        case_code=asked.text("code"),
        form=word(Form, asked, "form"),
        manner=word(Performance, asked, "manner"),
        total_fen=fen(asked.text("amount"), "amount") or 0,
        effective_at=None,
        parties=(),
        due=_day(asked, "due"),
        facts=asked.text("facts") or None,
        issues=asked.text("issues") or None,
        content=asked.text("content") or None,
        place=asked.text("place") or None,
    )
    promised = instalments(asked.text("instalments"))
    agreed = _is(asked, "has_consent")
    await parts.mediation.agreeing.agree(told, promised, caller(), has_consent=agreed)
    return Told(reader.words("已登记协议"))


async def _confirm(parts: Any, asked: Asked, reader: Reader) -> Told:
    await parts.mediation.agreeing.ask(asked.text("code"), asked.text("party_id"), caller())
    return Told(reader.words("已登记"))


async def _rule(parts: Any, asked: Asked, reader: Reader) -> Told:
    ruling = word(Confirmation, asked, "ruling")
    await parts.mediation.agreeing.rule(
        asked.text("code"),
        caller(),
        is_confirmed=ruling is Confirmation.CONFIRMED,
        number=asked.text("court_number"),
    )
    return Told(reader.words("已登记"))


async def _ask(parts: Any, asked: Asked, reader: Reader) -> Told:
    await parts.mediation.partners.ask(
        asked.text("code"),
        asked.text("account"),
        word(Partner, asked, "partner"),
        asked.text("question"),
        caller(),
        tells_names=_is(asked, "tells_names"),
    )
    return Told(reader.words("已邀请"))


async def _end(parts: Any, asked: Asked, reader: Reader) -> Told:
    await parts.mediation.partners.end(asked.text("involvement_id"), caller())
    return Told(reader.words("已结束"))


SECTION = Section(
    "mediation",
    load,
    {
        "mediation.choose": _choose,
        "mediation.wish": _wish,
        "mediation.tie": _tie,
        "mediation.plan": _plan,
        "mediation.hold": _hold,
        "mediation.cancel": _cancel,
        "mediation.pay": _pay,
        "mediation.agree": _agree,
        "mediation.confirm": _confirm,
        "mediation.rule": _rule,
        "mediation.ask": _ask,
        "mediation.end": _end,
    },
)
