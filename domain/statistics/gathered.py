"""The figures of one area over many days, as a page reads them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from domain.statistics import day_sums

_WEEK = 7


@dataclass(frozen=True)
class Gathered:
    """What a page needs of its days: all together, by class, by hour and by hour of the week.

    `weekdays` are the sums of all Mondays, all Tuesdays and so on, as `domain.day_sums.added`
    gives them.
    """

    weekdays: list[day_sums.Row] = field(default_factory=lambda: [day_sums.added(())] * _WEEK)

    @classmethod
    def of(cls, days: Iterable[tuple[date, bytes]]) -> "Gathered":
        """Days as they are kept, gathered in one pass."""
        kept: list[list[bytes]] = [[] for _ in range(_WEEK)]
        for day, raw in days:
            kept[day.weekday()].append(raw)
        return cls([day_sums.added(rows) for rows in kept])

    @cached_property
    def _whole(self) -> day_sums.Row:
        return sum(self.weekdays[1:], start=self.weekdays[0])

    @cached_property
    def classes(self) -> dict[str, Counter[str]]:
        """The counts of each class that has any."""
        return day_sums.classes_of(self._whole)

    @cached_property
    def counts(self) -> Counter[str]:
        """The sums of all classes together (day_sums.SUMS)."""
        total: Counter[str] = Counter(arrival_s2=int(self._whole[day_sums.SQUARES_AT]))
        for held in self.classes.values():
            total.update(held)
        return total

    @cached_property
    def heat(self) -> list[list[int]]:
        """Reports of each weekday, Monday first, by the hour."""
        return [[hour[0] for hour in day_sums.hours_of(day)] for day in self.weekdays]

    @cached_property
    def hours(self) -> list[list[int]]:
        """Of each hour of the day: reported, arrived, milliseconds to arrival."""
        return day_sums.hours_of(self._whole)

    @cached_property
    def severities(self) -> list[list[int]]:
        """Of each severity, the gravest first: reported, closed, cancelled, resolved, in target."""
        return day_sums.severities_of(self._whole)

    @cached_property
    def times(self) -> dict[str, Counter[int]]:
        """Of each step that has any: incidents by bucket (domain/statistics/histogram.py)."""
        return day_sums.times_of(self._whole)
