"""No regular expression of ours runs away: its work grows with the text, not with its square.

Every pattern a module keeps is tried on texts pumped from its own letters. Python's matcher counts
no steps, so times are compared: of a text four times as long, in the same breath, the least of
several tries.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

PACKAGES = ("api", "domain", "feeds", "geodata", "layouts", "callbacks", "operations", "store")
SHORT, LONG = 750, 6_000
# A linear pattern takes 8 times as long for 8 times the text, a quadratic one 64 times.
MOST_GROWTH = 24.0
WORTH_MEASURING_S = 0.003


def kept_patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """All compiled patterns of all modules, by their name."""
    seen: set[tuple[Any, int]] = set()
    for package in PACKAGES:
        root = importlib.import_module(package)
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            if found.name.endswith("__main__") or ".migrations" in found.name:
                continue
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                for pattern in value if isinstance(value, list | tuple) else [value]:
                    pattern = pattern[0] if isinstance(pattern, tuple) and pattern else pattern
                    if not isinstance(pattern, re.Pattern):
                        continue
                    key = (pattern.pattern, pattern.flags)
                    if key not in seen:
                        seen.add(key)
                        yield f"{found.name}.{name}", pattern


def letters_of(pattern: re.Pattern[Any]) -> list[str]:
    """Letters the pattern asks for: one of each class, every literal once."""
    found: dict[str, None] = {}

    def walk(node: Any) -> None:
        if (
            isinstance(node, tuple)
            and len(node) == 2
            and str(node[0]) in {"LITERAL", "NOT_LITERAL"}
        ):
            found.setdefault(chr(node[1]))
        elif isinstance(node, tuple) and len(node) == 2 and str(node[0]) == "RANGE":
            found.setdefault(chr(node[1][0]))
        elif isinstance(node, tuple) and len(node) == 2 and str(node[0]) == "CATEGORY":
            found.setdefault({"DIGIT": "1", "SPACE": " ", "WORD": "a"}[str(node[1]).split("_")[-1]])
        elif isinstance(node, list | tuple | parser.SubPattern):
            for one in node:
                walk(one)

    walk(parser.parse(pattern.pattern, pattern.flags))
    letters = [letter for letter in found if ord(letter) < 0xD800]
    return [*dict.fromkeys([*letters[:10], *letters[-2:], "1", "a", " "])]


def literals_of(pattern: re.Pattern[Any]) -> list[str]:
    """Runs of letters that stand in the pattern as they are."""
    text = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    return [word for word in re.findall(r"\w{2,}", text) if len(word) <= 20][:6]


def pumped(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Beginning, pump, end of texts that may make it run away."""
    letters = letters_of(pattern)
    pumps = [*letters, *(a + b for a in letters[:6] for b in letters[:6] if a != b)]
    for pump in [*pumps, *literals_of(pattern)]:
        for begin in ["", *letters[:2]]:
            yield begin, pump, "\x00!"


def seconds(pattern: re.Pattern[Any], text: str, *, is_searched: bool) -> float:
    asked: Any = text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text
    begun = time.perf_counter()
    pattern.fullmatch(asked)
    if is_searched:
        for _ in pattern.finditer(asked):
            pass
    return time.perf_counter() - begun


def runs_away(pattern: re.Pattern[Any], *, is_searched: bool = True) -> str | None:
    """The text on which it does, None when there is none.

    `is_searched`: it is looked for inside texts, not only held against whole ones.
    """
    took = partial(seconds, pattern, is_searched=is_searched)
    for begin, pump, end in pumped(pattern):
        long = begin + pump * (LONG // len(pump)) + end
        if took(long) < WORTH_MEASURING_S:
            continue
        short = begin + pump * (SHORT // len(pump)) + end
        taken = [min(took(text) for _ in range(7)) for text in (short, long)]
        if taken[1] > WORTH_MEASURING_S and taken[1] / taken[0] > MOST_GROWTH:
            return f"{begin!r} + {pump!r}… : {taken[1] / taken[0]:.0f} times for 8 times the text"
    return None


PATTERNS = dict(kept_patterns())


def test_the_patterns_are_found():
    assert len(PATTERNS) > 40


@pytest.mark.parametrize("evil", [r"([一二三]+)(?=号)", r"a(.*?)b", r"(x+x+)+y$"])
def test_a_pattern_that_runs_away_is_noticed(evil, monkeypatch):
    monkeypatch.setattr("tests.test_patterns.LONG", 20 if "+)+" in evil else LONG)
    monkeypatch.setattr("tests.test_patterns.SHORT", 12 if "+)+" in evil else SHORT)
    assert runs_away(re.compile(evil)) is not None


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_time_with_the_length_of_the_text(name):
    module, _, own = name.rpartition(".")
    source = Path(importlib.import_module(module).__file__ or "").read_text("utf-8")
    calls = set(re.findall(rf"\b{own}\.(\w+)\(", source))
    is_searched = not calls or not calls <= {"fullmatch", "match"}
    assert runs_away(PATTERNS[name], is_searched=is_searched) is None, PATTERNS[name].pattern
