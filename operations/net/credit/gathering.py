"""Outcomes gathered from every source, and judged by the guards."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from domain.net.credit.guards import Judged, judged
from domain.net.credit.outcomes import Outcome
from domain.net.credit.roster import Member
from domain.net.credit.rules import RuleBook
from operations.net.credit.desk import CreditDesk
from store.net.credit_sources import settled_cases, settled_incidents

# An outcome may repeat one of so long before: its photos, or the same problem.
BEFORE = timedelta(days=31)


def from_incidents(
    connection: Connection, begins: datetime, ends: datetime, members: Sequence[Member]
) -> Iterable[Outcome]:
    """Incidents people of the net have settled, closed by the desk."""
    units = {one.unit_id: one.person for one in members if one.unit_id}
    return settled_incidents(connection, begins, ends, units)


def from_cases(
    connection: Connection, begins: datetime, ends: datetime, members: Sequence[Member]
) -> Iterable[Outcome]:
    """Disputes people of the net have settled, their parties called back by others."""
    return settled_cases(connection, begins, ends, {one.person: one.grid for one in members})


def moments(desk: CreditDesk, first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of a day until before the last one is over, by the district's clock."""
    begins = datetime.combine(first, time(), desk.zone)
    return begins, datetime.combine(last + timedelta(days=1), time(), desk.zone)


def gathered(
    desk: CreditDesk, connection: Connection, first: date, last: date, members: Sequence[Member]
) -> list[Outcome]:
    """Every outcome of these days; blocks."""
    begins, ends = moments(desk, first, last)
    return [one for source in desk.sources for one in source(connection, begins, ends, members)]


def judged_days(
    desk: CreditDesk, connection: Connection, first: date, last: date, members: Sequence[Member]
) -> list[Judged]:
    """The outcomes of these days with what the guards say of each; blocks."""
    outcomes = gathered(desk, connection, first - BEFORE, last, members)
    book = RuleBook(desk.rules(connection))
    found = judged(outcomes, book, desk.settings.bounds, desk.zone)
    return [one for one in found if first <= one.day <= last]
