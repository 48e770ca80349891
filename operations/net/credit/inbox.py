"""Credit in the inbox: second visits to make, notices to appeal against, appeals to decide."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Connection

from domain.access.access import may
from domain.access.callers import Caller
from domain.net.credit.deductions import Deduction, DeductionState
from domain.net.credit.revisits import Revisit
from domain.net.tasks.inbox import Waiting
from operations.net.credit.desk import CreditDesk
from store.net import credit as kept

PAGE = "/net/credit"


def credit_room(desk: CreditDesk) -> Callable[[Caller], Awaitable[list[Waiting]]]:
    """What of credit waits for the caller; nothing names anybody."""

    async def waiting(caller: Caller) -> list[Waiting]:
        if not may(caller, "credit.see"):
            return []
        now = desk.now()

        def question(one: Connection) -> list[Waiting]:
            found: list[Waiting | None] = [
                _visit(held) for held in kept.own_revisits(one, caller.actor)
            ]
            found += [_notice(held, now) for held in kept.own_deductions(one, caller.actor)]
            if may(caller, "credit.run"):
                found += [_appeal(held, caller) for held in kept.seen_deductions(one, caller)]
            return [held for held in found if held is not None]

        return await desk.work.read(lambda: desk.store.ask(question))

    return waiting


def _visit(one: Revisit) -> Waiting | None:
    if one.result is not None:
        return None
    title = "抽查复访：请到现场查看"
    return Waiting("credit", one.revisit_id, title, None, False, PAGE, one.grid, is_word=True)


def _notice(one: Deduction, now: datetime) -> Waiting | None:
    if one.state is not DeductionState.NOTIFIED or now >= one.appeal_until:
        return None
    title, until = "扣分告知：可以申诉", one.appeal_until
    return Waiting("credit", one.deduction_id, title, until, False, PAGE, one.grid, is_word=True)


def _appeal(one: Deduction, caller: Caller) -> Waiting | None:
    is_theirs = caller.actor in {one.told_by, one.person}
    if one.state is not DeductionState.APPEALED or is_theirs:
        return None
    title = "扣分申诉：请裁决"
    return Waiting("credit", one.deduction_id, title, None, False, PAGE, one.grid, is_word=True)
