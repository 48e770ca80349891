"""The parts of an area's statistics: plain bodies made from cells and counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.maps.areas import Area, Level
from domain.statistics import periods
from domain.statistics.day_sums import STEPS
from domain.statistics.gathered import Gathered
from domain.statistics.histogram import SHARES, WIDTH, curve_s, percentile_s
from domain.statistics.periods import Period
from domain.statistics.response_change import Arrived, Part, arrived_of

# As the wall says it, too.
REST_WORDS: Mapping[Level, str] = {
    Level.DISTRICT: "未落到镇街",
    Level.TOWN: "未落到村社区",
    Level.VILLAGE: "未落到网格",
}


def share(part: float, whole: float) -> float | None:
    """A share of one; None of nothing."""
    return round(part / whole, 4) if whole else None


def seconds(value: float | None) -> float | None:
    """Seconds as they are sent."""
    return None if value is None else round(value, 1)


def totals(counts: Counter[str], area: Area | None, is_known: bool = True) -> dict[str, Any]:
    """What happened, how much of it is through, and how fast somebody was there.

    Every figure is None when `is_known` is not so: days without data are not days of zero.
    """
    found = _totals(counts, area)
    return found if is_known else dict.fromkeys(found)


def _totals(counts: Counter[str], area: Area | None) -> dict[str, Any]:
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


def rest_row(
    counts: Counter[str], opened: int, children: Sequence[Mapping[str, Any]], level: Level
) -> dict[str, Any] | None:
    """What an area has that none of its parts has; None when the parts sum to it.

    Parts of which nothing is known (None) have nothing to sum.
    """
    counted = ("reported", "closed", "cancelled", "resolved", "arrived")
    rest = {name: counts[name] - sum(row[name] or 0 for row in children) for name in counted}
    rest["open_now"] = opened - sum(row["open_now"] for row in children)
    if not children or not any(rest.values()):
        return None
    return {"code": "", "name": REST_WORDS[level], **rest}


def heat_by_day(now: Gathered, period: Period, first: date | None) -> dict[str, Any]:
    """How many days with data each weekday has, Monday first, and reports an hour of such a day.

    A period of 30 days holds five of two weekdays: sums of weekdays do not compare.
    """
    days = periods.weekdays(period, first)
    return {
        "heat_days": days,
        "heat_mean": [
            [round(count / held, 2) if held else None for count in hours]
            for hours, held in zip(now.heat, days, strict=True)
        ],
    }


def class_rows(now: Gathered, before: Gathered, *, has_before: bool) -> list[dict[str, Any]]:
    """Each class: how many, how many before (None: no data), and how fast; most first."""
    new, old = now.classes, before.classes
    rows = [
        {
            "class": name,
            "reported": new.get(name, Counter())["reported"],
            "previous": old.get(name, Counter())["reported"] if has_before else None,
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


def series_row(span: Period, days: int, found: Gathered, first: date | None) -> dict[str, Any]:
    """One week or month of the trend; `is_whole`: it is over and has data of all its `days`."""
    with_data = periods.days_since(span, first)
    counts, arrivals = found.counts, found.times.get("arrival", Counter())
    return {
        "from": span.since.isoformat(),
        "to": span.until.isoformat(),
        "with_data": with_data,
        "is_whole": with_data == days,
        "reported": counts["reported"],
        "arrival_mean_s": seconds(arrived_of(counts).mean_s),
        "arrival_p50_s": seconds(percentile_s(arrivals, 0.5)),
        "arrival_p90_s": seconds(percentile_s(arrivals, 0.9)),
        "arrived_in_target_share": share(counts["arrived_in_target"], counts["arrived"]),
        "resolved_in_target_share": share(counts["resolved_in_target"], counts["resolved"]),
    }
