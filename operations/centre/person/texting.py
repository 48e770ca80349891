"""Reminders that are texted without anybody pressing, where a district has said so.

A text is written down as a call before it is handed over, in one transaction that asks again
whether it is still due: whatever falls down meanwhile, and however many look, nobody is texted
twice for one reason. Where the gateway takes nothing the call says so, and the person stays on the
call list.
"""

import asyncio
import logging
from dataclasses import replace

from domain.centre.loop.said import SYSTEM
from domain.centre.papers.slips import slip_of
from domain.centre.person.calls import CASE_CALL, Came, CaseCall
from domain.centre.person.due_calls import DueCall, may_be_texted
from domain.centre.premises.tickets import check_open
from domain.errors import ConflictError, NotReadyError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.person.calling import Calling, Texts, call_of
from operations.centre.person.reminder_words import text_of
from operations.loops import LoggedOnce
from operations.transactions import in_transaction
from store import Transaction

log = logging.getLogger("onescreen.centre")
LOOK_EVERY_S = 300.0
# At each look; the others at the next. The gateway is asked for one after the other.
MOST_AT_ONCE = 100
NOT_TAKEN = "短信网关未接收"


class Texting:
    """Texts those who are to be reminded today, in the hours of the centre.

    Args:
        desk: where cases are kept.
        calling: knows who is due.
        texts: the way to people's phones.
        by_itself: whether the district wants it.
    """

    def __init__(
        self, desk: CentreDesk, calling: Calling, texts: Texts, *, by_itself: bool
    ) -> None:
        self._desk, self._calling, self._texts = desk, calling, texts
        self._by_itself = by_itself
        self._failures = LoggedOnce(log, "reminders are not texted")

    async def run(self) -> None:
        """Look every few minutes, until cancelled; where the district has not said so, never."""
        while self._by_itself and self._texts.is_at_hand:
            with self._failures:
                if sent := await self.look():
                    log.info("%d people were reminded by text", sent)
            await asyncio.sleep(LOOK_EVERY_S)
        await asyncio.Event().wait()

    async def look(self) -> int:
        """Text those who are due; how many. Nobody outside the hours of the centre."""
        if not (self._by_itself and self._texts.is_at_hand and self._is_open()):
            return 0
        today, zone = self._desk.today(), self._desk.zone
        due = [one for one in await self._calling.due_by_time() if may_be_texted(one, today, zone)]
        return sum([await self._text(one) for one in due[:MOST_AT_ONCE]])

    def _is_open(self) -> bool:
        now, centre = self._desk.now(), self._desk.centre()
        if centre is None:
            return False
        is_day_off = not self._desk.calendar.is_working_day(self._desk.today())
        try:
            check_open(centre, now, self._desk.zone, is_day_off=is_day_off)
        except ConflictError:
            return False
        return True

    async def _text(self, due: DueCall) -> bool:
        call = await self._claim(due)
        if call is None:
            return False
        desk, centre = self._desk, self._desk.its()
        words = text_of(due, centre, desk.zone, slip_of(due.case, centre).phone)
        try:
            await self._texts.send(due.party.phone or "", words, call.call_id)
        except NotReadyError:
            await self._put(replace(call, came=Came.NOT_REACHED, note=NOT_TAKEN), "not_texted")
            return False
        return True

    async def _claim(self, due: DueCall) -> CaseCall | None:
        """Write it down before anything is sent; None where it is no longer due."""
        today, zone = self._desk.today(), self._desk.zone

        def steps(tx: Transaction) -> CaseCall | None:
            tx.flush()
            try:
                now = self._calling.due_now(tx.connection, due, tx.at)
            except ConflictError:
                return None
            if now.case.is_sealed or not may_be_texted(now, today, zone):
                return None
            made = call_of(now, Came.TEXTED, tx.at, SYSTEM)
            tx.put(CASE_CALL, made, action="text", actor=SYSTEM.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def _put(self, call: CaseCall, action: str) -> None:
        def steps(tx: Transaction) -> None:
            tx.put(CASE_CALL, call, action=action, actor=SYSTEM.actor)

        await in_transaction(self._desk.store, self._desk.work, steps)
