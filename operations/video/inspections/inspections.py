"""Inspections: where each thing of the part is done."""

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.video.inspections.findings import INSPECTION_FINDING
from operations.files.shelf import Door, Quota, Shelf
from operations.video.inspections.inspection_desk import InspectionDesk
from operations.video.inspections.looking import Looking
from operations.video.inspections.ordering import Ordering
from operations.video.inspections.planning import Planning
from operations.video.inspections.reporting import Reporting
from operations.video.inspections.running import Running

QUOTA = Quota(files=20, size=100 * 1024 * 1024)


class Inspections:
    """The part as a whole.

    Args:
        desk: what its operations share.

    Attributes:
        planning: plans.
        running: rounds and their findings.
        reporting: what people in the field find at key places, without a round.
        ordering: the steps of a finding.
        looking: lists, single findings, figures.
    """

    def __init__(self, desk: InspectionDesk) -> None:
        self.desk = desk
        self.planning = Planning(desk)
        self.running = Running(desk)
        self.reporting = Reporting(desk)
        self.ordering = Ordering(desk)
        self.looking = Looking(desk)

    def put_on(self, shelf: Shelf) -> None:
        """Keep pictures of findings on a shelf, which is made after the inspections."""
        self.running.shelf = shelf
        shelf.add_door(INSPECTION_FINDING.name, self._door())

    def _door(self) -> Door:
        async def see(finding_id: str, caller: Caller) -> None:
            await self.looking.finding(finding_id, caller)

        async def add(finding_id: str, caller: Caller) -> None:
            one = await self.looking.finding(finding_id, caller)
            if "photo" not in one.acts:
                raise NotAllowedError(says="not_allowed", field="role")

        return Door(see, add, QUOTA, asks_kind=False)
