"""Work in the grids over HTTP: listed, planned, done once, proven, found once; strangers."""

import asyncio
import json
from base64 import b64decode
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import load_workbook
from PIL import Image

from bootstrap.inbox import case_room
from domain.access.callers import Caller
from domain.centre.cases.views import View as Mine
from domain.dispatch.units import Fix
from domain.net.fusion.whistles import Urgency
from domain.net.people.people import NetPerson
from domain.net.tasks.inbox import Waiting
from domain.net.tasks.lists import By, View
from domain.tables import TableError
from operations.net.fusion.whistles import NewWhistle
from operations.net.tasks.doing import Done
from operations.net.tasks.inbox import InboxSource
from operations.net.tasks.looking import Looked
from operations.net.tasks.own_data import PARTS
from operations.net.tasks.place_register import LoadedPlaces
from store.net import tasks as kept
from tests.access.gatehouse import CALLBACK, Answer
from tests.access.test_matrix import posted
from tests.access.two_towns import (
    OUR_DEPARTMENT,
    OUR_VILLAGE,
    _png,
)
from tests.net.tasks.the_tasks import CHIEF, GRID, IN_GRID, LIVES, NET, NORTH_M, WALKER, TheNet
from tests.net.the_net import CENTRE, an_assignment, workbook

SECRET_NAME, SECRET_NOTE = "欧阳关爱", "走访密语"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def net(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheNet]:
    made = TheNet(tmp_path_factory.mktemp("tasks"))
    await made.start()
    yield made
    await made.stop()


def code_of(answer: Answer) -> tuple[int, str]:
    """Status and field of a refusal."""
    error = json.loads(answer.body)["error"]
    return answer.status, f"{error['field']}: {error['message']}"


async def test_what_is_not_on_the_list_is_refused_with_a_sentence(net: TheNet):
    body = {
        "name": "拍照打卡", "basis": "无", "form": "serve", "every": "daily",
        "valid_until": net.day(5), "department": "housing",
    }  # fmt: skip
    made = net.json(await net.told("POST", "/task-types", "centre", body), 201)
    plan = {
        "type_id": made["type_id"], "area_code": OUR_VILLAGE, "every": "daily",
        "from_day": net.day(0), "until_day": net.day(3),
    }  # fmt: skip
    status, said = code_of(await net.told("POST", "/task-schedules", "clerk", plan))
    assert (status, "尚未通过准入审核" in said) == (422, True)
    # nobody decides of their own, and nobody of one area for all grids
    decision = f"/task-types/{made['type_id']}/decision"
    assert (await net.told("POST", decision, "centre", {"approves": True})).status == 409
    assert (await net.told("POST", decision, "ours", {"approves": True})).status == 403
    net.json(await net.told("POST", decision, "chief", {"approves": True}))
    for who, more, word in (
        ("other-clerk", {}, "其他部门"),
        ("clerk", {"until_day": net.day(9)}, "到期"),
        ("clerk", {"type_id": "T-none"}, "不在准入清单"),
    ):
        status, said = code_of(await net.told("POST", "/task-schedules", who, plan | more))
        assert (status, word in said) == (422, True), said
    net.json(await net.told("POST", "/task-schedules", "clerk", plan), 201)
    net.json(await net.told("POST", f"/task-types/{made['type_id']}/withdrawal", "chief"))
    status, said = code_of(await net.told("POST", "/task-schedules", "clerk", plan))
    assert "不在准入清单" in said
    held = await net.got("/task-schedules", "clerk")
    assert made["type_id"] not in {one["type_id"] for one in held["items"]}


async def test_a_week_is_computed_and_only_what_is_touched_becomes_a_fact(net: TheNet):
    schedule = await net.a_plan(await net.a_type("入户走访"))
    before = net.parts.store.head()[1]
    week = await net.got("/task-week", "lives", day=net.day(0))
    assert week["count"] >= 7 * 4
    lines = await net.got("/tasks", "lives")
    assert net.name(schedule) in {one["task_id"] for one in lines["items"]}
    assert net.parts.store.head()[1] == before
    task = net.name(schedule)
    made = net.json(await net.done(task, "walks"), 201)
    assert (made["status"], made["by"], made["area_code"]) == ("done", "walks", GRID)
    # said again it is the same fact; somebody else is told
    assert net.json(await net.done(task, "walks"), 200) == made
    assert code_of(await net.done(task, "lives"))[0] == 409
    late = net.json(await net.done(net.name(schedule, -1), "walks"), 201)
    assert late["status"] == "late_closed"
    assert code_of(await net.done(net.name(schedule, 1), "walks"))[0] == 409
    assert code_of(await net.done(net.name(schedule, -2), "walks"))[0] == 404
    figures = await net.got("/tasks/figures", "lives")
    assert figures["done"] >= 1
    assert figures["late"] >= 3


async def test_two_at_once_make_one_fact(net: TheNet):
    schedule = await net.a_plan(await net.a_type("同时办理"), times=1)
    task = net.name(schedule, grid=f"{OUR_VILLAGE}002")
    doing = net.parts.net_tasks.doing
    callers = [Caller(name, "grid_worker", area=OUR_VILLAGE) for name in ("walks", "walks-too")]
    both = await asyncio.gather(
        *(doing.do(task, Done(), who) for who in callers), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in both) == ["ConflictError", "Written"]


async def test_a_household_that_declines_costs_nothing_and_leave_is_neutral(net: TheNet):
    schedule = await net.a_plan(await net.a_type("敲门行动", evidence=["note", "photo"]), times=2)
    declined = net.json(await net.done(net.name(schedule), "walks", status="declined"), 201)
    assert declined["status"] == "declined"
    found = {one.outcome_id: one for one in _outcomes(net)}
    assert (found[declined["task_id"]].result, found[declined["task_id"]].is_sound) == (
        "declined", True,
    )  # fmt: skip
    days = {"grids": [f"{OUR_VILLAGE}003"], "from_day": net.day(0), "until_day": net.day(1)}
    assert (await net.told("POST", "/tasks/leave", "walks", days)).status == 403
    assert net.json(await net.told("POST", "/tasks/leave", "lives", days))["count"] >= 4
    status = net.json(
        await net.told("GET", f"/tasks/{net.name(schedule, grid=f'{OUR_VILLAGE}003')}", "lives")
    )
    assert status["status"] == "excused"
    assert status["task_id"] not in {one.outcome_id for one in _outcomes(net)}


def _outcomes(net: TheNet) -> list[Any]:
    return net.parts.store.ask(lambda one: list(kept.outcomes(one, net.day(-9), net.day(9))))


async def test_evidence_is_asked_for_and_a_photo_is_kept_with_the_task(net: TheNet):
    asked = ["place", "note", "photo"]
    schedule = await net.a_plan(await net.a_type("隐患排查", form="inspect", evidence=asked))
    task, place = net.name(schedule), {"lat": IN_GRID[0], "lon": IN_GRID[1]}
    assert "位置" in code_of(await net.done(task, "walks"))[1]
    assert "情况说明" in code_of(await net.done(task, "walks", **place))[1]
    assert "照片" in code_of(await net.done(task, "walks", note="已查看", **place))[1]
    photos = f"{NET}/tasks/{task}/photos"
    kept_one = net.json(await net.ask("POST", photos, "walks", body=_png()), 201)
    again = net.json(await net.ask("POST", photos, "walks", body=_png()), 201)
    assert again == kept_one
    assert (await net.ask("POST", photos, "lives-there", body=_png())).status == 404
    elsewhere = {"lat": 33.87, "lon": 116.77}
    assert "不在这个社区" in code_of(await net.done(task, "walks", note="x", **elsewhere))[1]
    net.json(await net.done(task, "walks", note="已查看", **place), 201)
    assert (await net.ask("GET", kept_one["url"], "lives")).status == 200
    assert (await net.ask("GET", kept_one["url"], "lives-there")).status == 404
    # a check is made by somebody else, once
    assert (await net.told("POST", f"/tasks/{task}/check", "walks", {"is_so": True})).status == 403
    net.json(await net.told("POST", f"/tasks/{task}/check", "lives", {"is_so": False}))
    assert (await net.told("POST", f"/tasks/{task}/check", "ours", {"is_so": True})).status == 409
    [outcome] = [one for one in _outcomes(net) if one.outcome_id == task]
    assert (outcome.checked_by, outcome.is_sound) == ("lives", False)


async def test_a_fake_patrol_is_caught_and_a_walked_one_is_proven_by_its_cells(net: TheNet):
    schedule = await net.a_plan(await net.a_type("夜间巡查", form="patrol"), times=2)
    now = datetime.now(UTC).replace(microsecond=0)
    ridden = net.walked(30, 28, now - timedelta(hours=4))
    task = net.name(schedule)
    fake = net.json(await net.done(task, "walks", **ridden), 201)
    assert fake["is_proven"] is False
    assert "patrol_too_fast" in fake["why"]
    # nothing of that time counts for another patrol, and nothing of somebody else's
    other = net.name(schedule, slot=2)
    assert "同一分钟" in code_of(await net.done(other, "walks", **ridden))[1]
    walked = net.walked(40, 3, now - timedelta(hours=2))
    proven = net.json(await net.done(task, "walks", **walked), 201)
    assert (proven["is_proven"], proven["why"]) == (True, [])
    assert proven["cells"] >= 8
    state = net.parts.store.newest("net_task", task).state
    assert "116.71" not in json.dumps({**state, "lat": None, "lon": None})
    assert net.json(await net.done(task, "walks", **walked), 200) == proven
    [outcome] = [one for one in _outcomes(net) if one.outcome_id == task]
    assert (outcome.checked_by, outcome.is_sound) == ("track", True)


async def test_a_patrol_of_a_phone_that_was_offline_is_proven_when_its_track_comes(net: TheNet):
    schedule = await net.a_plan(await net.a_type("离线巡查", form="patrol"))
    now, task = datetime.now(UTC).replace(microsecond=0), net.name(schedule)
    net.parts.board.update([Fix(WALKER, *IN_GRID, now)], source="test")
    begun = now - timedelta(minutes=75)
    walked = {
        "unit_id": WALKER, "begun_at": begun.isoformat(),
        "ended_at": (begun + timedelta(minutes=40)).isoformat(),
    }  # fmt: skip
    fake = net.json(await net.done(task, "walks", **walked), 201)
    assert (fake["is_proven"], fake["why"]) == (False, ["patrol_no_track"])
    patrols = net.parts.net_tasks.late_patrols
    for _ in range(2):  # sent again, nothing changes
        net.walked(40, 3, begun, is_late=True)
        await net.parts.board.save()
        await patrols.judge()
    proven = net.json(await net.told("GET", f"/tasks/{task}", "walks"))
    assert (proven["is_proven"], proven["why"]) == (True, [])
    assert net.parts.board.newest[WALKER].at == now
    told = [one.action for one in net.parts.store.history("net_task", task)]
    assert told == ["do", "prove"]
    [outcome] = [one for one in _outcomes(net) if one.outcome_id == task]
    assert (outcome.checked_by, outcome.is_sound) == ("track", True)
    # what an appeal needs outlives the track; where somebody walked does not
    net.parts.store.forget_track(WALKER)
    state = net.parts.store.newest("net_task", task).state
    assert (len(state["cells"]) >= 8, state["slow_s"] >= 2000) == (True, True)
    path = {"lat", "lon", "track", "path", "fixes"}
    assert {name for name in path if state.get(name)} == set()
    # ridden, it is not proven however late it comes
    ridden = net.walked(30, 28, now - timedelta(minutes=170), is_late=True)
    second = net.json(await net.done(net.name(schedule, -1), "walks", **ridden), 201)
    await net.parts.board.save()
    await patrols.judge()
    again = net.json(await net.told("GET", f"/tasks/{second['task_id']}", "walks"))
    assert again["is_proven"] is False


async def test_one_problem_reported_as_five_is_one_incident(net: TheNet):
    answers = []
    for n in range(5):
        body = {
            "key": f"split-{n}", "found": "city_management", "lat": IN_GRID[0] + n * 8 * NORTH_M,
            "lon": IN_GRID[1], "text": f"垃圾堆放 {n}",
        }  # fmt: skip
        answers.append(net.json(await net.told("POST", "/findings", "walks", body), 201))
    assert [one["verdict"] for one in answers] == ["new", *["split"] * 4]
    [number] = {one["incident"] for one in answers}
    assert number
    body = {
        "key": "other", "found": "city_management", "lat": IN_GRID[0], "lon": IN_GRID[1],
        "text": "垃圾",
    }  # fmt: skip
    duplicate = net.json(await net.told("POST", "/findings", "lives", body), 201)
    assert (duplicate["verdict"], duplicate["incident"]) == ("duplicate", number)
    again = net.json(await net.told("POST", "/findings", "lives", body), 200)
    assert again == duplicate
    incident = net.json(await net.call("GET", f"/api/v1/incidents/{number}", "centre"))
    assert incident["class"] == "city_management"


async def test_care_visits_are_seen_by_those_who_visit_and_never_made_alone(net: TheNet):
    body = {
        "area_code": OUR_VILLAGE, "group": "released", "name": SECRET_NAME, "address": "演示路1号",
        "visitors": ["walks"],
    }  # fmt: skip
    person = net.json(await net.told("POST", "/care", "lives", body), 201)
    assert person["needs_companion"]
    for who in ("walks", "lives"):
        lines = await net.got("/care", who)
        assert SECRET_NAME in {one["name"] for one in lines["items"]}
    [line] = [
        one for one in (await net.got("/care", "walks"))["items"]
        if one["care_id"] == person["care_id"] and one["opens"] <= net.day(0)
    ]  # fmt: skip
    visit = {"outcome": "met", "note": SECRET_NOTE}
    path = f"/care/visits/{line['visit_id']}"
    status, said = code_of(await net.told("POST", path, "walks", visit))
    assert (status, "不得单人" in said) == (422, True)
    made = net.json(await net.told("POST", path, "walks", visit | {"companions": ["justice"]}))
    assert made["outcome"] == "met"
    assert (await net.told("POST", path, "lives", visit | {"companions": ["police"]})).status == 409
    await net.settled()
    for who in (
        "walks-too",
        "ours",
        "centre",
        "chief",
        "clerk",
        "lives-there",
        "audit-1",
        "guards",
    ):
        for door, query in (
            (f"{NET}/care", ""),
            (f"{NET}/inbox", ""),
            ("/api/v1/search", f"q={SECRET_NAME}"),
            ("/api/v1/admin/journal", "kind=care_person"),
            ("/api/v1/admin/journal", f"entity={person['care_id']}"),
        ):
            answer = await net.ask("GET", door, who, query=query)
            for mark in (SECRET_NAME, SECRET_NOTE, person["care_id"]):
                assert mark not in answer.body.decode("utf-8", "replace"), (who, door)
        refused = await net.told("POST", path, who, visit | {"companions": ["police"]})
        assert refused.status in {403, 404}, who
    assert (await net.told("POST", f"/care/{person['care_id']}/end", "walks")).status == 403


async def test_another_community_and_another_department_see_and_touch_nothing(net: TheNet):
    schedule = await net.a_plan(await net.a_type("房屋巡检"))
    task = net.name(schedule)
    net.json(await net.done(task, "walks", note="本村密语"), 201)
    open_task = net.name(schedule, grid=f"{OUR_VILLAGE}004")
    for who in ("lives-there", "other-clerk", "theirs"):
        for path in ("/tasks", "/tasks?view=late", "/tasks?view=done", "/tasks?view=week"):
            answer = await net.ask("GET", f"{NET}{path.split('?')[0]}", who, query=path[7:])
            assert schedule not in answer.body.decode() or who == "never", (who, path)
        assert (await net.told("GET", f"/tasks/{task}", who)).status == 404, who
        assert (await net.done(open_task, who)).status in {403, 404}, who
        page = await net.drawn(who, view="done")
        assert "房屋巡检" not in page and "本村密语" not in page
    assert "房屋巡检" in await net.drawn("lives", view="done")
    owns = await net.got("/tasks", "clerk", view="done")
    assert task in {one["task_id"] for one in owns["items"]}
    assert (await net.told("POST", f"/task-schedules/{schedule}/end", "other-clerk")).status == 404
    for who in ("audit-1", "guards", "talks", "wall", "sysadm"):
        assert (await net.told("GET", "/tasks", who)).status in {401, 403}, who


async def test_the_page_shows_the_week_the_list_and_does_a_task_in_two_presses(net: TheNet):
    schedule = await net.a_plan(await net.a_type("政策宣传", form="serve", evidence=["note"]))
    task = net.name(schedule)
    page = await net.drawn("walks", view="today")
    assert task in page and "政策宣传" in page
    card = await net.pressed("walks", act="open", task=task)
    assert "net_tasks-do" in card and "完成任务" in card
    assert "已完成" in await net.pressed("walks", act="do", task=task, note="已宣传")
    assert "政策宣传" in await net.drawn("walks", view="done")
    assert task not in await net.drawn("walks", view="today")
    week = await net.drawn("clerk", view="week")
    assert "一周共" in week
    listed = await net.drawn("chief", view="list")
    assert "准入清单" in listed and "政策宣传" in listed
    inbox = await net.drawn("walks", view="inbox")
    assert "我的待办" in inbox and "政策宣传" in inbox
    told = await net.pressed("walks", act="do", task=net.name(schedule, 5))
    assert "起才能办理" in told
    for who in ("guards", "audit-1"):
        body = posted(net, "net_tasks-body.children")
        assert (await net.ask("POST", CALLBACK, who, body=body)).status == 403


async def test_an_inbox_holds_tasks_and_incidents_and_no_name(net: TheNet):
    items = (await net.got("/inbox", "ours"))["items"]
    assert {"task", "incident"} <= {one["room"] for one in items}
    assert "他镇" not in json.dumps(items, ensure_ascii=False)
    assert SECRET_NAME not in json.dumps((await net.got("/inbox", "walks"))["items"])


async def test_photos_are_brought_and_looked_at_on_the_page(net: TheNet):
    schedule = await net.a_plan(await net.a_type("拍照走访", evidence=["photo"]))
    task = net.name(schedule)
    assert "data-photos" in await net.pressed("walks", act="open", task=task)
    for colour in ("red", "blue"):
        picture = net.json(
            await net.ask("POST", f"{NET}/tasks/{task}/photos", "walks", body=a_picture(colour)),
            201,
        )
    shown = await net.pressed("walks", act="show", task=task)
    assert "照片 2" in shown
    assert picture["url"] in shown
    state = net.parts.store.newest("file", picture["file_id"]).state
    assert state["received_sha256"] == sha256(a_picture("blue")).hexdigest()
    net.json(await net.done(task, "walks"), 201)
    # who checks it sees them and adds none; another community sees nothing
    shown = await net.pressed("lives", act="show", task=task)
    assert ("照片 2" in shown, "data-photos" in shown) == (True, False)
    assert "照片" not in await net.pressed("lives-there", act="show", task=task)


def a_picture(colour: str) -> bytes:
    kept_one = BytesIO()
    Image.new("RGB", (8, 8), colour).save(kept_one, "PNG")
    return kept_one.getvalue()


async def test_key_places_are_kept_by_form_and_by_table(net: TheNet):
    lat, lon = IN_GRID
    told = {"name": "演示小学", "kind": "school", "lat": str(lat), "lon": str(lon)}
    assert "已保存" in await net.pressed("lives", act="add_place", **told)
    assert "已登记" in await net.pressed("lives", act="add_place", **told)
    assert "无权进行此操作" in await net.pressed("walks", act="add_place", **told)
    places = net.parts.net_tasks.places
    [one] = await places.items(LIVES)
    await net.pressed("lives", act="change_place", place=one.place_id, **told | {"kind": "gas"})
    rows = [
        ["场所名称", "场所类别", "北纬", "东经"],
        ["演示小学", "学校周边", lat, lon],
        ["演示商铺", "沿街商铺", lat, lon],
    ]
    assert await places.load(workbook(rows), LIVES) == LoadedPlaces(1, 1, 0)
    assert await places.load(workbook(rows), LIVES) == LoadedPlaces(0, 0, 2)
    rows[2][2] = 33.87  # of another town
    with pytest.raises(TableError) as refused:
        await places.load(workbook([*rows[:2], [*rows[2][:3], 116.77]]), LIVES)
    assert [one.row for one in refused.value.rows] == [3]
    shown = await net.drawn("lives", view="places")
    assert ("演示小学" in shown, "共 2 处" in shown) == (True, True)
    assert "演示小学" not in await net.drawn("lives-there", view="places")
    await net.pressed("lives", act="remove_place", place=one.place_id)
    assert [one.name for one in await places.items(LIVES)] == ["演示商铺"]


async def test_figures_are_cut_by_town_grid_and_person(net: TheNet):
    await net.a_plan(await net.a_type("分组统计"), times=3)
    register = net.parts.net_register
    told = NetPerson("", OUR_VILLAGE, name="演示分组人", account="walks")
    person = await register.put_person(told, CENTRE)
    await register.assign(an_assignment(person.person_id, GRID), CENTRE)
    by_town = await net.drawn("chief", view="late")
    assert ("按镇街" in by_town, OUR_VILLAGE[:9] in by_town) == (True, True)
    figures = net.parts.net_tasks.looking.figures
    whole = await figures(Looked(), CHIEF, By.TOWN)
    grids = await figures(Looked(area=OUR_VILLAGE), CHIEF, By.GRID)
    people = await figures(Looked(area=OUR_VILLAGE), CHIEF, By.PERSON)
    assert (whole.due, whole.late) == (sum(one.due for one in whole.groups), whole.late)
    assert sum(one.late for one in grids.groups) == sum(one.late for one in people.groups)
    [own] = [one for one in people.groups if one.key == "walks"]
    [his] = [one for one in grids.groups if one.key == GRID]
    assert (own.due, own.late, own.name) == (his.due, his.late, "演示分组人")
    assert "演示分组人" in await net.drawn("chief", view="late", by="person", area=OUR_VILLAGE)
    assert "演示分组人" not in await net.drawn("clerk", view="late", by="person")
    page = await net.parts.net_tasks.looking.page(Looked(View.LATE, person="walks"), LIVES)
    assert {line.due.target.grid for line in page.lines} == {GRID}


async def test_whistles_and_cases_wait_in_the_inbox_of_whom_they_concern(net: TheNet):
    told = NewWhistle("占道密语", (OUR_DEPARTMENT,), "演示地点", Urgency.URGENT, key="inbox")
    whistle = await net.parts.fusion.whistles.blow(told, LIVES)
    shown = await net.drawn("clerk", view="inbox")
    assert ("吹哨：请响应" in shown, "/net/fusion" in shown, "占道密语" in shown) == (
        True, True, False,
    )  # fmt: skip
    assert "吹哨" not in await net.drawn("other-clerk", view="inbox")
    assert "吹哨：请评价部门报到" not in await net.drawn("lives", view="inbox")
    clerk = Caller("clerk", "department", department=OUR_DEPARTMENT)
    [call] = (await net.parts.fusion.whistles.page(clerk)).whistles[0].calls
    for answer in (net.parts.fusion.whistles.come, net.parts.fusion.whistles.arrive):
        await answer(call.call_id, clerk)
    await net.parts.fusion.whistles.report(call.call_id, "已清理", clerk)
    assert call.whistle_id == whistle.whistle_id
    assert "吹哨：请评价部门报到" in await net.drawn("lives", view="inbox")
    assert "吹哨" not in await net.drawn("clerk", view="inbox")

    class Cases:
        """A centre with one case of the caller's, late since an hour."""

        async def page(self, caller: Caller, wanted: Any, **_: Any) -> Any:
            now = datetime.now(UTC)
            held = SimpleNamespace(code="C-1", due_at=now - timedelta(hours=1), area_code=GRID)
            return SimpleNamespace(at=now, cases=[held] if wanted.view is Mine.MINE else [])

    [case] = await case_room(Cases())(CHIEF)  # type: ignore[arg-type]
    assert (case.key, case.is_late, case.where) == ("C-1", True, GRID)
    assert await case_room(Cases())(LIVES) == []  # type: ignore[arg-type]


async def test_an_inbox_is_filled_by_every_room_and_one_more_is_one_line(net: TheNet):
    inbox = net.parts.net_tasks.inbox
    assert list(inbox.sources) == [
        "task",
        "care",
        "item",
        "inspection",
        "incident",
        "case",
        "whistle",
        "swap",
        "credit",
    ]

    async def more(caller: Caller) -> list[Waiting]:
        return [Waiting("more", "M-1", "一件事", None, True, "/net", GRID)]

    inbox.add([InboxSource("more", "事件", more)])
    try:
        shown = await net.drawn("lives", view="inbox")
        assert ("一件事" in shown, 'href": "/net"' in shown, "第1网格" in shown) == (
            True, True, True,
        )  # fmt: skip
        with pytest.raises(ValueError, match="two rooms"):
            inbox.add([InboxSource("more", "事件", more)])
    finally:
        del inbox.sources["more"]


async def test_somebody_takes_their_own_data_away_and_nobody_elses(net: TheNet):
    schedule = await net.a_plan(await net.a_type("本人导出"), times=2)
    mine = net.json(await net.done(net.name(schedule), "walks"), 201)
    theirs = net.json(await net.done(net.name(schedule, slot=2), "walks-too"), 201)
    own = net.parts.net_tasks.own
    walks = Caller("walks", "grid_worker", area=OUR_VILLAGE)
    told = json.loads(await own.json(walks))
    ids = {one["task_id"] for one in told["tasks"]}
    assert (mine["task_id"] in ids, theirs["task_id"] in ids) == (True, False)
    assert set(told) == {"account", "taken_at", *PARTS}
    assert {one["by"] for one in (*told["tasks"], *told["findings"])} == {"walks"}
    pressed = json.loads(await net.pressed("walks", act="own_sheet"))
    content = pressed["response"]["net_tasks-file"]["data"]["content"]
    book = load_workbook(BytesIO(b64decode(content)))
    assert len(book.sheetnames) >= len(PARTS)
    text = "".join(str(row) for sheet in book for row in sheet.iter_rows(values_only=True))
    assert (mine["task_id"] in text, theirs["task_id"] in text) == (True, False)
    kinds = [one.state["what"] for one in _told_of_exports(net)]
    assert kinds == ["own work", "own work"]


def _told_of_exports(net: TheNet) -> list[Any]:
    records = net.parts.store.records_after(0, 100_000)
    return [one for one in records if one.action == "exported" and one.actor == "walks"]
