"""Which policies a firm is given without asking (免申即享), and by which of its data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.centre.firms.firms import Firm
from domain.centre.firms.station import FirmPolicy


class MatchGround(StrEnum):
    """What of a policy's rule was looked at."""

    INDUSTRY = "industry"
    STAFF = "staff"
    MARKS = "marks"
    FOUNDED = "founded"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of the rule: which, what the firm has, and whether that fits."""

    ground: MatchGround
    has: str
    fits: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A policy a firm is given, with every reason."""

    firm: Firm
    policy: FirmPolicy
    reasons: tuple[Reason, ...]


def reasons_of(firm: Firm, policy: FirmPolicy) -> tuple[Reason, ...]:
    """Every condition of a policy's rule, asked of a firm's data."""
    found: list[Reason] = []
    if policy.industries:
        found.append(
            Reason(MatchGround.INDUSTRY, firm.industry, firm.industry in policy.industries)
        )
    if policy.least_staff is not None or policy.most_staff is not None:
        least, most = policy.least_staff or 0, policy.most_staff
        fits = firm.staff >= least and (most is None or firm.staff <= most)
        found.append(Reason(MatchGround.STAFF, str(firm.staff), fits))
    found += [Reason(MatchGround.MARKS, mark, mark in firm.marks) for mark in policy.marks]
    if policy.founded_from is not None:
        fits = firm.founded is not None and firm.founded >= policy.founded_from
        found.append(Reason(MatchGround.FOUNDED, str(firm.founded or ""), fits))
    return tuple(found)


def matches(firms: list[Firm], policies: list[FirmPolicy], today: date) -> list[Match]:
    """What these firms are given without asking, by firm and title.

    A policy without a rule fits nobody: what applies to all firms needs no match.
    """
    found = []
    for firm in firms:
        for policy in policies:
            is_over = policy.until is not None and policy.until < today.isoformat()
            if not policy.is_automatic or is_over:
                continue
            reasons = reasons_of(firm, policy)
            if reasons and all(one.fits for one in reasons):
                found.append(Match(firm, policy, reasons))
    return sorted(found, key=lambda one: (one.firm.name, one.policy.title))
