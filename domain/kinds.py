"""Every kind of fact there is. A new one is declared in its subject and listed here once.

Nothing else lists kinds: pictures, views, masks, exports, erasure, trimming, tables, words and the
browser's contract are read from the declarations (domain/kind.py).
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from domain.audit.audit import AUDIT
from domain.centre.cases.case import CASE, CASE_ENTRY
from domain.centre.cases.parties import CASE_PARTY
from domain.centre.figures.filings import COURT_FILING
from domain.centre.firms.firms import (
    FIRM,
    FIRM_ENFORCEMENT,
    FIRM_REQUEST,
    FIRM_VISIT,
    FIRM_WAIVER,
)
from domain.centre.firms.station import FIRM_POLICY, RECEPTION_DAY, TECHNOLOGY_ENVOY
from domain.centre.helping.helps import CASE_HELP
from domain.centre.keeping.disposals import CASE_DISPOSAL
from domain.centre.keeping.holds import CASE_HOLD
from domain.centre.mediation.allowances import ALLOWANCE
from domain.centre.mediation.choices import MEDIATOR_CHOICE
from domain.centre.mediation.involvements import INVOLVEMENT
from domain.centre.mediation.mediators import MEDIATOR
from domain.centre.mediation.opinions import OPINION_REQUEST
from domain.centre.mediation.sessions import MEDIATION_SESSION
from domain.centre.mediation.settlements import SETTLEMENT
from domain.centre.mediation.wishes import MEDIATION_WISHES
from domain.centre.papers.filed import CASE_EXPORT, CASE_NUMBER, CASE_PAPER
from domain.centre.person.calls import CASE_CALL
from domain.centre.person.case_links import CASE_LINK
from domain.centre.person.ratings import CASE_RATING
from domain.centre.premises.bookings import BOOKING
from domain.centre.premises.edits import CENTRE
from domain.centre.premises.rota import WINDOW_DUTY
from domain.centre.premises.tickets import CASE_TICKET, TICKET
from domain.desk.notices import NOTICE
from domain.dispatch.roster import DUTY
from domain.dispatch.run_cards import RUN_CARDS
from domain.dispatch.standby import STANDBY
from domain.dispatch.units import UNIT
from domain.field.calls.calls import FIELD_CALL
from domain.field.calls.recordings import CALL_RECORDING
from domain.field.phones import FIELD_DEVICE
from domain.field.positions.consent import POSITION_CONSENT
from domain.field.talk.broadcasts import FIELD_BROADCAST
from domain.field.talk.marks import CASE_TALK, FIELD_TALK
from domain.field.talk.messages import CASE_MESSAGE, FIELD_MESSAGE
from domain.incidents.additions import CHECK_IN, FILE, NOTE
from domain.incidents.assignments import ASSIGNMENT
from domain.incidents.checklists import CHECKLIST, CHECKLIST_ANSWERS
from domain.incidents.incidents import INCIDENT
from domain.kind import Kind, Live
from domain.maps.map_versions import MAP
from domain.net.credit.absences import CREDIT_ABSENCE
from domain.net.credit.deductions import CREDIT_DEDUCTION
from domain.net.credit.ledger import CREDIT_ENTRY
from domain.net.credit.months import CREDIT_MONTH
from domain.net.credit.residents import RESIDENT_POINT
from domain.net.credit.revisits import CREDIT_REVISIT
from domain.net.credit.rules import CREDIT_RULE
from domain.net.fusion.beats import BEAT
from domain.net.fusion.joint import JOINT_ACTION, LAW_PARTNER, LAW_SERVICE
from domain.net.fusion.pushes import GRID_PUSH
from domain.net.fusion.whistles import WHISTLE, WHISTLE_CALL
from domain.net.items.classes import ITEM_CLASSES
from domain.net.items.items import NET_ITEM
from domain.net.items.parts import CITY_PART
from domain.net.party.activities import HOUSEHOLD_LINK, PARTY_ACTIVITY
from domain.net.party.organisations import PARTY_MEMBER, PARTY_ORGANISATION
from domain.net.party.self_governance import COMMUNITY_ACTIVITY, SELF_GOVERNANCE_PLACE
from domain.net.people.people import NET_ASSIGNMENT, NET_PERSON
from domain.net.people.swaps import NET_SWAP
from domain.net.surveys.questions import QUESTIONNAIRE
from domain.net.surveys.waves import OFFICIAL_RESULT, SURVEY_SAMPLE, SURVEY_WAVE
from domain.net.tasks.care import CARE_PERSON, CARE_VISIT
from domain.net.tasks.facts import NET_TASK
from domain.net.tasks.findings import NET_FINDING
from domain.net.tasks.newcomers import NEWCOMER
from domain.net.tasks.places import KEY_PLACE
from domain.net.tasks.schedules import TASK_SCHEDULE
from domain.net.tasks.task_types import TASK_TYPE
from domain.reach import Named, Reach, State
from domain.statistics.briefs import BRIEF
from domain.statistics.kpis import KPI
from domain.subject_key import SubjectKey
from domain.upkeep.history import DEMO_HISTORY, MODE
from domain.video.cameras.camera import CAMERA
from domain.video.exports.requests import VIDEO_REQUEST
from domain.video.inspections.findings import INSPECTION_FINDING
from domain.video.inspections.plans import INSPECTION_PLAN
from domain.video.inspections.runs import INSPECTION_RUN
from domain.video.looks.looks import CAMERA_LOOK
from domain.video.places.raising import SITE_ALARM
from domain.video.places.sites import KEY_SITE
from domain.video.rooms import CONFERENCE_ROOM, ROOM_TEST
from domain.video.walls.arrangements import ARRANGEMENT
from domain.video.walls.tiles import WALL_TILE


def _registered(kinds: Iterable[Kind[Any]]) -> Mapping[str, Kind[Any]]:
    found: dict[str, Kind[Any]] = {}
    for kind in kinds:
        if kind.name in found:
            raise ValueError(f"two kinds are called {kind.name}")
        found[kind.name] = kind
    return MappingProxyType(found)


KINDS: Mapping[str, Kind[Any]] = _registered(
    (
        *(INCIDENT, UNIT, ASSIGNMENT, STANDBY, NOTICE, CAMERA, MAP, KPI),
        *(FIELD_MESSAGE, FIELD_TALK, FIELD_BROADCAST, CASE_HELP, CASE_MESSAGE, CASE_TALK),
        *(NOTE, FILE, CHECK_IN, CHECKLIST, CHECKLIST_ANSWERS, DUTY, RUN_CARDS),
        *(CASE_PAPER, CASE_NUMBER, CASE_EXPORT),
        *(MEDIATOR, MEDIATION_WISHES, MEDIATOR_CHOICE, MEDIATION_SESSION),
        *(ALLOWANCE, INVOLVEMENT, OPINION_REQUEST, SETTLEMENT),
        *(CASE, CASE_PARTY, CASE_ENTRY, BOOKING, TICKET, CASE_TICKET, CENTRE, WINDOW_DUTY),
        *(CASE_LINK, CASE_RATING, CASE_CALL, CASE_HOLD, CASE_DISPOSAL),
        *(FIRM, FIRM_VISIT, FIRM_REQUEST, FIRM_ENFORCEMENT, FIRM_WAIVER),
        *(FIRM_POLICY, RECEPTION_DAY, TECHNOLOGY_ENVOY, COURT_FILING),
        *(PARTY_ORGANISATION, PARTY_MEMBER, HOUSEHOLD_LINK, PARTY_ACTIVITY),
        *(SELF_GOVERNANCE_PLACE, COMMUNITY_ACTIVITY),
        *(WHISTLE, WHISTLE_CALL, BEAT, GRID_PUSH, JOINT_ACTION, LAW_PARTNER, LAW_SERVICE),
        *(QUESTIONNAIRE, SURVEY_WAVE, SURVEY_SAMPLE, OFFICIAL_RESULT),
        *(CREDIT_RULE, CREDIT_ENTRY, CREDIT_DEDUCTION, CREDIT_REVISIT, CREDIT_ABSENCE),
        *(CREDIT_MONTH, RESIDENT_POINT, NET_PERSON, NET_ASSIGNMENT),
        *(NEWCOMER, NET_SWAP),
        *(TASK_TYPE, TASK_SCHEDULE, NET_TASK, NET_FINDING, KEY_PLACE, CARE_PERSON, CARE_VISIT),
        *(ITEM_CLASSES, NET_ITEM, CITY_PART),
        *(CAMERA_LOOK, VIDEO_REQUEST),
        *(INSPECTION_PLAN, INSPECTION_RUN, INSPECTION_FINDING),
        *(KEY_SITE, SITE_ALARM, CONFERENCE_ROOM, ROOM_TEST),
        *(WALL_TILE, ARRANGEMENT),
        *(POSITION_CONSENT, FIELD_CALL, CALL_RECORDING),
        FIELD_DEVICE,
        *(BRIEF, AUDIT, MODE, DEMO_HISTORY),
    )
)


def kind_of(name: str) -> Kind[Any]:
    """The declaration of a kind.

    Raises:
        UnknownKindError: nobody declared it.
    """
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKindError(name) from None


class UnknownKindError(ValueError):
    """A kind of fact nobody declared."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} is no declared kind of fact (domain/kinds.py)")


def names_where(**wanted: object) -> frozenset[str]:
    """The names of the kinds whose declaration holds these values: `names_where(timeline=True)`."""
    return frozenset(
        kind.name
        for kind in KINDS.values()
        if all(getattr(kind, name) == value for name, value in wanted.items())
    )


# What hangs on more than so many, one on the other, is nobody's of one area; nor is what hangs on
# its own kind: no notice is about a notice, and asking for it doubles the length of a query.
DEEPEST = 3


def may_name(kind: str, depth: int = 0) -> bool:
    """Whether records of a kind may name their own audience, or hang on what does.

    Of a kind nobody declared nothing is known: it may.
    """
    declared = KINDS.get(kind)
    if declared is None:
        return True
    if declared.audience.named is not None:
        return True
    hangs = declared.hangs_on
    if hangs is None or depth >= DEEPEST:
        return False
    return any(may_name(one, depth + 1) for one in ([hangs.kind] if hangs.kind else KINDS))


def reach_of(
    kind: Kind[Any], state: State, state_of: Callable[[SubjectKey], State | None], depth: int = 0
) -> Reach:
    """Where a record belongs: asked of what it hangs on, and of what that hangs on.

    Args:
        kind: of the record.
        state: of the record.
        state_of: the newest state of an entity; None when it is not known.
        depth: how many were asked before; what hangs on itself is nobody's.
    """
    key = kind.subject_of(state)
    if key is None:
        return kind.reach_of(state)
    is_asked = key.kind in KINDS and key.kind != kind.name and depth < DEEPEST
    held = state_of(key) if is_asked else None
    if held is None:
        return kind.reach_of(state, _lost(key.kind))
    return kind.reach_of(state, reach_of(KINDS[key.kind], held, state_of, depth + 1))


def _lost(kind: str) -> Reach:
    """Where an entity belongs that nobody knows: it may be one that was sealed."""
    return Reach(is_lost=True, named=Named(is_sealed=True) if may_name(kind) else None)


# Kinds whose entities the present picture holds.
IN_PICTURE = frozenset(kind.name for kind in KINDS.values() if kind.live is not Live.NEVER)
