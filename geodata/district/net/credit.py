"""What a district says of credit."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from domain.net.credit.guards import Bounds
from domain.net.credit.rules import CreditRule, Evidence, Ledger, rule_key
from domain.net.credit.settings import CreditSettings
from domain.net.credit.workload import LoadWeights
from geodata.district.district import refuse_unknown
from geodata.district.net.table import net_file, read_table
from geodata.district.refused import read_of

_PLAIN = ("appeal_days", "revisit_share", "top")
_GUARDS = (
    "near_m", "near_h", "photo_within_min", "same_photo_bits", "photo_pause_min", "photos_back_days"
)  # fmt: skip
_WEIGHTS = ("base", "per_100_households", "per_key_person", "per_km2", "night")
_RULE = ("id", "title", "ledger", "outcome", "points", "cap", "evidence", "merges", "valid_from")


def load_net_credit(folder: Path) -> CreditSettings:
    """The settings of a district; the product's own where it says nothing.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    table, path = read_table(folder, "credit"), net_file(folder)
    with read_of(path, "[credit]"):
        refuse_unknown(table, (*_PLAIN, "heads", "guards", "workload", "rules"), "[credit] ", path)
        weights = table.get("workload", {})
        refuse_unknown(weights, _WEIGHTS, "[credit.workload] ", path)
        return CreditSettings(
            **{name: table[name] for name in _PLAIN if name in table},
            heads=tuple(table.get("heads", ())),
            bounds=_bounds(table.get("guards", {}), path),
            weights=LoadWeights(**{name: float(value) for name, value in weights.items()}),
            rules=tuple(_rule(one, path) for one in table.get("rules", ())),
        )


def _bounds(said: Mapping[str, Any], path: Path) -> Bounds:
    refuse_unknown(said, _GUARDS, "[credit.guards] ", path)
    usual = Bounds()
    return Bounds(
        near_m=float(said.get("near_m", usual.near_m)),
        near_in=_span(said, "near_h", "hours", usual.near_in),
        photo_within=_span(said, "photo_within_min", "minutes", usual.photo_within),
        same_photo_bits=int(said.get("same_photo_bits", usual.same_photo_bits)),
        photo_pause=_span(said, "photo_pause_min", "minutes", usual.photo_pause),
        photos_back=_span(said, "photos_back_days", "days", usual.photos_back),
    )


def _span(said: Mapping[str, Any], name: str, unit: str, usual: timedelta) -> timedelta:
    return timedelta(**{unit: said[name]}) if name in said else usual


def _rule(said: Mapping[str, Any], path: Path) -> CreditRule:
    refuse_unknown(said, _RULE, "[[credit.rules]] ", path)
    return CreditRule(
        rule_key=rule_key(said["id"], 1),
        rule_id=said["id"],
        version=1,
        title=said["title"],
        ledger=Ledger(said.get("ledger", "reward")),
        outcome=said["outcome"],
        points=int(said["points"]),
        cap=int(said["cap"]),
        evidence=Evidence(said.get("evidence", "check")),
        merges=bool(said.get("merges", False)),
        valid_from=str(said["valid_from"]),
    )
