"""How long answers took: p50 and p90 of each part, against the targets, by what one likes."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.incidents.assignments import Assignment
from domain.incidents.clocks import NAMES as PART_NAMES
from domain.incidents.clocks import Part, first_moments_ever
from domain.incidents.incidents import Incident, IncidentStatus

Sent = Mapping[str, Sequence[Assignment]]


class Measure(StrEnum):
    """What is measured, each from one moment to another."""

    ANSWER = "answer"
    ACCEPT = "accept"
    DISPATCH = "dispatch"
    TURNOUT = "turnout"
    TRAVEL = "travel"
    TOTAL = "total"


NAMES: Mapping[Measure, str] = {
    one: PART_NAMES[Part(one.value)] if one is not Measure.TOTAL else "总时长" for one in Measure
}


class By(StrEnum):
    """What the figures are split by."""

    CLASS = "class"
    AREA = "area"
    SHIFT = "shift"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Figure:
    """`p50_s` and `p90_s` are measured values, None without any; `within` is a share of `n`."""

    n: int
    p50_s: float | None
    p90_s: float | None
    within: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one class, area, shift or department; `count` incidents in all."""

    key: str
    count: int
    figures: Mapping[Measure, Figure]


def nearest_rank(values: Sequence[float], share: float) -> float:
    """The smallest measured value that at least `share` of all do not exceed.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values to rank")
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def spans(incident: Incident, assignments: Sequence[Assignment]) -> dict[Measure, timedelta]:
    """What can be measured of one incident: only what has begun and ended.

    The parts are those of the clocks (`domain.clocks`): answer from the first key of the call until
    it was saved (no machine's report has one), accept from the report until somebody took it,
    dispatch from there to the first unit sent, turnout until the first set out, travel until the
    first was there. Total runs from the first key, or the report, to the first on scene.
    """
    sent = first_moments_ever(incident, assignments)
    begun = incident.call_started_at or incident.reported_at
    reported = incident.first_at(IncidentStatus.REPORTED) or incident.reported_at
    accepted = incident.first_at(IncidentStatus.ACCEPTED)
    found = {
        Measure.ANSWER: (incident.call_started_at, reported),
        Measure.ACCEPT: (reported, accepted),
        Measure.DISPATCH: (accepted, sent.assigned),
        Measure.TURNOUT: (sent.assigned, sent.en_route),
        Measure.TRAVEL: (sent.en_route, sent.on_scene),
        Measure.TOTAL: (begun, sent.on_scene),
    }
    return {
        measure: max(end - start, timedelta(0))
        for measure, (start, end) in found.items()
        if start is not None and end is not None
    }


def targets_of(parts: Mapping[Part, timedelta], arrival: timedelta) -> dict[Measure, timedelta]:
    """The district's targets for what is measured."""
    return {
        Measure.ANSWER: parts[Part.ANSWER],
        Measure.ACCEPT: parts[Part.ACCEPT],
        Measure.DISPATCH: parts[Part.DISPATCH],
        Measure.TURNOUT: parts[Part.TURNOUT],
        Measure.TRAVEL: parts[Part.TRAVEL],
        Measure.TOTAL: arrival,
    }


def figures(
    incidents: Sequence[Incident],
    sent: Sent,
    key_of: Callable[[Incident], str],
    targets: Mapping[Measure, timedelta],
) -> list[Row]:
    """A row for each key, by key; merged incidents are counted where they went."""
    groups: dict[str, list[Incident]] = {}
    for incident in without_doubles(incidents):
        groups.setdefault(key_of(incident), []).append(incident)
    return [row(key, groups[key], sent, targets) for key in sorted(groups)]


def without_doubles(incidents: Sequence[Incident]) -> list[Incident]:
    """Those that were not merged into another: a double is counted where it went."""
    return [one for one in incidents if one.merged_into is None]


def row(
    key: str, incidents: Sequence[Incident], sent: Sent, targets: Mapping[Measure, timedelta]
) -> Row:
    """The figures of some incidents together, without the doubles among them."""
    counted = without_doubles(incidents)
    measured = [spans(one, sent.get(one.number, ())) for one in counted]
    return Row(
        key,
        len(counted),
        {
            measure: _figure(
                [one[measure].total_seconds() for one in measured if measure in one],
                targets[measure].total_seconds(),
            )
            for measure in Measure
        },
    )


def _figure(values: Sequence[float], target_s: float) -> Figure:
    if not values:
        return Figure(0, None, None, None)
    within = sum(value <= target_s for value in values) / len(values)
    return Figure(
        len(values), nearest_rank(values, 0.5), nearest_rank(values, 0.9), round(within, 4)
    )
