"""The life of an item, step by step: taken up, sent, handled, checked, closed; what time does."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.desk.notices import Level, Purpose
from domain.desk.timers import Timer, TimerKind
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.maps.departments import handling_grid
from domain.net.items import steps
from domain.net.items.classes import ItemClass, ItemKind
from domain.net.items.competence import Because, Unit, responsible
from domain.net.items.items import NET_ITEM, ItemState, NetItem, Request
from domain.net.items.limits import Limit
from domain.subject_key import SubjectKey
from operations.desk.timers import Handler
from operations.desk.transfers import drop_transfers, taken_over, tell_department
from operations.net.items.class_book import ClassBook
from operations.net.items.item_desk import LONGEST_TEXT, ItemDesk, is_own_unit, may_see
from operations.notices.notices import Told, tell_people
from store import Transaction
from store.desk import outbox
from store.net import items as kept

_Act = Callable[[Transaction, NetItem], NetItem]
SUPERVISED = "城市管理件超时未处置"


class Handling:
    """What is done with items; each step asks for its own right and for the item's state.

    Args:
        desk: what the operations share.
        classes: the table in force.
    """

    def __init__(self, desk: ItemDesk, classes: ClassBook) -> None:
        self._desk, self._classes = desk, classes

    @property
    def handlers(self) -> Mapping[TimerKind, Handler]:
        """What time does by itself."""
        return {TimerKind.ITEM: self.fall_due}

    @property
    def _calendar(self) -> WorkingCalendar:
        return self._desk.calendar

    # the command centre ---------------------------------------------------------------------------

    async def file(self, item_id: str, class_code: str, caller: Caller) -> NetItem:
        """Take an item up by the table in force, perhaps as another class than was reported.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to decide; none of theirs.
            InvalidError: the table in force has no such class.
            ConflictError: it was decided already.
        """

        def act(tx: Transaction, item: NetItem) -> NetItem:
            table = self._classes.table_in(tx)
            line = table.line(class_code or item.class_code)
            filed = steps.file(item, line, table.version, caller.actor, tx.at)
            owner = self._owner_near(line, item.area_code)
            shared = dict.fromkeys((*item.shared_with, owner) if owner else item.shared_with)
            return replace(filed, shared_with=tuple(shared))

        return await self._step(item_id, "file", caller, "items.file", act)

    def _owner_near(self, line: ItemClass, area_code: str) -> str:
        """The department of a class, where the place lies in one of its handling grids."""
        found = self._desk.departments.get(line.owner)
        is_near = found is not None and handling_grid(found, area_code) is not None
        return line.owner if is_near else ""

    async def refuse(self, item_id: str, reason: str, caller: Caller) -> NetItem:
        """Do not take it up, with a reason.

        Raises:
            NotAllowedError, NotFoundError, ConflictError: as `file`.
            InvalidError: no reason.
        """
        why = as_text(reason, "reason", longest=LONGEST_TEXT, lines=True)

        def act(tx: Transaction, item: NetItem) -> NetItem:
            return steps.refuse(item, why, caller.actor, tx.at)

        return await self._step(item_id, "refuse", caller, "items.file", act)

    async def dispatch(self, item_id: str, unit: str, caller: Caller) -> NetItem:
        """Send it to the unit the rule of competence names, or to the one that is chosen.

        Args:
            item_id: which.
            unit: a department's code or a town's; empty for the rule.
            caller: who sends it.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to send; none of theirs.
            InvalidError: there is no such unit.
            ConflictError: it is not taken up, or with a unit already.
        """

        def act(tx: Transaction, item: NetItem) -> NetItem:
            chosen = self._chosen(unit.strip(), item) or self._by_rule(tx, item)
            return steps.dispatch(item, chosen, tx.at, self._calendar)

        return await self._step(item_id, "dispatch", caller, "items.file", act)

    def _chosen(self, unit: str, item: NetItem) -> Unit | None:
        if not unit:
            return None
        if unit in self._desk.departments:
            return Unit(unit, because=Because.CHOSEN)
        if unit == self._desk.town_unit(item.area_code):
            return Unit(town=unit, because=Because.CHOSEN)
        raise InvalidError(says="item_unit_unknown", told=unit[:32], field="unit")

    def _by_rule(self, tx: Transaction, item: NetItem) -> Unit:
        part = kept.part_of(tx.connection, item.part_id) if item.part_id else None
        line = self._classes.table_in(tx).by_code.get(item.class_code)
        named = (part.owner if part else None) or (line.owner if line else "")
        return responsible(
            item.kind,
            owner=named if named in self._desk.departments else "",
            town=self._desk.town_unit(item.area_code),
            lead=self._desk.settings.lead,
        )

    # the unit -------------------------------------------------------------------------------------

    async def give_back(self, item_id: str, reason: str, caller: Caller) -> NetItem:
        """Give back what is not this unit's, with the reason; the centre sends it on.

        Raises:
            NotAllowedError, NotFoundError: it is not with the caller's unit.
            InvalidError: no reason.
            ConflictError: it is with no unit.
        """
        why = as_text(reason, "reason", longest=LONGEST_TEXT, lines=True)
        return await self._by_unit(
            item_id, "give_back", caller, lambda _tx, item: steps.give_back(item, why)
        )

    async def handle(self, item_id: str, result: str, caller: Caller) -> NetItem:
        """Say that it is done, and what was done.

        Raises:
            NotAllowedError, NotFoundError, ConflictError: as `give_back`.
            InvalidError: no words.
        """
        said = as_text(result, "result", longest=LONGEST_TEXT, lines=True)
        return await self._by_unit(
            item_id, "handle", caller,
            lambda tx, item: steps.handle(item, said, caller.actor, tx.at),
        )  # fmt: skip

    async def ask(
        self, item_id: str, request: Request, reason: str, caller: Caller,
        limit: Limit | None = None,
    ) -> NetItem:  # fmt: skip
        """Ask for more time, or for the ledger.

        Raises:
            NotAllowedError, NotFoundError: it is not with the caller's unit.
            InvalidError: no reason, or more time without saying how much.
            ConflictError: something is asked for already, or it was extended often enough.
        """
        why = as_text(reason, "reason", longest=LONGEST_TEXT, lines=True)
        return await self._by_unit(
            item_id, "ask", caller,
            lambda tx, item: steps.ask(item, request, why, caller.actor, tx.at, limit),
        )  # fmt: skip

    async def _by_unit(self, item_id: str, action: str, caller: Caller, act: _Act) -> NetItem:
        def own(tx: Transaction, item: NetItem) -> NetItem:
            if not is_own_unit(item, caller) and caller.role != "dispatcher":
                raise NotAllowedError(says="item_of_other_unit", field="item_id")
            return act(tx, item)

        return await self._step(item_id, action, caller, "items.handle", own)

    # the others -----------------------------------------------------------------------------------

    async def check(
        self, item_id: str, caller: Caller, *, is_done: bool, reason: str = ""
    ) -> NetItem:
        """Look whether it is done: it is closed, or goes back to its unit.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to check; none of theirs.
            InvalidError: it is not done, and no reason is given.
            ConflictError: nobody said it is done, or the caller did so themselves.
        """
        why = as_text(reason, "reason", longest=LONGEST_TEXT, lines=True) if reason.strip() else ""

        def act(tx: Transaction, item: NetItem) -> NetItem:
            return steps.check(
                item, caller.actor, tx.at, self._calendar, is_done=is_done, reason=why
            )

        action = "pass" if is_done else "fail"
        return await self._step(item_id, action, caller, "items.check", act)

    async def decide(self, item_id: str, caller: Caller, *, grants: bool) -> NetItem:
        """Grant what a unit asks for, or not; never by who asked.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to decide; none of theirs.
            ConflictError: nothing is asked for, or the caller asked.
        """

        def act(tx: Transaction, item: NetItem) -> NetItem:
            return steps.decide(item, caller.actor, tx.at, self._calendar, grants=grants)

        action = "grant" if grants else "deny"
        return await self._step(item_id, action, caller, "items.approve", act)

    async def resume(self, item_id: str, caller: Caller) -> NetItem:
        """Take it off the ledger.

        Raises:
            NotAllowedError, NotFoundError: not the caller's to decide; none of theirs.
            ConflictError: it is not on the ledger.
        """
        return await self._step(
            item_id, "resume", caller, "items.approve",
            lambda tx, item: steps.resume(item, tx.at, self._calendar),
        )  # fmt: skip

    async def _step(
        self, item_id: str, action: str, caller: Caller, right: str, act: _Act
    ) -> NetItem:
        require(caller, right)
        grids = await self._desk.grids_of(caller)

        def run(tx: Transaction) -> NetItem:
            item = kept.one_of(tx.connection, item_id, caller)
            if item is None or not may_see(item, caller, grids):
                raise NotFoundError(says="no_item", field="item_id")
            require(caller, right, item.area_code)
            after = act(tx, item)
            tx.put(NET_ITEM, after, action=action, actor=caller.actor)
            self._follow(tx, item, after, caller)
            return after

        return await self._desk.write(run)

    def _follow(self, tx: Transaction, before: NetItem, after: NetItem, caller: Caller) -> None:
        """Who is told, and which clock runs, after a step."""
        about = _about(after)
        if after.state is ItemState.SENT and before.state is not ItemState.SENT:
            department = self._desk.departments.get(after.owner or "")
            if department is not None and before.state is ItemState.FILED:
                tell_department(tx, self._told(after), department, actor=caller.actor)
        elif after.state is ItemState.HANDLED:
            taken_over(tx, about, caller)
        elif before.state is ItemState.SENT and after.state is not ItemState.SENT:
            drop_transfers(tx, about, actor=caller.actor)
        outbox.drop_timers(tx, TimerKind.ITEM, [after.item_id])
        if after.state is ItemState.SENT and after.due_at and after.supervised_at is None:
            outbox.put_timer(tx, Timer(TimerKind.ITEM, after.item_id, about, after.due_at))

    # time -----------------------------------------------------------------------------------------

    async def fall_due(self, timer: Timer) -> None:
        """It was not handled in time: that is supervised, once, and said."""

        def run(tx: Transaction) -> None:
            item = kept.one_of(tx.connection, timer.item_id)
            after = steps.supervise(item, tx.at) if item else None
            outbox.drop_timers(tx, TimerKind.ITEM, [timer.item_id])
            if after is not None:
                tx.put(NET_ITEM, after, action="supervise", actor="time")
                self._tell_late(tx, after)
            elif item is not None and item.due_at and tx.at < item.due_at:
                # the clock of the timers ran ahead of the store's
                outbox.put_timer(tx, replace(timer, due_at=item.due_at))

        await self._desk.write(run)

    def _tell_late(self, tx: Transaction, item: NetItem) -> None:
        department = self._desk.departments.get(item.owner or "")
        told = self._told(item)
        tell_people(
            tx,
            told,
            key=f"late-{item.reworks}-{item.extensions}",
            recipient=department.duty if department else self._desk.unit_name(item.unit),
            level=Level.DEPARTMENT_DUTY,
            head=SUPERVISED,
            purpose=Purpose.DEADLINE,
        )

    def _told(self, item: NetItem) -> Told:
        """What everybody may read: class, area and until when, never the words of a report."""
        until = (item.due_at or item.at).astimezone(self._calendar.zone)
        kind = "部件" if item.kind is ItemKind.PART else "事件"
        area = self._desk.area_name(item.area_code)
        words = f"{area} {kind} {item.class_name}，请于 {until:%m-%d %H:%M} 前处置"
        return Told(_about(item), words, item.area_code, item.is_demo)


def _about(item: NetItem) -> SubjectKey:
    return SubjectKey(NET_ITEM.name, item.item_id)
