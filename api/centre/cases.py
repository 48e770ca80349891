"""`/api/v1/cases`: cases of the dispute centre, taken in, listed, shown and stepped on.

Source: docs/centre.md
"""

from enum import StrEnum
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.callers import address_of
from api.centre.case_models import (
    BodyOut,
    CaseIn,
    CaseLine,
    CaseList,
    CaseOut,
    CaseTaken,
    CentreOut,
    ClockOut,
    EntryOut,
    InstalmentOut,
    PartyOut,
    PlaceOut,
    StepIn,
    StepTaken,
    day,
    iso,
)
from api.centre.reasons import reason_of, with_reason
from api.exports import exports_of
from api.reading import Query
from api.typed import file_told, read, said, told
from domain.access.access import KEY
from domain.access.callers import Caller
from domain.centre.cases.agreements import Form, paid_fen
from domain.centre.cases.case import CASE, Case, Channel, Flag, Level, ProcedureResult, Remedy
from domain.centre.cases.case_codes import read_case_code
from domain.centre.cases.categories import CATEGORY_NAMES, IN_USE, MAPPED, Category
from domain.centre.cases.parties import CASE_PARTY, CaseParty, PartyKind, PartyRole
from domain.centre.cases.petitions import Matter, Way
from domain.centre.cases.stages import Stage, Step
from domain.centre.limits.clocks import Clock, Ground, Light, light
from domain.centre.loop.said import Said
from domain.centre.papers.dossier import Paper, missing_papers
from domain.centre.premises.places import Centre, Place
from domain.codes.area_codes import level_of
from domain.errors import InvalidError
from domain.fields import as_choice, as_moment
from domain.private import mask
from domain.subject_key import SubjectKey
from operations.centre.cases import (
    LONGEST_PAGE,
    MACHINES,
    NO_WINDOW,
    CaseFile,
    CaseFilter,
    CasePage,
    Cases,
    NewCase,
    NewParty,
    looked_for,
)
from operations.clock import utc_now

PAGE, PDF = 50, "application/pdf"
LIST_FIELDS = ("stage", "is_open", "body", "light", "q", "cursor", "limit")
W = TypeVar("W", bound=StrEnum)


def router(cases: Cases) -> APIRouter:
    """The routes of cases and of the centre they belong to."""
    routes = APIRouter(prefix="/api/v1")

    @routes.get("/centre", **told(answers=CentreOut))
    async def centre(request: Request) -> Response:
        return said(_centre_out(cases.centre(who(request))))

    @routes.post("/cases", **told(CaseIn, CaseTaken, 201))
    async def take_in(request: Request) -> Response:
        body, caller = await read(request, CaseIn), who(request)
        taken = await cases.register(_new_case(body, caller), caller)
        answer = CaseTaken(
            code=taken.case.code,
            stage=taken.case.stage.value,
            registered_at=iso(taken.case.registered_at) or "",
            is_new=taken.is_new,
            earlier=taken.earlier,
        )
        return said(answer, 201 if taken.is_new else 200)

    @routes.get("/cases", **told(answers=CaseList))
    async def listed(request: Request) -> Response:
        query = Query(request, LIST_FIELDS)
        page = await cases.page(
            who(request),
            _filter(query),
            cursor=query.text("cursor"),
            limit=query.whole("limit", 1, LONGEST_PAGE, PAGE),
        )
        return said(_list(page))

    @routes.get("/cases/{code_of_case}", **with_reason(told(answers=CaseOut)))
    async def shown(code_of_case: str, request: Request) -> Response:
        reason, address = reason_of(request), address_of(request.scope)
        found = await cases.one(code_of_case, who(request), reason=reason, address=address)
        return said(_whole(found, cases.centre(who(request))))

    @routes.get("/cases/{code_of_case}/slip.pdf", **with_reason(file_told(PDF)))
    async def slip(code_of_case: str, request: Request) -> Response:
        reason, address = reason_of(request), address_of(request.scope)
        exports_of(request.scope, SubjectKey(CASE.name, read_case_code(code_of_case)))
        name, content = await cases.slip(code_of_case, who(request), reason=reason, address=address)
        disposition = f'inline; filename="{name}"'
        return Response(content, media_type=PDF, headers={"content-disposition": disposition})

    @routes.post("/cases/{code_of_case}/steps", **told(StepIn, StepTaken))
    async def step(code_of_case: str, request: Request) -> Response:
        body = await read(request, StepIn)
        after = await cases.step(
            code_of_case, _word(Step, body.step, "step"), _said(body), who(request)
        )
        steps = [one.value for one in after.steps]
        return said(StepTaken(**_line(after.case, []), steps=steps))

    return routes


# reading ------------------------------------------------------------------------------------------


def _word(words: type[W], value: str, name: str) -> W:
    return words(as_choice(value, name, [word.value for word in words]))


def _maybe(words: type[W], value: str | None, name: str) -> W | None:
    return None if value is None else _word(words, value, name)


def _source(body: CaseIn, caller: Caller) -> str:
    """Who brings it in: no system can speak for a window, nor one with its own key for another."""
    if caller.role not in MACHINES:
        return "window"
    return caller.actor if caller.role == KEY else f"api:{body.source or 'other'}"


def _new_case(body: CaseIn, caller: Caller) -> NewCase:
    if body.area_code:
        level_of(body.area_code)
    if not body.window and caller.role not in MACHINES:
        raise InvalidError(says="window_unknown", window="", field="window")
    parties = tuple(
        NewParty(
            role=_word(PartyRole, one.role, "parties"),
            party=_word(PartyKind, one.party, "parties"),
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
        channel=_word(Channel, body.channel, "channel"),
        matter=_word(Matter, body.matter, "matter"),
        category=_word(Category, body.category, "category"),
        claim=body.claim.strip(),
        parties=parties,
        people_count=body.people_count or max(1, len(claims)),
        amount_fen=body.amount_fen,
        flags=tuple(_word(Flag, one, "flags") for one in dict.fromkeys(body.flags)),
        area_code=body.area_code,
        incident=body.incident,
        accused=tuple(dict.fromkeys(body.accused)),
    )


def _said(body: StepIn) -> Said:
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
        remedy=_maybe(Remedy, body.remedy, "remedy"),
        has_consent=body.has_consent,
        is_apart=body.is_apart,
        room=body.room,
        form=_maybe(Form, body.form, "form"),
        agreement=body.agreement or "",
        amount_fen=body.amount_fen,
        instalments=tuple((_day(one.due), one.fen) for one in body.instalments),
        instalment=body.instalment,
        proof=body.proof or "",
        ground=_maybe(Ground, body.ground, "ground"),
        longer=body.longer,
        paper=_maybe(Paper, body.paper, "paper"),
        satisfaction=body.satisfaction,
        joined_to=body.joined_to,
    )


def _day(text: str) -> Any:
    try:
        return day(text)
    except ValueError:
        raise InvalidError(says="field_not_valid", field="instalments") from None


def _filter(query: Query) -> CaseFilter:
    stages = tuple(Stage(word) for word in query.words("stage", [one.value for one in Stage]))
    lights = query.words("light", [one.value for one in Light])
    return looked_for(
        query.text("q") or "",
        is_open=query.text("is_open") == "true",
        stages=stages,
        body=query.text("body"),
        colour=Light(lights[0]) if lights else None,
    )


# answering ----------------------------------------------------------------------------------------


def _list(page: CasePage) -> CaseList:
    lines = [CaseLine(**_line(case, page.parties.get(case.code, []), page)) for case in page.cases]
    return CaseList(items=lines, next=page.cursor)


def _line(case: Case, parties: list[CaseParty], page: CasePage | None = None) -> dict[str, Any]:
    at = page.at if page else utc_now()
    speak = (PartyRole.APPLICANT, PartyRole.REPRESENTATIVE)
    names = [one.name for one in parties if one.role in speak and one.name]
    colour = light(case.amber_at, case.due_at, at, is_paused=case.paused_at is not None)
    return {
        "code": case.code,
        "stage": case.stage.value,
        "matter": case.matter.value,
        "category": case.category.value,
        "channel": case.channel.value,
        "registered_at": iso(case.registered_at),
        "applicants": [mask(CASE_PARTY.name, {"name": name})["name"] for name in names],
        "people_count": case.people_count,
        "amount_fen": case.amount_fen,
        "flags": list(case.flags),
        "area_code": case.area_code,
        "body": case.body,
        "level": _value(case.level),
        "light": colour.value,
        "amber_at": iso(case.amber_at),
        "due_at": iso(case.due_at),
        "answer_by": iso(case.answer_by),
        "supervision": case.supervision,
        "objections": case.objections,
        "has_objection": case.has_objection,
        "result": _value(case.result),
        "reopened": case.reopened,
        "is_sealed": case.is_sealed,
        "is_final": case.is_final,
    }


def _value(word: StrEnum | None) -> str | None:
    return None if word is None else word.value


def _whole(found: CaseFile, centre: Centre) -> CaseOut:
    case = found.case
    clock = centre.clocks.get(case.clock or "")
    missing = missing_papers(
        {Paper(one) for one in case.papers},
        was_handled=bool(case.handlers),
        was_agreed=case.procedure_result is ProcedureResult.AGREED,
    )
    return CaseOut(
        **_line(case, found.parties),
        claim=case.claim,
        window=case.window,
        first_clerk=case.first_clerk,
        incident=case.incident,
        way=_value(case.way),
        co_bodies=list(case.co_bodies),
        leader=case.leader,
        mediators=list(case.mediators),
        clock=case.clock,
        article=clock.article if clock else None,
        accepted_at=iso(case.accepted_at),
        paused_at=iso(case.paused_at),
        ground=_value(case.ground),
        procedure_result=_value(case.procedure_result),
        remedy=_value(case.remedy),
        form=_value(case.form),
        agreement=case.agreement,
        instalments=_instalments(case),
        paid_fen=paid_fen(case.instalments or ()),
        papers=list(case.papers),
        papers_missing=[paper.value for paper in missing],
        called_back_by=case.called_back_by,
        satisfaction=case.satisfaction,
        closed_at=iso(case.closed_at),
        joined_to=case.joined_to,
        parties=[_party(one) for one in found.parties],
        story=_story(found),
        steps=[one.value for one in found.steps],
    )


def _instalments(case: Case) -> list[InstalmentOut]:
    return [
        InstalmentOut(
            number=number,
            due=one.due.isoformat(),
            fen=one.fen,
            paid_at=iso(one.paid_at),
            proof=one.proof,
        )
        for number, one in enumerate(case.instalments or (), 1)
    ]


def _party(one: CaseParty) -> PartyOut:
    return PartyOut(
        party_id=one.party_id,
        role=one.role.value,
        party=one.party.value,
        name=one.name,
        phone=one.phone,
        id_number=one.id_number,
        address=one.address,
    )


def _story(found: CaseFile) -> list[EntryOut]:
    return [
        EntryOut(
            step=one.step.value,
            at=iso(one.at) or "",
            by=one.by,
            stage=one.stage.value,
            body=one.body,
            remedy=one.remedy,
            room=one.room,
            text=one.text,
        )
        for one in found.entries
    ]


def _centre_out(centre: Centre) -> CentreOut:
    return CentreOut(
        lead=centre.lead,
        bodies=[
            BodyOut(code=one.code, name=one.name, clock=one.clock, is_judicial=one.is_judicial)
            for one in centre.bodies.values()
        ],
        units=[_place(one) for one in centre.units.values()],
        zones=[_place(one) for one in centre.zones.values()],
        windows=[_place(one) for one in centre.windows.values()],
        rooms=[_place(one) for one in centre.rooms.values()],
        clocks=[_clock(one) for one in centre.clocks.values()],
        categories=[
            {
                "code": one.value,
                "name": CATEGORY_NAMES[one],
                "legal_list": MAPPED[one][0].value,
                "petition_domain": MAPPED[one][1].value,
            }
            for one in IN_USE
        ],
    )


def _place(one: Place) -> PlaceOut:
    return PlaceOut(
        code=one.code,
        name=one.name,
        is_demo=one.is_demo,
        within=one.within,
        staffing=_value(one.staffing),
    )


def _clock(one: Clock) -> ClockOut:
    return ClockOut(
        code=one.code,
        name=one.name,
        starts=one.starts.value,
        unit=one.unit.value,
        length=one.length,
        article=one.article,
        extension=one.extension.length if one.extension else None,
        approver=one.extension.approver if one.extension else None,
        pauses=sorted(ground.value for ground in one.pauses),
        is_verified=one.is_verified,
    )
