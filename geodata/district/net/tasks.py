"""What a district says of work in its grids: `[tasks]` of its net.toml."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from domain.incidents.incidents import IncidentClass
from domain.net.tasks.care import USUAL_CARE, CareGroup, CareRules
from domain.net.tasks.findings import FindingRules
from domain.net.tasks.newcomers import NewcomerRules
from domain.net.tasks.patrol import PatrolRules
from domain.net.tasks.settings import USUAL_VISITS, TaskSettings
from domain.net.tasks.task_types import Every
from geodata.district.district import refuse_unknown
from geodata.district.net.table import net_file, read_table
from geodata.district.refused import read_of

_KEYS = ("late_days", "visits", "patrol", "findings", "care", "newcomers")
R_ = TypeVar("R_")


def load_net_tasks(folder: Path) -> TaskSettings:
    """The settings of a district; the product's own where it says nothing.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    table, path = read_table(folder, "tasks"), net_file(folder)
    with read_of(path, "[tasks]"):
        refuse_unknown(table, _KEYS, "[tasks] ", path)
        late_days = table.get("late_days", 7)
        if type(late_days) is not int or not 0 <= late_days <= 90:
            raise ValueError("late_days must be 0 to 90 days")
        findings = dict(table.get("findings", {}))
        if "cases" in findings:
            findings["cases"] = tuple(IncidentClass(one).value for one in findings["cases"])
        return TaskSettings(
            late_days=late_days,
            visits={**USUAL_VISITS, **_every(table.get("visits", {}))},
            patrol=_rules(PatrolRules, table.get("patrol", {}), "patrol", path),
            findings=_rules(FindingRules, findings, "findings", path),
            care=_care(table.get("care", {}), path),
            newcomers=_rules(NewcomerRules, table.get("newcomers", {}), "newcomers", path),
        )


def _every(said: Mapping[str, str]) -> dict[str, str]:
    return {group: Every(every).value for group, every in said.items()}


def _rules(rules: type[R_], said: Mapping[str, Any], name: str, path: Path) -> R_:
    known: list[str] = [one.name for one in fields(rules)]  # type: ignore[arg-type]
    refuse_unknown(said, known, f"[tasks.{name}] ", path)
    for key, value in said.items():
        if isinstance(value, int | float) and not 0 <= value <= 10_000:
            raise ValueError(f"{key} must be 0 to 10,000: {value!r}")
    return rules(**said)


def _care(said: Mapping[str, Any], path: Path) -> CareRules:
    refuse_unknown(said, ("every", "accompanied"), "[tasks.care] ", path)
    every = {CareGroup(group).value: one for group, one in said.get("every", {}).items()}
    alone = said.get("accompanied", USUAL_CARE.accompanied)
    return CareRules(
        every={**USUAL_CARE.every, **_every(every)},
        accompanied=tuple(CareGroup(one).value for one in alone),
    )
