"""What pages of credit are drawn from."""

from dataclasses import dataclass

from domain.errors import OneScreenError
from domain.net.credit.deductions import Deduction
from domain.net.credit.ledger import CreditEntry
from domain.net.credit.revisits import Revisit


@dataclass(frozen=True, slots=True)
class OwnCredit:
    """All that is kept about one person: why each point, and what is to be done.

    Attributes:
        month: that is looked at.
        sums: by month, points of each ledger.
        entries: of the month.
        deductions: theirs.
        revisits: second visits they are to make.
    """

    person: str
    month: str
    sums: dict[str, dict[str, int]]
    entries: list[CreditEntry]
    deductions: list[Deduction]
    revisits: list[Revisit]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person's month as their community sees it."""

    person: str
    name: str | None
    area_code: str
    grids: tuple[str, ...]
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
