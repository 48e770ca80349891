"""The figures of one area over many days, gathered in one pass over its cells."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.statistics import COUNTS, Cell

_WEEK, _DAY = 7, 24
_ROW = 5


@dataclass(slots=True)
class Gathered:
    """What a page needs of its cells: all together, by class, and by hour of the week.

    Written for speed: a year of a district is four thousand cells, and a page is asked for while
    people wait.
    """

    classes: dict[str, Counter[str]] = field(default_factory=dict)
    heat: list[list[int]] = field(default_factory=lambda: [[0] * _DAY for _ in range(_WEEK)])
    _hours: dict[Any, list[int]] = field(default_factory=dict)
    _severities: dict[Any, list[int]] = field(default_factory=dict)
    _times: dict[str, dict[Any, int]] = field(default_factory=dict)

    def add(
        self, day: date, incident_class: str, counts: Mapping[str, int], detail: Mapping[str, Any]
    ) -> None:
        """Add one cell: its counts, and its detail as `domain.statistics.to_detail` makes it."""
        held = self.classes.get(incident_class)
        if held is None:
            held = self.classes[incident_class] = Counter()
        for name in COUNTS:
            held[name] += counts[name]
        week = self.heat[day.weekday()]
        for hour, (reported, arrived, ms) in detail["h"].items():
            week[int(hour)] += reported
            kept = self._hours.get(hour)
            if kept is None:
                self._hours[hour] = [reported, arrived, ms]
            else:
                kept[0] += reported
                kept[1] += arrived
                kept[2] += ms
        for grade, row in detail["s"].items():
            kept = self._severities.setdefault(grade, [0] * _ROW)
            for at, value in enumerate(row):
                kept[at] += value
        for step, buckets in detail["t"].items():
            times = self._times.setdefault(step, {})
            for bucket, count in buckets.items():
                times[bucket] = times.get(bucket, 0) + count

    @property
    def whole(self) -> Cell:
        """All cells together."""
        counts: Counter[str] = Counter()
        for held in self.classes.values():
            counts.update(held)
        return Cell(
            counts,
            {int(hour): row for hour, row in self._hours.items()},
            {int(grade): row for grade, row in self._severities.items()},
            {
                step: Counter({int(bucket): n for bucket, n in found.items()})
                for step, found in self._times.items()
            },
        )
