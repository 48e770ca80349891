"""Numbers of people inside words: phones, identity and bank cards, however they are written.

One pass over the runs of digits: runs that stand near each other are read as one number where
together they have the shape of one. Each run is looked at with the few that follow it, so a text
costs its length, whatever it holds.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

# The wide digits and signs of a Chinese keyboard, as the narrow ones.
_NARROW = str.maketrans("０１２３４５６７８９－＋", "0123456789-+")
_RUN = re.compile(r"\d++", re.ASCII)
# What people put between the groups of a number, at most three signs in a row.
_BETWEEN = frozenset(" \t\u00a0\u3000-—–―‐‑‒−~·.()/（）_")
_MOST_BETWEEN = 3
_MOST_RUNS = 6
# Said or written digit by digit, or in pairs, there are as many as the number has digits.
_SHORT_RUN, _MOST_SHORT_RUNS = 2, 18
_FINAL_X = frozenset("XxＸｘ")
_LONGEST = 24
# Fewer digits are no number of anybody: in several groups, and in one.
_SHORTEST, _SHORTEST_ALONE = 10, 7
_TRUNK = frozenset({"86", "086", "0086"})
# A mobile number as it is said: 一三八零零一三八零零零, with 幺 for one on the radio.
_SAID = "零〇○一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖"
_SPOKEN = re.compile(
    rf"(?<![{_SAID}])([一幺壹][三叁四肆五伍六陆七柒八捌九玖][{_SAID}])"
    rf"[{_SAID}]{{4}}([{_SAID}]{{4}})(?![{_SAID}])"
)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_AREA_CODES = ("10", "2")  # 010 and 02x have three digits, all others four
# After these a number of seven or eight digits counts something.
_COUNTED = frozenset("元米吨万亿克平方人次户起个千%％号:：年月日时分秒")


@dataclass(frozen=True, slots=True)
class _Group:
    """Runs of digits read as one number, and where they stand; `end` includes a final X."""

    runs: tuple[str, ...]
    start: int
    end: int
    has_x: bool

    @property
    def digits(self) -> str:
        return "".join(self.runs)


def narrow(text: str) -> str:
    """Wide digits as narrow ones."""
    return text.translate(_NARROW)


def mask_numbers(text: str) -> str:
    """Hide the middle of phone, identity and bank card numbers."""
    return _masked(text, ())


def mask_words(text: str) -> str:
    """The same in sentences, where a local phone number without its area code is hidden too."""
    return _masked(text, (_local,))


def _masked(text: str, more: Sequence[Callable[[str, _Group], str | None]]) -> str:
    text = _SPOKEN.sub(r"\1****\2", narrow(text))
    runs = [(found.start(), found.end()) for found in _RUN.finditer(text)]
    pieces: list[str] = []
    done, at = 0, 0
    while at < len(runs):
        for group, count in _groups(text, runs, at):
            shown = _shown(group) or next(
                (one for rule in more if (one := rule(text, group))), None
            )
            if shown is not None:
                start = _with_bracket(text, group, done)
                pieces += (text[done:start], shown)
                done, at = group.end, at + count
                break
        else:
            at += 1
    return "".join([*pieces, text[done:]])


def _groups(text: str, runs: Sequence[tuple[int, int]], first: int) -> Iterator[tuple[_Group, int]]:
    """The numbers that may begin with a run, the longest first, and of how many runs."""
    ends: list[int] = []  # the last run of each
    length = 0
    is_short = True
    for stop in range(first, min(first + _MOST_SHORT_RUNS, len(runs))):
        is_short = is_short and runs[stop][1] - runs[stop][0] <= _SHORT_RUN
        if stop >= first + _MOST_RUNS and not is_short:
            break
        if stop > first:
            between = text[runs[stop - 1][1] : runs[stop][0]]
            if len(between) > _MOST_BETWEEN or not _BETWEEN.issuperset(between):
                break
        length += runs[stop][1] - runs[stop][0]
        if length > _LONGEST:
            break
        if length >= (_SHORTEST_ALONE if stop == first else _SHORTEST):
            ends.append(stop)
    for stop in reversed(ends):
        end = runs[stop][1]
        has_x = text[end : end + 1] in _FINAL_X and not text[end + 1 : end + 2].isalnum()
        told = tuple(text[a:b] for a, b in runs[first : stop + 1])
        for is_x in (True, False) if has_x else (False,):
            yield _Group(told, runs[first][0], end + is_x, is_x), stop - first + 1


def _shown(group: _Group) -> str | None:
    """The number as it may be shown; None when it is none."""
    if group.has_x:
        return _identity(group)
    return _mobile(group) or _landline(group) or _identity(group) or _card(group)


def _mobile(group: _Group) -> str | None:
    trunk, digits = _without_trunk(group)
    if not _MOBILE.fullmatch(digits):
        return None
    return f"{trunk}{digits[:3]}****{digits[-4:]}"


def _without_trunk(group: _Group) -> tuple[str, str]:
    """The country code as it was written, and the digits behind it."""
    if len(group.runs) > 1 and group.runs[0] in _TRUNK:
        return f"{group.runs[0]} ", "".join(group.runs[1:])
    digits = group.digits
    for trunk in ("0086", "86"):
        if digits.startswith(trunk) and len(digits) == len(trunk) + 11:
            return trunk, digits[len(trunk) :]
    return "", digits


def _landline(group: _Group) -> str | None:
    """0561 3123456, 010 12345678, and the same without 0 behind the country code."""
    trunk, digits = _without_trunk(group)
    if trunk and not digits.startswith("0"):
        digits = f"0{digits}"
    if not digits.startswith("0") or not 10 <= len(digits) <= 12 or digits.startswith("00"):
        return None
    code = digits[:3] if digits[1:].startswith(_AREA_CODES) else digits[:4]
    if len(group.runs) > 1 and not trunk and group.runs[0] not in {digits[:3], digits[:4]}:
        return None  # a moment or a version in groups of its own
    if len(group.runs) > 1 and not trunk:
        code = group.runs[0]
    rest = len(digits) - len(code)
    if not 7 <= rest <= 8 and len(group.runs) > 1:
        return None
    return f"{trunk}{code}****{digits[-4:]}"


def _identity(group: _Group) -> str | None:
    digits = group.digits
    if len(digits) + group.has_x != 18:
        return None
    is_one = len(group.runs) == 1
    if not is_one and not _DATE.fullmatch(digits[6:14]):
        return None
    tail = f"{digits[14:]}X" if group.has_x else digits[14:]
    return f"{digits[:6]}********{tail}"


def _card(group: _Group) -> str | None:
    """A bank card: 16 to 19 digits, in one run or in fours."""
    digits = group.digits
    if not 16 <= len(digits) <= 19:
        return None
    in_fours = all(len(run) == 4 for run in group.runs[:-1]) and len(group.runs[-1]) <= 4
    if len(group.runs) > 1 and not in_fours:
        return None
    if not (digits.startswith("62") or (digits[0] in "3456" and _is_luhn(digits))):
        return None
    return f"{digits[:4]}********{digits[-4:]}"


def _is_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _local(text: str, group: _Group) -> str | None:
    """A number of seven or eight digits that stands by itself and counts nothing."""
    digits = group.digits
    if len(group.runs) != 1 or group.has_x or not 7 <= len(digits) <= 8 or digits[0] in "01":
        return None
    if len(digits) == 8 and _DATE.fullmatch(digits):
        return None
    before, after = text[group.start - 1 : group.start], text[group.end : group.end + 1]
    if _joins(before) or before in {".", "#", "$", "¥"} or _joins(after) or after in _COUNTED:
        return None
    if after == "." and text[group.end + 1 : group.end + 2].isdigit():
        return None
    return f"{'*' * (len(digits) - 4)}{digits[-4:]}"


def _joins(sign: str) -> bool:
    """Whether a sign makes a name or an id of what stands beside it."""
    return (sign.isascii() and sign.isalnum()) or sign in {"_", "-", "/"} if sign else False


def _with_bracket(text: str, group: _Group, done: int) -> int:
    """Where the number begins, with the bracket around its area code and its plus."""
    start = group.start
    if start > done and text[start - 1] in "(（" and len(group.runs) > 1:
        start -= 1
    return start
