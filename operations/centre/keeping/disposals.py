"""Dossiers whose years are over are listed, confirmed by a second person, and erased.

Nothing of one goes before both have spoken, or before its list has stood as long as the setting
says. What waits (open, held, within its years) is asked again in the transaction that erases.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.keeping.disposals import (
    CASE_DISPOSAL,
    CaseDisposal,
    DisposalState,
    DueDossier,
    Spared,
    confirmed,
    erased,
    spared,
)
from domain.centre.keeping.rules import KeepingRule, why_not_erased
from domain.centre.loop.said import SYSTEM
from domain.errors import ConflictError, NotFoundError
from domain.kinds import kind_of
from operations.centre.cases.centre_desk import CentreDesk
from operations.loops import LoggedOnce
from operations.transactions import in_transaction
from store import Transaction
from store.centre import disposals as kept
from store.centre.cases import case_of
from store.centre.keeping import open_hold_of

log = logging.getLogger(__name__)
LOOK_EVERY_S = 86_400.0
MOST_OF_A_LIST, MOST_SHOWN, AT_ONCE = 200, 1000, 20


@dataclass(frozen=True, slots=True)
class DisposalStanding:
    """What somebody sees of the disposal of dossiers.

    Attributes:
        due: dossiers that may be listed now, at most `MOST_OF_A_LIST`.
        held: how many more a legal hold keeps.
        lists: the dossiers of each list, the newest list first.
        days: after how many days a list the system drew up is carried out; 0 where it draws none.
    """

    due: Sequence[DueDossier]
    held: int
    lists: Mapping[str, Sequence[CaseDisposal]]
    days: int


class Disposals:
    """Lists, confirms and erases dossiers.

    Args:
        desk: what the operations of the centre share.
        rules: how long dossiers are kept.
        files: the folder of files.
        days: 0: two people dispose of dossiers. Else the system lists them, and what it listed
            goes after so many days unless somebody withdraws the list.
    """

    def __init__(
        self, desk: CentreDesk, rules: Mapping[str, KeepingRule], *, files: Path, days: int
    ) -> None:
        self._desk, self._rules, self._files, self._days = desk, rules, files, days
        self._wake = asyncio.Event()
        self._failures = LoggedOnce(
            log,
            "dossiers whose years are over cannot be erased; trying again every day",
            "dossiers whose years are over are erased again",
        )

    # what stands ------------------------------------------------------------------------------

    async def standing(self, caller: Caller) -> DisposalStanding:
        """Which dossiers are due, and the lists, as far as the caller may see their cases.

        Raises:
            NotAllowedError: the caller disposes of none.
        """
        require(caller, "cases.dispose")
        now = self._desk.now()

        def question(connection: Connection) -> DisposalStanding:
            lists: dict[str, list[CaseDisposal]] = {}
            for one in kept.newest_disposals(connection, caller, MOST_SHOWN):
                lists.setdefault(one.list_id, []).append(one)
            return DisposalStanding(
                kept.due_dossiers(connection, self._rules, now, caller, MOST_OF_A_LIST),
                kept.held_count(connection, self._rules, now, caller),
                lists,
                self._days,
            )

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    # two people -------------------------------------------------------------------------------

    async def draw(self, caller: Caller) -> str:
        """List every dossier that is due and that the caller may see; the id of the list.

        Raises:
            NotAllowedError: the caller disposes of none.
            ConflictError: none is due.
        """
        require(caller, "cases.dispose")
        list_id = await self._draw(caller, caller)
        if list_id is None:
            raise ConflictError(says="nothing_to_dispose", field="list_id")
        return list_id

    async def confirm(self, list_id: str, caller: Caller) -> int:
        """Confirm what the caller sees of a list somebody else drew up; how many are erased then.

        Raises:
            NotAllowedError: the caller disposes of none.
            NotFoundError: no such list, or none of it for this caller.
            ConflictError: whoever drew it up confirms it, or it is decided already.
        """
        require(caller, "cases.dispose")

        def steps(tx: Transaction) -> int:
            mine = self._listed(tx, list_id, caller)
            for one in mine:
                after = confirmed(one, caller.actor, tx.at)
                tx.put(CASE_DISPOSAL, after, action="confirm", actor=caller.actor)
            return len(mine)

        count = await in_transaction(self._desk.store, self._desk.work, steps)
        self._wake.set()
        return count

    async def withdraw(self, list_id: str, caller: Caller) -> int:
        """Take the dossiers the caller sees off a list that is not confirmed; how many.

        Raises:
            NotAllowedError: the caller disposes of none.
            NotFoundError: no such list, or none of it for this caller.
            ConflictError: it is decided already.
        """
        require(caller, "cases.dispose")

        def steps(tx: Transaction) -> int:
            mine = self._listed(tx, list_id, caller)
            for one in mine:
                off = spared(one, Spared.WITHDRAWN, tx.at)
                tx.put(CASE_DISPOSAL, off, action="spare", actor=caller.actor)
            return len(mine)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    def _listed(self, tx: Transaction, list_id: str, caller: Caller) -> list[CaseDisposal]:
        tx.flush()
        found = kept.disposals_of(tx.connection, list_id, caller)
        if not found:
            raise NotFoundError(says="no_disposal_list", field="list_id")
        mine = [one for one in found if one.state is DisposalState.LISTED]
        if not mine:
            raise ConflictError(says="disposal_decided", field="list_id")
        return mine

    async def _draw(self, by: Caller, who: Caller | None) -> str | None:
        list_id = f"list-{uuid4().hex[:16]}"
        now = self._desk.now()

        def steps(tx: Transaction) -> str | None:
            due = kept.due_dossiers(tx.connection, self._rules, now, who, MOST_OF_A_LIST)
            for one in due:
                made = CaseDisposal(
                    one.code, list_id, one.rule, one.until, one.people, one.files, now, by.actor
                )
                tx.put(CASE_DISPOSAL, made, action="list", actor=by.actor)
            return list_id if due else None

        return await in_transaction(self._desk.store, self._desk.work, steps)

    # by itself --------------------------------------------------------------------------------

    async def run(self) -> None:
        """Look at once, once a day, and when a list was confirmed; until cancelled."""
        while True:
            self._wake.clear()
            with self._failures:
                if gone := await self.look():
                    log.info("%d dossiers whose years are over were erased", gone)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY_S)

    async def look(self) -> int:
        """Carry out what is confirmed, and by the setting what has stood long enough; how many."""
        if self._days:
            while await self._confirm_by_time():
                pass
        gone = 0
        while found := await self._in(DisposalState.CONFIRMED):
            for one in found:
                gone += await self._erase(one.case_code)
        if gone:
            await self._desk.work.write(self._desk.store.empty_logs)
        if self._days:
            await self._draw(SYSTEM, None)
        return gone

    async def _in(self, state: DisposalState) -> list[CaseDisposal]:
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.disposals_in(one, state, AT_ONCE))
        )

    async def _confirm_by_time(self) -> int:
        before = self._desk.now() - timedelta(days=self._days)

        def steps(tx: Transaction) -> int:
            tx.flush()
            listed = DisposalState.LISTED
            mine = kept.disposals_in(tx.connection, listed, AT_ONCE, SYSTEM.actor)
            old = [one for one in mine if one.listed_at <= before]
            for one in old:
                after = confirmed(one, SYSTEM.actor, self._desk.now(), by_time=True)
                tx.put(CASE_DISPOSAL, after, action="confirm", actor=SYSTEM.actor)
            return len(old)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def _erase(self, code: str) -> int:
        """Erase one dossier, or take it off its list where it waits by now; how many went."""
        now = self._desk.now()

        def steps(tx: Transaction) -> int:
            tx.flush()
            one, case = kept.disposal_of(tx.connection, code), case_of(tx.connection, code)
            if one is None or case is None or one.state is not DisposalState.CONFIRMED:
                return 0
            is_held = open_hold_of(tx.connection, code) is not None
            if why_not_erased(case, is_held=is_held, rules=self._rules, now=now) is not None:
                off = spared(one, Spared.WAITS, now)
                tx.put(CASE_DISPOSAL, off, action="spare", actor=SYSTEM.actor)
                return 0
            for kind, entity_id in kept.entities_in(tx.connection, code):
                self._erase_entity(tx, kind, entity_id)
            tx.put(CASE_DISPOSAL, erased(one, now), action="erase", actor=SYSTEM.actor)
            return 1

        return await in_transaction(self._desk.store, self._desk.work, steps)

    def _erase_entity(self, tx: Transaction, kind: str, entity_id: str) -> None:
        """Its bytes first: what is interrupted is still found, and erased at the next look."""
        declared = kind_of(kind)
        kept = self._files / entity_id
        if declared.has_bytes and Path(entity_id).name == entity_id and kept.is_file():
            kept.unlink()
        if declared.personal:
            tx.erase(kind, entity_id, actor=SYSTEM.actor)
