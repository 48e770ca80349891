"""What of items waits for somebody: sent to their unit, or to be checked in their grids."""

from domain.access.access import may
from domain.access.callers import Caller
from domain.net.items.items import NetItem
from domain.net.tasks.inbox import Waiting
from operations.net.items.item_desk import ItemDesk
from operations.net.items.looking import Looked, Looking, View, acts_of

ROOM = "item"
# An item waits for whoever may do one of these with it.
_WORK = frozenset({"handle", "pass"})


class ItemRoom:
    """The room of items in everybody's inbox.

    Args:
        desk: what the operations share.
        looking: lists what the caller may see.
    """

    def __init__(self, desk: ItemDesk, looking: Looking) -> None:
        self._desk, self._looking = desk, looking

    async def __call__(self, caller: Caller) -> list[Waiting]:
        """What waits for the caller; nobody of the centre is asked for what a unit does."""
        if caller.role == "dispatcher" or not may(caller, "items.see"):
            return []
        found: list[NetItem] = []
        for view in (View.SENT, View.TO_CHECK):
            found += (await self._looking.page(Looked(view), caller)).items
        now = self._desk.now()
        return [
            Waiting(
                ROOM, one.item_id, one.class_name, one.due_at, one.is_late(now),
                f"/net/items?item={one.item_id}", one.area_code,
            )
            for one in found
            if acts_of(one, caller) & _WORK
        ]  # fmt: skip
