"""The proof of a patrol, from the track of a unit: only cells and seconds come out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access.callers import Caller
from domain.codes.area_codes import contains
from domain.dispatch.units import UNIT, Fix
from domain.errors import InvalidError
from domain.net.tasks.duty import duty_spans
from domain.net.tasks.patrol import PatrolPlace, Proof, on_duty_only, prove
from domain.net.tasks.places import KeyPlace
from operations.net.tasks.task_desk import TaskDesk
from store.net.patrols import patrols_of_unit

LONGEST_PATROL = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Walked:
    """When a patrol was walked, and by which unit."""

    unit_id: str
    begun_at: datetime
    ended_at: datetime


class Patrolling:
    """Proofs of patrols."""

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk

    async def check(self, walked: Walked, grid: str, caller: Caller) -> None:
        """Refuse a track that is not this person's to show.

        Raises:
            InvalidError: impossible times, no such unit, or one of somebody else.
        """
        now = self._desk.now()
        if not walked.begun_at < walked.ended_at <= now + timedelta(minutes=1):
            raise InvalidError(says="patrol_times_wrong", field="ended_at")
        if walked.ended_at - walked.begun_at > LONGEST_PATROL:
            raise InvalidError(says="patrol_too_long", field="begun_at")
        record = await self._desk.work.read(
            lambda: self._desk.store.newest(UNIT.name, walked.unit_id)
        )
        home = record.state.get("home_area") if record else None
        if record is None or not caller.scope.sees_unit(home) or not contains(home or "", grid):
            raise InvalidError(says="patrol_unit_unknown", field="unit_id")
        posts = await self._desk.posts.on(self._desk.day_of(walked.begun_at))
        holders = [one for one in posts.holders if one.unit_id == walked.unit_id]
        if holders and all(one.account != caller.actor for one in holders):
            raise InvalidError(says="patrol_unit_of_other", field="unit_id")

    async def proof(self, walked: Walked, grid: str, places: Sequence[KeyPlace]) -> Proof:
        """What the track bears out of a patrol of a grid."""
        until = walked.ended_at + timedelta(milliseconds=1)

        def judged() -> Proof:
            history = self._desk.store.history(UNIT.name, walked.unit_id)
            statuses = [(one.at, str(one.state["status"])) for one in history]
            duty = duty_spans(statuses, walked.begun_at, until)
            fixes = self._desk.store.track(walked.unit_id, walked.begun_at, until)
            counted = on_duty_only(fixes, duty)
            inside = self._cells_in(counted, grid)
            wanted = [PatrolPlace(one.place_id, one.lat, one.lon) for one in places]
            found = prove(
                counted,
                wanted,
                lambda lat, lon: (lat, lon) in inside,
                self._desk.settings.patrol,
            )
            if fixes and not counted:
                return Proof(is_proven=False, why=("patrol_off_duty",))
            return found

        return await self._desk.work.read(judged)

    def _cells_in(self, fixes: Sequence[object], grid: str) -> frozenset[tuple[float, float]]:
        """The points of a track that lie in a grid."""
        points = [(one.lat, one.lon) for one in fixes if isinstance(one, Fix)]
        if not points:
            return frozenset()
        codes = self._desk.areas.loaded.index.grids_at(
            [lat for lat, _ in points], [lon for _, lon in points]
        )
        return frozenset(
            point for point, code in zip(points, codes, strict=True) if str(code) == grid
        )

    async def check_not_counted(self, walked: Walked, task_id: str) -> None:
        """Refuse a time whose track was counted for another patrol.

        Raises:
            InvalidError: it was: a minute is walked once.
        """
        since = walked.begun_at
        found = await self._desk.ask(lambda one: patrols_of_unit(one, walked.unit_id, since))
        for other in found:
            begun = other.begun_at or other.at
            if other.task_id != task_id and begun < walked.ended_at and since < other.at:
                raise InvalidError(says="patrol_counted", field="begun_at")
