"""What the routes of cases answer."""

from enum import StrEnum
from typing import Any

from api.centre.cases.models import (
    BodyOut,
    CaseLine,
    CaseList,
    CaseOut,
    CentreOut,
    ClockOut,
    EntryOut,
    InstalmentOut,
    PartyOut,
    PlaceOut,
    iso,
)
from domain.centre.cases.agreements import paid_fen
from domain.centre.cases.case import Case
from domain.centre.cases.case_file import CaseFile, CasePage, masked_applicants
from domain.centre.cases.categories import CATEGORY_NAMES, IN_USE, MAPPED
from domain.centre.cases.parties import CaseParty
from domain.centre.limits.clocks import Clock, light
from domain.centre.papers.dossier import Paper, course_of, missing_papers
from domain.centre.premises.places import Centre, Place
from operations.clock import utc_now


def list_out(page: CasePage) -> CaseList:
    """A page of a list."""
    lines = [CaseLine(**line(case, page.parties.get(case.code, []), page)) for case in page.cases]
    return CaseList(items=lines, next=page.cursor)


def line(case: Case, parties: list[CaseParty], page: CasePage | None = None) -> dict[str, Any]:
    """A case as a list shows it: names masked."""
    at = page.at if page else utc_now()
    colour = light(case.amber_at, case.due_at, at, is_paused=case.paused_at is not None)
    return {
        "code": case.code,
        "stage": case.stage.value,
        "matter": case.matter.value,
        "category": case.category.value,
        "channel": case.channel.value,
        "registered_at": iso(case.registered_at),
        "applicants": masked_applicants(parties),
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


def whole(found: CaseFile, centre: Centre) -> CaseOut:
    """A case whole."""
    case = found.case
    clock = centre.clocks.get(case.clock or "")
    missing = missing_papers({Paper(one) for one in case.papers}, course_of(case))
    return CaseOut(
        **line(case, found.parties),
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
        split_from=case.split_from,
        deputy=case.deputy,
        signed_by=case.signed_by,
        reviewed_by=case.reviewed_by,
        plan=case.plan,
        is_due_certain=case.is_due_certain,
        review=_value(case.review),
        ask_by=iso(case.ask_by),
        review_by=case.review_by,
        answer_due=iso(case.answer_due),
        version=found.version,
        ties=[{"tie": tie.value, "code": code} for tie, code in found.ties],
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
        is_dead=one.is_dead,
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
            other=one.other,
            text=one.text,
        )
        for one in found.entries
    ]


def centre_out(centre: Centre) -> CentreOut:
    """The centre as it is."""
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
