"""What a district decides about work in its grids (`[tasks]` of its net.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.net.tasks.care import USUAL_CARE, CareRules
from domain.net.tasks.findings import FindingRules
from domain.net.tasks.newcomers import NewcomerRules
from domain.net.tasks.patrol import PatrolRules

USUAL_VISITS: Mapping[str, str] = {
    "high_risk": "weekly",
    "key": "monthly",
    "general": "quarterly",
    "special": "fortnightly",
}


@dataclass(frozen=True, slots=True)
class TaskSettings:
    """The rules of a district.

    Attributes:
        late_days: how long after its last day a task may still be done.
        visits: how often each group of households is visited: group → a word of `Every`.
        patrol: what a patrol must show.
        findings: when two findings are one.
        care: how often people are visited who need it.
        newcomers: how households are visited that moved in.
    """

    late_days: int = 7
    visits: Mapping[str, str] = field(default_factory=lambda: dict(USUAL_VISITS))
    patrol: PatrolRules = field(default_factory=PatrolRules)
    findings: FindingRules = field(default_factory=FindingRules)
    care: CareRules = USUAL_CARE
    newcomers: NewcomerRules = field(default_factory=NewcomerRules)
