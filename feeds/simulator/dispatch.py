"""The demo's own dispatchers and crews: they take their own incidents through the real steps.

Nothing is remembered between two rounds that the picture does not hold: how an incident will go
follows from its `source_id`, and when its next step is due from the moment of its last. So a
restart goes on where the picture stands.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from domain.dispatch.units import FREE, UnitKind, UnitStatus
from domain.errors import RefusedError
from domain.incidents.incidents import ENDED, IncidentClass, IncidentStatus, Severity
from domain.moments import from_iso
from domain.upkeep.rhythm import Course, crew_for
from feeds.simulator import crews
from feeds.simulator.field import Field
from feeds.simulator.incidents import SOURCE, course_for
from feeds.simulator.movement import Goal
from feeds.simulator.ports import Ports, State

logger = logging.getLogger(__name__)
STEPS_AT_ONCE = 6
TRY_AGAIN_AFTER = timedelta(seconds=15)
# The picture follows the journal in milliseconds; after this long a step may be tried again.
PICTURE_CATCHES_UP_IN = timedelta(seconds=5)
OFFERS = 15
_SENT = "sent"


class Dispatch:
    """Advances the demo's own open incidents; what a person has taken is left to people.

    So is what others reported.
    Units are aimed at whatever incident they are assigned to, whoever sent them, and report their
    own steps. Whom a person has sent answers the notice first, like people do.

    Args:
        members: unit ids of the demo fleet.
        ports: the desk and the picture.
        field: where the units move.
        seed: of how incidents go.
        speed: simulated seconds in one real second.
    """

    def __init__(
        self, members: Collection[str], ports: Ports, field: Field, *, seed: int, speed: float
    ) -> None:
        self._members = frozenset(members)
        self._ports = ports
        self._field = field
        self._seed = seed
        self._speed = speed
        self._courses: dict[str, Course] = {}
        self._not_before: dict[tuple[str, str], datetime] = {}
        self._left = 0
        self._notices: dict[str, State] = {}
        self._taken: set[str] = set()
        self._waiting: set[str] = set()
        self._checked_in: dict[str, int] = {}

    async def act(
        self, now: datetime, units: Mapping[str, State], assignments: Sequence[State]
    ) -> None:
        """Take the steps that are due, a few at a time.

        Args:
            now: aware.
            units: newest state of each unit.
            assignments: the open ones.
        """
        own = self.aim(assignments)
        self._not_before = {key: at for key, at in self._not_before.items() if at > now}
        self._left = STEPS_AT_ONCE
        await self._answer(now)
        for assignment in assignments:
            await self._crew_step(assignment, units, now)
            await self._check_in(assignment, now)
        for incident in own:
            await self._incident_step(incident, units, assignments, now)

    def just_sent(self) -> set[str]:
        """Units sent so lately that the picture may not show it yet, and those told to wait."""
        return self._waiting | {unit_id for unit_id, what in self._not_before if what == _SENT}

    def aim(self, assignments: Sequence[State]) -> list[State]:
        """Aim every unit at the incident it is assigned to; returns the demo's own open ones."""
        incidents = {state["number"]: state for state in self._ports.states("incident")}
        own = [state for state in incidents.values() if _is_own(state)]
        self._notices = {state["notice_id"]: state for state in self._ports.states("notice")}
        self._taken = {state["number"] for state in incidents.values() if state.get("is_taken")}
        self._courses = {state["number"]: self._course(state) for state in own}
        self._field.set_goals(self._standby_goals() | self._goals(assignments, incidents))
        return own

    def _course(self, state: State) -> Course:
        held = self._courses.get(state["number"])
        return held or course_for(
            self._seed,
            state["source_id"],
            IncidentClass(state["class"]),
            Severity(state["severity"]),
        )

    def _is_due(self, since: str, span: timedelta, now: datetime) -> bool:
        return now >= from_iso(since) + span / self._speed

    # crews ---------------------------------------------------------------------------------

    def _standby_goals(self) -> dict[str, Goal]:
        """Who was told to wait somewhere goes there and stays, once it has said yes."""
        held = [one for one in self._ports.states("standby") if one["ended_at"] is None]
        self._waiting = {one["unit_id"] for one in held}
        goals: dict[str, Goal] = {}
        for one in held:
            starts_at = crews.moves_up_at(one, self._notices, self._seed, self._speed)
            if starts_at is not None and one["unit_id"] in self._members:
                goals[one["unit_id"]] = Goal(
                    number=one["standby_id"], lat=one["lat"], lon=one["lon"], starts_at=starts_at
                )
        return goals

    def _goals(
        self, assignments: Sequence[State], incidents: Mapping[str, State]
    ) -> dict[str, Goal]:
        goals: dict[str, Goal] = {}
        for assignment in assignments:
            incident = incidents.get(assignment["number"])
            if incident is None or assignment["unit_id"] not in self._members:
                continue
            starts_at = self._sets_out_at(assignment)
            if starts_at is None:
                continue
            goals[assignment["unit_id"]] = Goal(
                number=incident["number"],
                lat=incident["lat"],
                lon=incident["lon"],
                starts_at=starts_at,
            )
        return goals

    def _sets_out_at(self, assignment: State) -> datetime | None:
        """When a crew sets out; None while it has not said yes to what it was sent."""
        course = self._courses.get(assignment["number"])
        if course is not None and assignment["assignment_id"] not in self._notices:
            return from_iso(assignment["assigned_at"]) + course.turnout / self._speed
        return crews.sets_out_at(assignment, self._notices, self._seed, self._speed)

    async def _answer(self, now: datetime) -> None:
        """Crews say yes to their notices, through the door that phones have."""
        phones = self._ports.phones
        if phones is None:
            return
        for notice in self._notices.values():
            unit_id = notice["unit_id"]
            if unit_id not in self._members or self._ports.is_held(unit_id):
                continue
            if crews.is_due(notice, self._seed, self._speed, now):
                key = (notice["notice_id"], "answer")
                await self._take(key, now, partial(phones.answer, notice["notice_id"], unit_id))

    async def _check_in(self, assignment: State, now: datetime) -> None:
        """People on scene of what a person has taken say now and then that all is well."""
        unit_id, since = assignment["unit_id"], assignment["on_scene_at"]
        phones = self._ports.phones
        if phones is None or since is None or assignment["number"] not in self._taken:
            return
        if unit_id not in self._members or self._ports.is_held(unit_id):
            return
        turn = int((now - from_iso(since)) / (crews.CHECKS_IN_EVERY / self._speed))
        key = assignment["assignment_id"]
        if turn > self._checked_in.get(key, 0):
            self._checked_in[key] = turn
            await self._take((key, "check_in"), now, partial(phones.check_in, unit_id))

    async def _crew_step(
        self,
        assignment: State,
        units: Mapping[str, State],
        now: datetime,
    ) -> None:
        """A unit says that it sets out, and that it is there; the incident follows."""
        unit_id, number = assignment["unit_id"], assignment["number"]
        unit = units.get(unit_id)
        if unit is None or unit_id not in self._members or self._ports.is_held(unit_id):
            return
        wanted = None
        if self._field.has_arrived(unit_id, number):
            wanted = UnitStatus.ON_SCENE
        elif unit["status"] == UnitStatus.DISPATCHED and self._has_set_out(assignment, now):
            wanted = UnitStatus.EN_ROUTE
        if wanted is not None and unit["status"] != wanted:
            step = partial(self._ports.desk.set_unit_status, unit_id, wanted)
            await self._take((unit_id, wanted), now, step)

    def _has_set_out(self, assignment: State, now: datetime) -> bool:
        starts_at = self._sets_out_at(assignment)
        return starts_at is not None and now >= starts_at

    # incidents -----------------------------------------------------------------------------

    async def _incident_step(
        self,
        incident: State,
        units: Mapping[str, State],
        assignments: Sequence[State],
        now: datetime,
    ) -> None:
        status = IncidentStatus(incident["status"])
        course = self._courses[incident["number"]]
        since = incident["reached_at"][status.value]
        if status is IncidentStatus.ACCEPTED and self._is_due(since, course.dispatch, now):
            if course.is_dropped:
                await self._advance(incident, IncidentStatus.CANCELLED, now)
            else:
                await self._send(incident, units, assignments, now)
        elif status in {IncidentStatus.DISPATCHED, IncidentStatus.EN_ROUTE}:
            if not any(sent["number"] == incident["number"] for sent in assignments):
                await self._send(incident, units, assignments, now)
        elif (step := _next_step(status, course)) and self._is_due(since, step[1], now):
            await self._advance(incident, step[0], now)

    async def _advance(self, incident: State, status: IncidentStatus, now: datetime) -> None:
        number = incident["number"]
        await self._take((number, status), now, partial(self._ports.desk.advance, number, status))

    async def _send(
        self,
        incident: State,
        units: Mapping[str, State],
        assignments: Sequence[State],
        now: datetime,
    ) -> None:
        number = incident["number"]
        if not self._may_take((number, "send")):
            return
        self._not_before[number, "send"] = now + TRY_AGAIN_AFTER / self._speed
        busy = {assignment["unit_id"] for assignment in assignments} | self.just_sent()
        busy |= self._waiting  # whom a person has placed the demo leaves there
        crew: list[str] = []
        wanted = crew_for(IncidentClass(incident["class"]), Severity(incident["severity"]))
        for kind, size in wanted.items():
            crew += (await self._nearest_free(incident, kind, units, busy))[:size]
        for unit_id in crew:
            self._not_before[unit_id, _SENT] = now + PICTURE_CATCHES_UP_IN
        if crew:
            await self._take(
                (number, "assign"), now, partial(self._ports.desk.assign, number, crew)
            )

    async def _nearest_free(
        self, incident: State, kind: UnitKind, units: Mapping[str, State], busy: Collection[str]
    ) -> list[str]:
        offers = await self._ports.nearest(incident["lat"], incident["lon"], kind, OFFERS)
        ids = [offer.unit.unit_id for offer in offers]
        return [
            unit_id
            for unit_id in ids
            if unit_id in self._members
            and unit_id not in busy
            and unit_id in units
            and UnitStatus(units[unit_id]["status"]) in FREE
            and not self._ports.is_held(unit_id)
        ]

    # doing ---------------------------------------------------------------------------------

    def _may_take(self, key: tuple[str, str]) -> bool:
        return self._left > 0 and key not in self._not_before

    async def _take(
        self, key: tuple[str, str], now: datetime, step: Callable[[], Awaitable[object]]
    ) -> None:
        """Take a step once; what people have forestalled is refused there and left out here."""
        if not self._may_take(key):
            return
        self._left -= 1
        self._not_before[key] = now + PICTURE_CATCHES_UP_IN
        try:
            await step()
        except RefusedError as error:
            logger.info("demo step %s was refused: %s", key, error.message)


def _is_own(state: State) -> bool:
    """Of the demo's making, open, and not in the hands of a person."""
    is_open = IncidentStatus(state["status"]) not in ENDED
    return state["source"] == SOURCE and is_open and not state.get("is_taken")


def _next_step(status: IncidentStatus, course: Course) -> tuple[IncidentStatus, timedelta] | None:
    """The step that comes by waiting alone, and how long after the last."""
    if status is IncidentStatus.REPORTED:
        return IncidentStatus.ACCEPTED, course.accept
    if status is IncidentStatus.ON_SCENE:
        return IncidentStatus.RESOLVED, course.work
    if status is IncidentStatus.RESOLVED:
        return IncidentStatus.CLOSED, course.review
    return None
