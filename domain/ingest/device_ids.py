"""Ids of devices and units as people type them: full-width, with a blank, as a number."""

import re
import unicodedata
from collections.abc import Iterable

from domain.fields import UNIT_ID

MOST_ALIKE = 3
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_BETWEEN = re.compile(r"[\W_]+")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def read_device_id(value: object) -> str | None:
    """An id in the one form it is kept in; None when it cannot be one.

    Full-width letters become plain ones, blanks around and unseen characters go, a whole number
    becomes its digits. The case of letters stays: `jw-001` and `JW-001` may be two devices.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        # A number of thousands of digits is no id, and costs time to write out.
        value = str(value) if abs(value) < 10**64 else ""
    if not isinstance(value, str):
        return None
    text = plain_id(value)
    return text if UNIT_ID.fullmatch(text) else None


def plain_id(text: str) -> str:
    """The id a text means: NFKC, trimmed, any dash as `-`, nothing unseen."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", _DASHES.sub("-", text))).strip()


def alike(wanted: str, known: Iterable[str]) -> tuple[str, ...]:
    """The ids somebody may have meant who wrote `wanted`, likeliest first; at most three.

    Alike are ids that differ in case, in what stands between letters, in leading zeros, or in one
    letter or digit that is wrong, lacking or too many.
    """
    bare = _bare(plain_id(wanted))
    if not bare:
        return ()
    same: list[str] = []
    near: list[str] = []
    for one in known:
        other = _bare(one)
        if other == bare:
            same.append(one)
        elif len(near) < MOST_ALIKE and len(bare) > 3 and _is_one_apart(bare, other):
            near.append(one)
    return tuple([*sorted(same), *sorted(near)][:MOST_ALIKE])


def _bare(text: str) -> str:
    return _LEADING_ZEROS.sub("", _BETWEEN.sub(" ", text.casefold())).replace(" ", "")


def _is_one_apart(one: str, other: str) -> bool:
    """Whether one letter put in, taken out or changed makes one of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]
