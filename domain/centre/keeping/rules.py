"""How long dossiers are kept, each rule with its reason; and why an erasure has to wait.

The years are a district's to set (`centre.toml`, `[[kept]]`): archives of people's mediation and of
petitions are governed by local catalogues of retention.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from domain.centre.cases.case import Case, ProcedureResult
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import Stage

SEALED, PETITION, AGREED, OTHER = "sealed", "petition", "agreed", "other"
LONGEST_YEARS = 100


@dataclass(frozen=True, slots=True)
class KeepingRule:
    """How long the dossiers of one sort are kept after their closing.

    Attributes:
        code: which dossiers: sealed reports, petitions, those with an agreement, all others.
        name: what people call them.
        years: how long.
        reason: why so long, as it is shown.
    """

    code: str
    name: str
    years: int
    reason: str


RULES: Mapping[str, KeepingRule] = MappingProxyType(
    {
        one.code: one
        for one in (
            KeepingRule(SEALED, "检举控告", 30, "长期保管；以当地档案保管期限表为准"),
            KeepingRule(PETITION, "信访事项", 10, "复查、复核时查证；以当地保管期限表为准"),
            KeepingRule(AGREED, "达成协议的案卷", 10, "履行、申请执行时查证；以当地保管期限表为准"),
            KeepingRule(OTHER, "其他案卷", 5, "短期保管；以当地档案保管期限表为准"),
        )
    }
)


def rule_of(case: Case, rules: Mapping[str, KeepingRule]) -> KeepingRule:
    """By which rule a dossier is kept."""
    if case.is_sealed:
        return rules[SEALED]
    if case.matter in {Matter.REQUEST, Matter.SUGGESTION}:
        return rules[PETITION]
    is_agreed = case.procedure_result is ProcedureResult.AGREED
    return rules[AGREED] if is_agreed else rules[OTHER]


def kept_until(case: Case, rules: Mapping[str, KeepingRule]) -> datetime | None:
    """Until when its dossier is kept; None while the case is open."""
    if case.stage is not Stage.CLOSED or case.closed_at is None:
        return None
    year = case.closed_at.year + rule_of(case, rules).years
    try:
        return case.closed_at.replace(year=year)
    except ValueError:  # 29 February
        return case.closed_at.replace(year=year, day=28)


def years_before(now: datetime, years: int) -> datetime:
    """The same day so many years ago."""
    try:
        return now.replace(year=now.year - years)
    except ValueError:  # 29 February
        return now.replace(year=now.year - years, day=28)


@dataclass(frozen=True, slots=True)
class Waits:
    """Why the people of a case cannot be erased now.

    Attributes:
        says: the name of the sentence.
        case: its code; of a sealed report none, so that a refusal ties nobody to it.
        until: when the wait is over; None where nobody knows.
    """

    says: str
    case: str
    until: datetime | None = None


def why_not_erased(
    case: Case, *, is_held: bool, rules: Mapping[str, KeepingRule], now: datetime
) -> Waits | None:
    """Why the people of a case cannot be erased now; None where they can."""
    code = "***" if case.is_sealed else case.code
    until = kept_until(case, rules)
    if until is None:
        return Waits("erasure_waits_open", code)
    if is_held:
        return Waits("erasure_waits_hold", code)
    return Waits("erasure_waits_kept", code, until) if now < until else None


def first_wait(waits: Sequence[Waits]) -> Waits | None:
    """The wait that is told of several: one without an end before the longest with one."""
    endless = [one for one in waits if one.until is None]
    ended = sorted((one for one in waits if one.until is not None), key=lambda one: str(one.until))
    found = [*endless, *reversed(ended)]
    return found[0] if found else None
