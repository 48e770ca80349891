"""What the forms of a case say, read: words of a vocabulary, numbers, sums, instalments."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from domain.errors import InvalidError

_PART = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\S+)")


def fen(text: str, name: str, *, unit: str = "") -> int | None:
    """A sum in yuan, or in ten thousands (`wan`), to the fen; None where nothing stands.

    Raises:
        InvalidError: it is none.
    """
    if not text:
        return None
    each = 1_000_000 if unit == "wan" else 100
    try:
        told = Decimal(text.replace(",", "").replace("，", "")) * each
    except InvalidOperation:
        raise InvalidError(says="field_not_valid", field=name) from None
    if not told.is_finite() or told != told.to_integral_value() or not 0 <= told <= 10**13:
        raise InvalidError(says="field_not_valid", field=name)
    return int(told)


def day(text: str, name: str, zone_name: str) -> datetime | None:
    """The beginning of a day in the district, `2026-12-31`; None where nothing stands.

    Raises:
        InvalidError: it is no day.
    """
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone_name))
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None


def instalments(text: str) -> tuple[tuple[date, int], ...]:
    """Days and sums as they are typed: `2026-12-31 50000, 2027-01-31 70000.50`.

    Raises:
        InvalidError: a part is no day and sum.
    """
    found: list[tuple[date, int]] = []
    for part in re.split(r"[,，;；\n]", text):
        if not part.strip():
            continue
        told = _PART.fullmatch(part.strip())
        promised = fen(told[2], "instalments") if told else None
        if told is None or promised is None:
            raise InvalidError(says="field_not_valid", field="instalments")
        try:
            found.append((date.fromisoformat(told[1]), promised))
        except ValueError:
            raise InvalidError(says="field_not_valid", field="instalments") from None
    return tuple(found)
