"""`/api/v1/net/…`: tasks, the list, schedules, findings, care visits and the inbox.

Writes are safe to send again: the name of an occurrence, or the key of a report, makes it one.

Source: docs/net.md
"""

from enum import Enum
from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.kept_files import file_answer
from api.net.tasks.bodies import care as visits
from api.net.tasks.bodies import findings as found_bodies
from api.net.tasks.bodies import plans, waiting, work
from api.reading import Query
from api.typed import file_told, read, said, told
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_choice, as_moment
from domain.incidents.incidents import IncidentClass
from domain.net.tasks.care import CareGroup, CareOutcome
from domain.net.tasks.facts import TaskStatus
from domain.net.tasks.lists import View
from domain.net.tasks.schedules import TaskSchedule
from domain.net.tasks.task_types import Every, TaskForm, TaskType
from operations.files.shelf import file_id_of
from operations.net.tasks.caring import NewCare
from operations.net.tasks.doing import Done
from operations.net.tasks.finding import Found
from operations.net.tasks.looking import Looked
from operations.net.tasks.net_tasks import NetTasks
from operations.net.tasks.patrolling import Walked
from operations.net.tasks.task_desk import read_day

LARGEST_PHOTO = 30 * 1024 * 1024
_PREFIX = "/api/v1/net"
E_ = TypeVar("E_", bound=Enum)


def router(tasks: NetTasks) -> APIRouter:
    """The routes of work in the grids."""
    routes = APIRouter(prefix=_PREFIX)
    _task_routes(routes, tasks)
    _touch_routes(routes, tasks)
    _photo_routes(routes, tasks)
    _type_routes(routes, tasks)
    _schedule_routes(routes, tasks)
    _finding_routes(routes, tasks)
    _care_routes(routes, tasks)
    return routes


def _task_routes(routes: APIRouter, tasks: NetTasks) -> None:
    @routes.get("/tasks", **told(answers=work.LineList))
    async def lines(request: Request) -> Response:
        page = await tasks.looking.page(_looked(request), who(request))
        items = [work.line_out(one) for one in page.lines]
        return said(work.LineList(items=items, count=page.count))

    @routes.get("/tasks/figures", **told(answers=work.FiguresOut))
    async def figures(request: Request) -> Response:
        found = await tasks.looking.figures(_looked(request), who(request))
        return said(work.figures_out(found))

    @routes.get("/inbox", **told(answers=waiting.InboxOut))
    async def inbox(request: Request) -> Response:
        Query(request, ())
        found = await tasks.inbox.of(who(request))
        return said(waiting.InboxOut(items=[waiting.waiting_out(one) for one in found]))

    @routes.get("/tasks/{task_id}", **told(answers=work.TaskOut))
    async def task(task_id: str, request: Request) -> Response:
        Query(request, ())
        found = await tasks.looking.task(task_id, who(request))
        if found is None:
            raise NotFoundError(says="task_unknown", field="task_id")
        return said(work.task_out(found))


def _touch_routes(routes: APIRouter, tasks: NetTasks) -> None:
    @routes.post("/tasks/leave", **told(work.LeaveIn, work.CountOut))
    async def leave(request: Request) -> Response:
        body = await read(request, work.LeaveIn)
        first, last = read_day(body.from_day, "from_day"), read_day(body.until_day, "until_day")
        count = await tasks.doing.excuse(body.grids, first, last, who(request))
        return said(work.CountOut(count=count))

    @routes.post("/tasks/{task_id}/done", **told(work.DoneIn, work.TaskOut, 201, also=200))
    async def done(task_id: str, request: Request) -> Response:
        body = await read(request, work.DoneIn)
        written = await tasks.doing.do(task_id, _done(body), who(request))
        return said(work.task_out(written.task), 201 if written.is_new else 200)

    @routes.post("/tasks/{task_id}/cancel", **told(answers=work.TaskOut))
    async def cancel(task_id: str, request: Request) -> Response:
        return said(work.task_out((await tasks.doing.cancel(task_id, who(request))).task))

    @routes.post("/tasks/{task_id}/check", **told(work.CheckIn, work.TaskOut))
    async def check(task_id: str, request: Request) -> Response:
        body = await read(request, work.CheckIn)
        checked = await tasks.doing.check(task_id, who(request), is_so=body.is_so)
        return said(work.task_out(checked))


def _photo_routes(routes: APIRouter, tasks: NetTasks) -> None:
    @routes.post(
        "/tasks/{task_id}/photos", **told(answers=work.PhotoOut, status=201, media="image/*")
    )
    async def keep(task_id: str, request: Request) -> Response:
        raw = await request.body()
        if not 0 < len(raw) <= LARGEST_PHOTO:
            raise InvalidError(says="field_not_valid", field="photo")
        # the same photo of the same task is kept once
        file_id = file_id_of(task_id, raw)
        url = f"{_PREFIX}/tasks/{task_id}/photos/{file_id}"
        await tasks.photos.keep(task_id, file_id, raw, url, who(request))
        return said(work.PhotoOut(file_id=file_id, url=url), 201)

    @routes.get("/tasks/{task_id}/photos/{file_id}", **file_told("image/*"))
    async def photo(task_id: str, file_id: str, request: Request) -> Response:
        Query(request, ())
        return file_answer(await tasks.photos.read(task_id, file_id, who(request)), file_id)


def _type_routes(routes: APIRouter, tasks: NetTasks) -> None:
    @routes.get("/task-types", **told(answers=plans.TypeList))
    async def types(request: Request) -> Response:
        Query(request, ())
        found = await tasks.types.items(who(request))
        return said(plans.TypeList(items=[plans.type_out(one) for one in found]))

    @routes.post("/task-types", **told(plans.TypeIn, plans.TypeOut, 201))
    async def propose(request: Request) -> Response:
        body = await read(request, plans.TypeIn)
        proposed = TaskType(
            "", body.name, body.department or "", body.basis, _word(TaskForm, body.form, "form"),
            _word(Every, body.every, "every"), body.valid_until, tuple(body.evidence),
            funds=body.funds,
        )  # fmt: skip
        return said(plans.type_out(await tasks.types.propose(proposed, who(request))), 201)

    @routes.post("/task-types/{type_id}/decision", **told(plans.DecisionIn, plans.TypeOut))
    async def decide(type_id: str, request: Request) -> Response:
        body = await read(request, plans.DecisionIn)
        decided = await tasks.types.decide(type_id, who(request), approves=body.approves)
        return said(plans.type_out(decided))

    @routes.post("/task-types/{type_id}/withdrawal", **told(answers=plans.TypeOut))
    async def withdraw(type_id: str, request: Request) -> Response:
        return said(plans.type_out(await tasks.types.withdraw(type_id, who(request))))


def _schedule_routes(routes: APIRouter, tasks: NetTasks) -> None:
    @routes.get("/task-schedules", **told(answers=plans.ScheduleList))
    async def schedules(request: Request) -> Response:
        Query(request, ())
        found = await tasks.planning.schedules(who(request))
        return said(plans.ScheduleList(items=[plans.schedule_out(one) for one in found]))

    @routes.post("/task-schedules", **told(plans.ScheduleIn, plans.ScheduleOut, 201))
    async def add(request: Request) -> Response:
        made = await tasks.planning.add(
            _schedule(await read(request, plans.ScheduleIn)), who(request)
        )
        return said(plans.schedule_out(made), 201)

    @routes.post("/task-schedules/{schedule_id}/end", **told(answers=plans.ScheduleOut))
    async def end(schedule_id: str, request: Request) -> Response:
        return said(plans.schedule_out(await tasks.planning.end(schedule_id, who(request))))

    @routes.get("/task-week", **told(answers=plans.WeekOut))
    async def week(request: Request) -> Response:
        query = Query(request, ("day", "area"))
        day = query.text("day")
        first = read_day(day, "day") if day else tasks.desk.today()
        found = await tasks.planning.week(first, who(request), query.text("area") or "")
        return said(plans.week_out(found))


def _finding_routes(routes: APIRouter, tasks: NetTasks) -> None:
    @routes.get("/findings", **told(answers=found_bodies.FindingList))
    async def findings(request: Request) -> Response:
        query = Query(request, ("area",))
        found = await tasks.findings.items(who(request), area=query.text("area") or "")
        return said(
            found_bodies.FindingList(items=[found_bodies.finding_out(one) for one in found])
        )

    @routes.post(
        "/findings", **told(found_bodies.FindingIn, found_bodies.FindingOut, 201, also=200)
    )
    async def report(request: Request) -> Response:
        body = await read(request, found_bodies.FindingIn)
        found = Found(
            body.key, _word(IncidentClass, body.found, "found"), body.lat, body.lon, body.text,
            body.severity, body.task_id, body.party, body.phone,
            item_class=body.item_class or "",
        )  # fmt: skip
        kept, is_new = await tasks.findings.report(found, who(request))
        return said(found_bodies.finding_out(kept), 201 if is_new else 200)


def _care_routes(routes: APIRouter, tasks: NetTasks) -> None:
    @routes.get("/care", **told(answers=visits.CareList))
    async def care(request: Request) -> Response:
        Query(request, ())
        found = await tasks.caring.lines(who(request))
        return said(visits.CareList(items=[visits.care_line_out(one) for one in found]))

    @routes.post("/care", **told(visits.CareIn, visits.CareOut, 201))
    async def assign(request: Request) -> Response:
        body = await read(request, visits.CareIn)
        new = NewCare(
            body.area_code, _word(CareGroup, body.group, "group"), body.name, body.address,
            body.visitors, body.from_day,
        )  # fmt: skip
        return said(visits.care_out(await tasks.caring.assign(new, who(request))), 201)

    @routes.post("/care/visits/{visit_id}", **told(visits.CareVisitIn, visits.CareVisitOut))
    async def visit(visit_id: str, request: Request) -> Response:
        body = await read(request, visits.CareVisitIn)
        outcome = _word(CareOutcome, body.outcome, "outcome")
        made = await tasks.caring.visit(visit_id, outcome, body.companions, body.note, who(request))
        return said(visits.care_visit_out(made))

    @routes.post("/care/{care_id}/end", **told(answers=work.CountOut))
    async def end(care_id: str, request: Request) -> Response:
        await tasks.caring.end(care_id, who(request))
        return said(work.CountOut(count=1))


def _word(words: type[E_], said_word: str, name: str) -> E_:
    return words(as_choice(said_word, name, [str(one.value) for one in words]))


def _looked(request: Request) -> Looked:
    query = Query(request, ("view", "area", "form", "type", "mine", "at"))
    view = query.text("view") or View.TODAY.value
    form = query.text("form")
    return Looked(
        _word(View, view, "view"),
        query.text("area") or "",
        _word(TaskForm, form, "form").value if form else "",
        query.text("type") or "",
        is_mine=query.text("mine") == "yes",
        at=query.whole("at", 0, 1_000_000, 0),
    )


def _done(body: work.DoneIn) -> Done:
    walked = None
    if body.unit_id and body.begun_at is not None and body.ended_at is not None:
        begun, ended = as_moment(body.begun_at, "begun_at"), as_moment(body.ended_at, "ended_at")
        walked = Walked(body.unit_id, begun, ended)
    return Done(
        TaskStatus(body.status), body.lat, body.lon, body.note, walked, body.finding_id or None
    )


def _schedule(body: plans.ScheduleIn) -> TaskSchedule:
    return TaskSchedule(
        schedule_id="",
        type_id=body.type_id,
        name=body.name,
        owner=body.department or "",
        form=TaskForm.SERVE,
        every=_word(Every, body.every, "every"),
        area_code=body.area_code,
        from_day=body.from_day,
        until_day=body.until_day,
        times=body.times,
        weekday=body.weekday,
        grids=tuple(body.grids),
        group=body.group,
        place_kind=body.place_kind,
    )
