"""What of inspections waits for somebody: to be answered for a unit, or to be looked at again."""

from domain.access.access import may
from domain.access.callers import Caller
from domain.net.tasks.inbox import Waiting
from operations.video.inspections.inspection_desk import InspectionDesk
from operations.video.inspections.looking import Looking, View, acts_of

ROOM = "inspection"
_WORK = frozenset({"answer", "pass", "order"})


class InspectionRoom:
    """The room of inspections in everybody's inbox.

    Args:
        desk: what the operations share.
        looking: lists what the caller may see.
    """

    def __init__(self, desk: InspectionDesk, looking: Looking) -> None:
        self._desk, self._looking = desk, looking

    async def __call__(self, caller: Caller) -> list[Waiting]:
        """What waits for the caller."""
        is_at_work = any(may(caller, one) for one in ("video.inspect", "video.inspect.answer"))
        if not is_at_work or not may(caller, "video.inspect.see"):
            return []
        found = (await self._looking.page(View.OPEN, caller)).findings
        now = self._desk.now()
        return [
            Waiting(
                ROOM, one.finding_id, one.unit, one.due_at, one.is_late(now),
                f"/video/inspections?finding={one.finding_id}", one.area_code,
            )
            for one in found
            if acts_of(one, caller) & _WORK
        ]  # fmt: skip
