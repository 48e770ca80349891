"""The code of a case: one for its whole life (一案一码), with a digit that finds slips of the pen.

`LS20261129-01-0007-3`: prefix and day, window, serial, check. What it is made of keeps it unlike
any other; nobody reads a day or a window out of it again.

Source: ISO/IEC 7064, MOD 11,10 (every wrong digit and nearly every swap is found).
"""

import re
from datetime import date

from domain.errors import InvalidError

LONGEST_SERIAL = 9999
_SHAPE = re.compile(r"([A-Z0-9]{1,8}?)(\d{8})(\d{2})(\d{4})(\d)")


def case_code(prefix: str, day: date, window: int, serial: int) -> str:
    """The code of the `serial`-th case of a day and window.

    Raises:
        InvalidError: the window has given all its codes of the day.
    """
    if not 1 <= serial <= LONGEST_SERIAL:
        raise InvalidError(says="case_codes_used_up", most=LONGEST_SERIAL, field="window")
    digits = f"{day:%Y%m%d}{window:02}{serial:04}"
    return f"{prefix}{day:%Y%m%d}-{window:02}-{serial:04}-{check_digit(digits)}"


def read_case_code(text: str) -> str:
    """A code as somebody typed it: blanks, hyphens and small letters do not matter.

    Raises:
        InvalidError: it is none, or its check digit does not fit.
    """
    plain = re.sub(r"[\s\-－—]", "", text).upper()
    found = _SHAPE.fullmatch(plain)
    if found is None or check_digit("".join(found.groups()[1:4])) != int(found[5]):
        raise InvalidError(says="case_code_wrong", field="code")
    return f"{found[1]}{found[2]}-{found[3]}-{found[4]}-{found[5]}"


def is_case_code(text: str) -> bool:
    """Whether a text is a code just as it is written."""
    try:
        return read_case_code(text) == text
    except InvalidError:
        return False


def check_digit(digits: str) -> int:
    """The check digit of a row of digits."""
    held = 10
    for digit in digits:
        held = ((int(digit) + held) % 10 or 10) * 2 % 11
    return (11 - held) % 10
