"""The sheet of a month: what each person and each community has earned; signed once."""

import calendar
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import fields_of
from domain.net.credit.ledger import CreditEntry
from domain.net.credit.rules import Ledger


@dataclass(frozen=True, slots=True)
class CreditMonth:
    """A month that was counted.

    Attributes:
        month: as `2026-11`.
        entries: how many stand in it.
        ran_at, ran_by: the last run.
        signed_by: who has signed it; from then on nothing more is entered into it.
        sha256: of its entries, when it was signed.
    """

    month: str
    entries: int
    rewards: int
    penalties: int
    ran_at: datetime
    ran_by: str
    signed_at: datetime | None = None
    signed_by: str | None = None
    sha256: str | None = None
    is_demo: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether nothing more is entered into it."""
        return self.signed_at is not None


CREDIT_MONTH = Kind(
    name="credit_month",
    entity=CreditMonth,
    fields=fields_of(CreditMonth),
    id_field="month",
    # its sums are of the whole district: for whoever counts or compares it
    audience=Audience(("credit.run", "credit.towns")),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="积分月报",
    says={"run": "核算了积分月报", "sign": "签发了积分月报"},
)


def read_month(text: str) -> str:
    """A month as it is kept.

    Raises:
        InvalidError: it is none.
    """
    try:
        return f"{date.fromisoformat(f'{text.strip()}-01'):%Y-%m}"
    except ValueError:
        raise InvalidError(says="field_not_valid", field="month") from None


def days_of(month: str) -> tuple[date, date]:
    """First and last day of a month."""
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def after(month: str) -> str:
    """The next month."""
    last = days_of(month)[1]
    return f"{date.fromordinal(last.toordinal() + 1):%Y-%m}"


def before_of(month: str) -> str:
    """The month before."""
    return f"{date.fromordinal(days_of(month)[0].toordinal() - 1):%Y-%m}"


def open_month(month: str, signed: Collection[str]) -> str:
    """The month something of `month` counts in: itself, or the first after it nobody has signed."""
    while month in signed:
        month = after(month)
    return month


def digest(entries: Iterable[CreditEntry]) -> str:
    """What the entries of a month amount to; the same for the same entries in any order."""
    told = sorted(
        f"{one.entry_id}|{one.ledger}|{one.person}|{one.rule_id}|{one.rule_version}|{one.points}"
        for one in entries
    )
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def signed(one: CreditMonth, entries: Sequence[CreditEntry], by: str, at: datetime) -> CreditMonth:
    """A month that is signed, by somebody other than who ran it.

    Raises:
        ConflictError: it is signed, or whoever ran it signs it alone.
    """
    if one.is_signed:
        raise ConflictError(says="credit_month_signed", month=one.month, field="month")
    if by == one.ran_by:
        raise ConflictError(says="credit_month_needs_other", field="month")
    return replace(
        one, signed_at=at, signed_by=by, sha256=digest(entries), entries=len(entries),
        rewards=total(entries, Ledger.REWARD), penalties=total(entries, Ledger.PENALTY),
    )  # fmt: skip


def total(entries: Iterable[CreditEntry], ledger: Ledger) -> int:
    """The points of one ledger."""
    return sum(one.points for one in entries if one.ledger is ledger)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the sheet: of a person, or of a community where `person` is empty."""

    person: str
    area_code: str
    rewards: int
    penalties: int
    outcomes: int
    reversed: int


def lines_of(entries: Iterable[CreditEntry], *, by_person: bool) -> list[SheetLine]:
    """The sheet per person, or per community; by area and name, never by points."""
    groups: dict[tuple[str, str], list[CreditEntry]] = defaultdict(list)
    for one in entries:
        groups[one.area_code, one.person if by_person else ""].append(one)
    return [
        SheetLine(
            person,
            area,
            total(held, Ledger.REWARD),
            total(held, Ledger.PENALTY),
            sum(len(one.outcomes) for one in held if one.ledger is Ledger.REWARD),
            sum(1 for one in held if one.reverses is not None),
        )
        for (area, person), held in sorted(groups.items())
    ]
