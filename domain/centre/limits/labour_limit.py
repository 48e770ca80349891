"""Whether a labour claim can still be arbitrated: one year from when the harm was known.

Source: 劳动争议调解仲裁法, article 27. Wages owed while the work goes on are not limited; once it
has ended the year runs from its end.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.categories import Category
from domain.centre.limits.clocks import Clock, due_of

CLOCK = "labour.limit"
LABOUR = frozenset({Category.MIGRANT_WAGES, Category.OTHER_LABOUR})
NEAR = timedelta(days=30)


class Limit(StrEnum):
    """How a limit stands on the day somebody comes."""

    ASK = "ask"  # nobody has said from when it runs
    OPEN = "open"
    NEAR = "near"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Warned:
    """What to say at the window; `last_day` is the last day of the year."""

    limit: Limit
    last_day: date | None = None


def labour_limit(
    category: Category | None,
    known_on: date | None,
    today: date,
    clock: Clock,
    calendar: WorkingCalendar,
) -> Warned | None:
    """How the year of a labour claim stands; None for any other matter."""
    if category not in LABOUR:
        return None
    if known_on is None:
        return Warned(Limit.ASK)
    last = due_of(clock, datetime.combine(known_on, time(12), calendar.zone), calendar).day
    if today > last:
        return Warned(Limit.PAST, last)
    return Warned(Limit.NEAR if last - today <= NEAR else Limit.OPEN, last)
