"""What may be done on the page of work in the grids, each act by one operation."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol
from uuid import uuid4

from callbacks import office
from callbacks.fields import degrees, several, whole, word
from callbacks.guarded import caller
from callbacks.net.tasks.asked import moment
from callbacks.net.tasks.people_acts import PEOPLE_ACTS
from callbacks.tables import template
from domain.errors import InvalidError, NotFoundError
from domain.incidents.incidents import IncidentClass
from domain.net.tasks.care import CareGroup, CareOutcome
from domain.net.tasks.facts import TaskStatus
from domain.net.tasks.findings import Verdict
from domain.net.tasks.place_table import COLUMNS
from domain.net.tasks.places import PlaceKind
from domain.net.tasks.schedules import TaskSchedule
from domain.net.tasks.task_types import Every, TaskForm, TaskType
from domain.saying import CONTEXT
from layouts.net.tasks import forms, place_book
from layouts.net.tasks.seat import Seat
from layouts.office import office as drawn
from layouts.reader import Reader
from operations.net.tasks.caring import NewCare
from operations.net.tasks.doing import Done
from operations.net.tasks.finding import Found
from operations.net.tasks.net_tasks import NetTasks
from operations.net.tasks.patrolling import Walked
from operations.net.tasks.task_desk import read_day


class TaskParts(Protocol):
    """What the product is made of, as far as the acts ask for it."""

    net_tasks: NetTasks
    zone_name: str


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Act = Callable[[TaskParts, office.Asked, Reader, Seat], Awaitable[office.Told]]


async def _open(parts: TaskParts, asked: office.Asked, reader: Reader, seat: Seat) -> office.Told:
    """The form of a task; one that asks for nothing but the word is done at once."""
    opened = await _open_card(parts, asked, reader, seat)
    return opened if opened.card is not None else await _do(parts, asked, reader, seat)


async def _open_card(
    parts: TaskParts, asked: office.Asked, reader: Reader, seat: Seat
) -> office.Told:
    """The form of a task; None of one that asks for nothing."""
    found, evidence = await parts.net_tasks.looking.occurrence(asked.text("task"), caller())
    if not evidence and found.schedule.form is not TaskForm.PATROL:
        return office.Told(card=None, is_changed=False)
    return await _show(parts, asked, reader, seat)


async def _show(parts: TaskParts, asked: office.Asked, _reader: Reader, seat: Seat) -> office.Told:
    """A task whole: what is asked, what was made of it, its photos."""
    tasks, task_id = parts.net_tasks, asked.text("task")
    found, evidence = await tasks.looking.occurrence(task_id, caller())
    held = await tasks.looking.task(task_id, caller())
    photos = [(one["url"], one["at"]) for one in await tasks.photos.items(task_id, caller())]
    card = forms.do_card(found, evidence, seat, photos=photos, held=held)
    return office.Told(card=card, is_changed=False)


async def _do(parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat) -> office.Told:
    words = reader.words
    done = Done(
        lat=degrees(asked, "lat"),
        lon=degrees(asked, "lon"),
        note=asked.text("note") or None,
        walked=_walked(asked, parts.zone_name),
    )
    written = await parts.net_tasks.doing.do(asked.text("task"), done, caller())
    task = written.task
    if task.is_proven is False:
        why = "；".join(words.of(CONTEXT, code) for code in task.why)
        return office.Told(drawn.bad(words("巡查未证实：{why}。可重新巡查后再提交", why=why)), None)
    return office.Told(words("已完成") if written.is_new else words("这项任务此前已完成"), None)


async def _decline(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    done = Done(TaskStatus.DECLINED)
    await parts.net_tasks.doing.do(asked.text("task"), done, caller())
    return office.Told(reader.words("已记录：居民谢绝，不扣分"))


async def _check(parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat) -> office.Told:
    is_so = asked.text("is_so") == "yes"
    await parts.net_tasks.doing.check(asked.text("task"), caller(), is_so=is_so)
    return _done(reader)


async def _leave(parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat) -> office.Told:
    first = read_day(asked.text("from_day"), "from_day")
    last = read_day(asked.text("until_day"), "until_day")
    grids = asked.text("grids").split()
    count = await parts.net_tasks.doing.excuse(grids, first, last, caller())
    return office.Told(reader.words("已免计 {count} 项任务", count=count))


async def _propose(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    told = TaskType(
        "", asked.text("name"), asked.text("department"), asked.text("basis"),
        word(TaskForm, asked, "form"), word(Every, asked, "every"), asked.text("valid_until"),
        several(asked, "evidence"), funds=asked.text("funds") or None,
    )  # fmt: skip
    await parts.net_tasks.types.propose(told, caller())
    return office.Told(reader.words("已申报，等待另一人审核"))


async def _approve(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    await parts.net_tasks.types.decide(asked.text("type"), caller(), approves=True)
    return _done(reader)


async def _refuse(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    await parts.net_tasks.types.decide(asked.text("type"), caller(), approves=False)
    return _done(reader)


async def _withdraw(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    await parts.net_tasks.types.withdraw(asked.text("type"), caller())
    return _done(reader)


async def _open_schedule(
    parts: TaskParts, asked: office.Asked, _reader: Reader, seat: Seat
) -> office.Told:
    types = await parts.net_tasks.types.items(caller())
    found = next((one for one in types if one.type_id == asked.text("type")), None)
    if found is None:
        raise NotFoundError(says="task_type_unlisted", field="type_id")
    first = parts.net_tasks.desk.today().isoformat()
    return office.Told(card=forms.schedule_card(found, seat, first), is_changed=False)


async def _schedule(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    told = TaskSchedule(
        schedule_id="",
        type_id=asked.text("type"),
        name=asked.text("name"),
        owner=asked.text("department"),
        form=TaskForm.SERVE,
        every=word(Every, asked, "every"),
        area_code=asked.text("area"),
        from_day=asked.text("from_day"),
        until_day=asked.text("until_day"),
        times=whole(asked, "times"),
        place_kind=asked.text("place_kind") or None,
    )
    made = await parts.net_tasks.planning.add(told, caller())
    first = max(parts.net_tasks.desk.today(), read_day(made.from_day, "from_day"))
    week = await parts.net_tasks.planning.week(first, caller())
    count = next((n for one, n in week.by_schedule if one.schedule_id == made.schedule_id), 0)
    words = reader.words
    return office.Told(words("计划已生成：一周内 {count} 项任务", count=count), None)


async def _end_schedule(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    await parts.net_tasks.planning.end(asked.text("schedule"), caller())
    return _done(reader)


async def _find(parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat) -> office.Told:
    words = reader.words
    lat, lon = degrees(asked, "lat"), degrees(asked, "lon")
    if lat is None or lon is None:
        raise InvalidError(says="task_needs_place", field="lat")
    found = Found(
        asked.text("key") or uuid4().hex, word(IncidentClass, asked, "found"), lat, lon,
        asked.text("text"),
    )  # fmt: skip
    kept, _ = await parts.net_tasks.findings.report(found, caller())
    number = kept.incident or kept.case_code or ""
    said = {
        Verdict.NEW: words("已上报，转为 {number}", number=number),
        Verdict.DUPLICATE: words("此前已有人上报，已并入 {number}", number=number),
        Verdict.SPLIT: words("您已上报过同一问题，已并入 {number}，只计一次", number=number),
    }
    is_new = kept.verdict is Verdict.NEW
    return office.Told(said[kept.verdict] if is_new else drawn.bad(said[kept.verdict]))


async def _assign_care(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    new = NewCare(
        asked.text("area"), word(CareGroup, asked, "group"), asked.text("name"),
        asked.text("address"), asked.text("visitors").split(),
    )  # fmt: skip
    await parts.net_tasks.caring.assign(new, caller())
    return _done(reader)


async def _open_care(
    parts: TaskParts, asked: office.Asked, _reader: Reader, seat: Seat
) -> office.Told:
    lines = await parts.net_tasks.caring.lines(caller())
    found = next((one for one in lines if one.due.visit_id == asked.text("visit")), None)
    if found is None:
        raise NotFoundError(says="care_unknown", field="visit_id")
    return office.Told(card=forms.care_card(found, seat), is_changed=False)


async def _visit(parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat) -> office.Told:
    await parts.net_tasks.caring.visit(
        asked.text("visit"),
        word(CareOutcome, asked, "outcome"),
        several(asked, "companions"),
        asked.text("note") or None,
        caller(),
    )
    return office.Told(reader.words("走访已记录"), None)


async def _add_place(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    await parts.net_tasks.places.add(*_place(asked), caller())
    return _done(reader)


async def _open_place(
    parts: TaskParts, asked: office.Asked, _reader: Reader, seat: Seat
) -> office.Told:
    found = await parts.net_tasks.places.one(asked.text("place"), caller())
    return office.Told(card=place_book.place_card(found, seat), is_changed=False)


async def _change_place(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    await parts.net_tasks.places.change(asked.text("place"), *_place(asked), caller())
    return office.Told(reader.words("已保存"), None)


async def _remove_place(
    parts: TaskParts, asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    await parts.net_tasks.places.remove(asked.text("place"), caller())
    return _done(reader)


async def _place_template(
    _parts: TaskParts, _asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    return template(reader.words("重点场所模板.csv"), COLUMNS)


async def _own_sheet(
    parts: TaskParts, _asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    made = await parts.net_tasks.own.sheet(caller(), reader.words)
    return _taken(reader.words("本人工作数据.xlsx"), made, XLSX)


async def _own_json(
    parts: TaskParts, _asked: office.Asked, reader: Reader, _seat: Seat
) -> office.Told:
    made = await parts.net_tasks.own.json(caller())
    return _taken(reader.words("本人工作数据.json"), made, "application/json")


def _taken(name: str, made: bytes, media_type: str) -> office.Told:
    return office.Told(is_changed=False, more={"file": office.download(name, made, media_type)})


def _place(asked: office.Asked) -> tuple[PlaceKind, str, float, float]:
    """A key place as a form says it.

    Raises:
        InvalidError: it names no place.
    """
    lat, lon = degrees(asked, "lat"), degrees(asked, "lon")
    if lat is None or lon is None:
        raise InvalidError(says="task_needs_place", field="lat")
    return word(PlaceKind, asked, "kind"), asked.text("name"), lat, lon


def _done(reader: Reader) -> office.Told:
    return office.Told(reader.words("已保存"))


def _walked(asked: office.Asked, zone_name: str) -> Walked | None:
    """When a patrol was walked; None where no unit is named."""
    if not asked.text("unit_id"):
        return None
    return Walked(
        asked.text("unit_id"),
        moment(asked, "begun_at", zone_name),
        moment(asked, "ended_at", zone_name),
    )


ACTS: Mapping[str, Callable[..., Awaitable[office.Told]]] = {
    "open": _open,
    "show": _show,
    "do": _do,
    "decline": _decline,
    "check": _check,
    "leave": _leave,
    "propose": _propose,
    "approve": _approve,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "open_schedule": _open_schedule,
    "schedule": _schedule,
    "end_schedule": _end_schedule,
    "find": _find,
    "assign_care": _assign_care,
    "open_care": _open_care,
    "visit": _visit,
    "add_place": _add_place,
    "open_place": _open_place,
    "change_place": _change_place,
    "remove_place": _remove_place,
    "place_template": _place_template,
    "own_sheet": _own_sheet,
    "own_json": _own_json,
    **PEOPLE_ACTS,
}

# What only draws a card: asked once more when the reader chooses another language.
CARDS: Mapping[str, Act] = {
    "open": _open_card,
    "show": _show,
    "open_place": _open_place,
    "open_schedule": _open_schedule,
    "open_care": _open_care,
}


async def act(parts: Any, asked: office.Asked, reader: Reader, seat: Seat) -> office.Told:
    """Do what was asked.

    Raises:
        InvalidError: the page knows no such act.
    """
    run = ACTS.get(asked.act)
    if run is None:
        raise InvalidError(says="field_not_valid", field="act")
    return await run(parts, asked, reader, seat)
