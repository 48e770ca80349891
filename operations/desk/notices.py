"""Notices as people and phones deal with them."""

from collections.abc import Callable
from typing import Any, TypeVar

from domain.access.access import require
from domain.access.callers import Caller
from domain.access.reserved_names import actor_of_unit
from domain.centre.cases.case import CASE
from domain.desk.desk_rights import (
    check_may_act,
    check_may_answer,
    check_may_command,
    check_speaks_for,
    may_see,
)
from domain.desk.notices import STANDBY, Notice, NoticeState, to_state
from domain.desk.timers import TimerKind
from domain.errors import NotFoundError
from domain.incidents.additions import CHECK_IN
from domain.incidents.assignments import Assignment
from domain.live.records import Change
from domain.moments import to_iso
from domain.subject_key import INCIDENT, SubjectKey, of_incident
from operations.clock import utc_now
from operations.desk.check_ins import CheckIns
from operations.notices.channels import AppChannel
from operations.notices.notices import acknowledge, deliver, resend
from operations.notices.orders import Orders
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.desk import outbox
from store.desk.standby import standby

T = TypeVar("T")


class DeskNotices:
    """Reading, answering and repeating notices; check-ins of people on scene."""

    def __init__(self, store: Store, work: Work, check_ins: CheckIns, orders: Orders) -> None:
        self._store = store
        self._work = work
        self._check_ins = check_ins
        self._orders = orders

    async def items(
        self, number: str | None, state: NoticeState | None, *, caller: Caller
    ) -> list[dict[str, Any]]:
        """Notices of the caller's incidents, newest first."""
        word = state.value if state else None
        about = of_incident(number) if number is not None else None
        found = await self._work.read(
            lambda: self._store.notices(about=about, state=word, viewer=caller)
        )
        return [to_state(one) for one in found]

    async def acknowledge(self, notice_id: str, *, caller: Caller) -> dict[str, Any]:
        """The dispatcher heard it by phone or radio."""

        def write(tx: Transaction) -> Notice:
            self._check(tx, notice_id, caller)
            return acknowledge(tx, notice_id, actor=caller.actor)

        return to_state(await self._write(write))

    async def resend(self, notice_id: str, *, caller: Caller) -> dict[str, Any]:
        """Tell it again."""

        def write(tx: Transaction) -> Notice:
            self._check(tx, notice_id, caller)
            return resend(tx, notice_id, actor=caller.actor)

        return to_state(await self._write(write))

    def _check(self, tx: Transaction, notice_id: str, caller: Caller) -> None:
        held = outbox.notice(tx, notice_id)
        if held is not None and held.subject_kind == CASE.name:  # answered where the case is
            raise NotFoundError(says="no_notice", field="notice_id")
        if held is not None and held.subject_kind == STANDBY:  # whoever commands the unit
            order = standby(tx, held.subject_id)
            unit = tx.unit(order.unit_id) if order else None
            check_may_command(caller, unit.home_area if unit else None)
            return
        if held is not None and held.department and caller.role == "department":
            check_may_answer(caller, held.department)
            return
        if held is not None and held.subject_kind != INCIDENT:  # whoever acts where it belongs
            require(caller, "desk.act", held.area_code)
            return
        check_may_act(caller, tx.incident(held.number) if held else None)

    # the door of the phones ----------------------------------------------------------------

    async def hand_out(self, unit_id: str, *, holder: Caller) -> list[dict[str, Any]]:
        """What waits for a unit, each with its order; handing it out is its delivery.

        Raises:
            NotAllowedError: the key is for another unit.
        """
        check_speaks_for(holder, unit_id)
        waiting = await self._work.read(lambda: self._store.notices(unit_id=unit_id))
        if not waiting:
            return []
        fresh = [
            one.notice_id for one in waiting if one.state in {NoticeState.WAITING, NoticeState.SENT}
        ]

        def write(tx: Transaction) -> list[dict[str, Any]]:
            for one in fresh:
                deliver(tx, one, actor=actor_of_unit(unit_id))
            return [self._handed(tx, outbox.notice(tx, one.notice_id) or one) for one in waiting]

        return await self._write(write)

    def _handed(self, tx: Transaction, notice: Notice) -> dict[str, Any]:
        order = self._orders.of(tx, notice)
        if order is None:
            return to_state(notice) | {"order": None}
        return to_state(notice) | {
            "text": self._orders.text(order, AppChannel.name),
            "order": order.body(),
        }

    async def answer(self, notice_id: str, unit_id: str, *, holder: Caller) -> dict[str, Any]:
        """A unit says yes to what was sent to it.

        Raises:
            NotAllowedError: the key is for another unit.
            NotFoundError: there is no such notice for this unit.
        """
        check_speaks_for(holder, unit_id)

        def write(tx: Transaction) -> Notice:
            held = outbox.notice(tx, notice_id)
            if held is None or held.unit_id != unit_id:
                raise NotFoundError(says="no_notice_for_unit", field="notice_id")
            return acknowledge(tx, notice_id, actor=actor_of_unit(unit_id))

        return to_state(await self._write(write))

    # check-ins -----------------------------------------------------------------------------

    async def check_in(self, unit_id: str, *, caller: Caller) -> dict[str, Any]:
        """All is well with a unit on scene.

        Raises:
            NotAllowedError: it is no unit of the caller's.
            NotFoundError: it is not on scene.
        """
        unit = await self._work.read(lambda: self._store.unit(unit_id))
        check_may_command(caller, unit.home_area if unit else None)
        return await self._heard(unit_id if unit else None, caller.actor)

    async def check_in_by_unit(self, unit_id: str, *, holder: Caller) -> dict[str, Any]:
        """A unit on scene says itself that all is well, by its phone.

        Raises:
            NotAllowedError: the key is for another unit.
            NotFoundError: it is not on scene.
        """
        check_speaks_for(holder, unit_id)
        return await self._heard(unit_id, actor_of_unit(unit_id))

    async def _heard(self, unit_id: str | None, actor: str) -> dict[str, Any]:
        timer = await self._check_ins.heard_from(unit_id, actor=actor) if unit_id else None
        if unit_id is None or timer is None:
            raise NotFoundError(says="not_on_scene", field="unit_id")
        await self._write(lambda tx: _say_heard(tx, unit_id, timer.about, actor))
        return {"unit_id": unit_id, "number": timer.about.number, "next_at": to_iso(timer.due_at)}

    async def check_ins(self, *, caller: Caller) -> list[dict[str, Any]]:
        """Who is to be heard of on the caller's incidents, soonest first."""

        def read() -> list[dict[str, Any]]:
            open_ones = {one.assignment_id: one for one in self._store.open_assignments()}
            now = utc_now()
            rows = []
            for timer in self._store.timers(TimerKind.CHECK_IN):
                assignment = open_ones.get(timer.item_id)
                if assignment is None or timer.step == 0:
                    continue
                incident = self._store.incident(assignment.number)
                if incident is None or not may_see(caller, incident):
                    continue
                rows.append(
                    {
                        "unit_id": assignment.unit_id,
                        "call_sign": self._call_sign(assignment),
                        "number": assignment.number,
                        "due_at": to_iso(self._check_ins.first_due(timer)),
                        "state": "red" if timer.step > 1 or timer.due_at < now else "ok",
                    }
                )
            return rows

        return await self._work.read(read)

    def _call_sign(self, assignment: Assignment) -> str:
        unit = self._store.unit(assignment.unit_id)
        return unit.call_sign if unit else assignment.unit_id

    async def _write(self, steps: Callable[[Transaction], T]) -> T:
        return await in_transaction(self._store, self._work, steps)


def _say_heard(tx: Transaction, unit_id: str, about: SubjectKey, actor: str) -> None:
    tx.append(
        Change(
            kind="check_in",
            id=f"{about.id}-check-in-{unit_id}",
            action="heard",
            state={**about.stated(), "unit_id": unit_id, "at": to_iso(tx.at)},
            actor=actor,
            occurred_at=tx.at,
            v=CHECK_IN.version,
        )
    )
