"""Statutory numbers beside the one code of a case: `（2026）烈人调字第12号`.

Each body counts by itself and begins anew each year; no number is left out and none given twice.
"""

import re

from domain.errors import InvalidError

MOST_OF_A_YEAR = 999_999
_SERIES = re.compile(r"[a-z0-9_]{1,40}")


def number_id(series: str, year: int, serial: int) -> str:
    """The id of a number, in whose order the numbers of a series and year stand.

    Raises:
        InvalidError: the series has given all its numbers of the year.
        ValueError: no series is called so.
    """
    if not _SERIES.fullmatch(series):
        raise ValueError(f"{series!r} cannot be the name of a series of numbers")
    if not 1 <= serial <= MOST_OF_A_YEAR:
        raise InvalidError(says="case_numbers_used_up", most=MOST_OF_A_YEAR, field="body")
    return f"{stem(series, year)}{serial:06}"


def stem(series: str, year: int) -> str:
    """What the ids of a series and year begin with."""
    return f"{series}.{year}."


def serial_of(known: str | None) -> int:
    """The serial of the last number given; 0 before the first."""
    return int(known.rpartition(".")[2]) if known else 0


def number_words(short: str, series: str, year: int, serial: int) -> str:
    """A number as it is printed: `（2026）烈人调字第12号`."""
    return f"（{year}）{short}{series}字第{serial}号"
