"""How long a district keeps the dossiers of its dispute centre, read from its folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from domain.centre.keeping.rules import LONGEST_YEARS, RULES, KeepingRule
from geodata.district.centre import FILE
from geodata.district.district import refuse_unknown
from geodata.district.refused import read_of


def load_kept(folder: Path) -> Mapping[str, KeepingRule]:
    """The rules of keeping, as the district has corrected them (`[[kept]]` of its centre).

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return RULES
    made = dict(RULES)
    with read_of(path, "[[kept]]"):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        for one in raw.get("kept", []):
            refuse_unknown(one, ("code", "years", "reason"), "[[kept]] ", path)
            made[one["code"]] = _corrected(made[one["code"]], one)
    return MappingProxyType(made)


def _corrected(rule: KeepingRule, said: Mapping[str, object]) -> KeepingRule:
    years, reason = said.get("years", rule.years), said.get("reason", rule.reason)
    if type(years) is not int or not 1 <= years <= LONGEST_YEARS:
        raise ValueError(f"years must be 1 to {LONGEST_YEARS}: {years!r}")
    if not isinstance(reason, str) or not reason.strip():
        raise ValueError("a rule of keeping says its reason")
    return replace(rule, years=years, reason=reason.strip())
