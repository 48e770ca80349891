"""`/api/v1/cases/{code}/matching`, `/choices`, `/sessions`, `/agreement`: mediation of a case.

What is made is made once: a choice and a session carry a key, a record and an agreement are known
by their content. Told again they are answered with 200 and nothing is written.

Source: docs/centre.md
"""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.centre.cases.models import iso
from api.centre.cases.reading import day_of, word
from api.centre.mediation.models import (
    AgreementIn,
    AgreementOut,
    BarredOut,
    ChoiceIn,
    ChoiceOut,
    MatchingOut,
    MediationSessionList,
    MediationSessionOut,
    OfferOut,
    ReasonOut,
    RecordIn,
    SessionIn,
)
from api.typed import read, said, told
from domain.centre.cases.agreements import Form
from domain.centre.mediation.choices import MediatorChoice
from domain.centre.mediation.matching import Match, Offer, why_before
from domain.centre.mediation.mediators import MEDIATOR
from domain.centre.mediation.sessions import Guest, Held, Manner, MediationSession
from domain.centre.mediation.settlements import Performance, Settlement
from domain.centre.mediation.wishes import Teller
from domain.errors import NotFoundError
from domain.fields import as_moment
from domain.private import mask
from operations.centre.mediation.mediation import Mediation

_CASE = "/cases/{code_of_case}"
_SESSION = f"{_CASE}/sessions/{{session_id}}"


def router(mediation: Mediation) -> APIRouter:
    """The routes of mediation."""
    routes = APIRouter(prefix="/api/v1")
    _choosing(routes, mediation)
    _sitting(routes, mediation)
    _agreeing(routes, mediation)
    return routes


def _choosing(routes: APIRouter, mediation: Mediation) -> None:
    @routes.get(f"{_CASE}/matching", **told(answers=MatchingOut))
    async def matching(code_of_case: str, request: Request) -> Response:
        offered = await mediation.choosing.offers(code_of_case, who(request))
        return said(_matching(offered.match))

    @routes.post(f"{_CASE}/choices", **told(ChoiceIn, ChoiceOut, 201, also=200))
    async def choose(code_of_case: str, request: Request) -> Response:
        body = await read(request, ChoiceIn)
        choice, is_new = await mediation.choosing.choose_once(
            code_of_case,
            body.mediators,
            body.chair,
            who(request),
            key=body.key,
            chosen_by=word(Teller, body.chosen_by, "chosen_by"),
            note=body.note or "",
        )
        return said(_choice(choice, is_new), 201 if is_new else 200)


def _sitting(routes: APIRouter, mediation: Mediation) -> None:
    @routes.get(f"{_CASE}/sessions", **told(answers=MediationSessionList))
    async def sessions(code_of_case: str, request: Request) -> Response:
        found = await mediation.of_case(code_of_case, who(request))
        return said(MediationSessionList(items=[_session(one, False) for one in found.sessions]))

    @routes.post(f"{_CASE}/sessions", **told(SessionIn, MediationSessionOut, 201, also=200))
    async def plan(code_of_case: str, request: Request) -> Response:
        body = await read(request, SessionIn)
        session, is_new = await mediation.sitting.plan_once(
            code_of_case,
            who(request),
            key=body.key,
            begins_at=as_moment(body.begins_at, "begins_at"),
            ends_at=as_moment(body.ends_at, "ends_at"),
            manner=word(Manner, body.manner, "manner"),
            room=body.room or None,
            is_closed=body.is_closed,
            knows_day_off=body.knows_day_off,
            expected=tuple(dict.fromkeys(body.expected)),
        )
        return said(_session(session, is_new), 201 if is_new else 200)

    @routes.post(f"{_SESSION}/record", **told(RecordIn, MediationSessionOut))
    async def record(code_of_case: str, session_id: str, request: Request) -> Response:
        body, caller = await read(request, RecordIn), who(request)
        await _check_of(mediation, code_of_case, session_id, request)
        session, is_new = await mediation.sitting.hold_once(session_id, _held(body), caller)
        return said(_session(session, is_new))

    @routes.post(f"{_SESSION}/cancellation", **told(answers=MediationSessionOut))
    async def cancel(code_of_case: str, session_id: str, request: Request) -> Response:
        await _check_of(mediation, code_of_case, session_id, request)
        session = await mediation.sitting.cancel(session_id, who(request))
        return said(_session(session, True))


async def _check_of(mediation: Mediation, code: str, session_id: str, request: Request) -> None:
    """A session is named by its case: that of another case is none here.

    Raises:
        NotFoundError: no such case, or not for this caller; or no such session of it.
    """
    found = await mediation.of_case(code, who(request))
    if session_id not in {one.session_id for one in found.sessions}:
        raise NotFoundError(says="no_session", field="session_id")


def _agreeing(routes: APIRouter, mediation: Mediation) -> None:
    @routes.get(f"{_CASE}/agreement", **told(answers=AgreementOut))
    async def agreement(code_of_case: str, request: Request) -> Response:
        found = await mediation.of_case(code_of_case, who(request))
        if found.settlement is None:
            raise NotFoundError(says="no_settlement", field="code")
        return said(_agreement(found.settlement, False))

    @routes.post(f"{_CASE}/agreement", **told(AgreementIn, AgreementOut, 201, also=200))
    async def agree(code_of_case: str, request: Request) -> Response:
        body, caller = await read(request, AgreementIn), who(request)
        settled, is_new = await mediation.agreeing.agree_once(
            _settlement(body, code_of_case),
            [(day_of(one.due, "instalments"), one.fen) for one in body.instalments],
            caller,
            has_consent=body.has_consent,
        )
        return said(_agreement(settled, is_new), 201 if is_new else 200)


def _held(body: RecordIn) -> Held:
    return Held(
        consents=tuple(dict.fromkeys(body.consents)),
        refusals=tuple(dict.fromkeys(body.refusals)),
        guests=tuple(word(Guest, one, "guests").value for one in dict.fromkeys(body.guests)),
        guest_names=body.guest_names or "",
        guests_agreed=body.guests_agreed,
        told_protection=body.told_protection,
        told_police=body.told_police,
        facts=body.facts or "",
        issues=body.issues or "",
        positions=body.positions or "",
        undisputed=body.undisputed or "",
    )


def _settlement(body: AgreementIn, code: str) -> Settlement:
    return Settlement(
        case_code=code,
        form=word(Form, body.form, "form"),
        manner=word(Performance, body.manner, "manner"),
        total_fen=body.total_fen,
        effective_at=None,
        parties=(),
        due=day_of(body.due, "due").isoformat() if body.due else None,
        facts=body.facts,
        issues=body.issues,
        content=body.content,
        place=body.place,
    )


def _matching(found: Match) -> MatchingOut:
    offers = found.offers
    nexts: list[Offer | None] = [*offers[1:], None]
    return MatchingOut(
        needed=found.needed,
        counted=found.counted,
        offers=[_offer(one, after) for one, after in zip(offers, nexts, strict=True)],
        barred=[BarredOut(mediator_id=one.mediator_id, why=bar.value) for one, bar in found.barred],
    )


def _offer(one: Offer, after: Offer | None) -> OfferOut:
    name = one.mediator.name
    return OfferOut(
        mediator_id=one.mediator.mediator_id,
        name=str(mask(MEDIATOR.name, {"name": name})["name"]) if name else None,
        reasons=[
            ReasonOut(criterion=why.criterion.value, holds=why.holds, figure=why.figure)
            for why in one.reasons
        ],
        before_next=why_before(one, after).value if after else None,
    )


def _choice(one: MediatorChoice, is_new: bool) -> ChoiceOut:
    return ChoiceOut(
        choice_id=one.choice_id,
        at=iso(one.at) or "",
        by=one.by,
        chosen_by=one.chosen_by.value,
        mediators=list(one.mediators),
        chair=one.chair,
        is_new=is_new,
    )


def _session(one: MediationSession, is_new: bool) -> MediationSessionOut:
    return MediationSessionOut(
        session_id=one.session_id,
        case_code=one.case_code,
        state=one.state.value,
        begins_at=iso(one.begins_at) or "",
        ends_at=iso(one.ends_at) or "",
        manner=one.manner.value,
        room=one.place,
        booking=one.booking,
        is_closed=one.is_closed,
        mediators=list(one.mediators),
        chair=one.chair,
        consents=list(one.consents),
        refusals=list(one.refusals),
        guests=list(one.guests),
        facts=one.facts,
        issues=one.issues,
        undisputed=one.undisputed,
        is_new=is_new,
    )


def _agreement(one: Settlement, is_new: bool) -> AgreementOut:
    return AgreementOut(
        case_code=one.case_code,
        form=one.form.value,
        manner=one.manner.value,
        total_fen=one.total_fen,
        effective_at=iso(one.effective_at),
        confirm_until=iso(one.confirm_until),
        confirmation=one.confirmation.value,
        asked_by=list(one.asked_by),
        court_number=one.court_number,
        due=one.due,
        facts=one.facts,
        issues=one.issues,
        content=one.content,
        place=one.place,
        is_new=is_new,
    )
