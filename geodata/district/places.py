"""What alarms near key places mean in a district: `[[raise]]` of places.toml in its folder."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.incidents.incidents import IncidentClass
from domain.video.places.raising import DEFAULT_RULES, FARTHEST_M, RaisingRule
from domain.video.places.sites import SiteSort
from geodata.district.district import refuse_unknown
from geodata.district.refused import read_of

FILE = "places.toml"
_NAMES = ("name", "sorts", "classes", "within_m", "steps")
MOST_RULES = 40


def load_raising_rules(folder: Path) -> Sequence[RaisingRule]:
    """The rules of a district; the product's own where it has no such file.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return DEFAULT_RULES
    with read_of(path, "[[raise]]"):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        refuse_unknown(raw, ("raise",), "", path)
        told = raw.get("raise", [])
        for one in told:
            refuse_unknown(one, _NAMES, "[[raise]] ", path)
        if len(told) > MOST_RULES:
            raise ValueError(f"at most {MOST_RULES} rules")
        return tuple(_rule(one) for one in told)


def _rule(one: Mapping[str, Any]) -> RaisingRule:
    name, within_m, steps = one.get("name"), one.get("within_m"), one.get("steps", 1)
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 64:
        raise ValueError("a rule has a name of at most 64 characters")
    if type(within_m) is not int or not 1 <= within_m <= FARTHEST_M:
        raise ValueError(f"within_m must be 1 to {FARTHEST_M}: {within_m!r}")
    if type(steps) is not int or not 1 <= steps <= 3:
        raise ValueError(f"steps must be 1 to 3: {steps!r}")
    return RaisingRule(
        name.strip(),
        frozenset(SiteSort(word) for word in one.get("sorts", [])),
        frozenset(IncidentClass(word) for word in one.get("classes", [])),
        within_m,
        steps,
    )
