"""Tasks as they are touched: done, declined, excused, cancelled, checked; each a single fact."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.incidents.additions import FILE, is_removed
from domain.incidents.duplicates import metres_between
from domain.net.tasks.facts import NET_TASK, Checked, NetTask, TaskStatus, of_doing
from domain.net.tasks.patrol import Proof
from domain.net.tasks.places import KeyPlace
from domain.net.tasks.schedules import Occurrence, occurrences
from domain.net.tasks.task_types import TASK_TYPE, Evidence, TaskForm
from domain.subject_key import SubjectKey
from operations.net.tasks.patrolling import Patrolling, Walked
from operations.net.tasks.task_desk import (
    LONGEST_TEXT,
    VILLAGE_DIGITS,
    TaskDesk,
    occurrence_of,
    targets_of,
)
from store import Transaction
from store.net import tasks as kept

# A place is told by a phone beside the house.
PLACE_NEAR_M = 200.0
LONGEST_LEAVE = timedelta(days=92)
MOST_EXCUSED = 2_000


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody says they did.

    Attributes:
        status: done or declined; whether it was late the day tells.
        lat, lon: where; None where nothing was said.
        note: what was found; may name people.
        walked: of a patrol: when, and by which unit.
        finding_id: what was reported of it, where anything was.
    """

    status: TaskStatus = TaskStatus.DONE
    lat: float | None = None
    lon: float | None = None
    note: str | None = None
    walked: Walked | None = None
    finding_id: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The fact, and whether this call wrote it."""

    task: NetTask
    is_new: bool


# Who hears that grids are excused from the first to the last day, and by whom.
OnLeave = Callable[[Sequence[str], date, date, Caller], Awaitable[object]]


class Doing:
    """Tasks are touched here and nowhere else."""

    def __init__(self, desk: TaskDesk, patrolling: Patrolling) -> None:
        self._desk = desk
        self._on_leave: list[OnLeave] = []
        self._patrolling = patrolling

    async def do(self, task_id: str, done: Done, caller: Caller) -> Written:
        """Write down that a task was done, or that the household declined.

        Said again by the same person it is answered with what stands. A patrol that its track does
        not bear out is kept as not proven, with the reasons, and may be walked again.

        Raises:
            NotAllowedError: the caller does none there.
            NotFoundError: there is no such occurrence, or not for this caller.
            InvalidError: evidence is missing, or a text or place does not do.
            ConflictError: somebody else touched it before; it is not open yet, or no longer.
        """
        require(caller, "tasks.do")
        found, place = await self._desk.ask(
            lambda one: occurrence_of(self._desk, one, task_id, caller)
        )
        require(caller, "tasks.do", found.target.grid)
        held = await self._desk.ask(lambda one: kept.one_of(one, NET_TASK, task_id))
        if held is not None and not _may_walk_again(held, caller, done):
            return _as_held(held, caller, done)
        self._check_time(found)
        proof = await self._proof(found, done, caller)
        note = as_text(done.note, "note", longest=LONGEST_TEXT, lines=True) if done.note else None
        self._check_place(found, done, place)

        def steps(tx: Transaction) -> Written:
            known = kept.one_of(tx.connection, NET_TASK, task_id)
            if known is not None and not _may_walk_again(known, caller, done):
                return _as_held(known, caller, done)
            self._check_evidence(tx, found, done, note, caller)
            made = self._fact(tx, found, done, proof, caller)
            action = "decline" if done.status is TaskStatus.DECLINED else "do"
            tx.put(NET_TASK, replace(made, note=note), action=action, actor=caller.actor)
            return Written(replace(made, note=note), is_new=True)

        return await self._desk.write(steps)

    def _check_time(self, found: Occurrence) -> None:
        today = self._desk.today()
        if today < found.opens:
            raise ConflictError(says="task_not_open", field="task_id", day=found.opens.isoformat())
        if today - found.due > timedelta(days=self._desk.settings.late_days):
            raise ConflictError(says="task_missed", field="task_id", day=found.due.isoformat())

    async def _proof(self, found: Occurrence, done: Done, caller: Caller) -> Proof | None:
        if found.schedule.form is not TaskForm.PATROL:
            return None
        if done.walked is None:
            raise InvalidError(says="patrol_needs_times", field="begun_at")
        grid = found.target.grid
        await self._patrolling.check(done.walked, grid, caller)
        await self._patrolling.check_not_counted(done.walked, found.task_id)
        places = await self._desk.ask(lambda one: kept.places(one, caller, [grid]))
        return await self._patrolling.proof(done.walked, grid, places)

    def _check_place(self, found: Occurrence, done: Done, place: KeyPlace | None) -> None:
        """Refuse a place in another community, or far from the key place."""
        if done.lat is None or done.lon is None:
            return
        told = self._desk.areas.place(done.lat, done.lon)
        if told.area_code[:VILLAGE_DIGITS] != found.target.grid[:VILLAGE_DIGITS]:
            raise InvalidError(says="task_place_elsewhere", field="lat")
        if place is None:
            return
        if metres_between(done.lat, done.lon, place.lat, place.lon) > PLACE_NEAR_M:
            raise InvalidError(says="task_place_far", field="lat", place=place.name)

    def _check_evidence(
        self, tx: Transaction, found: Occurrence, done: Done, note: str | None, caller: Caller
    ) -> None:
        listed = kept.one_of(tx.connection, TASK_TYPE, found.schedule.type_id, caller)
        asked = listed.evidence if listed else ()
        if done.status is TaskStatus.DECLINED:
            return  # a household that declines is not photographed
        if Evidence.PLACE.value in asked and done.lat is None:
            raise InvalidError(says="task_needs_place", field="lat")
        if Evidence.NOTE.value in asked and not note:
            raise InvalidError(says="task_needs_note", field="note")
        if Evidence.PHOTO.value in asked and not _has_photo(tx, found.task_id):
            raise InvalidError(says="task_needs_photo", field="photo")

    def _fact(
        self, tx: Transaction, found: Occurrence, done: Done, proof: Proof | None, caller: Caller
    ) -> NetTask:
        at = done.walked.ended_at if done.walked and proof else tx.at
        today = self._desk.day_of(tx.at)
        is_declined = done.status is TaskStatus.DECLINED
        made = _fact_of(
            found,
            status=TaskStatus.DECLINED if is_declined else of_doing(found.due, today),
            at=at,
            day=today,
            by=caller.actor,
        )
        made = replace(made, lat=done.lat, lon=done.lon, finding_id=done.finding_id)
        if proof is None or done.walked is None:
            return made
        return replace(
            made,
            unit_id=done.walked.unit_id,
            begun_at=done.walked.begun_at,
            is_proven=proof.is_proven,
            cells=proof.cells,
            places=proof.places,
            slow_s=proof.slow_s,
            why=proof.why,
        )

    async def cancel(self, task_id: str, caller: Caller) -> Written:
        """Cancel an occurrence: it asks for nothing.

        Raises:
            NotAllowedError: the caller plans none there.
            NotFoundError, InvalidError: there is no such occurrence, or not for this caller.
            ConflictError: somebody touched it before.
        """
        require(caller, "tasks.plan")
        found, _ = await self._desk.ask(lambda one: occurrence_of(self._desk, one, task_id, caller))
        require(caller, "tasks.plan", found.target.grid)

        def steps(tx: Transaction) -> Written:
            known = kept.one_of(tx.connection, NET_TASK, task_id)
            if known is not None:
                return _as_held(known, caller, Done(TaskStatus.CANCELLED))
            made = _fact_of(
                found,
                status=TaskStatus.CANCELLED,
                at=tx.at,
                day=self._desk.day_of(tx.at),
                by=caller.actor,
            )
            tx.put(NET_TASK, made, action="cancel", actor=caller.actor)
            return Written(made, is_new=True)

        return await self._desk.write(steps)

    def on_leave(self, hear: OnLeave) -> None:
        """Have somebody hear of days that grids are excused."""
        self._on_leave.append(hear)

    async def excuse(self, grids: Sequence[str], first: date, last: date, caller: Caller) -> int:
        """Excuse what is due in grids on days of leave, illness or training; how many.

        What was done stays; nobody loses anything by leave.

        Raises:
            NotAllowedError: the caller answers for none of these grids.
            InvalidError: no grids, no days, or too many at once.
        """
        if not grids or first > last or last - first > LONGEST_LEAVE:
            raise InvalidError(says="task_leave_wrong", field="until")
        for grid in grids:
            require(caller, "tasks.check", grid)
            self._desk.known_area(grid)

        def steps(tx: Transaction) -> int:
            days = first.isoformat(), last.isoformat()
            schedules = kept.schedules(tx.connection, caller, *days)
            places = kept.places(tx.connection, caller, grids)
            touched = {
                one.task_id for one in kept.touched(tx.connection, caller, *days, grids=grids)
            }
            due = [
                one
                for schedule in schedules
                for one in occurrences(
                    schedule, targets_of(schedule, grids, places), first, last, self._desk.is_worked
                )
                if one.task_id not in touched
            ]
            if len(due) > MOST_EXCUSED:
                raise InvalidError(says="task_leave_many", field="until", most=MOST_EXCUSED)
            day = self._desk.day_of(tx.at)
            for one in due:
                made = _fact_of(one, status=TaskStatus.EXCUSED, at=tx.at, day=day, by=caller.actor)
                tx.put(NET_TASK, made, action="excuse", actor=caller.actor)
            return len(due)

        count = await self._desk.write(steps)
        for hear in self._on_leave:
            await hear(grids, first, last, caller)
        return count

    async def check(self, task_id: str, caller: Caller, *, is_so: bool) -> NetTask:
        """Write down what somebody else found who looked at it again.

        Raises:
            NotAllowedError: the caller checks none there.
            NotFoundError: nobody did it, or the caller may not see it.
            ConflictError: they did it themselves, or it was checked.
        """
        require(caller, "tasks.check")

        def steps(tx: Transaction) -> NetTask:
            held = kept.one_of(tx.connection, NET_TASK, task_id, caller)
            if held is None:
                raise NotFoundError(says="task_untouched", field="task_id")
            require(caller, "tasks.check", held.area_code)
            if held.by == caller.actor:
                raise ConflictError(says="task_own_check", field="task_id")
            if held.checked_by is not None:
                raise ConflictError(says="task_checked", field="task_id")
            checked = Checked.CONFIRMED if is_so else Checked.NOT_SO
            told = replace(held, checked=checked, checked_by=caller.actor, checked_at=tx.at)
            tx.put(NET_TASK, told, action="check", actor=caller.actor)
            return told

        return await self._desk.write(steps)


def _fact_of(found: Occurrence, *, status: TaskStatus, at: datetime, day: date, by: str) -> NetTask:
    schedule = found.schedule
    return NetTask(
        task_id=found.task_id,
        schedule_id=schedule.schedule_id,
        type_id=schedule.type_id,
        form=schedule.form,
        owner=schedule.owner,
        shared_with=schedule.shared_with,
        area_code=found.target.grid,
        place_id=found.target.place_id,
        due_on=found.due.isoformat(),
        status=status,
        at=at,
        done_on=day.isoformat(),
        by=by,
    )


def _may_walk_again(held: NetTask, caller: Caller, done: Done) -> bool:
    """A patrol nobody could believe may be walked once more by whoever walked it."""
    is_unproven = held.is_proven is False and held.checked is None
    return (
        is_unproven
        and held.by == caller.actor
        and (done.walked is None or done.walked.begun_at != held.begun_at)
    )


def _as_held(held: NetTask, caller: Caller, done: Done) -> Written:
    """The fact that stands, for whoever wrote it and says the same again; all others are told."""
    late = {TaskStatus.DONE: {TaskStatus.DONE, TaskStatus.LATE_CLOSED}}
    if held.by == caller.actor and held.status in late.get(done.status, {done.status}):
        return Written(held, is_new=False)
    raise ConflictError(says="task_touched", field="task_id")


def _has_photo(tx: Transaction, task_id: str) -> bool:
    about = SubjectKey(NET_TASK.name, task_id)
    files = tx.newest_about(FILE.name, about)
    return any(
        not is_removed(one) and str(one.state.get("type", "")).startswith("image/") for one in files
    )
