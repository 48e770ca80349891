"""Sums of money, kept in fen and read in yuan."""

from decimal import Decimal, InvalidOperation

from domain.errors import InvalidError

MOST_FEN = 10**12


def yuan(fen: int) -> str:
    """A sum as it is read: 1234567 fen are 12,345.67 yuan."""
    return f"{fen // 100:,}.{fen % 100:02}"


def read_yuan(text: str, name: str) -> int | None:
    """A sum in yuan to the fen; None where nothing stands.

    Raises:
        InvalidError: it is none, negative, too large, or has more than two decimals.
    """
    if not text:
        return None
    try:
        told = Decimal(text.replace(",", "").replace("，", "")) * 100
    except InvalidOperation:
        raise InvalidError(says="field_not_valid", field=name) from None
    if not told.is_finite() or told != told.to_integral_value() or not 0 <= told <= MOST_FEN:
        raise InvalidError(says="field_not_valid", field=name)
    return int(told)
