"""The centre's vocabularies in the reader's language; each has a context of its own."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Channel, Flag, Level, Remedy, Result, Review
from domain.centre.cases.categories import Category
from domain.centre.cases.parties import PartyKind, PartyRole, Succession
from domain.centre.cases.petitions import Matter, Way
from domain.centre.cases.stages import Stage, Step
from domain.centre.firms.firms import FirmRisk, RequestType, VisitKind
from domain.centre.firms.matching import MatchGround
from domain.centre.keeping.disposals import DisposalState, Spared
from domain.centre.limits.clocks import Ground, Light
from domain.centre.mediation.allowances import Payer
from domain.centre.mediation.houses import AllianceLevel
from domain.centre.mediation.involvements import InvolvementState, Partner
from domain.centre.mediation.matching import Bar, Criterion
from domain.centre.mediation.mediators import PoolLevel, PoolState, Sex, Source, Weekday
from domain.centre.mediation.opinions import Followed, OpinionState, Risk
from domain.centre.mediation.sessions import Guest, Manner, SessionState
from domain.centre.mediation.settlements import Confirmation, Performance
from domain.centre.mediation.wishes import Teller, Tie
from domain.centre.papers.dossier import Paper
from domain.centre.papers.filed import How
from domain.centre.papers.forms import PaperForm
from domain.centre.person.calls import Came, Why
from domain.words import Words

CONTEXTS: Mapping[type[StrEnum], str] = {
    Step: "case",
    Stage: "case",
    Paper: "case",
    PaperForm: "case_form",
    How: "case_form",
    Category: "category",
    Came: "call",
    Why: "call",
    Channel: "channel",
    Flag: "flag",
    Form: "form",
    Ground: "ground",
    Level: "level",
    Light: "light",
    Matter: "matter",
    PartyKind: "party",
    PartyRole: "party",
    Remedy: "remedy",
    Result: "result",
    Review: "review",
    Succession: "succession",
    Way: "way",
    AllianceLevel: "alliance",
    Bar: "bar",
    Confirmation: "confirmation",
    Criterion: "criterion",
    DisposalState: "disposal",
    Spared: "disposal",
    Followed: "followed",
    Guest: "guest",
    InvolvementState: "involvement",
    Manner: "manner",
    OpinionState: "opinion",
    Partner: "partner",
    FirmRisk: "firm",
    VisitKind: "firm",
    RequestType: "firm",
    MatchGround: "firm",
    Payer: "payer",
    Performance: "performance",
    PoolLevel: "pool_level",
    PoolState: "pool_state",
    Risk: "risk",
    SessionState: "session",
    Sex: "sex",
    Source: "mediator_source",
    Teller: "teller",
    Tie: "tie",
    Weekday: "weekday",
}


def word(value: StrEnum, words: Words) -> str:
    """What a word of a vocabulary is called."""
    return words.of(CONTEXTS[type(value)], value.value)


def options(values: Iterable[StrEnum], words: Words) -> list[tuple[str, str]]:
    """The words of a vocabulary as a form offers them."""
    return [(one.value, word(one, words)) for one in values]
