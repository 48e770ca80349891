"""The tables of `net.toml` in a district's folder, one for each part of the net."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geodata.district.district import refuse_unknown
from geodata.district.refused import read_of

FILE = "net.toml"
# One for each part of the net; each is read by its own module beside this one.
PARTS = ("people", "party", "tasks", "credit", "fusion", "surveys", "items")


def net_file(folder: Path) -> Path:
    """Where a district keeps it."""
    return folder / FILE


def read_table(folder: Path, part: str) -> Mapping[str, Any]:
    """The table of one part; empty where the district has no such file or table.

    Raises:
        DistrictError: the file cannot be read, or holds a table of no part.
    """
    path = net_file(folder)
    if not path.exists():
        return {}
    with read_of(path):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        refuse_unknown(raw, PARTS, "", path)
        table: Mapping[str, Any] = raw.get(part, {})
        if not isinstance(table, dict):
            raise ValueError(f"[{part}] must be a table")
        return table
