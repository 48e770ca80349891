"""Work in the grids, all of it: where each thing of it is done."""

from operations.access.audit import Audit
from operations.files.decoding import Decoding
from operations.net.tasks.arriving import Arriving
from operations.net.tasks.caring import Caring
from operations.net.tasks.doing import Doing
from operations.net.tasks.finding import Cases, Findings, Inspected, Items, Reports
from operations.net.tasks.inbox import Inbox
from operations.net.tasks.late_patrols import LatePatrols
from operations.net.tasks.listing import TaskTypes
from operations.net.tasks.looking import Looking
from operations.net.tasks.own_data import OwnData
from operations.net.tasks.patrolling import Patrolling
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
        inspected: takes what is found at key places in; None where nobody inspects.
        decoding: takes tables of others apart.
        audit: is told who took something away.

    Attributes:
        desk: what the operations share.
        types: the list of what may be asked.
        planning: schedules.
        looking: lists and figures.
        doing: tasks as they are touched.
        late_patrols: patrols judged again when their track comes late.
        findings: what is found, reported once.
        caring: care visits.
        places: key places.
        photos: of tasks.
        arriving: households that moved in.
        own: what a person takes away of their own.
        inbox: what waits for each person, from every room.
    """

    def __init__(
        self,
        desk: TaskDesk,
        reports: Reports,
        cases: Cases | None,
        decoding: Decoding,
        audit: Audit,
        items: Items | None = None,
        inspected: Inspected | None = None,
    ) -> None:
        self.desk = desk
        self.types = TaskTypes(desk)
        self.planning = Planning(desk)
        self.looking = Looking(desk)
        patrolling = Patrolling(desk)
        self.doing = Doing(desk, patrolling)
        self.late_patrols = LatePatrols(desk, patrolling)
        self.findings = Findings(desk, reports, cases, items, inspected)
        self.caring = Caring(desk)
        self.places = PlaceRegister(desk, decoding)
        self.photos = Photos(desk)
        self.arriving = Arriving(desk)
        self.own = OwnData(desk, audit)
        self.inbox = Inbox()
