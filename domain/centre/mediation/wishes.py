"""What the sides of a case wish of their mediator, and what ties a mediator to one of them.

Source: 人民调解法, article 19 (the parties may choose); 人民法院在线调解规则, article 13 (ties are
told; both sides may agree all the same).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.centre.mediation.mediators import Sex, Weekday
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Shape, fields_of


class Tie(StrEnum):
    """What ties a mediator to one side."""

    KIN = "kin"
    INTEREST = "interest"
    OTHER = "other"


class Teller(StrEnum):
    """Who told of a tie, or who chose."""

    MEDIATOR = "mediator"
    PARTY = "party"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A tie that was told; it keeps the mediator out unless every side has agreed."""

    mediator_id: str
    tie: Tie
    told_by: Teller
    all_agree: bool = False


def _written(held: Sequence[Conflict]) -> list[dict[str, Any]]:
    return [
        {
            "mediator_id": one.mediator_id,
            "tie": one.tie.value,
            "told_by": one.told_by.value,
            "all_agree": one.all_agree,
        }
        for one in held
    ]


def _read(told: Sequence[dict[str, Any]]) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(
            one["mediator_id"], Tie(one["tie"]), Teller(one["told_by"]), bool(one["all_agree"])
        )
        for one in told
    )


CONFLICTS = Shape("any", encode=_written, decode=_read)


@dataclass(frozen=True, slots=True)
class MediationWishes:
    """What is known of a case before a mediator is chosen.

    Attributes:
        asked_for, objected_to: numbers in the pool.
        sex: asked for by a side; heeded in marriage matters and where there was violence.
        day: on which the sides can come.
    """

    case_code: str
    asked_for: tuple[str, ...] = ()
    objected_to: tuple[str, ...] = ()
    sex: Sex | None = None
    dialect: str | None = None
    day: Weekday | None = None
    conflicts: tuple[Conflict, ...] | None = None


MEDIATION_WISHES = Kind(
    name="mediation_wishes",
    entity=MediationWishes,
    fields=fields_of(MediationWishes, conflicts={"shape": CONFLICTS}),
    id_field="case_code",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="选择调解员的意愿",
    says={"set": "登记了当事人意愿与回避事项"},
)
