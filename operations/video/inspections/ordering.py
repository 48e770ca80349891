"""From a finding to its end: the order to the unit, its reply, the recheck; what time does."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.desk.notices import Level, Purpose
from domain.desk.timers import Timer, TimerKind
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.subject_key import SubjectKey
from domain.video.inspections import steps
from domain.video.inspections.findings import INSPECTION_FINDING, FindingState, InspectionFinding
from operations.desk.timers import Handler
from operations.desk.transfers import drop_transfers, taken_over, tell_department
from operations.notices.notices import Told, tell_people
from operations.video.inspections.inspection_desk import LONGEST_TEXT, InspectionDesk, answers
from operations.video.inspections.running import own_finding
from store import Transaction
from store.desk import outbox
from store.video import inspections as kept

OVERDUE = "检查问题整改逾期"
_Act = Callable[[Transaction, InspectionFinding], InspectionFinding]


class Ordering:
    """What is done with findings; each step asks for its own right and for the state.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: InspectionDesk) -> None:
        self._desk = desk

    @property
    def handlers(self) -> Mapping[TimerKind, Handler]:
        """What time does by itself."""
        return {TimerKind.INSPECTION: self.fall_due}

    async def order(
        self, finding_id: str, answerer: str, days: int, caller: Caller
    ) -> InspectionFinding:
        """Order the unit to mend it within some days; who answers for it is told.

        Args:
            finding_id: which.
            answerer: the department, or the area, that answers; empty: the place's community.
            days: how many days the unit has, the last one whole.
            caller: of the department that inspects.

        Raises:
            NotAllowedError, NotFoundError: it is no finding of theirs.
            InvalidError: no such department or area, or no such number of days.
            ConflictError: it was ordered already.
        """

        def act(tx: Transaction, held: InspectionFinding) -> InspectionFinding:
            own_finding(held, caller)
            code = answerer or held.area_code[:12]
            is_area = code not in self._desk.departments
            if is_area and not held.area_code.startswith(code):
                raise InvalidError(says="inspection_answerer", told=code[:32], field="answerer")
            due = steps.due_at(tx.at, days, self._desk.calendar.zone)
            return steps.order(
                held, code, is_area=is_area, due=due, by=caller.actor, at=tx.at
            )  # fmt: skip

        return await self._step(finding_id, "order", caller, "video.inspect", act)

    async def answer(self, finding_id: str, reply: str, caller: Caller) -> InspectionFinding:
        """Say what the unit has done.

        Raises:
            NotAllowedError, NotFoundError: the caller does not answer for the unit.
            InvalidError: no words.
            ConflictError: nothing is asked of it now.
        """
        said = as_text(reply, "reply", longest=LONGEST_TEXT, lines=True)

        def act(tx: Transaction, held: InspectionFinding) -> InspectionFinding:
            if not answers(held, caller):
                raise NotAllowedError(says="not_allowed", field="role")
            return steps.answer(held, said, caller.actor, tx.at)

        return await self._step(finding_id, "answer", caller, "video.inspect.answer", act)

    async def recheck(
        self, finding_id: str, caller: Caller, *, is_done: bool, reason: str = "", days: int = 0
    ) -> InspectionFinding:
        """Look again: closed, or back to the unit with a reason and a new day.

        Raises:
            NotAllowedError, NotFoundError: it is no finding of theirs.
            InvalidError: it is not done, and no reason or no day is named.
            ConflictError: nobody has answered, or the caller did.
        """
        said = as_text(reason, "reason", longest=LONGEST_TEXT, lines=True) if reason else None

        def act(tx: Transaction, held: InspectionFinding) -> InspectionFinding:
            own_finding(held, caller)
            due = None if is_done else steps.due_at(tx.at, days, self._desk.calendar.zone)
            return steps.recheck(held, caller.actor, tx.at, is_done=is_done, reason=said, due=due)

        name = "pass" if is_done else "fail"
        return await self._step(finding_id, name, caller, "video.inspect", act)

    async def withdraw(self, finding_id: str, reason: str, caller: Caller) -> InspectionFinding:
        """Take back what was none, with a reason.

        Raises:
            NotAllowedError, NotFoundError: it is no finding of theirs.
            InvalidError: no reason.
            ConflictError: it is closed or withdrawn.
        """
        said = as_text(reason, "reason", longest=LONGEST_TEXT, lines=True)

        def act(tx: Transaction, held: InspectionFinding) -> InspectionFinding:
            own_finding(held, caller)
            return steps.withdraw(held, said, tx.at)

        return await self._step(finding_id, "withdraw", caller, "video.inspect", act)

    async def _step(
        self, finding_id: str, name: str, caller: Caller, action: str, act: _Act
    ) -> InspectionFinding:
        require(caller, action)

        def run(tx: Transaction) -> InspectionFinding:
            held = kept.one_of(tx.connection, INSPECTION_FINDING, finding_id, caller)
            if not isinstance(held, InspectionFinding):
                raise NotFoundError(says="inspection_no_finding", field="finding_id")
            require(caller, action, held.area_code)
            made = act(tx, held)
            tx.put(INSPECTION_FINDING, made, action=name, actor=caller.actor)
            self._follow(tx, made, caller)
            return made

        return await self._desk.write(run)

    def _follow(self, tx: Transaction, made: InspectionFinding, caller: Caller) -> None:
        """Who is told, and which clock runs, after a step."""
        about = _about(made)
        if made.state is FindingState.ORDERED:
            self._tell_order(tx, made, caller)
        elif made.state is FindingState.ANSWERED:
            taken_over(tx, about, caller)
        else:
            drop_transfers(tx, about, actor=caller.actor)
        watch(tx, made)

    def _tell_order(self, tx: Transaction, made: InspectionFinding, caller: Caller) -> None:
        department = self._desk.departments.get(made.answerer or "")
        told = self._told(made)
        if department is not None:
            tell_department(tx, told, department, actor=caller.actor)
            return
        tell_people(
            tx,
            told,
            key=f"order-{made.reworks}",
            recipient=self._desk.unit_name(made.answerer),
            level=Level.DEPARTMENT_DUTY,
            head="检查问题待整改",
            purpose=Purpose.DEADLINE,
        )

    async def fall_due(self, timer: Timer) -> None:
        """It was not mended in time: that is kept and said, once."""

        def run(tx: Transaction) -> None:
            held = kept.one_of(tx.connection, INSPECTION_FINDING, timer.item_id)
            outbox.drop_timers(tx, TimerKind.INSPECTION, [timer.item_id])
            if not isinstance(held, InspectionFinding):
                return
            after = steps.overdue(held, tx.at)
            if after is not None:
                tx.put(INSPECTION_FINDING, after, action="overdue", actor="time")
                self._tell_overdue(tx, after)
            elif held.state is FindingState.ORDERED and held.due_at and tx.at < held.due_at:
                # the clock of the timers ran ahead of the store's
                outbox.put_timer(tx, replace(timer, due_at=held.due_at))

        await self._desk.write(run)

    def _tell_overdue(self, tx: Transaction, made: InspectionFinding) -> None:
        owner = self._desk.departments.get(made.owner)
        told = self._told(made)
        tell_people(
            tx,
            told,
            key=f"overdue-{made.reworks}",
            recipient=owner.duty if owner else self._desk.unit_name(made.owner),
            level=Level.DEPARTMENT_DUTY,
            head=OVERDUE,
            purpose=Purpose.DEADLINE,
        )

    def _told(self, made: InspectionFinding) -> Told:
        """What everybody may read: the unit and until when, never the words of a finding."""
        until = (made.due_at or made.found_at).astimezone(self._desk.calendar.zone)
        area = self._desk.area_name(made.area_code)
        words = f"{area} {made.unit}，请于 {until:%m-%d} 前整改"
        return Told(_about(made), words, made.area_code, made.is_demo)


def watch(tx: Transaction, made: InspectionFinding) -> None:
    """The clock of what was ordered runs, that of everything else stands still."""
    outbox.drop_timers(tx, TimerKind.INSPECTION, [made.finding_id])
    if made.state is FindingState.ORDERED and made.due_at:
        timer = Timer(TimerKind.INSPECTION, made.finding_id, _about(made), made.due_at)
        outbox.put_timer(tx, timer)


def _about(finding: InspectionFinding) -> SubjectKey:
    return SubjectKey(INSPECTION_FINDING.name, finding.finding_id)
