"""Everybody who could be sent, as they stand now: from memory, for rules that choose among them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.dispatch.recommendation import Candidate, is_available, rest_ends
from domain.dispatch.shifts import DutyRules, off_roster
from domain.dispatch.standby import from_state as standby_from
from domain.dispatch.units import UNIT, Fix, Unit, from_state
from domain.incidents.incidents import INCIDENT, Incident
from domain.kind import Kind
from domain.live.records import Record
from domain.moments import from_iso
from domain.reach import Viewer
from operations.clock import utc_now
from operations.dispatch.duties import Duties, DutyBoard
from operations.live.picture import Picture
from operations.live.positions import PositionBoard


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the choice depends on, copied on the event loop; read on a thread."""

    now: datetime
    units: tuple[Record, ...]
    assignments: tuple[Record, ...]
    newest: Mapping[str, Fix]
    duties: Duties = field(default_factory=dict)
    standbys: tuple[Record, ...] = ()


class Force:
    """Turns the picture and the position board into candidates.

    `standing` is called on the event loop, `candidates` on one thread at a time.
    """

    def __init__(
        self,
        picture: Picture,
        board: PositionBoard,
        *,
        rest: timedelta,
        board_of_duty: DutyBoard | None = None,
        rules: DutyRules | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._units = picture.entities["unit"]
        self._incidents = picture.entities["incident"]
        self._assignments = picture.entities["assignment"]
        self._standbys = picture.entities["standby"]
        self._newest = board.newest
        self._rest = rest
        self._duty = board_of_duty
        self._rules = rules or DutyRules()
        self._now = now
        self._made: dict[str, tuple[int, Unit]] = {}

    def knows(self, unit_id: str, viewer: Viewer | None = None) -> bool:
        """Whether there is such a unit that is seen, whatever it is doing."""
        record = self._units.get(unit_id)
        return record is not None and _sees(viewer, UNIT, record)

    async def ready(self) -> Standing:
        """The present state, after looking whether the roster has changed."""
        if self._duty is not None:
            await self._duty.refresh()
        return self.standing()

    def standing(self) -> Standing:
        """The present state; a new fix of a unit may still be seen in it, which does no harm."""
        units, assignments = tuple(self._units.values()), tuple(self._assignments.values())
        duties = self._duty.duties if self._duty is not None else {}
        standbys = tuple(self._standbys.values())
        return Standing(self._now(), units, assignments, self._newest, duties, standbys)

    def candidates(self, standing: Standing, viewer: Viewer | None = None) -> list[Candidate]:
        """Every unit that is seen, by call sign then id: one order for all desks."""
        sent, rests = self._work_of(standing)
        waits = {
            record.state["unit_id"]: standby_from(record.state)
            for record in standing.standbys
            if record.state["ended_at"] is None
        }
        found = []
        for record in standing.units:
            if not _sees(viewer, UNIT, record):
                continue
            seq, unit = self._made.get(record.id, (-1, None))
            if unit is None or seq != record.seq:
                unit = from_state(record.state)
                self._made[record.id] = record.seq, unit
            fix = standing.newest.get(record.id)
            duty = standing.duties.get(record.id)
            off = off_roster(duty, standing.now, self._rules) if duty else None
            rested, waiting = rests.get(record.id), waits.get(record.id)
            number = self._told(sent.get(record.id), viewer)
            found.append(Candidate(unit, fix, number, rested, off, waiting))
        return sorted(found, key=lambda one: (one.unit.call_sign, one.unit.unit_id))

    def _told(self, number: str | None, viewer: Viewer | None) -> str | None:
        """The number of the incident a unit is on; blank for one that is not seen."""
        if number is None or viewer is None:
            return number
        record = self._incidents.get(number)
        return number if record is not None and _sees(viewer, INCIDENT, record) else ""

    def available(self, standing: Standing, viewer: Viewer | None = None) -> list[Candidate]:
        """Those the automatic choice may send."""
        found = self.candidates(standing, viewer)
        return [one for one in found if is_available(one, now=standing.now)]

    def _work_of(self, standing: Standing) -> tuple[dict[str, str], dict[str, datetime]]:
        """The incident each unit is on, and until when it rests from its last one."""
        sent: dict[str, str] = {}
        rests: dict[str, datetime] = {}
        for record in standing.assignments:
            state = record.state
            unit_id, cleared_at = state["unit_id"], state["cleared_at"]
            if cleared_at is None:
                sent[unit_id] = state["number"]
            elif state["on_scene_at"] is not None:
                cleared = from_iso(cleared_at)
                until = rest_ends(cleared, cleared - from_iso(state["on_scene_at"]), self._rest)
                if until is not None and until > rests.get(unit_id, standing.now):
                    rests[unit_id] = until
        return sent, rests


def _sees(viewer: Viewer | None, kind: Kind[Unit] | Kind[Incident], record: Record) -> bool:
    """Whether somebody sees a record; None is the product itself, which sees all."""
    return viewer is None or kind.is_seen_by(viewer, record.state)
