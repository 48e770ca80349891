"""The own work of somebody in the field, in one answer: tasks, visits, places, points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.net.credit.shown import OwnCredit
from domain.net.tasks.care import CareLine
from domain.net.tasks.lists import TaskLine, View
from domain.net.tasks.places import KeyPlace
from operations.net.credit.ledgers import CreditLedgers
from operations.net.tasks.looking import Looked
from operations.net.tasks.net_tasks import NetTasks
from store.net import tasks as kept

MOST_TASKS = 60


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What is to be done by one person.

    Attributes:
        tasks: late ones first, then those of today, done ones among them.
        evidence: by the id of a type: what it asks for (`Evidence`).
        places: the key places of their grids, by id.
        visits: care visits that are late or due.
        credit: of the month; None for whoever has none.
    """

    tasks: Sequence[TaskLine] = ()
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, KeyPlace] = field(default_factory=dict)
    visits: Sequence[CareLine] = ()
    credit: OwnCredit | None = None


class OwnWorks:
    """What people in the field have to do.

    Args:
        tasks: of the net.
        ledgers: of credit.
    """

    def __init__(self, tasks: NetTasks, ledgers: CreditLedgers) -> None:
        self._tasks, self._ledgers = tasks, ledgers

    def area_name(self, code: str) -> str:
        """What an area is called."""
        return self._tasks.desk.area_name(code)

    async def of(self, caller: Caller) -> OwnWork:
        """The own work of a caller; of what their role does not do there is nothing.

        Raises:
            NotAllowedError: the caller is not in the field.
        """
        require(caller, "field.use")
        own = may(caller, "credit.own")
        credit = await self._ledgers.own("", caller) if own else None
        visits = await self._tasks.caring.lines(caller) if may(caller, "care.see") else []
        today = self._tasks.desk.today()
        due = [one for one in visits if one.visit is None and one.due.opens <= today]
        if not may(caller, "tasks.do"):
            return OwnWork(visits=due, credit=credit)
        late, of_today = [
            (await self._tasks.looking.page(Looked(view, is_mine=True), caller)).lines
            for view in (View.LATE, View.TODAY)
        ]
        lines = [*late, *of_today][:MOST_TASKS]
        grids = sorted({one.due.target.grid for one in lines})

        def question(one: Connection) -> tuple[dict[str, tuple[str, ...]], dict[str, KeyPlace]]:
            types = {made.type_id: made.evidence for made in kept.task_types(one, caller)}
            places = kept.places(one, caller, grids) if grids else []
            return types, {place.place_id: place for place in places}

        evidence, places = await self._tasks.desk.ask(question)
        return OwnWork(lines, evidence, places, due, credit)
