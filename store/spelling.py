"""How a Chinese name is typed on a keyboard of letters: by its sounds, or their first letters."""

from functools import lru_cache
from typing import Any

LONGEST = 128


@lru_cache(maxsize=4096)
def spelled(name: str) -> tuple[str, str]:
    """A name's pinyin and its initials, in small letters: 欧阳演示 → ouyangyanshi, oyys."""
    # Imported late: its dictionary takes long to load.
    from pypinyin import lazy_pinyin

    syllables = [_letters(one) for one in lazy_pinyin(name)]
    whole = "".join(syllables)[:LONGEST]
    return whole, "".join(one[:1] for one in syllables)[:LONGEST]


def _letters(syllable: str) -> str:
    return "".join(one for one in syllable.lower() if one.isalnum())


def columns_of(name: str | None) -> dict[str, Any]:
    """The columns beside a name, empty where it is."""
    pinyin, initials = spelled(name) if name else ("", "")
    return {"pinyin": pinyin or None, "initials": initials or None}
