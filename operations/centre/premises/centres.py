"""The centre as it stands: the district's file until somebody edits it, then the newest version.

Steps inside a transaction cannot ask the store, so what stands is held in memory; another process
that has written a newer version is heard within seconds (`run`).
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.access.roles import DISCIPLINE
from domain.centre.premises import edits
from domain.centre.premises.edits import CENTRE, Entry, General, Part
from domain.centre.premises.places import Centre
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.live.records import Change, Record
from domain.moments import to_iso
from operations.loops import LoggedOnce
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.centre.uses import uses_of

log = logging.getLogger(__name__)
KIND = CENTRE.name
FIRST = 1
LOOKED_EVERY_S = 3.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A version, and the centre it says; None where the district has none."""

    version: int
    centre: Centre | None
    seq: int = 0


class Centres:
    """Reads and edits the centre; every version stays in the journal.

    Args:
        store: where versions are kept.
        work: the lanes of threads.
        first: of the district's folder: version 1 for as long as it is not edited here.
    """

    def __init__(self, store: Store, work: Work, first: Centre | None) -> None:
        self._store, self._work = store, work
        self.first = first
        self._held = Standing(FIRST, first)
        self.look()

    def __call__(self) -> Centre | None:
        """The centre as it stands."""
        return self._held.centre

    def its(self) -> Centre:
        """The same.

        Raises:
            NotFoundError: the district has none.
        """
        if self._held.centre is None:
            raise NotFoundError(says="no_centre", field="district")
        return self._held.centre

    def look(self) -> None:
        """Take up the newest version; blocks while it is read."""
        record = self._store.newest(KIND, KIND)
        if record is not None and record.seq != self._held.seq:
            self._held = self._of(record)

    async def run(self) -> None:
        """Hear of versions other processes write, until cancelled."""
        failures = LoggedOnce(log, "the centre cannot be read; trying again", "it is read again")
        while True:
            with failures:
                await self._work.read(self.look)
            await asyncio.sleep(LOOKED_EVERY_S)

    def _of(self, record: Record) -> Standing:
        if self.first is None:
            return self._held
        kept = edits.from_items(record.state["centre"], self.first.clocks)
        centre = replace(kept, discipline=self.first.discipline)  # of the folder alone, like limits
        return Standing(record.state["version"], centre, record.seq)

    # editing ----------------------------------------------------------------------------------

    def standing(self, caller: Caller) -> Standing:
        """What stands, and its version.

        Raises:
            NotAllowedError: the caller does not edit the centre.
            NotFoundError: the district has none.
        """
        require(caller, "centre.premises")
        self.its()
        return self._held

    async def put(self, version: int, part: Part, entry: Entry, caller: Caller) -> Standing:
        """Add an entry, or change the one of its code.

        Raises:
            NotAllowedError: the caller does not edit the centre.
            ConflictError: somebody else has written a newer version.
            InvalidError: the entry does not do.
        """
        require(caller, "centre.edit")
        return await self._write(
            version, caller, lambda _tx, centre: edits.put(centre, part, entry)
        )

    async def close(
        self, version: int, part: Part, code: str, *, is_closed: bool, caller: Caller
    ) -> Standing:
        """Close an entry, or open it again.

        Raises:
            as `put`; ConflictError also: the centre cannot do without it.
        """
        require(caller, "centre.edit")

        def edit(_tx: Transaction, centre: Centre) -> Centre:
            return edits.close(centre, part, code, is_closed=is_closed)

        return await self._write(version, caller, edit)

    async def remove(self, version: int, part: Part, code: str, caller: Caller) -> Standing:
        """Take away an entry that nothing was ever done with.

        Raises:
            as `close`; ConflictError also: something names it.
        """
        require(caller, "centre.edit")

        def edit(tx: Transaction, centre: Centre) -> Centre:
            inside = [
                one.code
                for one in (*centre.windows.values(), *centre.rooms.values())
                if part is Part.ZONE and one.within == code
            ]
            uses = len(inside) + uses_of(tx.connection, part, code)
            return edits.remove(centre, part, code, uses=uses)

        return await self._write(version, caller, edit)

    async def put_general(self, version: int, said: General, caller: Caller) -> Standing:
        """Set hours, phone and the time of reopening.

        Raises:
            as `put`.
        """
        require(caller, "centre.edit")
        return await self._write(
            version, caller, lambda _tx, centre: edits.put_general(centre, said)
        )

    async def seal_to(self, version: int, accounts: tuple[str, ...], caller: Caller) -> Standing:
        """Say who sees sealed reports (检举控告) taken in from now on.

        Raises:
            NotAllowedError: the caller does not decide that: no clerk names themselves.
            InvalidError: an account there is not, none of the discipline body, one without a unit,
                or too many.
            ConflictError: as `put`.
        """
        require(caller, "centre.seal")

        def edit(tx: Transaction, centre: Centre) -> Centre:
            for name in accounts:
                known = tx.accounts.account_named(name)
                if known is None:
                    raise InvalidError(says="account_unknown", account=name[:64], field="sealed_to")
                if known.role != DISCIPLINE:
                    raise InvalidError(
                        says="account_no_discipline", account=name[:64], field="sealed_to"
                    )
                if not known.department:  # nobody could tell whether a report accuses their own
                    raise InvalidError(
                        says="account_without_unit", account=name[:64], field="sealed_to"
                    )
            return edits.seal_to(centre, accounts)

        return await self._write(version, caller, edit)

    async def _write(
        self, version: int, caller: Caller, edit: Callable[[Transaction, Centre], Centre]
    ) -> Standing:
        def steps(tx: Transaction) -> Standing:
            record = tx.newest(KIND, KIND)
            standing = self._of(record) if record else Standing(FIRST, self.first)
            if standing.centre is None:
                raise NotFoundError(says="no_centre", field="district")
            if standing.version != version:
                raise ConflictError(
                    says="centre_changed", version=standing.version, field="version"
                )
            after = edit(tx, standing.centre)
            state = {"version": version + 1, "centre": edits.to_items(after)}
            written = tx.append(Change(KIND, KIND, "write", state, caller.actor, tx.at))
            return Standing(version + 1, after, written.seq)

        self._held = await in_transaction(self._store, self._work, steps)
        return self._held

    async def versions(self, caller: Caller) -> list[dict[str, Any]]:
        """Who wrote which version when, newest first; the first is the district's file.

        Raises:
            NotAllowedError: the caller does not edit the centre.
        """
        self.standing(caller)
        records = await self._work.read(lambda: self._store.history(KIND, KIND))
        told = [
            {"version": one.state["version"], "at": to_iso(one.at), "actor": one.actor}
            for one in reversed(records)
        ]
        return [*told, {"version": FIRST, "at": None, "actor": "onescreen"}]
