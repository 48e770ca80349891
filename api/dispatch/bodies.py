"""What the routes of choosing units read and answer."""

from typing import Any

from pydantic import Field

from api.typed import Answer, Body, Number, Objects, Text, Texts, Whole


class NearUnit(Answer):
    """A unit that would be at a place soon."""

    unit_id: str
    call_sign: str
    kind: str
    distance_m: int | None
    travel_s: int | None
    travel_source: str | None = Field(description="`road`, or `straight_line` where no road leads")
    fix_at: str | None
    is_stale: bool
    is_mock: bool
    status: str


class NearUnits(Answer):
    """The units that would be there first, soonest first."""

    items: list[NearUnit]
    next: None


class NeedAnswer(Answer):
    """A role of a run card: which units, and how many."""

    role: str
    kind: str
    subkind: str | None
    skills: list[str]
    count: int
    name: str


class Offer(Answer):
    """A unit with its reasons; each reason has a code, a text, and values that depend on it."""

    unit_id: str
    call_sign: str
    kind: str
    subkind: str | None
    status: str
    skills: list[str]
    travel_mode: str
    rank: int | None
    chosen: bool
    travel_s: int | None
    distance_m: int | None
    travel_source: str | None
    fix_at: str | None
    fix_age_s: int | None
    is_mock: bool
    is_stale: bool
    text: str
    reasons: list[dict[str, Any]]


class RoleAnswer(NeedAnswer):
    """A need with everybody offered and everybody left out."""

    already: int
    short: int
    text: str
    chosen: list[str]
    candidates: list[Offer]
    excluded: list[Offer]


class RecommendationAnswer(Answer):
    """Whom to send, by the run card of the class and level."""

    number: str | None
    incident_class: str = Field(alias="class")
    severity: int
    at: str
    roads: bool
    unit_ids: list[str]
    text: str
    roles: list[RoleAnswer]


class RecommendationAsked(Body):
    """A place and what happened there, before there is an incident."""

    incident_class: Text = Field(alias="class")
    severity: Whole
    lat: Number
    lon: Number


class RunCardAnswer(Answer):
    """The run card of a class and a level."""

    incident_class: str = Field(alias="class")
    severity: int
    needs: list[NeedAnswer]


class NamedWord(Answer):
    """A word and its name."""

    code: str
    name: str


class KindWords(NamedWord):
    """A kind of unit and its subkinds."""

    subkinds: list[NamedWord]


class CardsAnswer(Answer):
    """Every run card, and the words they may be made of."""

    version: int
    items: list[RunCardAnswer]
    skills: list[NamedWord]
    kinds: list[KindWords]


class CardsWritten(Body):
    """New run cards, made from a version."""

    version: Whole
    items: Objects


class PlanTotals(Answer):
    """What a way of sending costs, and what is lacking."""

    total_s: int
    weighted_s: int
    filled: int
    short: int


class Sending(Answer):
    """A unit of a plan and its way."""

    unit_id: str
    call_sign: str
    kind: str
    role: str
    name: str
    travel_s: int
    text: str


class Lacking(Answer):
    """What a plan cannot fill."""

    role: str
    name: str
    count: int


class PlannedIncident(Answer):
    """An incident that waits, and who goes there jointly or by each taking its nearest."""

    number: str
    title: str | None
    incident_class: str = Field(alias="class")
    severity: int
    status: str
    lat: float
    lon: float
    area_code: str
    sent: int
    joint: list[Sending]
    nearest: list[Sending]
    short: list[Lacking]
    text: str


class PlanAnswer(Answer):
    """A plan for all incidents that wait."""

    plan: str
    at: str
    waiting: int
    text: str
    saved_s: int | None
    saved_weighted_s: int | None
    filled: int
    short: int
    nearest: PlanTotals
    joint: PlanTotals
    incidents: list[PlannedIncident]


class PlanSent(Answer):
    """Who was sent to an incident of a plan."""

    number: str
    unit_ids: list[str]
    assignments: list[str]


class PlanNotSent(Answer):
    """Why nobody was sent to an incident of a plan."""

    number: str
    code: str
    message: str


class PlanAccepted(Answer):
    """What was sent, what was refused, and a fresh plan when anything was."""

    accepted: list[PlanSent]
    refused: list[PlanNotSent]
    plan: PlanAnswer | None


class AcceptPlan(Body):
    """Which incidents of a plan are to be served; all where none is named."""

    plan: Text
    numbers: Texts = None


class CoverageAnswer(Answer):
    """Minutes until a unit of each kind is in each grid; null where none would ever be."""

    version: int
    at: str
    map: str
    targets_s: dict[str, float]
    units: dict[str, int]
    red: dict[str, int]
    grids: dict[str, list[float | None]]


class CoverageNow(Answer):
    """The coverage as of now; null while there is none."""

    coverage: CoverageAnswer | None


class TurnedRed(Answer):
    """A grid nobody would reach in time any more."""

    code: str
    name: str
    minutes_before: float | None
    minutes: float | None
    residents: int | None


class CoverageChange(Answer):
    """How the coverage of a kind changes."""

    red_before: int
    red_after: int
    turns_red: list[TurnedRed]


class GridPoint(Answer):
    """A grid and the point a unit would wait at."""

    code: str
    name: str
    lat: float
    lon: float


class MoveUp(Answer):
    """A unit that would mend the coverage by waiting elsewhere."""

    kind: str
    unit_id: str
    call_sign: str
    to: GridPoint
    travel_s: int
    mends: list[str]
    turns_red: list[str]
    red_before: int
    red_after: int
    residents: int
    text: str


class MoveUps(Answer):
    """The moves that mend most, best first."""

    items: list[MoveUp]
    text: str


class WhatIfAnswer(Answer):
    """What sending these units would do to the coverage, and what would mend it."""

    unit_ids: list[str]
    number: str | None
    text: str
    kinds: dict[str, CoverageChange]
    move_up: list[MoveUp]


class WhatIf(Body):
    """Units to be sent, or an incident whose recommended units would go."""

    unit_ids: Texts = None
    number: Text = None
