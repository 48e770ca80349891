"""Calling the people of cases: who is due today, what came of a call, the slip without a phone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.centre.loop.said import SYSTEM
from domain.centre.loop.written import written
from domain.centre.papers.slips import slip_of
from domain.centre.person.calls import CASE_CALL, LONGEST_NOTE, Came, CaseCall, check_again
from domain.centre.person.due_calls import (
    CallDays,
    CallList,
    CallSheet,
    DueCall,
    Known,
    due_calls,
    find,
    order,
)
from domain.errors import ConflictError, InvalidError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.centre.person.reminder_words import text_of
from operations.transactions import in_transaction
from store import Transaction
from store.centre import calls as kept

# Of each reason so many cases are looked at; of what is found so many are listed.
MOST_LOOKED_AT, MOST_LISTED = 2000, 200
_AT_ONCE = 500
ACTIONS = {Came.PRINTED: "print", Came.TEXTED: "text"}


def call_of(due: DueCall, came: Came, at: datetime, by: Caller) -> CaseCall:
    """A call, and what came of it."""
    return CaseCall(
        call_id=f"T-{uuid4().hex[:16]}",
        case_code=due.case.code,
        party_id=due.party.party_id,
        occasion=due.occasion.key,
        why=due.occasion.why,
        came=came,
        at=at,
        by=by.actor,
    )


class Texts(Protocol):
    """The way to people's phones (operations/notices/text_messages.py)."""

    @property
    def is_at_hand(self) -> bool:
        """Whether there is one."""
        ...

    async def send(self, phone: str, text: str, text_id: str) -> None:
        """Hand a text over."""
        ...


class Calling:
    """The call list: whoever may take a case further calls its people; nobody else may.

    Args:
        desk: where cases are kept.
        texts: the way to people's phones.
        days: how long before or after a day somebody is called about it.
    """

    def __init__(self, desk: CentreDesk, texts: Texts, days: CallDays) -> None:
        self._desk, self._texts, self._days = desk, texts, days

    @property
    def texts(self) -> bool:
        """Whether people can be texted."""
        return self._texts.is_at_hand

    def today(self) -> date:
        """The day in the district."""
        return self._desk.today()

    async def due(self, caller: Caller) -> CallList:
        """Who is to be called today, of the cases the caller may see.

        Raises:
            NotAllowedError: the caller takes no step of a case.
        """
        require(caller, "cases.step")
        found = await self._all_due(caller, caller.actor)
        more = max(0, len(found) - MOST_LISTED)
        return CallList(found[:MOST_LISTED], more, self._desk.today())

    async def due_by_time(self) -> list[DueCall]:
        """Who is to be reminded today in any case that is not sealed."""
        return await self._all_due(None, SYSTEM.actor)

    async def _all_due(self, who: Caller | None, by: str) -> list[DueCall]:
        desk, now = self._desk, self._desk.now()

        def question(connection: Connection) -> list[DueCall]:
            codes = kept.codes_to_call(
                connection,
                who,
                now=now,
                booked_until=self._end_of(self._next_day(now)),
                confirm_until=now + timedelta(days=self._days.confirmation),
                closed_since=now - timedelta(days=self._days.rating + 1),
                most=MOST_LOOKED_AT,
            )
            found: list[DueCall] = []
            for at in range(0, len(codes), _AT_ONCE):
                for known in kept.known_of(connection, codes[at : at + _AT_ONCE]):
                    found += self._due(known, by, now)
            return sorted(found, key=order)

        return await desk.work.read(lambda: desk.store.ask(question))

    async def sheet(self, code: str, party_id: str, key: str, caller: Caller) -> CallSheet:
        """One call.

        Raises:
            NotAllowedError: the caller takes no step of a case.
            NotFoundError: no such case, or not for this caller.
            ConflictError: it is no longer due.
        """
        require(caller, "cases.step")

        def question(connection: Connection) -> CallSheet:
            return self._sheet(connection, code, party_id, key, caller)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def of_case(self, code: str, caller: Caller) -> Sequence[CaseCall]:
        """The calls of a case, newest first.

        Raises:
            NotFoundError: no such case, or not for this caller.
        """
        require(caller, "cases.see")

        def question(connection: Connection) -> Sequence[CaseCall]:
            return kept.calls_of(connection, seen_case(connection, code, caller).code)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def told(
        self,
        code: str,
        party_id: str,
        key: str,
        came: Came,
        caller: Caller,
        *,
        again_on: str = "",
        note: str = "",
    ) -> CaseCall:
        """Write down what came of a call.

        Raises:
            NotAllowedError: the caller takes no step of a case.
            NotFoundError: no such case, or not for this caller.
            ConflictError: it is no longer due.
            InvalidError: the day on which to call again is none.
        """
        require(caller, "cases.step")
        said = written(note, "note", LONGEST_NOTE)
        again = check_again(again_on, self._desk.today()) if came is Came.AGAIN else None

        def steps(tx: Transaction) -> CaseCall:
            due = self._sheet(tx.connection, code, party_id, key, caller).due
            made = replace(call_of(due, came, tx.at, caller), again_on=again, note=said)
            action = ACTIONS.get(came, "call")
            tx.put(CASE_CALL, made, action=action, actor=caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def text(self, code: str, party_id: str, key: str, caller: Caller) -> CaseCall:
        """Remind somebody by a text message, and write it down as a call.

        Raises:
            NotAllowedError: the caller takes no step of a case.
            NotFoundError: no such case, or not for this caller.
            ConflictError: it is no longer due; or somebody else may read that phone.
            InvalidError: no phone is known.
            NotReadyError: no gateway texts, or it has not taken it; nothing is written then.
        """
        sheet = await self.sheet(code, party_id, key, caller)
        due, desk = sheet.due, self._desk
        if due.needs_care:
            raise ConflictError(says="text_not_with_violence", field="occasion")
        if not due.party.phone:
            raise InvalidError(says="text_without_phone", field="party")
        words = text_of(due, desk.its(), desk.zone, sheet.phone)
        await self._texts.send(due.party.phone, words, f"{due.case.code}-{key}"[:64])
        return await self.told(code, party_id, key, Came.TEXTED, caller)

    async def print(
        self, code: str, party_id: str, key: str, caller: Caller, *, address: str | None = None
    ) -> tuple[str, bytes]:
        """Print the reminder for somebody who cannot be called; its file name and the PDF.

        It is written down as a call, and as an export.

        Raises:
            NotAllowedError: the caller takes no step of a case.
            NotFoundError: no such case, or not for this caller.
            ConflictError: it is no longer due.
        """
        from operations.centre.person.reminder_paper import reminder_pdf

        sheet = await self.sheet(code, party_id, key, caller)
        desk, at = self._desk, self._desk.now()
        content = await desk.work.read(
            lambda: reminder_pdf(
                sheet.due,
                desk.its(),
                phone=sheet.phone,
                place=desk.place,
                account=caller.actor,
                at=at,
                zone=desk.zone,
            )
        )
        await self.told(code, party_id, key, Came.PRINTED, caller)
        await desk.tell_exported(
            f"reminder of {CASE.name}", caller, address, case_code=sheet.due.case.code
        )
        return f"{sheet.due.case.code}-reminder.pdf", content

    def due_now(self, connection: Connection, due: DueCall, now: datetime) -> DueCall:
        """The same call as it is due at this moment, by what the store says now.

        Raises:
            ConflictError: somebody has called meanwhile, or the reason is gone.
        """
        [known] = kept.known_of(connection, [due.case.code])
        return find(self._due(known, SYSTEM.actor, now), due.party.party_id, due.occasion.key)

    def _sheet(
        self, connection: Connection, code: str, party_id: str, key: str, caller: Caller
    ) -> CallSheet:
        case = seen_case(connection, code, caller)
        [known] = kept.known_of(connection, [case.code])
        due = find(self._due(known, caller.actor, self._desk.now()), party_id, key)
        earlier = [one for one in kept.calls_of(connection, case.code) if one.party_id == party_id]
        return CallSheet(due, slip_of(case, self._desk.its()).phone, earlier)

    def _due(self, known: Known, by: str, now: datetime) -> list[DueCall]:
        return due_calls(
            known,
            by=by,
            now=now,
            zone=self._desk.zone,
            next_working_day=self._next_day(now),
            days=self._days,
        )

    def _next_day(self, now: datetime) -> date:
        """The next day on which somebody is at the centre."""
        tomorrow = now.astimezone(self._desk.zone).date() + timedelta(days=1)
        return self._desk.calendar.next_working_day(tomorrow)

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day + timedelta(days=1), time(), self._desk.zone)
