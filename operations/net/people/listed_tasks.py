"""What a department asks of the grids, as the list of task types tells it."""

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.net.people.views import TaskLine
from domain.net.tasks.task_types import Listing
from store.net import tasks as kept


def task_lines(connection: Connection, department: str, who: Caller) -> list[TaskLine]:
    """The approved types of a department, as far as their reader may know them."""
    return [
        TaskLine(one.name, one.basis, one.every.value)
        for one in kept.task_types(connection, who)
        if one.department == department and one.status is Listing.APPROVED
    ]
