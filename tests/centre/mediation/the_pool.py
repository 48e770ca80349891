"""Mediators and cases as the rules of mediation read them."""

from datetime import UTC, datetime

from domain.centre.cases.case import Case, Channel
from domain.centre.cases.categories import Category
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import Stage
from domain.centre.mediation.matching import Wanted
from domain.centre.mediation.mediators import Mediator, PoolLevel, Sex, Source
from domain.centre.mediation.wishes import MediationWishes

NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)
TODAY = NOON.date()
TOWN = "340604100"


def a_mediator(number: int, **more: object) -> Mediator:
    told: dict[str, object] = {
        "mediator_id": f"M{number:04}", "level": PoolLevel.DISTRICT, "source": Source.LAWYER,
        "sex": Sex.FEMALE, "birth_year": 1980, "skills": ("neighbours",),
        "name": f"演示-{number:04}",
    }  # fmt: skip
    return Mediator(**(told | more))  # type: ignore[arg-type]


def wanted(category: Category = Category.NEIGHBOURS, **more: object) -> Wanted:
    wishes = more.pop("wishes", MediationWishes("LS1"))
    return Wanted(category=category, wishes=wishes, **more)  # type: ignore[arg-type]


def a_case(**more: object) -> Case:
    told: dict[str, object] = {
        "code": "LS1", "source": "window", "source_id": "1", "serial": 1, "registered_at": NOON,
        "channel": Channel.VISIT, "matter": Matter.DISPUTE, "category": Category.NEIGHBOURS,
        "window": "01", "first_clerk": "window", "stage": Stage.HANDLING, "people_count": 2,
    }  # fmt: skip
    return Case(**(told | more))  # type: ignore[arg-type]
