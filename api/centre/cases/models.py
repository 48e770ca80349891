"""What the routes of cases read and answer."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from api.typed import Answer, Body, Longest
from domain.moments import to_iso

LONGEST_CLAIM, LONGEST_TEXT, LONGEST_NAME = 2000, 2000, 64
_Short = Annotated[str | None, Longest(64)]


class PartyIn(Body):
    """Somebody in a case."""

    role: str = Field("applicant", max_length=32)
    party: str = Field("person", max_length=32)
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    phone: Annotated[str | None, Longest(32)] = None
    id_number: Annotated[str | None, Longest(32)] = None
    address: Annotated[str | None, Longest(200)] = None


class CaseIn(Body):
    """A case as it is taken in. `key`: given twice it is the same case."""

    key: Annotated[str, Field(min_length=1, max_length=128)]
    source: Annotated[str | None, Longest(32)] = None
    window: Annotated[str | None, Longest(2)] = None
    channel: str = Field("visit", max_length=32)
    matter: str = Field("dispute", max_length=32)
    category: str = Field(max_length=32)
    claim: Annotated[str, Field(min_length=1, max_length=LONGEST_CLAIM)]
    parties: list[PartyIn] = Field(min_length=1, max_length=100)
    people_count: int | None = Field(None, ge=1, le=100_000)
    amount_fen: int | None = Field(None, ge=0, le=10**13)
    flags: list[str] = Field([], max_length=8)
    area_code: Annotated[str | None, Longest(15)] = None
    incident: Annotated[str | None, Longest(32)] = None
    accused: list[str] = Field([], max_length=20)


class InstalmentIn(Body):
    """A payment promised: the day by whose end it is due, and how many fen."""

    due: str = Field(max_length=10)
    fen: int = Field(ge=1, le=10**13)


class StepIn(Body):
    """A step and what is said with it; docs/centre.md tells what each step reads."""

    step: str = Field(max_length=32)
    text: Annotated[str | None, Longest(LONGEST_TEXT)] = None
    body: _Short = None
    co_bodies: list[str] = Field([], max_length=20)
    clock: _Short = None
    clock_from: _Short = None
    way: _Short = None
    level: _Short = None
    leader: _Short = None
    mediators: list[str] = Field(
        [], max_length=10, description="Numbers in the pool of mediators, or accounts of its people"
    )
    chair: _Short = Field(None, description="Which of several mediators chairs")
    remedy: _Short = None
    has_consent: bool = False
    is_apart: bool = False
    told_protection: bool = Field(False, description="The sides were told of the protection order")
    told_police: bool = Field(False, description="The police were told of a risk of crime")
    room: _Short = None
    form: _Short = None
    agreement: Annotated[str | None, Longest(LONGEST_TEXT)] = None
    amount_fen: int | None = Field(None, ge=0, le=10**13)
    instalments: list[InstalmentIn] = Field([], max_length=100)
    instalment: int = Field(0, ge=0, le=100)
    proof: Annotated[str | None, Longest(200)] = None
    ground: _Short = None
    longer: int = Field(0, ge=0, le=366)
    paper: _Short = None
    satisfaction: int | None = Field(None, ge=1, le=5)
    joined_to: _Short = None
    deputy: _Short = None
    plan: Annotated[str | None, Longest(LONGEST_TEXT)] = None
    claim: Annotated[str | None, Longest(LONGEST_TEXT)] = None
    category: _Short = None
    party_id: _Short = None
    heirs: list[str] = Field([], max_length=10)
    succession: _Short = None
    review_by: _Short = Field(None, description="The body above that reviews or rechecks")
    version: int = Field(0, ge=0, description="Of the case as it was read; 0: not told")


class CaseLine(Answer):
    """A case in a list; names are masked, and of a sealed one none is told."""

    code: str
    stage: str
    matter: str
    category: str
    channel: str
    registered_at: str
    applicants: list[str]
    people_count: int
    amount_fen: int | None
    flags: list[str]
    area_code: str | None
    body: str | None
    level: str | None
    light: str
    amber_at: str | None
    due_at: str | None
    answer_by: str | None
    supervision: int
    objections: int
    has_objection: bool
    result: str | None
    reopened: int
    is_sealed: bool
    is_final: bool


class CaseList(Answer):
    """A page of cases, newest first; `next` is handed back as `cursor`, null at the end."""

    items: list[CaseLine]
    next: str | None


class CaseTaken(Answer):
    """A case that was taken in, or was known; `earlier`: other cases of the same people."""

    code: str
    stage: str
    registered_at: str
    is_new: bool
    earlier: list[str]


class PartyOut(Answer):
    """Somebody in a case, unmasked: told to those who see the case."""

    party_id: str
    role: str
    party: str
    name: str | None
    phone: str | None
    id_number: str | None
    address: str | None
    is_dead: bool


class EntryOut(Answer):
    """A line of a case's story."""

    step: str
    at: str
    by: str
    stage: str
    body: str | None
    remedy: str | None
    room: str | None
    other: str | None
    text: str | None


class InstalmentOut(Answer):
    """A payment promised; `paid_at` null while it is owed."""

    number: int
    due: str
    fen: int
    paid_at: str | None
    proof: str


class CaseOut(CaseLine):
    """A case whole."""

    claim: str | None
    window: str
    first_clerk: str
    incident: str | None
    way: str | None
    co_bodies: list[str]
    leader: str | None
    mediators: list[str]
    clock: str | None
    article: str | None
    accepted_at: str | None
    paused_at: str | None
    ground: str | None
    procedure_result: str | None
    remedy: str | None
    form: str | None
    agreement: str | None
    instalments: list[InstalmentOut]
    paid_fen: int
    papers: list[str]
    papers_missing: list[str]
    called_back_by: str | None
    satisfaction: int | None
    closed_at: str | None
    joined_to: str | None
    split_from: str | None
    deputy: str | None
    signed_by: str | None
    reviewed_by: str | None
    plan: str | None
    is_due_certain: bool
    review: str | None
    ask_by: str | None
    review_by: str | None
    answer_due: str | None
    version: int
    ties: list[dict[str, str]]
    parties: list[PartyOut]
    story: list[EntryOut]
    steps: list[str]


class StepTaken(CaseLine):
    """A case after a step, and the steps its taker may take now."""

    steps: list[str]
    version: int


class PlaceOut(Answer):
    """A unit, zone, window or room."""

    code: str
    name: str
    is_demo: bool
    within: str
    staffing: str | None


class BodyOut(Answer):
    """A body of the centre."""

    code: str
    name: str
    clock: str
    is_judicial: bool


class ClockOut(Answer):
    """A time limit and the article that sets it."""

    code: str
    name: str
    starts: str
    unit: str
    length: int
    article: str
    extension: int | None
    approver: str | None
    pauses: list[str]
    is_verified: bool


class CentreOut(Answer):
    """The centre: its bodies, places and clocks, and what the forms offer."""

    lead: str
    bodies: list[BodyOut]
    units: list[PlaceOut]
    zones: list[PlaceOut]
    windows: list[PlaceOut]
    rooms: list[PlaceOut]
    clocks: list[ClockOut]
    categories: list[dict[str, Any]]


def iso(moment: datetime | None) -> str | None:
    """A moment, where there is one."""
    return None if moment is None else to_iso(moment)


def day(text: str) -> date:
    """A day such as 2026-02-17.

    Raises:
        ValueError: it is none.
    """
    return date.fromisoformat(text)
