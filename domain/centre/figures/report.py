"""What the page of figures shows: counted once, for one reader, as of one moment."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.centre.figures.filings import CourtFiling
from domain.centre.figures.small_cells import Cell
from domain.statistics.beyond_chance import counts_differ

RISING_DAYS, MOST_RISING = 90, 3


@dataclass(frozen=True, slots=True)
class Months:
    """Whole months, by the first day of the first and of the last."""

    first: date
    last: date

    def starts(self) -> list[date]:
        """The first day of each."""
        found, day = [], self.first
        while day <= self.last:
            found.append(day)
            day = next_month(day)
        return found


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_before(day: date, count: int) -> date:
    """The first day of the month so many months before that of a day."""
    at = day.year * 12 + day.month - 1 - count
    return date(at // 12, at % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: `value` None where nothing can be said, `why` then says why.

    `top` and `bottom` are None where they are of too few for this reader.
    """

    id: str
    value: float | None
    top: int | None = None
    bottom: int | None = None
    unit: str = "percent"
    why: str = ""
    more: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """How long cases took, in days."""

    count: int
    mean: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class MonthDays:
    """How long the cases took that were closed in a month: median and P90 of `count`, in days.

    All three are None where the month has too few for this reader.
    """

    month: date
    count: int | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class StageLine:
    """Open cases of a stage, and how many are late; None where they are of too few."""

    stage: str
    count: int | None
    late: int | None


@dataclass(frozen=True, slots=True)
class WatchedLine:
    """Open cases of a level."""

    level: str
    count: int | None
    led: int | None
    leaders: int
    oldest_days: int | None
    late: int | None


@dataclass(frozen=True, slots=True)
class Heat:
    """How many came of each town and type; what is hidden stands in `hidden`."""

    months: Months
    towns: Sequence[str]
    types: Sequence[str]
    cells: Mapping[Cell, int]
    hidden: frozenset[Cell]


@dataclass(frozen=True, slots=True)
class Rising:
    """A type that came more often than in the days before; `is_sure`: beyond chance."""

    category: str
    now: int
    before: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Busy:
    """How many rooms and mediators are booked at this moment, and how many rooms there are.

    A room in use is seen by everybody in the hall: these counts are never hidden.
    """

    rooms: int
    all_rooms: int
    mediators: int


@dataclass(frozen=True, slots=True)
class FilingLine:
    """What was entered of a court, and how many that is to ten thousand people."""

    filing: CourtFiling
    rate: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of the page."""

    months: Months
    at: datetime
    sees_all: bool
    cards: Sequence[Card]
    results: Mapping[str, int | None]
    days: Days
    pace: Sequence[MonthDays]
    stages: Sequence[StageLine]
    watched: Sequence[WatchedLine]
    heat: Heat
    trend: Sequence[tuple[date, int | None, int | None]]
    rising: Sequence[Rising]
    money: Mapping[str, int]
    busy: Busy
    filings: Sequence[FilingLine]


def together(histograms: Iterable[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Histograms of whole hours as one, in the order of their hours."""
    sums: Counter[int] = Counter()
    for one in histograms:
        sums.update(dict(one))
    return sorted(sums.items())


def days_of(hours: Sequence[tuple[int, int]]) -> Days:
    """Mean and percentiles of a histogram of whole hours."""
    count = sum(n for _, n in hours)
    if not count:
        return Days(0, None, None, None)
    mean = sum(taken * n for taken, n in hours) / count
    return Days(count, mean / 24, _percentile(hours, count, 50), _percentile(hours, count, 90))


def _percentile(hours: Sequence[tuple[int, int]], count: int, percent: int) -> float:
    """The least number of days within which so many of a hundred were closed."""
    wanted = -(-count * percent // 100)
    passed = 0
    for taken, n in hours:
        passed += n
        if passed >= wanted:
            return taken / 24
    return hours[-1][0] / 24


def rising(now: Mapping[str, int], before: Mapping[str, int]) -> list[Rising]:
    """The types that rose most, those beyond chance first; what fell or stayed is none."""
    found = [
        Rising(one, count, before.get(one, 0), counts_differ(count, before.get(one, 0)))
        for one, count in now.items()
        if count > before.get(one, 0)
    ]
    found.sort(key=lambda one: (not one.is_sure, before_ratio(one), one.category))
    return found[:MOST_RISING]


def before_ratio(one: Rising) -> float:
    """How it stood to now, so that what rose most comes first."""
    return (one.before + 1) / (one.now + 1)
