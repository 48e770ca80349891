"""Passwords that are tried first: known ones, and words, runs and numbers put together. Pure.

A long phrase is welcome whatever its letters (NIST SP 800-63B); what is refused is what a list, the
keyboard or the district itself gives away.
"""

import re
from collections.abc import Collection, Iterable

# Fewest different letters and digits that must be left once everything guessable is taken out.
FEWEST_LEFT = 4
_RUN = 4
_ROWS = (
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "!@#$%^&*()",
)  # fmt: skip
_LINES = tuple(line for row in _ROWS for line in (row, row[::-1]))
# What people here put in first, in letters and in numbers that sound like words.
_WORDS = (
    "password", "onescreen", "welcome", "letmein", "iloveyou", "admin", "root", "test", "user",
    "woaini", "woaiwojia", "nihao", "zhongguo", "china", "beijing", "anhui", "huaibei", "gongan",
    "jingcha", "paichusuo", "zhihui", "diaodu", "guanliyuan", "mima", "wangge", "yiping",
    "5201314", "1314520", "1314", "520", "888", "666", "110", "119", "120",
)  # fmt: skip
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])?(?:0[1-9]|[12]\d|3[01])?")
_SAME = re.compile(r"(.)\1{2,}")
_AROUND = re.compile(r"^[^a-z]+|[^a-z]+$")
_DISGUISES = [str.maketrans("@0134$57!", f"ao{one}easst" + "i") for one in "il"]


def is_guessable(password: str, *, words: Iterable[str], known: Collection[str]) -> bool:
    """Whether a password is one of those that are tried first.

    Args:
        password: in its normal form.
        words: what belongs to the account and the place, such as its name and the district's.
        known: passwords everybody knows, lower case.
    """
    low = password.lower()
    undated = _DATE.sub(" ", low)
    texts = [low, *(undated.translate(disguise) for disguise in _DISGUISES)]
    cores = {core for text in texts for core in (text, _AROUND.sub("", text)) if core}
    if any(core in known for core in cores) or _repeats(low):
        return True
    own = [word.lower() for word in words if len(word) >= 2]
    return any(len(set(_left(text, own))) < FEWEST_LEFT for text in texts)


def _left(text: str, own: list[str]) -> str:
    """The letters and digits that neither a list nor the keyboard gives away."""
    for word in sorted({*own, *_WORDS}, key=len, reverse=True):
        text = text.replace(word, " ")
    for pattern in (_DATE, _SAME):
        text = pattern.sub(" ", text)
    return "".join(letter for letter in _without_runs(text) if letter.isalnum())


def _without_runs(text: str) -> str:
    """The text without what runs along a row of the keyboard, the alphabet or the digits."""
    kept, at = "", 0
    while at < len(text):
        run = _run_at(text, at)
        kept, at = (kept + " ", at + run) if run >= _RUN else (kept + text[at], at + 1)
    return kept


def _run_at(text: str, at: int) -> int:
    longest = 0
    for line in _LINES:
        end = at + 1
        while end <= len(text) and text[at:end] in line:
            end += 1
        longest = max(longest, end - 1 - at)
    return longest


def _repeats(text: str) -> bool:
    """Whether it is one short piece over and over."""
    again = (text + text).find(text, 1)
    return again < len(text) and again < 8
