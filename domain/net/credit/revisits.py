"""Visits a second time, drawn by lot: anybody may draw again and find the same."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.errors import ConflictError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, Masking, fields_of
from domain.net.credit.ledger import community_of
from domain.net.credit.outcomes import Outcome

_WHOLE = 2**64


class RevisitResult(StrEnum):
    """What was found the second time."""

    AS_TOLD = "as_told"
    NOT_AS_TOLD = "not_as_told"
    UNCLEAR = "unclear"  # nobody there, or the place has changed since


@dataclass(frozen=True, slots=True)
class Revisit:
    """An outcome that is looked at again by somebody else.

    Attributes:
        outcome_id: what is looked at.
        day: of the draw; with `outcome_id` it is all the draw depends on.
        person: who did it the first time, and never goes again.
        visitor: who goes.
    """

    revisit_id: str
    outcome_id: str
    outcome: str
    day: str
    person: str
    visitor: str
    area_code: str
    grid: str
    drawn_at: datetime
    result: RevisitResult | None = None
    found_by: str | None = None
    found_at: datetime | None = None
    is_demo: bool = False
    note: str | None = None


CREDIT_REVISIT = Kind(
    name="credit_revisit",
    entity=Revisit,
    fields=fields_of(
        Revisit, area_code={"shape": AREA}, grid={"shape": AREA}, note={"personal": Masking.WORDS}
    ),
    id_field="revisit_id",
    audience=Audience(("credit.persons",), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="抽查复访",
    says={"draw": "抽取了复访", "find": "记录了复访结果", "erased": "个人信息已删除"},
)


def lot(day: str, *about: str) -> float:
    """A number from 0 to below 1 that depends on nothing but the day and what it is about."""
    told = "|".join((day, *about))
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:8]) / _WHOLE


def is_drawn(day: str, outcome_id: str, share: float) -> bool:
    """Whether an outcome of a day is looked at again."""
    return lot(day, outcome_id) < share


def visitor_of(day: str, outcome: Outcome, able: Iterable[str], leads: Sequence[str]) -> str | None:
    """Who goes: never who did it, nor who checked it; a lead of theirs only if nobody else can.

    Their lead alone is not enough: where only leads are left, nobody is drawn and the centre
    sends somebody of its own.

    Args:
        day: of the draw.
        outcome: what is looked at.
        able: people of neighbouring grids and the community.
        leads: of the person who did it.
    """
    barred = {outcome.person, outcome.checked_by, *leads}
    others = sorted({one for one in able if one not in barred})
    return min(others, key=lambda one: lot(day, outcome.outcome_id, one), default=None)


def drawn(
    day: str,
    outcome: Outcome,
    able: Iterable[str],
    leads: Sequence[str],
    *,
    centre: str,
    at: datetime,
) -> Revisit:
    """The second visit of an outcome that was drawn.

    `centre` goes where nobody else may.
    """
    visitor = visitor_of(day, outcome, able, leads) or centre
    told = hashlib.sha256(f"{day}|{outcome.outcome_id}".encode()).hexdigest()[:20]
    return Revisit(
        f"R-{told}", outcome.outcome_id, outcome.kind, day, outcome.person, visitor,
        community_of(outcome.grid), outcome.grid, at, is_demo=outcome.is_demo,
    )  # fmt: skip


def looked_at(one: Revisit, result: RevisitResult, note: str, by: str, at: datetime) -> Revisit:
    """A second visit that was made.

    Raises:
        ConflictError: its result is known, or who did it the first time went again.
    """
    if one.result is not None:
        raise ConflictError(says="credit_revisited", field="revisit_id")
    if by == one.person:
        raise ConflictError(says="credit_own_revisit", field="revisit_id")
    return replace(one, result=result, note=note, found_by=by, found_at=at)
