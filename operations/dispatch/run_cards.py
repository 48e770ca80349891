"""The run cards in use: the district's file until somebody edits them, then the newest version."""

from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.dispatch.run_card_edits import read_cards, to_items
from domain.dispatch.run_cards import RunCards
from domain.errors import ConflictError, NotFoundError
from domain.live.records import Change, Record
from domain.moments import to_iso
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

KIND = "run_cards"
FIRST = 1


class RunCardDesk:
    """Reads and edits the run cards; every version stays in the journal.

    The district's `run_cards.csv` is version 1 for as long as it is not edited here.
    """

    def __init__(self, store: Store, work: Work, first: RunCards) -> None:
        self._store = store
        self._work = work
        self._first = first
        self._held: tuple[int, int, RunCards] = (0, FIRST, first)

    async def now(self) -> RunCards:
        """The cards that count for the next recommendation."""
        return (await self.newest())[1]

    async def newest(self) -> tuple[int, RunCards]:
        """The newest version's number and cards, whichever process wrote it."""
        return await self._work.read(self._newest)

    def _newest(self) -> tuple[int, RunCards]:
        record = self._store.newest(KIND, KIND)
        if record is None:
            return FIRST, self._first
        seq, version, cards = self._held
        if seq != record.seq:
            version, cards = record.state["version"], read_cards(record.state["items"])
            self._held = record.seq, version, cards
        return version, cards

    async def version(self, number: int) -> RunCards:
        """The cards of an earlier version, to look at or to take up again.

        Raises:
            NotFoundError: there is no such version.
        """
        if number == FIRST:
            return self._first
        for record in await self._history():
            if record.state["version"] == number:
                return read_cards(record.state["items"])
        raise NotFoundError(says="no_run_cards_version", version=number, field="version")

    async def versions(self) -> list[dict[str, Any]]:
        """Who wrote which version when, newest first; the first is the district's file."""
        told = [
            {"version": one.state["version"], "at": to_iso(one.at), "actor": one.actor}
            for one in reversed(await self._history())
        ]
        return [*told, {"version": FIRST, "at": None, "actor": "onescreen"}]

    async def _history(self) -> list[Record]:
        return await self._work.read(lambda: self._store.history(KIND, KIND))

    async def write(self, version: int, raw: object, *, caller: Caller) -> tuple[int, RunCards]:
        """Write the next version, whole; it counts from the next recommendation on.

        Raises:
            NotAllowedError: the caller may not.
            RunCardMistakesError: what is wrong, card by card.
            ConflictError: somebody else has written a newer version.
        """
        require(caller, "settings.manage")
        cards = read_cards(raw)

        def write(tx: Transaction) -> tuple[int, RunCards]:
            record = tx.newest(KIND, KIND)
            newest = record.state["version"] if record else FIRST
            if newest != version:
                raise ConflictError(says="run_cards_changed", version=newest, field="version")
            state = {"version": version + 1, "items": to_items(cards)}
            tx.append(Change(KIND, KIND, "write", state, caller.actor, tx.at))
            return version + 1, cards

        return await in_transaction(self._store, self._work, write)
