"""The own work of somebody in the field, in one answer: tasks, visits, places, points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.field.reports.press import taken_at
from domain.net.credit.shown import OwnCredit
from domain.net.tasks.care import CareLine, CareOutcome, CareVisit
from domain.net.tasks.facts import NetTask, TaskStatus
from domain.net.tasks.lists import TaskLine, View
from domain.net.tasks.places import KeyPlace
from operations.files.shelf import file_id_of
from operations.net.credit.credit import Credit
from operations.net.tasks.doing import Done
from operations.net.tasks.looking import Looked
from operations.net.tasks.net_tasks import NetTasks
from operations.net.tasks.patrolling import Walked
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
        rules: what the rules of credit are called, by id.
    """

    tasks: Sequence[TaskLine] = ()
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, KeyPlace] = field(default_factory=dict)
    visits: Sequence[CareLine] = ()
    credit: OwnCredit | None = None
    rules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Did:
    """What somebody did of a task, as their phone tells it.

    Attributes:
        walked_ms: of a patrol: how long it took.
        age_ms: how long ago it was pressed.
    """

    status: TaskStatus = TaskStatus.DONE
    lat: float | None = None
    lon: float | None = None
    note: str | None = None
    walked_ms: float | None = None
    age_ms: float = 0


class OwnWorks:
    """What people in the field have to do.

    Args:
        tasks: of the net.
        credit: points, and the rules of them.
    """

    def __init__(self, tasks: NetTasks, credit: Credit) -> None:
        self._tasks, self._credit = tasks, credit

    def area_name(self, code: str) -> str:
        """What an area is called."""
        return self._tasks.desk.area_name(code)

    async def of(self, caller: Caller) -> OwnWork:
        """The own work of a caller; of what their role does not do there is nothing.

        Raises:
            NotAllowedError: the caller is not in the field.
        """
        require(caller, "field.use")
        credit, rules = None, {}
        if may(caller, "credit.own"):
            credit = await self._credit.ledgers.own("", caller)
            rules = {one.rule_id: one.title for one in await self._credit.rules.all(caller)}
        visits = await self._tasks.caring.lines(caller) if may(caller, "care.see") else []
        today = self._tasks.desk.today()
        due = [one for one in visits if one.visit is None and one.due.opens <= today]
        if not may(caller, "tasks.do"):
            return OwnWork(visits=due, credit=credit, rules=rules)
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
        return OwnWork(lines, evidence, places, due, credit, rules)

    async def do(self, task_id: str, did: Did, unit_id: str | None, caller: Caller) -> NetTask:
        """Write down that a task was done; of a patrol its unit's track bears it out.

        Raises:
            NotAllowedError, NotFoundError, InvalidError, ConflictError: as `Doing.do`.
        """
        require(caller, "field.use")
        walked = None
        if did.walked_ms is not None and unit_id is not None:
            ended = taken_at(self._tasks.desk.now(), did.age_ms)
            walked = Walked(unit_id, ended - timedelta(milliseconds=did.walked_ms), ended)
        done = Done(did.status, did.lat, did.lon, did.note, walked)
        return (await self._tasks.doing.do(task_id, done, caller)).task

    async def keep_photo(self, task_id: str, raw: bytes, caller: Caller) -> str:
        """Keep a photo of a task; the same one once. Its id.

        Raises:
            NotAllowedError, NotFoundError, InvalidError, ConflictError: as `Photos.keep`.
        """
        require(caller, "field.use")
        file_id = file_id_of(task_id, raw)
        url = f"/api/v1/net/tasks/{task_id}/photos/{file_id}"
        await self._tasks.photos.keep(task_id, file_id, raw, url, caller)
        return file_id

    async def visit(
        self,
        visit_id: str,
        outcome: CareOutcome,
        companions: Sequence[str],
        note: str | None,
        caller: Caller,
    ) -> CareVisit:
        """Write down a care visit.

        Raises:
            NotAllowedError, NotFoundError, InvalidError, ConflictError: as `Caring.visit`.
        """
        require(caller, "field.use")
        return await self._tasks.caring.visit(visit_id, outcome, companions, note, caller)
