"""Who is on watch: as one mask for history, and kept up unit by unit while the demo runs."""

import logging
from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from domain.dispatch.units import FREE, UnitStatus
from domain.errors import FullError, RefusedError
from domain.upkeep.rhythm import change_offset, watch_of
from feeds.simulator.fleet import Member
from feeds.simulator.ports import Ports, State

logger = logging.getLogger(__name__)
Floats = NDArray[np.float64]
# After a long stop hundreds of watches have changed: they are caught up over minutes.
CHANGES_AT_ONCE = 2
LOOK_EVERY = timedelta(seconds=5)


class DutyMask:
    """Who is on duty, as one mask over the fleet; the watches of two days are kept at hand."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members
        self._days: dict[date, tuple[Floats, Floats]] = {}

    def at(self, local: datetime) -> NDArray[np.bool_]:
        """True where a member is on watch at a naive local moment."""
        today, stamp = local.date(), _naive_seconds(local)
        on = np.zeros(len(self._members), dtype=bool)
        for day in (today, today - timedelta(days=1)):
            begins, ends = self._watches(day)
            on |= (begins <= stamp) & (stamp < ends)
        return on

    def _watches(self, day: date) -> tuple[Floats, Floats]:
        if day not in self._days:
            if len(self._days) > 2:
                self._days.clear()
            watches = [watch_of(member.rota, member.ordinal, day) for member in self._members]
            spans = [
                (_naive_seconds(watch[0]), _naive_seconds(watch[1])) if watch else (1.0, 0.0)
                for watch in watches
            ]
            begins, ends = np.array(spans).reshape(-1, 2).T
            self._days[day] = (begins, ends)
        return self._days[day]


def _naive_seconds(local: datetime) -> float:
    return (local - datetime(2000, 1, 1)).total_seconds()  # noqa: DTZ001 - naive on purpose


class DutyKeeper:
    """Sends members on and off duty as the rotation has it, a few at a time.

    A unit at work, out of service, or followed by a real device is left as it is.
    """

    def __init__(self, members: Sequence[Member], ports: Ports, zone: tzinfo) -> None:
        # the order in which watches change, so that catching up looks like a change of watch
        self._members = sorted(members, key=lambda member: change_offset(member.ordinal))
        self._mask = DutyMask(self._members)
        self._ports = ports
        self._zone = zone
        self._looked_at: datetime | None = None
        self._due: list[tuple[Member, bool]] = []

    async def keep(self, now: datetime, units: Mapping[str, State], busy: Container[str]) -> None:
        """Change a few statuses that are not as the rotation has them.

        Args:
            now: aware.
            units: newest state of each unit.
            busy: units with an open assignment.
        """
        if not self._due and (self._looked_at is None or now - self._looked_at >= LOOK_EVERY):
            self._looked_at = now
            on_duty = self._mask.at(now.astimezone(self._zone).replace(tzinfo=None)).tolist()
            wanted = zip(self._members, on_duty, strict=True)
            self._due = [pair for pair in wanted if self._change(*pair, units, busy)]
        for member, is_on in self._due[:CHANGES_AT_ONCE]:
            # asked again: it may have been sent, or be followed by a real device, meanwhile
            if status := self._change(member, is_on, units, busy):
                await self._set(member.unit.unit_id, status)
        del self._due[:CHANGES_AT_ONCE]

    def _change(
        self, member: Member, is_on: bool, units: Mapping[str, State], busy: Container[str]
    ) -> UnitStatus | None:
        """The status a unit should be given; None when it is right or not ours to change."""
        unit_id = member.unit.unit_id
        state = units.get(unit_id)
        if state is None or unit_id in busy:
            return None
        status = UnitStatus(state["status"])
        if is_on and status in {UnitStatus.OFF_DUTY, UnitStatus.CLEARED}:
            wanted = UnitStatus.AVAILABLE
        elif not is_on and status in FREE:
            wanted = UnitStatus.OFF_DUTY
        else:
            return None
        return None if self._ports.is_held(unit_id) else wanted

    async def _set(self, unit_id: str, status: UnitStatus) -> None:
        try:
            await self._ports.desk.set_unit_status(unit_id, status)
        except FullError:
            return  # the store says so, once, and when it works again
        except RefusedError as error:
            logger.info("duty of %s was left as it is: %s", unit_id, error.message)
