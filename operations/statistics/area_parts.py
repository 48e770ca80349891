"""The parts of an area's statistics: plain bodies made from cells and counts."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.maps.areas import Area
from domain.statistics.day_sums import STEPS
from domain.statistics.gathered import Gathered
from domain.statistics.histogram import SHARES, WIDTH, curve_s, percentile_s
from domain.statistics.response_change import Arrived, Part, arrived_of


def share(part: float, whole: float) -> float | None:
    """A share of one; None of nothing."""
    return round(part / whole, 4) if whole else None


def seconds(value: float | None) -> float | None:
    """Seconds as they are sent."""
    return None if value is None else round(value, 1)


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


def class_rows(now: Gathered, before: Gathered) -> list[dict[str, Any]]:
    """Each class: how many, how many before, and how fast; most first."""
    new, old = now.classes, before.classes
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


def severity_rows(now: Gathered) -> list[dict[str, Any]]:
    """Each severity, the gravest first."""
    names = ("reported", "closed", "cancelled", "resolved", "in_target")
    rows = []
    for severity, counts in enumerate(now.severities, start=1):
        row = dict(zip(names, counts, strict=True))
        rows.append(
            {
                "severity": severity,
                **row,
                "in_target_share": share(row["in_target"], row["resolved"]),
            }
        )
    return rows


def response_rows(
    now: Gathered, before: Gathered, targets: Mapping[str, float | None]
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


def hours_of(found: Gathered) -> dict[int, Arrived]:
    """Arrivals by the hour of the report."""
    return {hour: Arrived(count, ms) for hour, (_, count, ms) in enumerate(found.hours)}


def part_body(part: Part) -> dict[str, Any]:
    """A part of a change as it is sent."""
    return {
        "name": part.name,
        "change_s": round(part.change_s, 1),
        "now_s": seconds(part.now_s),
        "before_s": seconds(part.before_s),
        "now": part.now,
        "before": part.before,
    }


def percentile_curves(
    now: Gathered, before: Gathered, targets: Mapping[str, float | None]
) -> dict[str, Any]:
    """Each step as a line: `shares` across, seconds up; `now_s` and `before_s` are None of nothing.

    The seconds are upper bounds, as everywhere.
    """
    return {
        "shares": list(SHARES),
        "steps": [
            {
                "step": step,
                "now_s": curve_s(now.times.get(step, {})),
                "before_s": curve_s(before.times.get(step, {})),
                "target_s": targets.get(step),
            }
            for step in STEPS
        ],
    }


def series_row(since: date, until: date, found: Gathered) -> dict[str, Any]:
    """One week or month of the trend."""
    counts, arrivals = found.counts, found.times.get("arrival", Counter())
    return {
        "from": since.isoformat(),
        "to": until.isoformat(),
        "reported": counts["reported"],
        "arrival_mean_s": seconds(arrived_of(counts).mean_s),
        "arrival_p50_s": seconds(percentile_s(arrivals, 0.5)),
        "arrival_p90_s": seconds(percentile_s(arrivals, 0.9)),
        "arrived_in_target_share": share(counts["arrived_in_target"], counts["arrived"]),
        "resolved_in_target_share": share(counts["resolved_in_target"], counts["resolved"]),
    }
