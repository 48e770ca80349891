"""A plan for everything that waits: the joint choice beside what each would take for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.dispatch.joint import (
    NOBODY,
    Floats,
    Ints,
    Slot,
    Totals,
    assign_in_turn,
    assign_jointly,
    totals,
)
from domain.dispatch.recommendation import eligible_seconds, slots_of
from domain.dispatch.run_cards import Need
from domain.dispatch.units import Unit
from domain.incidents.incidents import Severity


@dataclass(frozen=True, slots=True)
class Waiting:
    """An incident that waits for units: its needs, each with how many already sent fill it.

    `sent` counts everybody on it already, whether a need asked for them or not.
    """

    number: str
    severity: Severity
    reported_at: datetime
    needs: tuple[tuple[Need, int], ...]
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Sending:
    """One unit to one incident, for a need, with its travel time."""

    unit: Unit
    need: Need
    seconds: float


@dataclass(frozen=True, slots=True)
class Part:
    """What a plan does for one incident."""

    waiting: Waiting
    joint: tuple[Sending, ...]
    nearest: tuple[Sending, ...]
    short: tuple[tuple[Need, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The joint choice and the one made in turn, incident by incident, and what each comes to."""

    parts: tuple[Part, ...]
    joint: Totals
    nearest: Totals

    @property
    def saved_s(self) -> float | None:
        """Seconds of travel saved; None where the choices do not send equally many."""
        if self.joint.filled != self.nearest.filled:
            return None
        return self.nearest.seconds - self.joint.seconds


def queue_order(waiting: Waiting) -> tuple[int, datetime, str]:
    """Gravest first, then the longest wait: the order a desk works in."""
    return int(waiting.severity), waiting.reported_at, waiting.number


def make_plan(waiting: Sequence[Waiting], units: Sequence[Unit], times: Floats) -> Plan:
    """Choose units for all incidents at once, and in turn for comparison.

    Args:
        waiting: in queue order.
        units: those that may be sent.
        times: shape (incidents, units), seconds of travel.

    Source: docs/decisions/0023-several-at-once.md
    """
    slots = [
        slot for row, one in enumerate(waiting) for slot in slots_of(one.needs, row, one.severity)
    ]
    needs_of = [[need for need, _ in one.needs] for one in waiting]
    seconds = eligible_seconds(slots, needs_of, units, times)
    joint, nearest = assign_jointly(slots, seconds), assign_in_turn(slots, seconds)
    parts = tuple(
        _part(row, one, slots, seconds, units, joint, nearest) for row, one in enumerate(waiting)
    )
    return Plan(parts, totals(slots, seconds, joint), totals(slots, seconds, nearest))


def _part(
    row: int,
    waiting: Waiting,
    slots: Sequence[Slot],
    seconds: Floats,
    units: Sequence[Unit],
    joint: Ints,
    nearest: Ints,
) -> Part:
    mine = [i for i, slot in enumerate(slots) if slot.incident == row]

    def sendings(chosen: Ints) -> tuple[Sending, ...]:
        return tuple(
            Sending(units[chosen[i]], waiting.needs[slots[i].need][0], float(seconds[i, chosen[i]]))
            for i in mine
            if chosen[i] != NOBODY
        )

    lacking = [0] * len(waiting.needs)
    for i in mine:
        lacking[slots[i].need] += joint[i] == NOBODY
    short = tuple(
        (need, int(count)) for (need, _), count in zip(waiting.needs, lacking, strict=True) if count
    )
    return Part(waiting, sendings(joint), sendings(nearest), short)
