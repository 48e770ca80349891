"""Whistle and report: departments are called, told, come, report, and are rated.

Whoever presses twice changes nothing the second time. The moment of arrival is the server's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.desk.notices import Level, Purpose
from domain.desk.timers import Timer, TimerKind
from domain.errors import ConflictError, NotFoundError
from domain.fields import as_text
from domain.net.fusion.whistles import (
    WHISTLE,
    WHISTLE_CALL,
    Attendance,
    Urgency,
    Whistle,
    WhistleCall,
    arrive,
    attendance_of,
    call_id,
    check_called,
    come,
    rate,
    report,
    supervise,
    withdraw,
)
from domain.statistics.intervals import Interval, wilson
from domain.subject_key import SubjectKey
from operations.desk.timers import Handler
from operations.desk.transfers import drop_transfers, taken_over, tell_department
from operations.net.fusion.fusion_desk import (
    LONGEST_NAME,
    LONGEST_TEXT,
    FusionDesk,
    id_of,
)
from operations.notices.notices import Told, tell_people
from store import Transaction
from store.desk import outbox
from store.net import fusion as kept

_Act = Callable[[WhistleCall, datetime], WhistleCall]
LISTED = 12
# Figures of departments look back so far.
FIGURES_OVER = timedelta(days=365)
SUPERVISED = "吹哨超时未到"
LONGEST_ISSUE = 500


@dataclass(frozen=True, slots=True)
class NewWhistle:
    """What somebody who blows tells; `key` is that of the form, so that two presses are one."""

    issue: str
    departments: tuple[str, ...]
    place: str
    urgency: Urgency
    area: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A whistle with those of its calls that its reader sees."""

    whistle: Whistle
    calls: tuple[WhistleCall, ...]


@dataclass(frozen=True, slots=True)
class Attended:
    """How a department came, with the interval of its share in time."""

    of: Attendance
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class WhistlePage:
    """What the page shows its reader: a page of whistles, how many there are, and figures."""

    whistles: Sequence[Seen]
    count: int
    figures: Sequence[Attended]
    now: datetime


@dataclass(frozen=True, slots=True)
class WhistleBoard:
    """Calls of an area in the last year: still to come, late by now, and in time.

    `in_time` of `called` came in time; `called` counts those whose outcome is known.
    """

    waiting: int
    late: int
    in_time: int
    called: int
    interval: Interval | None


class Whistles:
    """Whistles and the calls of departments.

    Args:
        desk: what the operations of the part share.
    """

    def __init__(self, desk: FusionDesk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Mapping[TimerKind, Handler]:
        """What time does by itself."""
        return {TimerKind.WHISTLE: self.fall_due}

    async def page(self, caller: Caller, at: int = 0) -> WhistlePage:
        """Whistles the caller may see, newest first, and how the departments came.

        Raises:
            NotAllowedError: none are.
        """
        require(caller, "net.whistles.see")
        now = self._desk.now()

        def question(one: Connection) -> WhistlePage:
            found = kept.seen(one, WHISTLE, caller, "-at", most=LISTED, at=max(0, at))
            calls: dict[str, list[WhistleCall]] = {}
            for call in kept.calls_of(one, [whistle.whistle_id for whistle in found], caller):
                calls.setdefault(call.whistle_id, []).append(call)
            figures = attendance_of(kept.calls_since(one, now - FIGURES_OVER, caller), now)
            return WhistlePage(
                whistles=[Seen(one, tuple(calls.get(one.whistle_id, ()))) for one in found],
                count=kept.count_of(one, WHISTLE, caller),
                figures=[Attended(of, wilson(of.in_time, of.called)) for of in figures],
                now=now,
            )

        return await self._desk.read(question)

    async def board(self, caller: Caller, area: str = "") -> WhistleBoard:
        """How it stands with the calls of an area; the caller's own where they name none.

        Raises:
            NotAllowedError: none are theirs to see, or not this area's.
        """
        require(caller, "net.whistles.see", area or None)
        now = self._desk.now()
        calls = [
            one
            for one in await self._desk.read(
                lambda read: kept.calls_since(read, now - FIGURES_OVER, caller)
            )
            if one.area_code.startswith(area)
        ]
        figures = attendance_of(calls, now)
        called, in_time = sum(one.called for one in figures), sum(one.in_time for one in figures)
        awaited = [one for one in calls if one.arrived_at is None and one.withdrawn_at is None]
        return WhistleBoard(
            waiting=sum(one.waiting for one in figures),
            late=sum(1 for one in awaited if one.rated_at is None and one.is_late(now)),
            in_time=in_time,
            called=called,
            interval=wilson(in_time, called),
        )

    async def blow(self, new: NewWhistle, caller: Caller) -> Whistle:
        """Call departments to a place; sent twice it is the same whistle.

        Raises:
            NotAllowedError: the caller calls nobody, or the place is not theirs.
            InvalidError: no issue, no place, or a department there is not.
        """
        require(caller, "net.whistles.blow")
        area = self._desk.area_for(new.area, caller)
        called = check_called(new.departments, self._desk.departments)
        issue = as_text(new.issue, "issue", longest=LONGEST_ISSUE, lines=True)
        place = as_text(new.place, "place", longest=LONGEST_NAME * 2)
        whistle_id = id_of("W", new.key, caller)

        def steps(tx: Transaction) -> Whistle:
            known = kept.any_one(tx.connection, WHISTLE, whistle_id)
            if known is not None:
                return known
            due = self._desk.settings.limits.due(new.urgency, tx.at, self._desk.calendar)
            made = Whistle(
                whistle_id, area, new.urgency, tx.at, caller.actor,
                called[0], called[1:], issue=issue, place=place,
            )  # fmt: skip
            tx.put(WHISTLE, made, action="blow", actor=caller.actor)
            for code in called:
                call = WhistleCall(call_id(whistle_id, code), whistle_id, area, code, tx.at, due)
                self._call(tx, call, caller)
            return made

        return await self._desk.write(steps)

    def _call(self, tx: Transaction, call: WhistleCall, caller: Caller) -> None:
        tx.put(WHISTLE_CALL, call, action="call", actor=caller.actor)
        department = self._desk.departments[call.owner or ""]
        tell_department(tx, self._told(call), department, actor=caller.actor)
        timer = Timer(TimerKind.WHISTLE, call.call_id, _about(call), call.due_at)
        outbox.put_timer(tx, timer)

    # the department -------------------------------------------------------------------------------

    async def come(self, called: str, caller: Caller) -> WhistleCall:
        """Say that the department comes.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to say; none of theirs.
            ConflictError: it was withdrawn.
        """
        return await self._answer(called, caller, "coming", come)

    async def arrive(self, called: str, caller: Caller) -> WhistleCall:
        """Report on the spot, now.

        Raises:
            NotAllowedError, NotFoundError, ConflictError: as `come`.
        """

        def act(call: WhistleCall, at: datetime) -> WhistleCall:
            return arrive(call, caller.actor, at)

        return await self._answer(called, caller, "arrive", act)

    async def report(self, called: str, result: str, caller: Caller) -> WhistleCall:
        """Report what came of it.

        Raises:
            NotAllowedError, NotFoundError: as `come`.
            InvalidError: no words.
            ConflictError: nobody was there yet, or something else was reported.
        """
        said = as_text(result, "result", longest=LONGEST_TEXT, lines=True)
        return await self._answer(called, caller, "report", lambda call, at: report(call, said, at))

    async def _answer(self, called: str, caller: Caller, action: str, act: _Act) -> WhistleCall:
        require(caller, "net.whistles.answer")

        def steps(tx: Transaction) -> WhistleCall:
            call = self._found(tx, called, caller)
            require(caller, "net.whistles.answer", department=call.owner)
            after = act(call, tx.at)
            if after is not call:
                tx.put(WHISTLE_CALL, after, action=action, actor=caller.actor)
            taken_over(tx, _about(call), caller)
            if after.arrived_at is not None:
                outbox.drop_timers(tx, TimerKind.WHISTLE, [call.call_id])
            return after

        return await self._desk.write(steps)

    # the community --------------------------------------------------------------------------------

    async def rate(self, called: str, stars: int, words: str, caller: Caller) -> WhistleCall:
        """Rate a department, once; one that never came may be rated when its time is over.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to say; none of theirs.
            InvalidError: no such number of stars.
            ConflictError: too early, withdrawn, or rated otherwise.
        """
        require(caller, "net.whistles.blow")
        said = as_text(words, "words", longest=LONGEST_TEXT, lines=True) if words.strip() else None

        def steps(tx: Transaction) -> WhistleCall:
            call = self._found(tx, called, caller)
            after = rate(call, stars, said, caller.actor, tx.at)
            if after is not call:
                tx.put(WHISTLE_CALL, after, action="rate", actor=caller.actor)
            return after

        return await self._desk.write(steps)

    async def withdraw(self, whistle_id: str, reason: str, caller: Caller) -> Whistle:
        """Take a whistle back; a department that has been there keeps what it did.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to take back; none of theirs.
            InvalidError: no reason.
            ConflictError: every department has been there: it is rated, not withdrawn.
        """
        require(caller, "net.whistles.blow")
        why = as_text(reason, "reason", longest=LONGEST_TEXT, lines=True)

        def steps(tx: Transaction) -> Whistle:
            whistle = kept.one_of(tx.connection, WHISTLE, whistle_id, caller)
            if whistle is None:
                raise NotFoundError(says="no_whistle", field="whistle")
            if whistle.withdrawn_at is not None:
                return whistle
            calls = kept.calls_of(tx.connection, [whistle_id], caller)
            if all(call.arrived_at for call in calls):
                raise ConflictError(says="whistle_attended", field="whistle")
            for call in calls:
                after = withdraw(call, tx.at)
                if after is not call:
                    tx.put(WHISTLE_CALL, after, action="withdraw", actor=caller.actor)
                    drop_transfers(tx, _about(call), actor=caller.actor)
                    outbox.drop_timers(tx, TimerKind.WHISTLE, [call.call_id])
            made = replace(whistle, withdrawn_at=tx.at, reason=why)
            tx.put(WHISTLE, made, action="withdraw", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    # time -----------------------------------------------------------------------------------------

    async def fall_due(self, timer: Timer) -> None:
        """The department is not there in time: it is supervised, once, and hears of it."""

        def steps(tx: Transaction) -> None:
            call = kept.any_one(tx.connection, WHISTLE_CALL, timer.item_id)
            after = supervise(call, tx.at) if call else None
            if call is not None and after is not None:
                tx.put(WHISTLE_CALL, after, action="supervise", actor="time")
                department = self._desk.departments.get(call.owner or "")
                told = self._told(call)
                tell_people(
                    tx,
                    told,
                    key="late",
                    recipient=department.duty if department else SUPERVISED,
                    level=Level.DEPARTMENT_DUTY,
                    head=SUPERVISED,
                    purpose=Purpose.DEADLINE,
                )
            if call is None or after is not None or tx.at >= call.due_at:
                outbox.drop_timers(tx, TimerKind.WHISTLE, [timer.item_id])
            else:  # the clock of the timers ran ahead of the store's
                outbox.put_timer(tx, replace(timer, due_at=call.due_at))

        await self._desk.write(steps)

    def _found(self, tx: Transaction, called: str, caller: Caller) -> WhistleCall:
        call = kept.one_of(tx.connection, WHISTLE_CALL, called, caller)
        if call is None:
            raise NotFoundError(says="no_whistle", field="call")
        return call

    def _told(self, call: WhistleCall) -> Told:
        """What everybody may read of a call: the area and until when, never the issue."""
        area = self._desk.areas().get(call.area_code)
        until = call.due_at.astimezone(self._desk.zone)
        words = f"{area.name if area else call.area_code} 吹哨，请于 {until:%m-%d %H:%M} 前到场"
        return Told(_about(call), words, call.area_code, call.is_demo)


def _about(call: WhistleCall) -> SubjectKey:
    return SubjectKey(WHISTLE_CALL.name, call.call_id)
