"""The parts of an area's statistics: plain bodies made from cells and counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from domain.areas import Area
from domain.histogram import WIDTH, percentile_s
from domain.response_change import Arrived, Part, arrived_of
from domain.statistics import STEPS, Cell, CellKey

Cells = Mapping[CellKey, Cell]
_WEEK, _DAY = 7, 24


def share(part: float, whole: float) -> float | None:
    """A share of one; None of nothing."""
    return round(part / whole, 4) if whole else None


def seconds(value: float | None) -> float | None:
    """Seconds as they are sent."""
    return None if value is None else round(value, 1)


def summed(cells: Iterable[Cell]) -> Cell:
    """All cells together."""
    whole = Cell()
    for cell in cells:
        whole.add(cell)
    return whole


def totals(counts: Counter[str], area: Area | None) -> dict[str, Any]:
    """What happened, how much of it is through, and how fast somebody was there."""
    reported = counts["reported"]
    people = area.population if area else None
    return {
        "reported": reported,
        "closed": counts["closed"],
        "cancelled": counts["cancelled"],
        "still_open": reported - counts["closed"] - counts["cancelled"],
        "resolved": counts["resolved"],
        "resolved_in_target_share": share(counts["resolved_in_target"], counts["resolved"]),
        "per_1000": round(1000 * reported / people, 2) if people else None,
        "arrived": counts["arrived"],
        "arrival_mean_s": seconds(arrived_of(counts).mean_s),
        "arrived_in_target_share": share(counts["arrived_in_target"], counts["arrived"]),
    }


def by_class(cells: Cells) -> dict[str, Counter[str]]:
    """Counts of each class."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for key, cell in cells.items():
        found[key.incident_class].update(cell.counts)
    return dict(found)


def class_rows(now: Cells, before: Cells) -> list[dict[str, Any]]:
    """Each class: how many, how many before, and how fast; most first."""
    new, old = by_class(now), by_class(before)
    rows = [
        {
            "class": name,
            "reported": new.get(name, Counter())["reported"],
            "previous": old.get(name, Counter())["reported"],
            "arrival_mean_s": seconds(arrived_of(new.get(name, Counter())).mean_s),
        }
        for name in {*new, *old}
    ]
    return sorted(rows, key=lambda row: (-row["reported"], row["class"]))


def severity_rows(whole: Cell) -> list[dict[str, Any]]:
    """Each severity, the gravest first."""
    names = ("reported", "closed", "cancelled", "resolved", "in_target")
    rows = []
    for severity in range(1, 5):
        row = dict(zip(names, whole.severities.get(severity, [0] * 5), strict=True))
        rows.append(
            {
                "severity": severity,
                **row,
                "in_target_share": share(row["in_target"], row["resolved"]),
            }
        )
    return rows


def heat(cells: Cells) -> list[list[int]]:
    """Reports by weekday (Monday first) and hour."""
    grid = [[0] * _DAY for _ in range(_WEEK)]
    for key, cell in cells.items():
        row = grid[key.day.weekday()]
        for hour, (reported, *_) in cell.hours.items():
            row[hour] += reported
    return grid


def response_rows(
    now: Cell, before: Cell, targets: Mapping[str, float | None]
) -> list[dict[str, Any]]:
    """Each step: how many were measured, the upper bounds of the 50th and 90th percentile."""
    rows = []
    for step in STEPS:
        new, old = now.times.get(step, Counter()), before.times.get(step, Counter())
        rows.append(
            {
                "step": step,
                "count": sum(new.values()),
                "p50_s": seconds(percentile_s(new, 0.5)),
                "p90_s": seconds(percentile_s(new, 0.9)),
                "previous_p50_s": seconds(percentile_s(old, 0.5)),
                "previous_p90_s": seconds(percentile_s(old, 0.9)),
                "target_s": targets.get(step),
                "width": round(WIDTH, 3),
            }
        )
    return rows


def hours_of(cells: Iterable[Cell]) -> dict[int, Arrived]:
    """Arrivals by the hour of the report."""
    found: dict[int, Arrived] = defaultdict(Arrived)
    for cell in cells:
        for hour, (_, count, ms) in cell.hours.items():
            found[hour] += Arrived(count, ms)
    return dict(found)


def part_body(part: Part) -> dict[str, Any]:
    """A part of a change as it is sent."""
    return {
        "name": part.name,
        "change_s": round(part.change_s, 1),
        "now_s": seconds(part.now_s),
        "before_s": seconds(part.before_s),
    }


def series_row(since: date, until: date, counts: Counter[str]) -> dict[str, Any]:
    """One week or month of the trend."""
    return {
        "from": since.isoformat(),
        "to": until.isoformat(),
        "reported": counts["reported"],
        "arrival_mean_s": seconds(arrived_of(counts).mean_s),
        "arrived_in_target_share": share(counts["arrived_in_target"], counts["arrived"]),
        "resolved_in_target_share": share(counts["resolved_in_target"], counts["resolved"]),
    }
