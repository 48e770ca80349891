"""Inspections in the built product: to order, reply, recheck; strangers before every door."""

import hashlib
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.desk.timers import Timer, TimerKind
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.subject_key import SubjectKey
from domain.video.cameras.camera import CAMERA, Camera, CameraClass
from domain.video.inspections.findings import INSPECTION_FINDING, FindingState, Gravity
from domain.video.inspections.plans import Way
from domain.video.inspections.runs import Answer
from domain.video.looks.reasons import Look, Why
from operations.video.inspections.inspection_desk import Picture
from operations.video.inspections.looking import View
from operations.video.inspections.planning import NewPlan
from operations.video.inspections.running import NewFinding
from operations.video.looks.looks import More
from store.desk import outbox
from tests.access.two_towns import OUR_PLACE, OUR_VILLAGE
from tests.net.the_net import CENTRE, TheNet

LEAD = Caller("lead", "department", department="emergency")
OTHER_LEAD = Caller("lead-2", "department", department="emergency")
STRANGE = Caller("strange", "department", department="market")
MENDS = Caller("clerk", "department", department="housing")
LIVES = Caller("lives", "village", area=OUR_VILLAGE)
CHIEF = Caller("chief", "leader")
SECRET = "护栏缺失密语"
PLAN = NewPlan(
    "plan", "矿山现场检查", CameraClass.MINE, Way.ON_SITE, "护栏完好\n出入登记", 7, "2026-11-01"
)  # fmt: skip
PAGE = "video_inspections"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def net(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheNet]:
    made = TheNet(tmp_path_factory.mktemp("inspections"))
    await made.start()
    await made.people.add("strange", "department", department="market")
    made.tokens["strange"] = (await made.people.sign_in("strange")).token
    yield made
    await made.stop()


async def found(net: TheNet, key: str, **more: Any) -> str:
    """A finding of a new round of a new plan; its id."""
    part = net.parts.inspections
    plan = await part.planning.add(replace(PLAN, key=f"plan-{key}"), LEAD)
    run = await part.running.start(plan.plan_id, LEAD)
    told = NewFinding(
        key, "1", Gravity.MAJOR, SECRET, f"演示矿{key}", lat=OUR_PLACE[0], lon=OUR_PLACE[1]
    )  # fmt: skip
    return (await part.running.find(run.run_id, replace(told, **more), LEAD)).finding_id


async def seen(net: TheNet, caller: Caller, view: View = View.OPEN) -> list[str]:
    page = await net.parts.inspections.looking.page(view, caller)
    return [one.finding_id for one in page.findings]


@pytest.mark.asyncio(loop_scope="module")
async def test_from_a_plan_to_a_closed_finding(net: TheNet):
    part = net.parts.inspections
    plan = await part.planning.add(PLAN, LEAD)
    assert (await part.planning.add(PLAN, LEAD)).plan_id == plan.plan_id  # sent twice
    run = await part.running.start(plan.plan_id, LEAD)
    assert (await part.running.start(plan.plan_id, OTHER_LEAD)).run_id == run.run_id
    told = NewFinding(
        "way", "1", Gravity.GRAVE, SECRET, "演示矿", lat=OUR_PLACE[0], lon=OUR_PLACE[1]
    )  # fmt: skip
    finding = await part.running.find(run.run_id, told, LEAD)
    assert (await part.running.find(run.run_id, told, LEAD)) == finding
    assert finding.rule == "护栏完好" and finding.area_code.startswith(OUR_VILLAGE)
    with pytest.raises(ConflictError):
        await part.running.end(run.run_id, "", LEAD)
    covers = net.parts.looks.covers[Why.INSPECTION]
    with net.parts.store.transaction() as tx:
        assert covers(tx, run.run_id, "1", Look.LIVE, More())
    await part.running.answer(run.run_id, "2", Answer.PASSED, LEAD)
    ended = await part.running.end(run.run_id, "好", LEAD)
    with net.parts.store.transaction() as tx:  # over: no reason to look any more
        assert not covers(tx, run.run_id, "1", Look.LIVE, More())
    assert (ended.findings, ended.failed, ended.passed) == (1, ("1",), ("2",))
    [after] = [one for one in await part.planning.plans(LEAD) if one.plan_id == plan.plan_id]
    assert after.next_on == (part.desk.today() + timedelta(days=7)).isoformat()

    key = finding.finding_id
    await part.ordering.order(key, "housing", 10, LEAD)
    about = SubjectKey(INSPECTION_FINDING.name, key)
    with net.parts.store.transaction() as tx:
        [notice] = outbox.notices_about(tx, about)
        assert outbox.timer(tx, TimerKind.INSPECTION, key) is not None
    assert notice.department == "housing" and "演示矿" in notice.text
    assert SECRET not in notice.text
    waits = net.json(await net.ask("GET", "/api/v1/net/inbox", "clerk"))["items"]
    assert [one["key"] for one in waits if one["room"] == "inspection"] == [key]
    await part.ordering.answer(key, "已补护栏", MENDS)
    again = await part.ordering.recheck(key, LEAD, is_done=False, reason="未补全", days=5)
    assert (again.state, again.reworks) == (FindingState.ORDERED, 1)
    await part.ordering.answer(key, "已补全", MENDS)
    closed = await part.ordering.recheck(key, OTHER_LEAD, is_done=True)
    assert closed.state is FindingState.CLOSED
    with net.parts.store.transaction() as tx:
        assert outbox.timer(tx, TimerKind.INSPECTION, key) is None


@pytest.mark.asyncio(loop_scope="module")
async def test_a_strange_department_sees_nothing_of_it(net: TheNet):
    part, key = net.parts.inspections, await found(net, "strange")
    plan = await part.planning.add(replace(PLAN, key="plan-strange"), LEAD)
    for caller in (LEAD, CENTRE, CHIEF, LIVES):
        assert key in await seen(net, caller), caller
    for caller in (STRANGE, MENDS):  # not even who will answer, before the order
        assert key not in await seen(net, caller)
        with pytest.raises(NotFoundError):
            await part.looking.finding(key, caller)
        assert plan not in await part.planning.plans(caller)
        with pytest.raises(NotFoundError):
            await part.running.start(plan.plan_id, caller)
        with pytest.raises(NotFoundError):
            await part.ordering.order(key, "", 5, caller)
    assert "emergency" not in (await part.looking.figures(STRANGE)).by_owner
    await part.ordering.order(key, "housing", 5, LEAD)
    assert key in await seen(net, MENDS) and key not in await seen(net, STRANGE)
    for caller in (STRANGE, LIVES, LEAD, CHIEF):
        with pytest.raises((NotFoundError, NotAllowedError)):
            await part.ordering.answer(key, "冒充", caller)
    for caller in (CENTRE, CHIEF, LIVES):
        with pytest.raises(NotAllowedError):
            await part.planning.add(replace(PLAN, key="x"), caller)
    body, view = f"{PAGE}-body.children", f"{PAGE}-view"
    assert "演示矿strange" in await net.shown(body, view, "clerk", {"view": "ordered"})
    assert "演示矿strange" not in await net.shown(body, view, "strange", {"view": "ordered"})


@pytest.mark.asyncio(loop_scope="module")
async def test_a_community_answers_for_what_lies_in_it(net: TheNet):
    part, key = net.parts.inspections, await found(net, "village")
    with pytest.raises(InvalidError):
        await part.ordering.order(key, "340604002", 5, LEAD)  # not the place's
    await part.ordering.order(key, "", 5, LEAD)
    assert "answer" in (await part.looking.finding(key, LIVES)).acts
    assert (await part.ordering.answer(key, "已整改", LIVES)).answered_by == "lives"


@pytest.mark.asyncio(loop_scope="module")
async def test_leaders_read_what_is_overdue_and_what_came_back(net: TheNet):
    part = net.parts.inspections
    first, key = await found(net, "late"), await found(net, "late-2", unit="演示矿late")
    await part.ordering.order(key, "housing", 1, LEAD)
    held = (await part.looking.finding(key, CHIEF)).finding
    assert (held.repeat_of, held.repeats) == (first, 1)
    before = (await part.looking.figures(CHIEF)).by_owner["emergency"]
    with net.parts.store.transaction() as tx:
        over = replace(held, due_at=tx.at - timedelta(hours=1))
        tx.put(INSPECTION_FINDING, over, action="order", actor="lead")
    about = SubjectKey(INSPECTION_FINDING.name, key)
    assert over.due_at is not None
    await part.ordering.fall_due(Timer(TimerKind.INSPECTION, key, about, over.due_at))
    assert key in await seen(net, CHIEF, View.OVERDUE)
    assert key in await seen(net, CHIEF, View.REPEATS)
    told = (await part.looking.figures(CHIEF)).by_owner["emergency"]
    assert told.overdue == before.overdue + 1 and told.repeats >= 1
    with net.parts.store.transaction() as tx:
        texts = [one.text for one in outbox.notices_about(tx, about)]
    assert any("逾期" in text for text in texts)
    page = await net.shown(f"{PAGE}-body.children", f"{PAGE}-view", "chief", {"tab": "figures"})
    assert "逾期未整改" in page and "应急管理局" in page


@pytest.mark.asyncio(loop_scope="module")
async def test_a_picture_is_kept_with_its_hash_and_its_moment(net: TheNet):
    part = net.parts.inspections
    camera = Camera(
        "34060400001320000777", "演示矿大门", CameraClass.MINE, *OUR_PLACE, f"{OUR_VILLAGE}001",
        owner="emergency",
    )  # fmt: skip
    with net.parts.store.transaction() as tx:
        tx.put(CAMERA, camera, action="add", actor="test")
    assert [one.camera_id for one in await part.desk.cameras(LEAD)] == [camera.camera_id]
    with pytest.raises(NotFoundError):  # a department's own cameras only
        await part.desk.camera(camera.camera_id, STRANGE)
    remote = replace(PLAN, key="remote", way=Way.REMOTE, cameras=(camera.camera_id,))
    with pytest.raises(InvalidError):
        await part.planning.add(replace(remote, key="none", cameras=()), LEAD)
    with pytest.raises(NotFoundError):
        await part.planning.add(replace(remote, key="no", cameras=("3",)), LEAD)
    run = await part.running.start((await part.planning.add(remote, LEAD)).plan_id, LEAD)
    told = NewFinding("seen", "2", Gravity.MINOR, "看见", "演示矿", camera.camera_id, "大门")
    key = (await part.running.find(run.run_id, told, LEAD)).finding_id
    kept = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(kept, "JPEG")
    asked: list[tuple[str, str, str, str | None]] = []

    async def take(camera_id: str, why: str, caller: Caller, address: str | None) -> Picture:
        asked.append((camera_id, why, caller.actor, address))
        raw = kept.getvalue()
        return Picture(raw, hashlib.sha256(raw).hexdigest(), part.desk.now())

    object.__setattr__(part.desk, "picture", take)
    made = await part.running.picture(key, LEAD, "10.0.0.7")
    assert asked == [(camera.camera_id, run.run_id, "lead", "10.0.0.7")]
    assert made.snapshot == hashlib.sha256(kept.getvalue()).hexdigest()
    assert made.file_id and made.snapshot_at
    assert (await net.ask("GET", f"/api/v1/files/{made.file_id}", "chief")).status == 200
    assert (await net.ask("GET", f"/api/v1/files/{made.file_id}", "clerk")).status == 404
    looked = (await part.looking.run(run.run_id, LEAD)).run.looked
    assert looked == (camera.camera_id,)
