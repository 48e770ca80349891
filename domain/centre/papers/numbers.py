"""Statutory numbers beside the one code of a case: `（2026）烈人调字第12号`.

Each body counts by itself and begins anew each year; no number is left out and none given twice.
"""

from domain.errors import InvalidError

MOST_OF_A_YEAR = 999_999


def next_serial(last: int) -> int:
    """The serial after the last one given of a body and year; 0 stands before the first.

    Raises:
        InvalidError: the body has given all its numbers of the year.
    """
    if last >= MOST_OF_A_YEAR:
        raise InvalidError(says="case_numbers_used_up", most=MOST_OF_A_YEAR, field="body")
    return last + 1


def number_words(short: str, series: str, year: int, serial: int) -> str:
    """A number as it is printed: `（2026）烈人调字第12号`."""
    return f"（{year}）{short}{series}字第{serial}号"
