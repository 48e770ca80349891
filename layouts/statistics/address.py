"""The address of the statistics page: its state, and the links that change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode

NAMES = ("period", "month", "from", "to", "vs", "vs_from", "vs_to")
DAYS = ("period", "month", "from", "to", "vs_from", "vs_to")


@dataclass(frozen=True, slots=True)
class Address:
    """An area and what its address says of days and comparison; `other` is left as it is."""

    code: str
    held: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """What the address says, empty where it says nothing."""
        return self.held.get(name, "")

    def search(self, **changes: str) -> str:
        """The question mark and what follows, with some of it changed; empty takes a value out."""
        query = {**self.other, **self.held, **changes}
        text = urlencode({name: value for name, value in query.items() if value}, safe=",:")
        return f"?{text}" if text else ""

    def link(self, code: str = "", **changes: str) -> str:
        """Another area, or this one otherwise; period and comparison stay, the other area not."""
        there = code or self.code
        kept = changes if not code else {"vs": "", **changes}
        return f"/area/{quote(there, safe='')}{self.search(**kept)}"

    def file(self, kind: str, code: str = "", **more: str) -> str:
        """An export of the figures or rows of these days."""
        query = {name: self[name] for name in DAYS} | more
        text = urlencode({name: value for name, value in query.items() if value}, safe=",")
        path = f"/api/v1/areas/{quote(code or self.code, safe='')}/statistics/{kind}"
        return f"{path}?{text}" if text else path


def read_address(code: str, search: str | None) -> Address:
    """What stands behind the question mark."""
    pairs = dict(parse_qsl((search or "").removeprefix("?"), max_num_fields=30))
    return Address(
        code,
        {name: pairs[name] for name in NAMES if name in pairs},
        {name: value for name, value in pairs.items() if name not in NAMES},
    )
