"""Figures of the station, and which firms are due to be called or visited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from domain.centre.firms.firms import Firm, FirmEnforcement, FirmRequest, FirmVisit, VisitKind

# 每周联系、每月走访.
CONTACT_EVERY, VISIT_EVERY = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StationFigures:
    """Figures over everything the station has; sums in fen.

    `satisfied` of `rated` firms gave 4 or 5.
    """

    firms: int
    requests: int
    answered: int
    overdue: int
    satisfied: int
    rated: int
    enforced_fen: int
    paid_fen: int
    firms_paid: int
    visits: int


def figures_of(
    firms: int,
    requests: Sequence[FirmRequest],
    enforcements: Iterable[FirmEnforcement],
    visits: int,
    today: date,
) -> StationFigures:
    """The figures of what is there.

    Args:
        firms: how many there are.
        requests: all of them.
        enforcements: all of them.
        visits: in the last 30 days.
        today: of the district.
    """
    known = list(enforcements)
    rated = [one.satisfied for one in requests if one.satisfied is not None]
    late = [one for one in requests if one.answered_at is None and one.due < today.isoformat()]
    return StationFigures(
        firms=firms,
        requests=len(requests),
        answered=sum(one.answered_at is not None for one in requests),
        overdue=len(late),
        satisfied=sum(one >= 4 for one in rated),
        rated=len(rated),
        enforced_fen=sum(one.due_fen for one in known),
        paid_fen=sum(one.paid_fen for one in known),
        firms_paid=len({one.credit_code for one in known if one.paid_fen}),
        visits=visits,
    )


@dataclass(frozen=True, slots=True)
class Due:
    """A firm that is to be called or visited, and the last time it was; None for never."""

    firm: Firm
    visit: VisitKind
    last: datetime | None


def due_of(firms: Sequence[Firm], visits: Iterable[FirmVisit], now: datetime) -> list[Due]:
    """Whom to visit and whom to call, those longest not seen first; a visit is a contact too."""
    contacted: dict[str, datetime] = {}
    visited: dict[str, datetime] = {}
    for one in visits:
        for last in (contacted, visited) if one.visit is VisitKind.VISIT else (contacted,):
            last[one.credit_code] = max(one.at, last.get(one.credit_code, one.at))
    found = [
        Due(firm, VisitKind.VISIT, visited.get(firm.credit_code))
        for firm in firms
        if _is_due(visited, firm, VISIT_EVERY, now)
    ]
    to_visit = {one.firm.credit_code for one in found}
    found += [
        Due(firm, VisitKind.CONTACT, contacted.get(firm.credit_code))
        for firm in firms
        if firm.credit_code not in to_visit and _is_due(contacted, firm, CONTACT_EVERY, now)
    ]
    return sorted(found, key=lambda one: (one.last is not None, str(one.last or ""), one.firm.name))


def _is_due(last: Mapping[str, datetime], firm: Firm, every: timedelta, now: datetime) -> bool:
    seen = last.get(firm.credit_code)
    return seen is None or now - seen >= every


def today_in(zone: tzinfo, now: datetime) -> date:
    """The day of the district."""
    return now.astimezone(zone).date()
