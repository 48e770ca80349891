"""Several incidents at once: the plan for all that wait, and sending what it says."""

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from domain.access.access import require
from domain.access.callers import Caller
from domain.dispatch.joint import Floats
from domain.dispatch.plan import Plan, Waiting, make_plan, queue_order
from domain.dispatch.recommendation import Candidate
from domain.dispatch.run_cards import RunCards, still_needed
from domain.dispatch.units import TravelMode, travel_mode
from domain.errors import ConflictError, InvalidError, OneScreenError, RefusedError
from domain.fields import check_known, check_object
from domain.incidents.incidents import INCIDENT, from_state
from domain.live.records import Record
from operations.dispatch.available_units import Force, Standing
from operations.dispatch.nearest import Roads
from operations.dispatch.plan_bodies import plan_body
from operations.dispatch.plan_sending import NotSent, PlannedSending, send_planned, waits
from operations.live.catching_up import caught_up
from operations.live.picture import Picture
from operations.maps.areas import Areas
from operations.threads import Lane, Work
from operations.transactions import in_transaction
from store import Store, Transaction

MOST_WAITING = 200
PLANS_KEPT = 64
PLAN_LIVES = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class MadePlan:
    """A plan that was shown, and what it was made of."""

    plan_id: str
    plan: Plan
    standing: Standing
    records: dict[str, Record]
    left_out: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a plan: sent incident by incident, and refused with the reason."""

    sent: list[dict[str, Any]]
    refused: list[NotSent]
    fresh: dict[str, Any] | None


class Plans:
    """Makes plans beside the event loop and keeps those shown for a while."""

    def __init__(
        self,
        *,
        store: Store,
        work: Work,
        picture: Picture,
        areas: Areas,
        force: Force,
        cards: Callable[[], Awaitable[RunCards]],
        lane: Lane,
    ) -> None:
        self._store = store
        self._work = work
        self._picture = picture
        self._areas = areas
        self._force = force
        self._cards = cards
        self._lane = lane
        self._kept: OrderedDict[str, MadePlan] = OrderedDict()

    async def plan(self, *, caller: Caller) -> dict[str, Any]:
        """The plan for all incidents of the caller's that wait."""
        require(caller, "desk.see")
        made = await self._make(caller)
        self._keep(made)
        return plan_body(made.plan_id, made.plan, made.standing, made.records, made.left_out)

    async def accept(self, raw: object, *, caller: Caller) -> Accepted:
        """Send what a plan says: each incident whole or not at all.

        Raises:
            InvalidError: the body cannot be read.
            NotAllowedError: the caller may not send anybody.
        """
        require(caller, "desk.act")
        plan_id, numbers = read_accept(raw)
        made = self._known(plan_id)
        if made is None:
            gone = ConflictError(says="plan_gone", code="plan_gone")
            return Accepted([], [NotSent(None, gone)], await self.plan(caller=caller))
        sent: list[dict[str, Any]] = []
        refused: list[NotSent] = []
        for planned in _planned(made, numbers):
            await self._send(planned, caller, sent, refused)
        if not refused:
            return Accepted(sent, refused, None)
        # so that the fresh plan does not offer again what was sent
        await caught_up(self._picture, self._store, self._work)
        return Accepted(sent, refused, await self.plan(caller=caller))

    async def _send(
        self,
        planned: PlannedSending,
        caller: Caller,
        sent: list[dict[str, Any]],
        refused: list[NotSent],
    ) -> None:
        """One transaction for one incident; what goes wrong is said and stops nobody else."""

        def write(tx: Transaction) -> list[str]:
            return send_planned(tx, planned, caller=caller)

        try:
            made = await in_transaction(self._store, self._work, write)
        except RefusedError as error:
            refused.append(NotSent(planned.number, error))
        except OneScreenError:
            busy = RefusedError(says="not_sent_busy", code="unavailable")
            refused.append(NotSent(planned.number, busy))
        else:
            sent.append(
                {
                    "number": planned.number,
                    "unit_ids": list(planned.unit_ids),
                    "assignments": made,
                }
            )

    async def _make(self, caller: Caller) -> MadePlan:
        cards = await self._cards()
        standing, roads = await self._force.ready(), await self._areas.roads()
        records = [one for one in self._picture.entities["incident"].values() if waits(one)]
        records = [one for one in records if may_see(caller, one)]

        def search() -> MadePlan:
            candidates = self._force.candidates(standing)
            units = self._force.available(standing, caller)
            waiting = sorted((_waiting(one, cards, candidates) for one in records), key=queue_order)
            waiting = [one for one in waiting if _is_short(one)]
            known = {one.id: one for one in records}
            taken = waiting[:MOST_WAITING]
            times = travel_matrix([known[one.number] for one in taken], units, roads)
            plan = make_plan(taken, [one.unit for one in units], times)
            return MadePlan(_name(plan), plan, standing, known, len(waiting) - len(taken))

        return await self._lane.run(search)

    def _keep(self, made: MadePlan) -> None:
        self._kept[made.plan_id] = made
        self._kept.move_to_end(made.plan_id)
        while len(self._kept) > PLANS_KEPT:
            self._kept.popitem(last=False)

    def _known(self, plan_id: str) -> MadePlan | None:
        made = self._kept.get(plan_id)
        now: datetime = self._force.standing().now
        if made is None or now - made.standing.now > PLAN_LIVES:
            return None
        return made


def may_see(caller: Caller, record: Record) -> bool:
    """Whether an incident belongs to the caller's area, and for a department, to it."""
    return INCIDENT.is_seen_by(caller, record.state)


def travel_matrix(records: Sequence[Record], units: Sequence[Candidate], roads: Roads) -> Floats:
    """Seconds from each unit to each incident, shape (incidents, units)."""
    places = [(record.state["lat"], record.state["lon"]) for record in records]
    return times_to(places, units, roads)


def times_to(
    places: Sequence[tuple[float, float]], units: Sequence[Candidate], roads: Roads
) -> Floats:
    """Seconds from each unit, by its own mode, to each place (lat, lon)."""
    times = np.full((len(places), len(units)), np.inf)
    ends = [lat for lat, _ in places], [lon for _, lon in places]
    for mode in TravelMode:
        rows = [
            row
            for row, one in enumerate(units)
            if one.fix is not None and travel_mode(one.unit) is mode
        ]
        if rows and places:
            fixes = [fix for row in rows if (fix := units[row].fix)]
            starts = [fix.lat for fix in fixes], [fix.lon for fix in fixes]
            times[:, rows] = roads.seconds_between(ends, starts, mode)
    return times


def read_accept(raw: object) -> tuple[str, frozenset[str] | None]:
    """`{plan, numbers?}`.

    Raises:
        InvalidError: in words a dispatcher may read.
    """
    body = check_object(raw)
    check_known(body, ("plan", "numbers"))
    plan_id, numbers = body.get("plan"), body.get("numbers")
    if not isinstance(plan_id, str) or not plan_id:
        raise InvalidError(says="plan_not_seen", field="plan", code="missing")
    if numbers is None:
        return plan_id, None
    if not isinstance(numbers, list) or not all(isinstance(one, str) for one in numbers):
        raise InvalidError(says="plan_numbers_wrong", field="numbers")
    return plan_id, frozenset(numbers)


def _planned(made: MadePlan, numbers: frozenset[str] | None) -> list[PlannedSending]:
    return [
        PlannedSending(
            part.waiting.number,
            tuple(sending.unit.unit_id for sending in part.joint),
            part.waiting.sent,
            from_state(made.records[part.waiting.number].state),
        )
        for part in made.plan.parts
        if part.joint and (numbers is None or part.waiting.number in numbers)
    ]


def _is_short(waiting: Waiting) -> bool:
    return any(already < need.count for need, already in waiting.needs)


def _waiting(record: Record, cards: RunCards, candidates: Sequence[Candidate]) -> Waiting:
    incident = from_state(record.state)
    sent = [one.unit for one in candidates if one.number == record.id]
    card = cards[incident.incident_class, incident.severity]
    return Waiting(
        incident.number,
        incident.severity,
        incident.reported_at,
        tuple(still_needed(card, sent)),
        len(sent),
    )


def _name(plan: Plan) -> str:
    """The same choice has the same name, whoever asks."""
    text = ";".join(
        f"{part.waiting.number}:{part.waiting.severity}:"
        + ",".join(f"{one.unit.unit_id}={one.need.role}" for one in part.joint)
        for part in plan.parts
    )
    return hashlib.sha256(text.encode()).hexdigest()[:24]
