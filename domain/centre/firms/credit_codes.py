"""The unified social credit code of a firm (统一社会信用代码), with its check character.

Source: GB 32100-2015; no O, I, Z, S or V.
"""

from domain.errors import InvalidError

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def check_character(first: str) -> str:
    """The last character that belongs to the first seventeen.

    Raises:
        ValueError: they are no such characters.
    """
    pairs = zip(first, _WEIGHTS, strict=True)
    total = sum(LETTERS.index(letter) * weight for letter, weight in pairs)
    return LETTERS[(31 - total % 31) % 31]


def read_credit_code(text: str) -> str:
    """A code as it was typed, without blanks and in capitals.

    Raises:
        InvalidError: it has not eighteen characters, or the check character does not fit.
    """
    code = "".join(text.translate(_WIDE).upper().replace("-", "").split())
    if len(code) != LENGTH or any(letter not in LETTERS for letter in code):
        raise InvalidError(says="credit_code_shape", length=LENGTH, field="credit_code")
    if check_character(code[:-1]) != code[-1]:
        raise InvalidError(says="credit_code_check", field="credit_code")
    return code
