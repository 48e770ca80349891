"""What a mediator is paid for a case by the state: never by a party.

Source: 人民调解法, articles 4 and 16.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.errors import InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import fields_of

LARGEST_FEN = 1_000_000  # ten thousand yuan


class Payer(StrEnum):
    """Out of which purse. There is none of a party."""

    DISTRICT = "district_budget"
    TOWN = "town_budget"
    PROJECT = "project_fund"


@dataclass(frozen=True, slots=True)
class Allowance:
    """A line of the ledger; it is taken back by another line, below zero."""

    allowance_id: str
    case_code: str
    mediator_id: str
    fen: int
    payer: Payer
    at: datetime
    by: str
    note: str | None = None


ALLOWANCE = Kind(
    name="allowance",
    entity=Allowance,
    fields=fields_of(Allowance, note={"is_loose": True}),
    id_field="allowance_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="调解补贴",
    says={"add": "登记了调解补贴"},
)


def check_allowance(one: Allowance, chosen: frozenset[str], paid_fen: int) -> Allowance:
    """The line as it may be written.

    Args:
        one: the line.
        chosen: who mediates the case, or has.
        paid_fen: what this mediator has had for the case so far.

    Raises:
        InvalidError: no sum, too large a sum, more taken back than was paid, or not of this case.
    """
    if one.mediator_id not in chosen:
        raise InvalidError(says="allowance_not_of_case", field="mediator_id")
    if one.fen == 0 or one.fen > LARGEST_FEN or paid_fen + one.fen < 0:
        raise InvalidError(says="allowance_no_sum", field="amount")
    return one
