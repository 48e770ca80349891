"""What the routes of mediation read and answer."""

from typing import Annotated

from pydantic import Field

from api.centre.cases.models import InstalmentIn
from api.typed import Answer, Body, Longest

LONGEST_TEXT = 2000
_Key = Annotated[str, Field(min_length=1, max_length=128)]
_Word = Annotated[str, Field(min_length=1, max_length=64)]
_Text = Annotated[str | None, Longest(LONGEST_TEXT)]


class ChoiceIn(Body):
    """Who mediates. `key`: given twice it is the same choice.

    `mediators`: numbers in the pool, or accounts of its people; `chair`: one of several.
    """

    key: _Key
    mediators: list[_Word] = Field(min_length=1, max_length=10)
    chair: Annotated[str | None, Longest(64)] = None
    chosen_by: str = Field("centre", max_length=32)
    note: Annotated[str | None, Longest(500)] = None


class SessionIn(Body):
    """A session; moments are ISO 8601 with an offset. `key`: given twice it is the same session.

    `expected`: ids of the parties that are to come.
    """

    key: _Key
    begins_at: str = Field(max_length=40)
    ends_at: str = Field(max_length=40)
    manner: str = Field(max_length=32)
    room: Annotated[str | None, Longest(64)] = None
    is_closed: bool = False
    knows_day_off: bool = False
    expected: list[_Word] = Field([], max_length=100)


class RecordIn(Body):
    """What is written of a session; every party has consented, or one has refused.

    `positions`, what each side offered, is kept and handed out by no route; `undisputed` may be
    handed to a court.
    """

    consents: list[_Word] = Field([], max_length=100)
    refusals: list[_Word] = Field([], max_length=100)
    guests: list[_Word] = Field([], max_length=10)
    guest_names: Annotated[str | None, Longest(200)] = None
    guests_agreed: bool = False
    told_protection: bool = False
    told_police: bool = False
    facts: _Text = None
    issues: _Text = None
    positions: _Text = None
    undisputed: _Text = None


class AgreementIn(Body):
    """An agreement, item by item; the sums of the instalments add up to the total."""

    form: str = Field(max_length=32)
    manner: str = Field(max_length=32)
    total_fen: int = Field(0, ge=0, le=10**13)
    due: Annotated[str | None, Longest(10)] = None
    instalments: list[InstalmentIn] = Field([], max_length=60)
    has_consent: bool = False
    facts: _Text = None
    issues: _Text = None
    content: _Text = None
    place: Annotated[str | None, Longest(200)] = None


class ReasonOut(Answer):
    """One thing that speaks for a mediator, or does not; `figure` where it is a number."""

    criterion: str
    holds: bool
    figure: float | None


class OfferOut(Answer):
    """A mediator who may take the case; `before_next`: in what they stand before the next."""

    mediator_id: str
    name: str | None
    reasons: list[ReasonOut]
    before_next: str | None


class BarredOut(Answer):
    """A mediator who may not, and why."""

    mediator_id: str
    why: str


class MatchingOut(Answer):
    """Who fits a case, the best first; names are masked.

    `needed`: how many must be chosen; `counted`: how many fit altogether.
    """

    needed: int
    counted: int
    offers: list[OfferOut]
    barred: list[BarredOut]


class ChoiceOut(Answer):
    """A choice that stands; `is_new`: whether this request has made it."""

    choice_id: str
    at: str
    by: str
    chosen_by: str
    mediators: list[str]
    chair: str | None
    is_new: bool


class MediationSessionOut(Answer):
    """A session; of its record what may leave the centre. `is_new` as in a choice."""

    session_id: str
    case_code: str
    state: str
    begins_at: str
    ends_at: str
    manner: str
    room: str | None
    booking: str | None
    is_closed: bool
    mediators: list[str]
    chair: str | None
    consents: list[str]
    refusals: list[str]
    guests: list[str]
    facts: str | None
    issues: str | None
    undisputed: str | None
    is_new: bool


class MediationSessionList(Answer):
    """The sessions of a case, oldest first."""

    items: list[MediationSessionOut]


class AgreementOut(Answer):
    """An agreement as it stands."""

    case_code: str
    form: str
    manner: str
    total_fen: int
    effective_at: str | None
    confirm_until: str | None
    confirmation: str
    asked_by: list[str]
    court_number: str | None
    due: str | None
    facts: str | None
    issues: str | None
    content: str | None
    place: str | None
    is_new: bool
