"""The clocks of an incident: how long each part has taken, and when that is too long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident, IncidentStatus

AMBER_FROM = 0.8


class Part(StrEnum):
    """The parts of a response, in order."""

    ANSWER = "answer"
    ACCEPT = "accept"
    DISPATCH = "dispatch"
    TURNOUT = "turnout"
    TRAVEL = "travel"
    ON_SCENE = "on_scene"


NAMES: Mapping[Part, str] = {
    Part.ANSWER: "接听建单",
    Part.ACCEPT: "受理",
    Part.DISPATCH: "派遣",
    Part.TURNOUT: "出动",
    Part.TRAVEL: "路途",
    Part.ON_SCENE: "现场",
}


# Which clock runs while an incident stands there; the answer was given before it began.
RUNS_IN: Mapping[IncidentStatus, Part] = {
    IncidentStatus.REPORTED: Part.ACCEPT,
    IncidentStatus.ACCEPTED: Part.DISPATCH,
    IncidentStatus.DISPATCHED: Part.TURNOUT,
    IncidentStatus.EN_ROUTE: Part.TRAVEL,
    IncidentStatus.ON_SCENE: Part.ON_SCENE,
}


class ClockState(StrEnum):
    """`ok`, `amber`, `red` while it runs; `done` or `late` when it has stopped."""

    OK = "ok"
    AMBER = "amber"
    RED = "red"
    DONE = "done"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Clock:
    """One part of an incident. `until` is None while it runs; `target` None: it has no limit."""

    part: Part
    since: datetime
    until: datetime | None
    target: timedelta | None


def state_of(clock: Clock, now: datetime) -> ClockState:
    """Amber from 80 % of the target, red beyond it."""
    spent = (clock.until or now) - clock.since
    if clock.until is not None:
        is_late = clock.target is not None and spent > clock.target
        return ClockState.LATE if is_late else ClockState.DONE
    if clock.target is None or spent < clock.target * AMBER_FROM:
        return ClockState.OK
    return ClockState.RED if spent > clock.target else ClockState.AMBER


def clocks(
    incident: Incident, assignments: Iterable[Assignment], targets: Mapping[Part, timedelta]
) -> list[Clock]:
    """The clocks that have begun, in order.

    Answer runs from the first key of the call to the saved report, accept from there until
    somebody took it, dispatch until the first unit was sent, turnout until the first set out,
    travel until the first was there, on scene until it was resolved. What ended before its time
    (cancelled, resolved without sending) stops every clock. After a reopening what the caller
    waited for (answer, accept) stays as it was; the others run from the reopening.
    """
    reached, sent = incident.reached_at, first_moments(incident, assignments)
    reported = reached.get(IncidentStatus.REPORTED, incident.reported_at)
    accepted = reached.get(IncidentStatus.ACCEPTED)
    ended = _ended(incident)
    steps: Sequence[tuple[Part, datetime | None, datetime | None]] = (
        (Part.ANSWER, incident.call_started_at, reported),
        (Part.ACCEPT, reported, incident.first_at(IncidentStatus.ACCEPTED)),
        (Part.DISPATCH, accepted, sent.assigned),
        (Part.TURNOUT, sent.assigned, sent.en_route or sent.on_scene),
        (Part.TRAVEL, sent.en_route, sent.on_scene),
        (Part.ON_SCENE, sent.on_scene, ended),
    )
    found = [
        Clock(
            part,
            since,
            max(until or ended or since, since) if until or ended else None,
            targets.get(part),
        )
        for part, since, until in steps
        if since is not None
    ]
    return _unserved(found, incident, targets) if incident.unserved_since else found


def _unserved(
    found: Sequence[Clock], incident: Incident, targets: Mapping[Part, timedelta]
) -> list[Clock]:
    """Its last crew has left: what ran stops there, and the time to send another runs."""
    left = incident.unserved_since
    assert left is not None  # noqa: S101 - asked by whom this is called
    stopped = [
        replace(one, until=max(left, one.since)) if one.until is None else one for one in found
    ]
    return [*stopped, Clock(Part.DISPATCH, left, None, targets.get(Part.DISPATCH))]


@dataclass(frozen=True, slots=True)
class FirstMoments:
    """When the first unit was sent, set out, and was there; each None while nobody did."""

    assigned: datetime | None
    en_route: datetime | None
    on_scene: datetime | None


def first_moments(incident: Incident, assignments: Iterable[Assignment]) -> FirstMoments:
    """The first moments of the present run: since the incident was (last) accepted."""
    return _first_since(incident.reached_at.get(IncidentStatus.ACCEPTED), assignments)


def first_moments_ever(incident: Incident, assignments: Iterable[Assignment]) -> FirstMoments:
    """The first moments since it was accepted for the first time, whatever was reopened later."""
    return _first_since(incident.first_at(IncidentStatus.ACCEPTED), assignments)


def _first_since(begun: datetime | None, assignments: Iterable[Assignment]) -> FirstMoments:
    """Whoever was sent before, and was still on it then, counts: it came over from a double."""
    counted = [
        one
        for one in assignments
        if begun is None
        or one.assigned_at >= begun
        or one.cleared_at is None
        or one.cleared_at > begun
    ]
    return FirstMoments(
        min((one.assigned_at for one in counted), default=None),
        min((one.en_route_at for one in counted if one.en_route_at), default=None),
        min((one.on_scene_at for one in counted if one.on_scene_at), default=None),
    )


_URGENCY = {ClockState.RED: 0, ClockState.AMBER: 1}


def urgency(states: Iterable[ClockState]) -> int:
    """How soon an incident wants to be looked at: 0 red, 1 amber, 2 neither."""
    return min((_URGENCY.get(state, 2) for state in states), default=2)


def _ended(incident: Incident) -> datetime | None:
    for status in (IncidentStatus.RESOLVED, IncidentStatus.CLOSED, IncidentStatus.CANCELLED):
        if status in incident.reached_at and incident.status in {
            IncidentStatus.RESOLVED,
            IncidentStatus.CLOSED,
            IncidentStatus.CANCELLED,
        }:
            return incident.reached_at[status]
    return None
