"""The days before the first start: every incident with its steps, told in the order of time."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from itertools import count
from random import Random

import numpy as np

from domain.dispatch.units import TravelMode, Unit, UnitKind, UnitStatus, travel_mode
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident, IncidentStatus, advance
from domain.upkeep.history import HistoryEvent, HistoryPlan
from domain.upkeep.rhythm import Course, crew_for, watch_of
from feeds.simulator.duty import DutyMask
from feeds.simulator.fleet import Member
from feeds.simulator.incidents import SOURCE, Arrival, Arrivals, course_for
from feeds.simulator.movement import METRES_PER_DEGREE
from feeds.simulator.places import Places

ACTOR = SOURCE
# Changes when this file, the rhythm or the texts would tell another story from the same seed.
TELLER = "3"
# Straight metres to road metres, and mean speeds along the way, as measured on the demo roads.
_DETOUR = 1.4
_MEAN_KMH = {TravelMode.EBIKE: 20.0, TravelMode.CAR: 28.0, TravelMode.WALK: 5.0}
_TRY_AGAIN = timedelta(seconds=45)
# Duty changes are told for what is still on the screen; before that only incidents are.
DUTY_TOLD_FOR = timedelta(hours=24)

Step = Callable[[datetime], Iterator[HistoryEvent]]


def plan_history(
    members: Sequence[Member], *, until: datetime, days: int, seed: int, map_version: str
) -> HistoryPlan:
    """The plan of a history; its version names everything else the story depends on."""
    version = f"{TELLER}-{map_version}-{len(members)}"
    return HistoryPlan(until=until.astimezone(UTC), days=days, seed=seed, version=version)


def history(
    members: Sequence[Member], places: Places, plan: HistoryPlan, zone: tzinfo
) -> Iterator[HistoryEvent]:
    """Tell the days up to `plan.until`: units first, then everything in the order of time.

    The same arguments always tell the same events. Incidents that are not over at the end are
    left open, for the live simulator to go on with.

    Args:
        members: the demo fleet.
        places: where incidents happen and units are at home.
        plan: until when, how many days, which seed.
        zone: the district's.
    """
    return _Telling(members, places, plan, zone).run()


@dataclass(slots=True)
class _Case:
    """An incident under way, and who is on it."""

    incident: Incident
    course: Course
    assignments: dict[int, Assignment] = field(default_factory=dict)


class _Telling:
    """Steps waiting for their moment; each tells its events and may queue the next."""

    def __init__(
        self, members: Sequence[Member], places: Places, plan: HistoryPlan, zone: tzinfo
    ) -> None:
        self._members = members
        self._plan = plan
        self._zone = zone
        self._units: list[Unit] = [member.unit for member in members]
        self._statuses = [unit.status for unit in self._units]
        self._duty = DutyMask(members)
        self._arrivals = Arrivals(places, seed=plan.seed, zone=zone)
        homes = np.array([places.anchor(unit.home_area or "") for unit in self._units])
        self._lats, self._lons = homes.reshape(-1, 2).T
        kmh = [_MEAN_KMH[travel_mode(unit)] for unit in self._units]
        self._metres_per_s = np.array(kmh) / 3.6
        self._is_kind = {
            kind: np.array([unit.kind is kind for unit in self._units]) for kind in UnitKind
        }
        self._is_busy = np.zeros(len(members), dtype=bool)
        self._steps: list[tuple[datetime, int, Step]] = []
        self._order = count()
        self._duty_told_from = plan.until - min(DUTY_TOLD_FOR, timedelta(days=plan.days))

    def run(self) -> Iterator[HistoryEvent]:
        begins = self._plan.until - timedelta(days=self._plan.days)
        for unit in self._units:
            yield HistoryEvent(begins, "add", ACTOR, unit=unit)
        self._queue(self._duty_told_from, self._begin_duty)
        for arrival in self._arrivals.between(begins, self._plan.until):
            yield from self._until(arrival.at)
            yield from self._report(arrival)
        yield from self._until(self._plan.until)

    def _queue(self, at: datetime, step: Step) -> None:
        heapq.heappush(self._steps, (_whole(at), next(self._order), step))

    def _until(self, moment: datetime) -> Iterator[HistoryEvent]:
        while self._steps and self._steps[0][0] <= moment:
            at, _, step = heapq.heappop(self._steps)
            yield from step(at)

    # incidents -----------------------------------------------------------------------------

    def _report(self, arrival: Arrival) -> Iterator[HistoryEvent]:
        incident = Incident(
            number="",
            incident_class=arrival.incident_class,
            severity=arrival.severity,
            status=IncidentStatus.REPORTED,
            lat=arrival.lat,
            lon=arrival.lon,
            area_code=arrival.area_code,
            reported_at=arrival.at,
            source=SOURCE,
            source_id=arrival.source_id,
            reached_at={IncidentStatus.REPORTED: arrival.at},
            is_demo=True,
            title=arrival.title,
            description=arrival.description,
            reporter=arrival.reporter,
        )
        course = course_for(
            self._plan.seed, arrival.source_id, arrival.incident_class, arrival.severity
        )
        case = _Case(incident, course)
        self._queue(arrival.at + course.accept, partial(self._accept, case))
        yield HistoryEvent(arrival.at, "report", ACTOR, incident=incident)

    def _step_on(self, case: _Case, status: IncidentStatus, at: datetime) -> HistoryEvent:
        case.incident = advance(case.incident, status, at=at)
        return HistoryEvent(at, "advance", ACTOR, incident=case.incident)

    def _accept(self, case: _Case, at: datetime) -> Iterator[HistoryEvent]:
        next_step = self._drop if case.course.is_dropped else self._dispatch
        self._queue(at + case.course.dispatch, partial(next_step, case))
        yield self._step_on(case, IncidentStatus.ACCEPTED, at)

    def _drop(self, case: _Case, at: datetime) -> Iterator[HistoryEvent]:
        yield self._step_on(case, IncidentStatus.CANCELLED, at)

    def _dispatch(self, case: _Case, at: datetime) -> Iterator[HistoryEvent]:
        crew = self._crew(case, at)
        if not crew:
            self._queue(at + _TRY_AGAIN, partial(self._dispatch, case))
            return
        for index, travel in crew:
            yield from self._send(case, index, at)
            leaves = at + case.course.turnout
            self._queue(leaves, partial(self._set_out, case, index))
            self._queue(leaves + travel, partial(self._arrive, case, index))
        yield self._step_on(case, IncidentStatus.DISPATCHED, at)

    def _send(self, case: _Case, index: int, at: datetime) -> Iterator[HistoryEvent]:
        incident, unit = case.incident, self._units[index]
        assignment = Assignment(
            assignment_id=f"{incident.source_id}-{unit.unit_id}",
            number=incident.source_id,
            unit_id=unit.unit_id,
            area_code=incident.area_code,
            assigned_at=at,
            is_demo=True,
        )
        case.assignments[index] = assignment
        self._is_busy[index] = True
        yield HistoryEvent(at, "assign", ACTOR, assignment=assignment)
        yield from self._say(index, UnitStatus.DISPATCHED, at)

    def _set_out(self, case: _Case, index: int, at: datetime) -> Iterator[HistoryEvent]:
        yield self._mark(case, index, "en_route", at)
        yield from self._say(index, UnitStatus.EN_ROUTE, at)
        if case.incident.status is IncidentStatus.DISPATCHED:
            yield self._step_on(case, IncidentStatus.EN_ROUTE, at)

    def _arrive(self, case: _Case, index: int, at: datetime) -> Iterator[HistoryEvent]:
        if index not in case.assignments:  # the first to come has dealt with it
            return
        yield self._mark(case, index, "on_scene", at)
        yield from self._say(index, UnitStatus.ON_SCENE, at)
        if case.incident.status is IncidentStatus.EN_ROUTE:
            self._queue(at + case.course.work, partial(self._resolve, case))
            yield self._step_on(case, IncidentStatus.ON_SCENE, at)

    def _mark(self, case: _Case, index: int, step: str, at: datetime) -> HistoryEvent:
        changed = replace(case.assignments[index], **{f"{step}_at": at})  # type: ignore[arg-type]
        case.assignments[index] = changed
        return HistoryEvent(at, step, ACTOR, assignment=changed)

    def _resolve(self, case: _Case, at: datetime) -> Iterator[HistoryEvent]:
        self._queue(at + case.course.review, partial(self._close, case))
        yield self._step_on(case, IncidentStatus.RESOLVED, at)
        for index, assignment in case.assignments.items():
            yield HistoryEvent(at, "clear", ACTOR, assignment=replace(assignment, cleared_at=at))
            self._is_busy[index] = False
            yield from self._say(index, UnitStatus.AVAILABLE, at)
            yield from self._keep_duty(index, at)
        case.assignments = {}

    def _close(self, case: _Case, at: datetime) -> Iterator[HistoryEvent]:
        yield self._step_on(case, IncidentStatus.CLOSED, at)

    def _crew(self, case: _Case, at: datetime) -> list[tuple[int, timedelta]]:
        """The nearest free members of each kind that should go, and how long they travel."""
        incident = case.incident
        local = at.astimezone(self._zone).replace(tzinfo=None)
        may_go = self._duty.at(local) & ~self._is_busy
        north = (self._lats - incident.lat) * METRES_PER_DEGREE
        east = (self._lons - incident.lon) * METRES_PER_DEGREE * np.cos(np.radians(incident.lat))
        seconds = (np.hypot(north, east) * _DETOUR + 40.0) / self._metres_per_s
        rng = Random(f"{self._plan.seed}:travel:{incident.source_id}")  # noqa: S311 - not a secret
        sent: list[tuple[int, timedelta]] = []
        for kind, wanted in crew_for(incident.incident_class, incident.severity).items():
            free = np.flatnonzero(may_go & self._is_kind[kind])
            nearest = free[np.argsort(seconds[free], kind="stable")[:wanted]]
            for index in nearest.tolist():
                luck = rng.lognormvariate(0.0, 0.3)
                sent.append((index, timedelta(seconds=max(20.0, float(seconds[index]) * luck))))
        return sent

    # duty ----------------------------------------------------------------------------------

    def _say(self, index: int, status: UnitStatus, at: datetime) -> Iterator[HistoryEvent]:
        """Change a unit's status; told only for the last day, kept silent before."""
        self._statuses[index] = status
        if at < self._duty_told_from or self._units[index].status is status:
            return
        self._units[index] = replace(self._units[index], status=status)
        yield HistoryEvent(at, "status", ACTOR, unit=self._units[index])

    def _keep_duty(self, index: int, at: datetime) -> Iterator[HistoryEvent]:
        """On or off duty as the rotation has it; a unit at work finishes first."""
        if self._is_busy[index]:
            return
        is_on_duty = self._members[index].is_on_duty(at, self._zone)
        wanted = UnitStatus.AVAILABLE if is_on_duty else UnitStatus.OFF_DUTY
        yield from self._say(index, wanted, at)

    def _begin_duty(self, at: datetime) -> Iterator[HistoryEvent]:
        """From here on unit statuses are told: those of now, and every change of watch."""
        for index, status in enumerate(self._statuses):
            yield from self._say(index, status, at) if self._is_busy[index] else ()
            yield from self._keep_duty(index, at)
        day = at.astimezone(self._zone).date() - timedelta(days=1)
        last = self._plan.until.astimezone(self._zone).date()
        while day <= last:
            self._queue_watch_changes(day, at)
            day += timedelta(days=1)

    def _queue_watch_changes(self, day: date, after: datetime) -> None:
        for index, member in enumerate(self._members):
            for change in watch_of(member.rota, member.ordinal, day) or ():
                at = change.replace(tzinfo=self._zone).astimezone(UTC)
                if after < at <= self._plan.until:
                    self._queue(at, partial(self._keep_duty, index))


def _whole(at: datetime) -> datetime:
    """Whole milliseconds, as they are written, so that steps never swap places on paper."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
