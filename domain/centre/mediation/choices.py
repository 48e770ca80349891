"""Who was chosen to mediate a case, by whom, and why: journalled with the case.

The reasons are kept as they stood at the choice, since loads and records move on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.centre.mediation.matching import Criterion, Match, Offer, Reason, why_before
from domain.centre.mediation.wishes import Teller
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, Shape, fields_of

MOST_KEPT = 5


@dataclass(frozen=True, slots=True)
class KeptOffer:
    """An offer as it stood at the choice; `before_next`: why it stood before the next."""

    mediator_id: str
    rank: int
    reasons: tuple[Reason, ...]
    before_next: Criterion | None = None


def _written(held: Sequence[KeptOffer]) -> list[dict[str, Any]]:
    return [
        {
            "mediator_id": one.mediator_id,
            "rank": one.rank,
            "reasons": [[why.criterion.value, why.holds, why.figure] for why in one.reasons],
            "before_next": one.before_next.value if one.before_next else None,
        }
        for one in held
    ]


def _read(told: Sequence[dict[str, Any]]) -> tuple[KeptOffer, ...]:
    return tuple(
        KeptOffer(
            one["mediator_id"],
            one["rank"],
            tuple(Reason(Criterion(name), so, figure) for name, so, figure in one["reasons"]),
            Criterion(one["before_next"]) if one["before_next"] else None,
        )
        for one in told
    )


OFFERS = Shape("any", encode=_written, decode=_read)


@dataclass(frozen=True, slots=True)
class MediatorChoice:
    """A choice.

    Attributes:
        mediators: numbers in the pool, the chair among them.
        chosen_by: a side of the case, or the centre.
        offers: the first of those that were offered, with their reasons; and the chosen ones.
        barred: how many were left out.
        note: why another than the first was chosen.
    """

    choice_id: str
    case_code: str
    at: datetime
    by: str
    chosen_by: Teller
    mediators: tuple[str, ...]
    chair: str | None = None
    offers: tuple[KeptOffer, ...] | None = None
    barred: int = 0
    note: str | None = None


MEDIATOR_CHOICE = Kind(
    name="mediator_choice",
    entity=MediatorChoice,
    fields=fields_of(MediatorChoice, offers={"shape": OFFERS}, note={"personal": Masking.WORDS}),
    id_field="choice_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="选定调解员",
    says={"choose": "选定了调解员", "erased": "个人信息已删除"},
)


def kept_offers(found: Match, chosen: Sequence[str]) -> tuple[KeptOffer, ...]:
    """The first offers and the chosen ones, each with why it stood before the next."""
    offers = found.offers
    return tuple(
        KeptOffer(offer.mediator.mediator_id, rank, offer.reasons, _before_next(offers, rank))
        for rank, offer in enumerate(offers, 1)
        if rank <= MOST_KEPT or offer.mediator.mediator_id in chosen
    )


def _before_next(offers: Sequence[Offer], rank: int) -> Criterion | None:
    return why_before(offers[rank - 1], offers[rank]) if rank < len(offers) else None
