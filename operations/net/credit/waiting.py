"""What of credit waits for somebody: in their inbox, with the day until which it waits."""

from collections.abc import Awaitable, Callable

from sqlalchemy import Connection

from domain.access.access import may
from domain.access.callers import Caller
from domain.net.credit.deductions import DeductionState
from domain.net.tasks.inbox import Waiting
from operations.net.credit.desk import CreditDesk
from operations.net.credit.revisits import CENTRE
from store.net import credit as kept

PAGE = "/net/credit"
NOTICE, VISIT, APPEAL = "扣分告知：可以申诉", "抽查复访：请到现场查看", "扣分申诉：请裁决"


def credit_room(desk: CreditDesk) -> Callable[[Caller], Awaitable[list[Waiting]]]:
    """Deductions to be looked at, second visits to be made, appeals to be decided.

    An inbox names nobody and says no points: each item leads to the page of credit.
    """

    def ask(one: Connection, caller: Caller) -> list[Waiting]:
        found, now = list[Waiting](), desk.now()

        if may(caller, "credit.own"):
            found += [
                Waiting(
                    "credit",
                    held.deduction_id,
                    NOTICE,
                    held.appeal_until,
                    False,
                    PAGE,
                    held.grid,
                    is_word=True,
                )
                for held in kept.own_deductions(one, caller.actor)
                if held.state is DeductionState.NOTIFIED and held.appeal_until > now
            ]
        if may(caller, "credit.see"):
            visitors = [caller.actor, *([CENTRE] if may(caller, "credit.run") else [])]
            found += [
                _open(visit.revisit_id, VISIT, visit.grid)
                for visitor in visitors
                for visit in kept.own_revisits(one, visitor)
                if visit.result is None
            ]
        if may(caller, "credit.run"):
            found += [
                _open(held.deduction_id, APPEAL, held.grid)
                for held in kept.seen_deductions(one, caller)
                if held.state is DeductionState.APPEALED and held.told_by != caller.actor
            ]
        return found

    async def waiting(caller: Caller) -> list[Waiting]:
        return await desk.work.read(lambda: desk.store.ask(lambda one: ask(one, caller)))

    return waiting


def _open(key: str, title: str, grid: str) -> Waiting:
    return Waiting("credit", key, title, None, False, PAGE, grid, is_word=True)
