"""What was put together in Chinese, said again in the reader's language.

Sentences come as patterns with values (domain/statistics/area_words.py), cells of a kept
brief as the words that were written then. A name of a place stays as it is.
"""

import re
from collections.abc import Mapping
from typing import Any

from domain.words import Words, is_han

_MEASURE = re.compile(r"^([^\u3400-\u9fff]*[\d.,]) (秒|分|小时|天|起|个百分点)$")


def said(text: str, words: Words) -> str:
    """A cell: a word the catalogue holds, a number with its unit, or the text as it is."""
    if words.language == "zh" or not is_han(text):
        return text
    if words.holds(text):
        return words(text)
    if found := _MEASURE.match(text):
        return f"{found[1]} {words(found[2])}".rstrip()
    return _clause(text, words)


_RANK = re.compile(r"^，在各(.+)中变慢最多$")
_MORE = re.compile(r"^比前一日多 (\d+) 起$")
_BEFORE = re.compile(r"^前一日 (\d+) 起$")
_FEWER = re.compile(r"^比前一日少 (\d+) 起$")


def _clause(text: str, words: Words) -> str:
    """A part of a sentence that was put together in Chinese."""
    if found := _RANK.match(text):
        return words("，在各{level}中变慢最多", level=said(found[1], words))
    if found := _MORE.match(text):
        return words("比前一日多 {n} 起", n=found[1])
    if found := _BEFORE.match(text):
        return words("前一日 {n} 起", n=found[1])
    if found := _FEWER.match(text):
        return words("比前一日少 {n} 起", n=found[1])
    return text


def sentence(one: Mapping[str, Any] | str, words: Words) -> str:
    """A sentence of a kept body; those of older briefs are plain words."""
    if isinstance(one, str):
        return said(one, words)
    values = {
        key: value if key == "name" or not isinstance(value, str) else said(value, words)
        for key, value in one["values"].items()
    }
    return words(str(one["pattern"]), **values)
