"""The desk on paper: everything of one incident, or of all that are open, in one answer."""

from typing import Any

from domain.access.callers import Caller
from domain.access.scope import scope_of
from domain.moments import to_iso
from operations.clock import utc_now
from operations.desk.bodies import DeskBodies
from operations.desk.card import DeskCard
from operations.desk.shift import DeskShift
from operations.threads import Work
from store import Store

MOST_CARDS = 200


class DeskPaper:
    """What is printed when the screens may go dark."""

    def __init__(
        self, store: Store, work: Work, bodies: DeskBodies, card: DeskCard, shift: DeskShift
    ) -> None:
        self._store = store
        self._work = work
        self._bodies = bodies
        self._card = card
        self._shift = shift

    async def card(self, number: str, caller: Caller) -> dict[str, Any]:
        """One incident: the card, its timeline, and what is near."""
        return {
            "at": to_iso(utc_now()),
            "actor": caller.actor,
            **await self._card.whole(number, caller=caller),
            "timeline": await self._card.timeline(number, caller=caller),
        }

    async def desk(self, *, caller: Caller) -> dict[str, Any]:
        """Every open incident with its card, the most urgent first, and all units by status."""
        found, _ = await self._work.read(
            lambda: self._store.incidents(
                status="open", limit=MOST_CARDS, area=scope_of(caller).area, viewer=caller
            )
        )
        queue = await self._bodies.queue(found, caller)
        cards = [await self._bodies.card(one["number"], caller=caller) for one in queue]
        return {
            "at": to_iso(utc_now()),
            "actor": caller.actor,
            "incidents": cards,
            "statuses": await self._shift.board(caller=caller),
        }
