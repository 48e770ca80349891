"""What was agreed: its form, and sums in instalments that must add up.

Source: 人民调解法, articles 28 to 31; 人民调解工作若干规定, article 34.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.errors import ConflictError, InvalidError
from domain.kind_fields import Shape
from domain.moments import from_iso, to_iso

MOST_INSTALMENTS = 60
LARGEST_FEN = 10**13  # a hundred thousand million yuan


class Form(StrEnum):
    """How an agreement stands: on paper, or spoken and registered."""

    WRITTEN = "written"
    ORAL = "oral"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment promised: due by the end of `due`, in fen; paid at `paid_at` on some proof."""

    due: date
    fen: int
    paid_at: datetime | None = None
    proof: str = ""


def instalments_of(total_fen: int, promised: Sequence[tuple[date, int]]) -> tuple[Instalment, ...]:
    """The instalments of an agreement, in the order of their days.

    Raises:
        InvalidError: a sum is not above zero, they are too many, or they do not add up.
    """
    if len(promised) > MOST_INSTALMENTS:
        raise InvalidError(says="instalments_too_many", most=MOST_INSTALMENTS, field="instalments")
    if any(not 0 < fen <= LARGEST_FEN for _, fen in promised):
        raise InvalidError(says="instalment_no_sum", field="instalments")
    told = sum(fen for _, fen in promised)
    if told != total_fen:
        raise InvalidError(
            says="instalments_do_not_add_up",
            total=yuan(total_fen),
            sum=yuan(told),
            field="instalments",
        )
    return tuple(Instalment(due, fen) for due, fen in sorted(promised))


def with_paid(
    held: Sequence[Instalment], number: int, proof: str, at: datetime
) -> tuple[Instalment, ...]:
    """The instalments after one of them, counted from 1, was paid.

    Raises:
        InvalidError: there is none of this number, or no proof is named.
        ConflictError: it was paid before.
    """
    if not 1 <= number <= len(held):
        raise InvalidError(says="instalment_unknown", number=number, field="instalment")
    if held[number - 1].paid_at is not None:
        raise ConflictError(says="instalment_paid", number=number, field="instalment")
    if not proof.strip():
        raise InvalidError(says="proof_missing", field="proof")
    paid = replace(held[number - 1], paid_at=at, proof=proof.strip())
    return (*held[: number - 1], paid, *held[number:])


def paid_fen(held: Sequence[Instalment]) -> int:
    """How much has been paid."""
    return sum(one.fen for one in held if one.paid_at is not None)


def are_paid(held: Sequence[Instalment]) -> bool:
    """Whether nothing is owed any more."""
    return all(one.paid_at is not None for one in held)


def overdue(held: Sequence[Instalment], today: date) -> tuple[int, ...]:
    """The numbers, from 1, of what should have been paid before today."""
    late = (one.paid_at is None and one.due < today for one in held)
    return tuple(number for number, is_late in enumerate(late, 1) if is_late)


def yuan(fen: int) -> str:
    """A sum as it is read: 1234567 fen are 12,345.67 yuan."""
    return f"{fen // 100:,}.{fen % 100:02}"


def _written(held: Sequence[Instalment]) -> list[dict[str, Any]]:
    return [
        {
            "due": one.due.isoformat(),
            "fen": one.fen,
            "paid_at": to_iso(one.paid_at) if one.paid_at else None,
            "proof": one.proof,
        }
        for one in held
    ]


def _read(told: Sequence[dict[str, Any]]) -> tuple[Instalment, ...]:
    return tuple(
        Instalment(
            due=date.fromisoformat(one["due"]),
            fen=one["fen"],
            paid_at=from_iso(one["paid_at"]) if one["paid_at"] else None,
            proof=one["proof"],
        )
        for one in told
    )


INSTALMENTS = Shape("any", encode=_written, decode=_read)
