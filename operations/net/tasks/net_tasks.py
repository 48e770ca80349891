"""Work in the grids, all of it: where each thing of it is done."""

from operations.net.tasks.caring import Caring
from operations.net.tasks.doing import Doing
from operations.net.tasks.finding import Cases, Findings, Items, Reports
from operations.net.tasks.inbox import Inbox, care_room, task_room
from operations.net.tasks.listing import TaskTypes
from operations.net.tasks.looking import Looking
from operations.net.tasks.photos import Photos
from operations.net.tasks.place_register import PlaceRegister
from operations.net.tasks.planning import Planning
from operations.net.tasks.task_desk import TaskDesk


class NetTasks:
    """The tasks of the net.

    Args:
        desk: what the operations share.
        reports: takes incidents in.
        cases: takes cases in; None where the district has no dispute centre.
        items: takes items of urban management in; None where nobody does.

    Attributes:
        desk: what the operations share.
        types: the list of what may be asked.
        planning: schedules.
        looking: lists and figures.
        doing: tasks as they are touched.
        findings: what is found, reported once.
        caring: care visits.
        places: key places.
        photos: of tasks.
        inbox: what waits for each person, from every room.
    """

    def __init__(
        self, desk: TaskDesk, reports: Reports, cases: Cases | None, items: Items | None = None
    ) -> None:
        self.desk = desk
        self.types = TaskTypes(desk)
        self.planning = Planning(desk)
        self.looking = Looking(desk)
        self.doing = Doing(desk)
        self.findings = Findings(desk, reports, cases, items)
        self.caring = Caring(desk)
        self.places = PlaceRegister(desk)
        self.photos = Photos(desk)
        self.inbox = Inbox()
        self.inbox.add("task", task_room(desk, self.looking))
        self.inbox.add("care", care_room(desk, self.caring))
