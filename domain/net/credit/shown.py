"""What pages of credit are drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.errors import OneScreenError
from domain.net.credit.deductions import Deduction
from domain.net.credit.ledger import CreditEntry
from domain.net.credit.months import CreditMonth
from domain.net.credit.revisits import Revisit
from domain.net.tasks.facts import NetTask


@dataclass(frozen=True, slots=True)
class Proofs:
    """The facts that evidence names: kept for good, also when the tracks they came of are gone.

    Attributes:
        tasks: by `task:id`; of a patrol its cells, key places and reasons.
        revisits: by `revisit:id`.
    """

    tasks: Mapping[str, NetTask] = field(default_factory=dict)
    revisits: Mapping[str, Revisit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnCredit:
    """All that is kept about one person: why each point, and what is to be done.

    Attributes:
        month: that is looked at.
        sums: by month, points of each ledger.
        entries: of the month.
        deductions: theirs.
        revisits: second visits they are to make.
        run: the month as it was counted; None while it was not: its figures are not known yet.
        proofs: what the evidence of deductions and of outcomes without points names.
    """

    person: str
    month: str
    sums: dict[str, dict[str, int]]
    entries: list[CreditEntry]
    deductions: list[Deduction]
    revisits: list[Revisit]
    run: CreditMonth | None = None
    proofs: Proofs = field(default_factory=Proofs)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person's month as their community sees it; no points where it was not counted."""

    person: str
    name: str | None
    area_code: str
    grids: tuple[str, ...]
    rewards: int | None
    penalties: int | None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month that was counted, with the figures of its reader's own part of the district."""

    run: CreditMonth
    entries: int
    rewards: int
    penalties: int


@dataclass(frozen=True, slots=True)
class Helper:
    """One of the best; `community` and `name` are theirs."""

    person: str
    name: str | None
    community: str
    outcomes: int


@dataclass(slots=True)
class Progress:
    """How far the run of a month is.

    Attributes:
        of: how many entries there are to write; None while outcomes are read and judged.
        error: why it stopped, where it did.
    """

    month: str
    done: int = 0
    of: int | None = None
    is_over: bool = False
    error: OneScreenError | None = None
