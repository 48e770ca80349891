"""A case of the dispute centre: what it is, where it stands, and who may see it.

What tells of people lies apart: the words of the claim and of the agreement, and the parties, which
are a kind of their own (domain/centre/cases/parties.py). A case is never on a wall and never in the
live picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.access.callers import Caller
from domain.access.roles import DISCIPLINE
from domain.centre.cases.agreements import INSTALMENTS, Form, Instalment
from domain.centre.cases.categories import Category
from domain.centre.cases.needs import FITTING, Need
from domain.centre.cases.petitions import Handled, Matter, Way, handled_as
from domain.centre.cases.stages import TABLE, Actor, Stage, Step, Transition
from domain.centre.limits.clocks import Ground
from domain.errors import Terms
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of
from domain.reach import NamedBy


class CaseWords(Terms):
    """Steps, stages and papers inside a sentence (context `case`)."""

    __slots__ = ()
    context = "case"


class Channel(StrEnum):
    """How a case came."""

    VISIT = "visit"
    LETTER = "letter"
    CALL = "call"
    ONLINE = "online"
    GRID = "grid"
    POLICE_110 = "police_110"
    HOTLINE_12345 = "hotline_12345"
    COURT = "court"
    LEADER = "leader"
    INCIDENT = "incident"
    OTHER = "other"


class Flag(StrEnum):
    """What must not be overlooked."""

    MINORS = "minors"
    VIOLENCE = "violence"  # domestic violence: nobody is brought face to face
    URGENT_LIMIT = "urgent_limit"  # a limitation ends soon: help first, papers later
    ESCALATION = "escalation"  # a risk of crime: the police are told


class Level(StrEnum):
    """How grave it is."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


class ProcedureResult(StrEnum):
    """How the procedure of the body ended."""

    AGREED = "agreed"
    FAILED = "failed"
    TRANSFERRED = "transferred"
    ANSWERED = "answered"  # a petition: by an opinion; a suggestion: by a reply
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # a party has died and nobody goes on


class Result(StrEnum):
    """How the case ended; all of equal rank."""

    SETTLED = "settled"
    ANSWERED = "answered"
    HANDED_ON = "handed_on"  # mediation failed: the next way is told and open
    WITHDRAWN = "withdrawn"
    NOT_ACCEPTED = "not_accepted"
    ENFORCED = "enforced"  # agreed, broken, and handed on to be enforced
    JOINED = "joined"
    ENDED = "ended"


RESULT_NAMES: Mapping[Result, str] = MappingProxyType(
    {
        Result.SETTLED: "化解成功",
        Result.ANSWERED: "已答复",
        Result.HANDED_ON: "调解不成，已导入其他程序",
        Result.WITHDRAWN: "撤回",
        Result.NOT_ACCEPTED: "不予受理",
        Result.ENFORCED: "未履行，已转执行",
        Result.JOINED: "并案",
        Result.ENDED: "终结",
    }
)


class Remedy(StrEnum):
    """The next way somebody is told of."""

    COURT = "court"
    JUDICIAL_CONFIRMATION = "judicial_confirmation"
    LABOUR_ARBITRATION = "labour_arbitration"
    LAND_ARBITRATION = "land_arbitration"
    RECONSIDERATION = "reconsideration"
    PAYMENT_ORDER = "payment_order"
    ENFORCEMENT = "enforcement"
    POLICE = "police"
    LEGAL_AID = "legal_aid"
    PETITION_REVIEW = "petition_review"
    RESPONSIBLE_BODY = "responsible_body"


class Review(StrEnum):
    """How far a petition is after its reply (复查、复核)."""

    OPEN = "open"  # a review may be asked for
    REVIEWING = "reviewing"
    REVIEWED = "reviewed"  # a recheck may be asked for
    RECHECKING = "rechecking"
    RECHECKED = "rechecked"


@dataclass(frozen=True, slots=True)
class Case:
    """One matter, from the window to its closing.

    Attributes:
        source, source_id: who brought it in and by which id: given twice it is the same case.
        serial: its number at its window that day; nothing reads it out of the code.
        people_count: how many people it is about.
        amount_fen: what is claimed, None where no sum is.
        flags: words of `Flag`.
        bodies, people, is_sealed, never: its audience (domain/kind.py, `NamedBy`).
        first_clerk: who took it in and owns the hand-over (首问负责).
        handlers: accounts that have handled it; they neither call back nor close.
        refused_by: the account that refused it; another one closes it.
        answer_by: until when the body may object; silence accepts, but never for a court.
        objections: how often a body has objected; the second goes to joint study.
        extended: units by which its clock was made longer.
        supervision: 0 none, 1 amber, 2 late.
        instalments: what was promised, in fen; empty where nothing is to be paid.
        reopened: how often the same matter was taken up again.
        deputy: the account that stands in for the leader in charge while that one is away.
        signed_by: who has signed for the leader in charge, the leader or who stood in.
        reviewed_by: who has looked at it again before its closing; another one closes it.
        resigned: how many mediators have given it back.
        split_from: the case it was split from.
        is_due_certain: False where its limit runs into a year whose holidays are not known yet.
        review: how far a petition is after its written reply; None before it, and of all else.
        ask_by: until when a review or a recheck may be asked for.
        review_by: the body above that answers it, in words.
        answer_due: until when that body answers.
        plan: what a joint study has decided on.
    """

    code: str
    source: str
    source_id: str
    serial: int
    registered_at: datetime
    channel: Channel
    matter: Matter
    category: Category
    window: str
    first_clerk: str
    stage: Stage
    people_count: int
    amount_fen: int | None = None
    flags: tuple[str, ...] = ()
    area_code: str | None = None
    incident: str | None = None
    bodies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    is_sealed: bool = False
    never: tuple[str, ...] = ()
    way: Way | None = None
    level: Level | None = None
    body: str | None = None
    co_bodies: tuple[str, ...] = ()
    leader: str | None = None
    mediators: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
    clock: str | None = None
    clock_from: datetime | None = None
    routed_at: datetime | None = None
    answer_by: datetime | None = None
    accepted_at: datetime | None = None
    amber_at: datetime | None = None
    due_at: datetime | None = None
    extended: int = 0
    has_been_extended: bool = False
    paused_at: datetime | None = None
    ground: Ground | None = None
    supervision: int = 0
    objections: int = 0
    has_objection: bool = False
    procedure_result: ProcedureResult | None = None
    result: Result | None = None
    remedy: Remedy | None = None
    papers: tuple[str, ...] = ()
    form: Form | None = None
    instalments: tuple[Instalment, ...] | None = None
    breached_at: datetime | None = None
    called_back_by: str | None = None
    satisfaction: int | None = None
    closed_at: datetime | None = None
    reopened: int = 0
    is_final: bool = False
    joined_to: str | None = None
    refused_by: str | None = None
    deputy: str | None = None
    signed_by: str | None = None
    reviewed_by: str | None = None
    resigned: int = 0
    split_from: str | None = None
    is_due_certain: bool = True
    review: Review | None = None
    ask_by: datetime | None = None
    review_by: str | None = None
    answer_due: datetime | None = None
    claim: str | None = None
    agreement: str | None = None
    plan: str | None = None


CASE = Kind(
    name="case",
    entity=Case,
    fields=fields_of(
        Case,
        area_code={"shape": AREA},
        instalments={"shape": INSTALMENTS},
        claim={"personal": Masking.WORDS},
        agreement={"personal": Masking.WORDS},
        plan={"personal": Masking.WORDS},
    ),
    id_field="code",
    audience=Audience(
        ("cases.see",),
        area_field="area_code",
        named=NamedBy(bodies="bodies", people="people", is_sealed="is_sealed", never="never"),
    ),
    kept=Kept.NEWEST,
    title="案件",
    says={row.step.value: row.name for row in TABLE.values()} | {"erased": "个人信息已删除"},
)


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A line in the story of a case: which step, by whom, and the words that belong to it.

    Attributes:
        body: the body it was taken for or sent to, where there is one.
        remedy: the way that was told, where one was.
        room: where people sat together, where they did.
        other: the code of the case it is tied to by this step, where it is to one.
    """

    entry_id: str
    case_code: str
    step: Step
    at: datetime
    by: str
    stage: Stage
    body: str | None = None
    remedy: str | None = None
    room: str | None = None
    other: str | None = None
    text: str | None = None


CASE_ENTRY = Kind(
    name="case_entry",
    entity=CaseEntry,
    fields=fields_of(CaseEntry, text={"personal": Masking.WORDS}),
    id_field="entry_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="办案记录",
    says={"add": "写入办案记录", "erased": "个人信息已删除"},
)


def acts_as(caller: Caller, case: Case) -> frozenset[Actor]:
    """As whom somebody stands to a case.

    A sealed report is routed, handled and closed by the discipline body's own accounts alone.
    """
    found: set[Actor] = set()
    if caller.role == "window_clerk":
        found.add(Actor.WINDOW)
    if caller.role == "duty_clerk":
        found.add(Actor.DUTY)
    if caller.role == "body_officer" and caller.department == case.body:
        found.add(Actor.BODY)
    if caller.role == "mediation" and caller.actor in case.mediators:
        found.add(Actor.MEDIATOR)
    if caller.role == "leader" and caller.actor in {case.leader, case.deputy}:
        found.add(Actor.LEADER)
    if caller.role == "case_reviewer":
        found.add(Actor.REVIEWER)
    if caller.role == DISCIPLINE and case.is_sealed and caller.actor in case.people:
        found |= {Actor.DUTY, Actor.BODY}
    if caller.role == "study_secretary":
        found.add(Actor.SECRETARY)
    return frozenset(found)


def steps_open(caller: Caller, case: Case) -> tuple[Step, ...]:
    """The steps somebody may take now, as far as role and stage tell; in the table's order."""
    actors = acts_as(caller, case)
    return tuple(
        row.step
        for row in TABLE.values()
        if case.stage in row.comes_from and actors & {*row.who} and offered(row, case)
    )


def misfit(row: Transition, case: Case) -> Need | None:
    """What the step asks of the matter itself and this one is not; None where it fits."""
    handled = handled_as(case.matter, case.way)
    return next((one for one in row.needs if handled not in FITTING.get(one, {handled})), None)


def offered(row: Transition, case: Case) -> bool:
    """Whether a step fits the matter, and how far its review is.

    A petition may be mediated (信访工作条例, article 33): what mediation brings is offered once
    somebody mediates it.
    """
    if misfit(row, case) is not None:
        return False
    if row.step in _OF_REVIEW:
        return case.review is _OF_REVIEW[row.step] and not case.is_final
    is_petition = handled_as(case.matter, case.way) is Handled.PETITION
    return not is_petition or row.step not in _SITTING or bool(case.mediators)


_SITTING = frozenset({Step.SESSION, Step.AGREE})
# Each step of a review, and how far it must be.
_OF_REVIEW: Mapping[Step, Review] = MappingProxyType(
    {
        Step.ASK_REVIEW: Review.OPEN,
        Step.REVIEW_OPINION: Review.REVIEWING,
        Step.ASK_RECHECK: Review.REVIEWED,
        Step.HEARING: Review.RECHECKING,
        Step.RECHECK_OPINION: Review.RECHECKING,
    }
)
