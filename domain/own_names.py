"""What a district calls the codes of the program: the names people read; the codes stay.

A district says them in `[names]` of its `district.toml`; they are learnt once, at the start. What
reports, statistics and other systems count on are the codes, which nobody changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnName:
    """A name of a district's own; `english` is empty where it says none.

    `pinyin` has no tones; it and `initials` are what a call-taker may type.
    """

    name: str
    english: str = ""
    pinyin: str = ""
    initials: str = ""


# By section ("class", "unit_kind" …) and code.
OwnNames = Mapping[str, Mapping[str, OwnName]]


class Names(Mapping[str, str]):
    """Codes and what they are called: the district's own name, else the usual one."""

    def __init__(self, usual: Mapping[str, str]) -> None:
        self.usual = dict(usual)
        self._own: dict[str, str] = {}

    def learn(self, own: Mapping[str, OwnName]) -> None:
        """Call these so from now on, and all others as usual; codes of other tables are left."""
        self._own = {code: one.name for code, one in own.items() if code in self.usual}

    def __getitem__(self, code: str) -> str:
        """The name of a code."""
        return self._own.get(code) or self.usual[code]

    def __iter__(self) -> Iterator[str]:
        """The codes, in order."""
        return iter(self.usual)

    def __len__(self) -> int:
        """How many codes there are."""
        return len(self.usual)
