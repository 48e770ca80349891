"""What a window is told while it types: earlier cases, a limit that ends; and what it has typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.cases.categories import Category
from domain.centre.limits.labour_limit import CLOCK, Warned, labour_limit
from domain.errors import InvalidError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.new_case import WINDOW, NewParty, id_of_form
from operations.transactions import in_transaction
from store import Transaction
from store.centre import cases as kept
from store.centre import drafts

LONGEST_DRAFT, MOST_FIELDS = 20_000, 120
SHORTEST_NUMBER = 7


@dataclass(frozen=True, slots=True)
class Offered:
    """Earlier cases of the same people, newest first, and what to say of a limit."""

    earlier: list[Case]
    warned: Warned | None


class Offering:
    """What helps while a case is typed."""

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    async def offers(
        self,
        parties: tuple[NewParty, ...],
        category: Category | None,
        known_on: date | None,
        caller: Caller,
    ) -> Offered:
        """Cases of people of exactly such a name, phone or identity number, and how a limit stands.

        Sealed cases, and those that are not the caller's to see, are not among them.

        Raises:
            NotAllowedError: the caller takes no cases in.
        """
        require(caller, "cases.register")
        desk = self._desk
        today = desk.now().astimezone(desk.zone).date()
        clock = desk.its().clock(CLOCK)
        warned = labour_limit(category, known_on, today, clock, desk.calendar)

        def question(connection: Connection) -> list[Case]:
            return kept.alike(
                connection,
                caller,
                names={one.name for one in parties if len(one.name) > 1},
                phones=_whole(one.phone for one in parties),
                id_numbers=_whole(one.id_number for one in parties),
            )

        return Offered(await desk.work.read(lambda: desk.store.ask(question)), warned)

    async def keep(self, typed: Mapping[str, str], caller: Caller) -> bool:
        """Keep what was typed, for this account alone; whether it is kept.

        What is heard after its form was taken in is a case already and no draft: the next form
        would carry its words and its key.

        Raises:
            NotAllowedError: the caller takes no cases in.
            InvalidError: it is too much.
        """
        require(caller, "cases.register")
        if len(typed) > MOST_FIELDS or sum(map(len, typed.values())) > LONGEST_DRAFT:
            raise InvalidError(says="field_not_valid", field="draft")
        form = id_of_form(typed.get("key", ""))

        def steps(tx: Transaction) -> bool:
            if kept.case_by_source(tx, WINDOW, form) is not None:
                return False
            drafts.put_draft(tx, caller.actor, typed)
            return True

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def forget(self, caller: Caller) -> None:
        """Forget what was typed.

        Raises:
            NotAllowedError: the caller takes no cases in.
        """
        require(caller, "cases.register")

        def steps(tx: Transaction) -> None:
            drafts.drop_draft(tx, caller.actor)

        await in_transaction(self._desk.store, self._desk.work, steps)

    async def typed(self, caller: Caller) -> Mapping[str, str]:
        """What this account has typed and not sent; empty where nothing is kept.

        Raises:
            NotAllowedError: the caller takes no cases in.
        """
        require(caller, "cases.register")
        desk = self._desk

        def read() -> dict[str, Any] | None:
            now = desk.now()
            return desk.store.ask(lambda held: drafts.draft_of(held, caller.actor, now))

        return await desk.work.read(read) or {}


def _whole(numbers: Iterable[str | None]) -> set[str]:
    return {one for one in numbers if one and len(one) >= SHORTEST_NUMBER}
