"""Whistles, beats and pushes over HTTP: what their people do, and strangers before them."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.centre.cases.case import CASE, ProcedureResult
from domain.centre.cases.case_codes import case_code
from domain.desk.timers import Timer, TimerKind
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.net.fusion.beat_table import COLUMNS
from domain.net.fusion.joint import JointAction, JointKind, LawKind, LawPartner, LawRole, LawService
from domain.net.fusion.pushes import Direction, PushState
from domain.net.fusion.whistles import (
    WHISTLE_CALL,
    CallState,
    Urgency,
    WhistleCall,
    call_id,
)
from domain.subject_key import SubjectKey
from domain.tables import TableError
from operations.net.fusion.pushes import NewPush
from operations.net.fusion.whistles import NewWhistle
from store.desk import outbox
from store.net.fusion import any_one
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.access.two_towns import OTHER_TOWN, OUR_VILLAGE, TwoTowns
from tests.support.cases import a_case

ISSUE, RESULT = "哨事密语", "结果密语"
LIVES = Caller("lives", "village", area=OUR_VILLAGE)
CLERK = Caller("clerk", "department", department="housing")
WATER = Caller("water", "department", department="emergency")
GUARDS = Caller("guards", "police", area="340604001")
CENTRE = Caller("centre", "dispatcher")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("fusion"))
    await made.start()
    for name, role, area, department in (
        ("water", "department", None, "emergency"),
        ("stranger", "department", None, "education"),
        ("neighbour", "village", f"{OTHER_TOWN}001", None),
    ):
        await made.people.add(name, role, area=area, department=department)
        made.tokens[name] = (await made.people.sign_in(name)).token
    yield made
    await made.stop()


async def called_back(towns: TwoTowns, output: str, store: str, who: str, held: Any) -> str:
    body = json.loads(posted(towns, output))
    for entry in (*body["inputs"], *body["state"]):
        if entry["id"] == store:
            entry["value"] = held
    answer = await towns.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
    return (
        json.dumps({"status": answer.status, "body": answer.body.decode()}, ensure_ascii=False)
        .encode()
        .decode("unicode_escape", "ignore")
        if answer.status != 200
        else json.dumps(json.loads(answer.body), ensure_ascii=False)
    )


async def shown(towns: TwoTowns, who: str, tab: str = "whistles") -> str:
    return await called_back(
        towns, "net_fusion-body.children", "net_fusion-view", who, {"tab": tab}
    )


async def pressed(towns: TwoTowns, who: str, **asked: Any) -> str:
    return await called_back(towns, "net_fusion-says.children", "net_fusion-do", who, asked)


def call_of(towns: TwoTowns, call: str) -> WhistleCall:
    found = towns.parts.store.ask(lambda one: any_one(one, WHISTLE_CALL, call))
    assert found is not None
    return found


async def blown(towns: TwoTowns, key: str, *departments: str) -> str:
    new = NewWhistle(ISSUE, departments, "演示路", Urgency.URGENT, key=key)
    return (await towns.parts.fusion.whistles.blow(new, LIVES)).whistle_id


@pytest.mark.asyncio(loop_scope="module")
async def test_two_departments_one_in_time_one_late(towns: TwoTowns):
    asked = {
        "act": "blow", "issue": ISSUE, "place": "演示路", "departments": "housing,emergency",
        "urgency": "whistle_urgent", "key": "one-form",
    }  # fmt: skip
    assert "2 个部门已被通知" in await pressed(towns, "lives", **asked)
    assert "2 个部门已被通知" in await pressed(towns, "lives", **asked)  # pressed twice
    page = await towns.parts.fusion.whistles.page(LIVES)
    [whistle] = [one.whistle for one in page.whistles]
    assert whistle.area_code == OUR_VILLAGE
    housing, emergency = (f"{whistle.whistle_id}.{one}" for one in ("housing", "emergency"))
    with towns.parts.store.transaction() as tx:
        for call in (housing, emergency):
            [told] = outbox.notices_about(tx, SubjectKey(WHISTLE_CALL.name, call))
            assert ISSUE not in told.text and "演示路" not in told.text
            assert outbox.timer(tx, TimerKind.WHISTLE, call) is not None

    for act in ("coming", "arrive", "arrive"):
        assert "已保存" in await pressed(towns, "clerk", act=act, call=housing)
    assert "已保存" in await pressed(towns, "clerk", act="report", call=housing, result=RESULT)
    assert "已保存" in await pressed(
        towns, "lives", act="rate", call=housing, stars="5", words="及时"
    )
    assert call_of(towns, housing).state is CallState.RATED

    late = replace(call_of(towns, emergency), due_at=datetime.now(UTC) - timedelta(minutes=1))
    with towns.parts.store.transaction() as tx:
        tx.put(WHISTLE_CALL, late, action="call", actor="test")
    timer = Timer(
        TimerKind.WHISTLE, emergency, SubjectKey(WHISTLE_CALL.name, emergency), late.due_at
    )
    for _ in range(2):  # a timer may come twice after a crash
        await towns.parts.fusion.whistles.fall_due(timer)
    assert call_of(towns, emergency).supervised_at is not None
    with towns.parts.store.transaction() as tx:
        told = outbox.notices_about(tx, SubjectKey(WHISTLE_CALL.name, emergency))
        assert [one.head for one in told].count("吹哨超时未到") == 1
    await pressed(towns, "water", act="arrive", call=emergency)

    figures = {one.of.department: one.of for one in (await _page(towns, LIVES)).figures}
    assert (figures["housing"].called, figures["housing"].in_time) == (1, 1)
    assert (figures["emergency"].called, figures["emergency"].in_time) == (1, 0)
    seen = await shown(towns, "lives")
    assert ISSUE in seen and RESULT in seen and "超时" in seen and "n = 1" in seen


async def _page(towns: TwoTowns, caller: Caller) -> Any:
    return await towns.parts.fusion.whistles.page(caller)


@pytest.mark.asyncio(loop_scope="module")
async def test_strangers_see_nothing_and_do_nothing(towns: TwoTowns):
    whistle_id = await blown(towns, "strangers", "housing")
    call = f"{whistle_id}.housing"
    for who in ("stranger", "neighbour", "theirs"):
        assert ISSUE not in await shown(towns, who)
    # a department sees its own calls and not those of the others
    assert ISSUE in await shown(towns, "clerk")
    water = await towns.parts.fusion.whistles.page(WATER)
    assert all(one.owner == "emergency" for seen in water.whistles for one in seen.calls)
    for who in ("stranger", "water", "lives", "neighbour", "centre"):
        assert "已保存" not in await pressed(towns, who, act="arrive", call=call)
    for who in ("neighbour", "clerk", "centre"):
        refused = await pressed(towns, who, act="withdraw", whistle=whistle_id, reason="x")
        assert "已保存" not in refused
    assert call_of(towns, call).state is CallState.CALLED
    for who in ("walks", "talks"):
        answer = await called_back(towns, "net_fusion-body.children", "net_fusion-view", who, {})
        assert '"status": 403' in answer, who


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_withdrawn_or_names_nobody(towns: TwoTowns):
    whistles = towns.parts.fusion.whistles
    whistle_id = await blown(towns, "withdrawn", "housing", "emergency")
    await whistles.arrive(f"{whistle_id}.housing", CLERK)
    await whistles.withdraw(whistle_id, "已自行解决", LIVES)
    await whistles.withdraw(whistle_id, "又一次", LIVES)
    assert call_of(towns, f"{whistle_id}.housing").state is CallState.ARRIVED
    assert call_of(towns, f"{whistle_id}.emergency").state is CallState.WITHDRAWN
    with pytest.raises(ConflictError):
        await whistles.arrive(f"{whistle_id}.emergency", WATER)
    with towns.parts.store.transaction() as tx:
        assert outbox.timer(tx, TimerKind.WHISTLE, f"{whistle_id}.emergency") is None
    with pytest.raises(InvalidError):
        await blown(towns, "nobody", "no_such_department")
    with pytest.raises(NotAllowedError):
        await whistles.blow(
            NewWhistle(ISSUE, ("housing",), "x", Urgency.USUAL, area=OTHER_TOWN), LIVES
        )
    with pytest.raises(NotAllowedError):
        await whistles.blow(NewWhistle(ISSUE, ("housing",), "x", Urgency.USUAL), CLERK)


@pytest.mark.asyncio(loop_scope="module")
async def test_beats_are_taken_whole_and_tell_whose_a_grid_is(towns: TwoTowns):
    beats = towns.parts.fusion.beats
    grids = [code for code in towns.parts.areas.loaded.by_code if len(code) == 15]
    first = grids[0]

    def table(*rows: list[str]) -> bytes:
        return "\n".join(",".join(row) for row in (list(COLUMNS), *rows)).encode()

    wrong = table(["JG-01", "演示所", first, "40", "演示-0001", "", "138-0000-0001"])
    raw = f"data:text/csv;base64,{base64.b64encode(wrong).decode()}"
    said = await called_back(
        towns, "net_fusion-loaded.children", "net_fusion-upload", "centre", raw
    )
    assert "40%" in said and "100%" in said
    right = table(
        ["JG-01", "演示所", first, "40", "演示-0001", "", "138-0000-0001"],
        ["JG-02", "演示所", first, "60", "演示-0002", "", "138-0000-0002"],
    )
    assert await beats.load(right, CENTRE) == 2
    assert [one.code for one in await beats.of_grid(first, CENTRE)] == ["JG-02", "JG-01"]
    assert first not in await beats.gaps(CENTRE)
    assert len(await beats.gaps(CENTRE)) == len(grids) - 1
    lacking = (await towns.parts.net_board.page(CENTRE)).gaps
    assert sum(one.kind.value == "no_officer" for one in lacking) == len(grids) - 1
    assert "演示-0002" in await shown(towns, "centre", "beats")
    # another department's officers are told of no officer of the police
    assert "演示-0002" not in await shown(towns, "clerk", "beats")
    with pytest.raises(TableError) as refused:  # no unit of the police has this number
        await beats.load(right.replace(b"138-0000-0002", b"138-0000-0002,jw-none"), CENTRE)
    assert [(one.row, one.field) for one in refused.value.rows] == [(3, "民警编号")]
    # the page of the community: names and phones to whom they are for, beats to everybody
    told = await towns.parts.fusion.here.police(first[:12], CENTRE)
    assert [(one.code, one.officers, one.phone) for one in told.beats] == [
        ("JG-02", "演示-0002", "138-0000-0002"), ("JG-01", "演示-0001", "138-0000-0001"),
    ]  # fmt: skip
    for stranger in (Caller("glass", "wall"), CLERK, replace(GUARDS, area=OTHER_TOWN)):
        told = await towns.parts.fusion.here.police(first[:12], stranger)
        assert [(one.code, one.officers, one.phone) for one in told.beats] == [
            ("JG-02", None, None), ("JG-01", None, None),
        ]  # fmt: skip
        assert told.seen == frozenset()
    with pytest.raises(NotAllowedError):
        await beats.load(right, CLERK)
    with pytest.raises(NotAllowedError):
        await beats.load(right, LIVES)


@pytest.mark.asyncio(loop_scope="module")
async def test_items_go_both_ways_with_the_fields_of_the_list(towns: TwoTowns):
    pushes = towns.parts.fusion.pushes
    told = {"what": "密报事项", "place": "演示路"}
    new = NewPush(Direction.TO_POLICE, "治安管理处罚法", told, key="one")
    push = await pushes.send(new, LIVES)
    assert (await pushes.send(new, LIVES)).push_id == push.push_id
    with pytest.raises(InvalidError):
        await pushes.send(replace(new, told=told | {"register": "全册"}, key="two"), LIVES)
    with pytest.raises(InvalidError):
        await pushes.send(replace(new, basis=" ", key="three"), LIVES)
    with pytest.raises(NotAllowedError):  # the grid's side does not answer what it has sent
        await pushes.decide(push.push_id, "", LIVES, is_accepted=True)
    with pytest.raises(NotFoundError):
        await pushes.receive(push.push_id, replace(GUARDS, area=OTHER_TOWN))
    assert "密报事项" not in await shown(towns, "clerk", "pushes")
    assert "密报事项" in await shown(towns, "guards", "pushes")
    await pushes.receive(push.push_id, GUARDS)
    await pushes.decide(push.push_id, "", GUARDS, is_accepted=True)
    done = await pushes.finish(push.push_id, "已处置", GUARDS)
    assert (done.state, done.fields) == (PushState.DONE, ("what", "place"))
    back = NewPush(
        Direction.TO_GRID, "警务工作规定", told | {"advice": "请走访"},
        incident=towns.ours.number, key="back",
    )  # fmt: skip
    sent = await pushes.send(back, GUARDS)
    assert sent.area_code.startswith(GUARDS.area or "")
    with pytest.raises(NotFoundError):
        await pushes.send(replace(back, incident=towns.theirs.number, key="other"), GUARDS)
    with pytest.raises(InvalidError):
        await pushes.send(replace(back, told=told | {"criminal_record": "x"}, key="no"), GUARDS)


@pytest.mark.asyncio(loop_scope="module")
async def test_an_incident_is_pushed_from_its_card_whose_timeline_tells_the_outcome(
    towns: TwoTowns,
):
    path, told = f"/api/v1/desk/incidents/{towns.ours.number}", {"what": "密推", "place": "演示路"}

    async def pushed(who: str, **more: Any) -> Any:
        body = {
            "direction": "to_police",
            "basis": "治安管理处罚法",
            "told": told,
            "key": "k",
        } | more
        return await towns.ask("POST", f"{path}/pushes", who, body=json.dumps(body).encode())

    async def read(who: str, part: str = "") -> Any:
        return json.loads((await towns.ask("GET", path + part, who)).body)

    first, again = [json.loads((await pushed("centre")).body)["push_id"] for _ in range(2)]
    assert first == again
    assert (await pushed("centre", told=told | {"register": "全册"}, key="r")).status == 422
    assert (await pushed("centre", direction="to_grid", key="g")).status == 403
    assert (await pushed("clerk", key="c")).status == 403
    assert (await pushed("wall", key="w")).status in {401, 403}
    pushes = towns.parts.fusion.pushes
    await pushes.receive(first, GUARDS)
    await pushes.decide(first, "", GUARDS, is_accepted=True)
    await pushes.finish(first, "密结果", GUARDS)
    card = await read("centre")
    assert card["pushes"]["way"] == "to_police"
    [item] = [one for one in card["pushes"]["items"] if one["push_id"] == first]
    assert (item["state"], item["fields"], item["outcome"]) == (
        "push_done", ["what", "place"], "密结果",
    )  # fmt: skip
    lines = [one["text"] for one in (await read("centre", "/timeline"))["items"]]
    assert "推送警务，依据：治安管理处罚法" in lines
    assert lines[-3:] == ["推送事项已签收", "推送事项已受理", "推送事项办结：密结果"]
    # another department works on the incident too, and is told nothing of what the police got
    assert (await read("clerk"))["pushes"] == {"way": None, "items": []}
    assert "推送" not in json.dumps(await read("clerk", "/timeline"), ensure_ascii=False)


@pytest.mark.asyncio(loop_scope="module")
async def test_joint_actions_and_law_partners(towns: TwoTowns):
    joint = towns.parts.fusion.joint
    told = JointAction(
        "", JointKind.PATROL, "2026-01-01", OUR_VILLAGE, None, NEVER, "", is_resolved=True,
        place="演示路", police_people="演示-0001", grid_people="演示-0002", result="已劝和",
    )  # fmt: skip
    before = (await joint.page(LIVES)).resolutions.count
    made = await joint.add_action(told, LIVES, "joint")
    assert (await joint.add_action(told, LIVES, "joint")).action_id == made.action_id
    page = await joint.page(LIVES)
    assert (page.resolutions.count - before, page.resolutions.credited) == (1, 1)
    with pytest.raises(InvalidError):
        await joint.add_action(replace(told, day="2999-01-01"), LIVES)
    with pytest.raises(InvalidError):
        await joint.add_action(replace(told, police_people=""), LIVES)
    with pytest.raises(NotAllowedError):
        await joint.add_action(told, CLERK)
    # what the centre settled counts, though it names its bodies; what is sealed does not
    before = (await joint.page(LIVES)).resolutions
    for serial, sealed in ((1, False), (2, True)):
        known = case_code("LS", date(2026, 1, 5), 1, serial)
        case = a_case(
            known, area_code=OUR_VILLAGE, procedure_result=ProcedureResult.AGREED, is_sealed=sealed
        )
        with towns.parts.store.transaction() as tx:
            tx.put(CASE, case, action="register", actor="test")
    after = (await joint.page(LIVES)).resolutions
    assert (after.cases, after.count) == (before.cases + 1, before.count + 1)
    # whether a code is a case is told to nobody who may not see it: any that fits is taken
    code = case_code("LS", date(2026, 1, 2), 9, 9999)
    await joint.add_action(replace(told, case_code=code.lower()), LIVES, "of a case")
    with pytest.raises(InvalidError):
        await joint.add_action(replace(told, case_code=f"{code[:-1]}{9 - int(code[-1])}"), LIVES)
    page = await joint.page(LIVES)
    assert (page.resolutions.credited, page.resolutions.joint_cases, page.cases) == (
        2, 1, frozenset(),
    )  # fmt: skip
    assert code not in await shown(towns, "lives", "actions")
    [grid, *_] = [one for one in towns.parts.areas.loaded.by_code if one.startswith(OUR_VILLAGE)
                  and len(one) == 15]  # fmt: skip
    partner = await joint.put_partner(
        LawPartner("", LawRole.LAWYER, "", None, grids=(grid,), name="演示律师"), LIVES
    )
    service = LawService(
        "", LawKind.CONSULT, "2026-01-01", grid, None, NEVER, "",
        partners=(partner.partner_id,), topic="欠薪", opinion="依法仲裁",
    )  # fmt: skip
    await joint.add_service(service, LIVES)
    with pytest.raises(InvalidError):
        await joint.add_service(replace(service, partners=("L-no",)), LIVES)
    assert (await joint.page(LIVES)).law.consults == 1
    assert "演示律师" in await shown(towns, "lives", "law")
    assert "演示律师" not in await shown(towns, "clerk", "law")


@pytest.mark.asyncio(loop_scope="module")
async def test_the_board_and_the_page_of_a_grid_tell_of_it(towns: TwoTowns):
    whistles = towns.parts.fusion.whistles
    before = await whistles.board(LIVES)
    called = call_id(await blown(towns, "board", "housing", "emergency"), "housing")
    await whistles.arrive(called, CLERK)
    board = await whistles.board(LIVES)
    assert (board.called, board.in_time) == (before.called + 1, before.in_time + 1)
    assert board.waiting == before.waiting + 1
    elsewhere = await towns.parts.fusion.whistles.board(CENTRE, OTHER_TOWN)
    assert (elsewhere.called, elsewhere.waiting, elsewhere.late) == (0, 0, 0)
    seen = await called_back(towns, "net-body.children", "net-done", "lives", 1)
    assert "吹哨报到" in seen and "按时到场" in seen
    # who walks a grid sees no whistles on the board
    assert "按时到场" not in await called_back(towns, "net-body.children", "net-done", "walks", 1)
