"""The demo's checked outcomes of a month: invented, the same for the same people, month and seed.

Few for each worker, so that a year of ledgers stays small; what grids and people are like differs,
as it does, and most months nothing stands out.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

from domain.net.credit.outcomes import Outcome, OutcomeKind
from domain.net.credit.roster import Member

# Changes when this file would tell another story from the same seed.
TELLER = "1"
_CLASSES = ("hazard", "city_management", "traffic", "service_request")
_KINDS = (
    *[OutcomeKind.FINDING] * 4,
    *[OutcomeKind.PATROL] * 3,
    *[OutcomeKind.VISIT] * 2,
    OutcomeKind.DISPUTE,
)
_CHECKER = "demo-desk"
# Why a deduction is made, appealed against, upheld and revoked.
TEXTS = (
    "演示：复访时现场与上报不符",
    "演示：当时已处置，附照片",
    "演示：证据充分，维持",
    "演示：照片属实，撤销",
)


def tell_outcomes(
    members: Iterable[Member], first: date, last: date, seed: int
) -> Iterator[Outcome]:
    """What the workers of the net have done in these days.

    Args:
        members: of the net; leads do nothing that is counted here.
        first: the first day.
        last: the last day.
        seed: of what is left to chance.
    """
    workers = sorted({one.person: one for one in members if not one.is_lead}.items())
    for person, member in workers:
        chance = Random(f"{seed}-{first}-{person}")  # noqa: S311 - not a secret
        able = Random(f"{seed}-{person}").choice((1, 2, 2, 3, 4))  # noqa: S311 - not a secret
        for number in range(chance.randint(able - 1, able + 1)):
            yield _outcome(person, member.grid, number, first, last, chance)


def _outcome(
    person: str, grid: str, number: int, first: date, last: date, chance: Random
) -> Outcome:
    day = first + timedelta(days=chance.randint(0, (last - first).days))
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
        minutes=chance.randint(30, 540)
    )
    kind = chance.choice(_KINDS)
    return Outcome(
        f"demo:{person}-{first:%Y%m}-{number}",
        kind,
        person,
        grid,
        at,
        person if chance.random() < 0.02 else _CHECKER,
        found=chance.choice(_CLASSES) if kind is OutcomeKind.FINDING else "",
        is_proven=chance.random() > 0.04 if kind is OutcomeKind.PATROL else None,
        is_called_back=chance.random() > 0.1 if kind is OutcomeKind.DISPUTE else None,
        is_demo=True,
    )
