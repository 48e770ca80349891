"""Rules of credit as data, in versions: what outcome earns how many points, from which day on.

A changed rule is a further version; each day is counted by the version that was in force on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.errors import InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import fields_of

MOST_POINTS = 1000


class Ledger(StrEnum):
    """Which ledger points stand in; rewards and penalties are never summed to one number."""

    REWARD = "reward"
    PENALTY = "penalty"


class Evidence(StrEnum):
    """What an outcome must bring along to count."""

    CHECK = "check"  # checked by another person, as every outcome
    PAIR = "pair"  # photos before and after, of one session
    PROOF = "proof"  # a patrol proven by cells and key places
    CALL_BACK = "call_back"  # the person concerned was asked


@dataclass(frozen=True, slots=True)
class CreditRule:
    """One version of a rule.

    Attributes:
        rule_key: `rule_id@version`.
        title: what people call it.
        outcome: the kind of outcome it is about (domain/net/credit/outcomes.py).
        points: for one outcome; 0 takes the rule out of force.
        cap: the most points a person earns by it in a day, in one class of what was found.
        merges: outcomes that are near in place, time and class count once.
        valid_from: the first day it is in force, as `2026-12-01`.
    """

    rule_key: str
    rule_id: str
    version: int
    title: str
    ledger: Ledger
    outcome: str
    points: int
    cap: int
    evidence: Evidence
    merges: bool
    valid_from: str
    is_demo: bool = False


CREDIT_RULE = Kind(
    name="credit_rule",
    entity=CreditRule,
    fields=fields_of(CreditRule),
    id_field="rule_key",
    audience=Audience(("credit.see",)),
    kept=Kept.NEWEST,
    title="积分规则",
    says={"add": "制定了积分规则", "change": "修订了积分规则"},
)


def rule_key(rule_id: str, version: int) -> str:
    """By which one version of a rule is known."""
    return f"{rule_id}@{version}"


def in_force(rules: Iterable[CreditRule], day: date) -> list[CreditRule]:
    """The version of each rule that is in force on a day; rules without points are none."""
    newest: dict[str, CreditRule] = {}
    for rule in rules:
        if date.fromisoformat(rule.valid_from) > day:
            continue
        held = newest.get(rule.rule_id)
        if held is None or _later(rule, held):
            newest[rule.rule_id] = rule
    return sorted((one for one in newest.values() if one.points), key=lambda one: one.rule_id)


def _later(one: CreditRule, other: CreditRule) -> bool:
    return (one.valid_from, one.version) > (other.valid_from, other.version)


class RuleBook:
    """All versions of all rules; asked by day, which is answered once.

    Args:
        rules: every version.
    """

    def __init__(self, rules: Sequence[CreditRule]) -> None:
        self._rules = list(rules)
        self._by_day: dict[date, list[CreditRule]] = {}

    def on(self, day: date) -> list[CreditRule]:
        """What is in force on a day."""
        if day not in self._by_day:
            self._by_day[day] = in_force(self._rules, day)
        return self._by_day[day]

    def rewarding(self, outcome: str, day: date) -> CreditRule | None:
        """The rule by which an outcome earns points on a day."""
        for rule in self.on(day):
            if rule.ledger is Ledger.REWARD and rule.outcome == outcome:
                return rule
        return None

    def penalty(self, rule_id: str, day: date) -> CreditRule | None:
        """The rule of a deduction on a day."""
        for rule in self.on(day):
            if rule.ledger is Ledger.PENALTY and rule.rule_id == rule_id:
                return rule
        return None


def next_version(rules: Sequence[CreditRule], told: CreditRule, today: date) -> CreditRule:
    """A rule as its next version is kept.

    Args:
        rules: every version of every rule.
        told: what was typed; its key and version are given here.
        today: the district's day.

    Raises:
        InvalidError: it begins before today, gives no sensible points, or caps below one outcome;
            or another rule already rewards the same outcome.
    """
    begins = _day(told.valid_from)
    if begins < today:
        raise InvalidError(says="credit_rule_in_past", field="valid_from")
    if not 0 <= told.points <= MOST_POINTS:
        raise InvalidError(says="field_not_valid", field="points")
    if not told.points <= told.cap <= MOST_POINTS:
        raise InvalidError(says="credit_cap_below_points", field="cap")
    own = [one for one in rules if one.rule_id == told.rule_id]
    others = [one for one in rules if one.rule_id != told.rule_id]
    clash = RuleBook(others).rewarding(told.outcome, begins)
    if told.ledger is Ledger.REWARD and told.points and clash is not None:
        raise InvalidError(says="credit_outcome_twice", rule=clash.title, field="outcome")
    version = max((one.version for one in own), default=0) + 1
    return CreditRule(
        rule_key(told.rule_id, version), told.rule_id, version, told.title, told.ledger,
        told.outcome, told.points, told.cap, told.evidence, told.merges, begins.isoformat(),
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidError(says="field_not_valid", field="valid_from") from None
