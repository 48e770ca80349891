"""Items over HTTP: the way of one from report to close, and strangers before every door."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.desk.timers import Timer, TimerKind
from domain.errors import ConflictError, InvalidError
from domain.incidents.incidents import IncidentClass
from domain.net.items.class_table import COLUMNS
from domain.net.items.items import NET_ITEM, ItemState
from domain.net.items.limits import LimitUnit
from domain.subject_key import SubjectKey
from domain.tables import TableError
from operations.net.items.looking import Looked, View
from operations.net.items.reporting import NewItem
from operations.net.tasks.finding import Found
from store.desk import outbox
from store.net import items as kept
from tests.access.two_towns import OTHER_PLACE, OTHER_TOWN, OUR_PLACE, OUR_TOWN, OUR_VILLAGE
from tests.net.the_net import CENTRE, CLERK, OUR_OTHER_GRID, TheNet

RUBBISH, LAMP, FLOOD = "3406041102", "3406040106", "3406041404"
TEXT, TOLD_BY, PHONE = "楼后垃圾密语", "演示报告人", "13877778888"
LIVES = Caller("lives", "village", area=OUR_VILLAGE)
WALKS = Caller("walks", "grid_worker", area=OUR_VILLAGE)
CHIEF = Caller("chief", "leader")
ITEMS = "/api/v1/net/items"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def net(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheNet]:
    made = TheNet(tmp_path_factory.mktemp("items"))
    await made.start()
    yield made
    await made.stop()


def told(key: str, code: str = RUBBISH, place: tuple[float, float] = OUR_PLACE) -> dict[str, Any]:
    return {
        "key": key, "class_code": code, "lat": place[0], "lon": place[1], "text": TEXT,
        "place": "演示路 1 号", "reporter": TOLD_BY, "phone": PHONE,
    }  # fmt: skip


async def step(net: TheNet, who: str, item: str, act: str, status: int = 200, **body: Any) -> Any:
    answer = await net.call("POST", f"{ITEMS}/{item}/{act}", who, body)
    return net.json(answer, status)


async def reported(net: TheNet, key: str, who: str = "lives", **more: Any) -> str:
    body = told(key, **more)
    return str(net.json(await net.call("POST", ITEMS, who, body), 201)["item_id"])


async def listed(net: TheNet, who: str, query: str = "") -> str:
    answer = await net.ask("GET", ITEMS, who, query=query)
    return answer.body.decode() if answer.status == 200 else str(answer.status)


@pytest.mark.asyncio(loop_scope="module")
async def test_from_a_report_to_closed_with_a_rework(net: TheNet):
    item = await reported(net, "way")
    again = net.json(await net.call("POST", ITEMS, "lives", told("way")))  # sent twice
    assert again["item_id"] == item and again["state"] == "item_reported"
    filed = await step(net, "centre", item, "file", class_code="")
    assert (filed["version"], filed["limit"], filed["limit_unit"]) == (1, 4, "work_hour")
    sent = await step(net, "centre", item, "dispatch", unit="")
    assert (sent["unit"], sent["because"]) == (OUR_TOWN, "territory")
    assert sent["due_at"] and not sent["late"]
    with net.parts.store.transaction() as tx:
        assert outbox.timer(tx, TimerKind.ITEM, item) is not None
    await step(net, "lives", item, "handled", result="已清理")
    await step(net, "lives", item, "check", 409, is_done=True)  # not by who handled it
    back = await step(net, "walks", item, "check", is_done=False, reason="仍有垃圾")
    assert (back["state"], back["reworks"]) == ("item_sent", 1)
    await step(net, "lives", item, "handled", result="再清理")
    closed = await step(net, "centre", item, "check", is_done=True)
    assert closed["state"] == "item_closed"
    with net.parts.store.transaction() as tx:
        assert outbox.timer(tx, TimerKind.ITEM, item) is None
    one = net.json(await net.ask("GET", f"{ITEMS}/{item}", "chief"))
    assert one["acts"] == [] and one["closes_when"] == "清理干净"
    assert PHONE not in str(one) and "138****8888" in str(one)
    figures = net.json(await net.ask("GET", f"{ITEMS}/figures", "centre"))
    shares = {one["indicator"]: (one["part"], one["whole"]) for one in figures["whole"]["shares"]}
    assert shares["rework_share"] == (1, 1) and shares["closed_share"] == (1, 1)
    assert [one["code"] for one in figures["units"]] == [OUR_TOWN]


@pytest.mark.asyncio(loop_scope="module")
async def test_items_of_a_day_are_numbered_one_after_the_other_and_found_by_it(net: TheNet):
    first, second = [
        net.json(await net.call("POST", ITEMS, "centre", told(f"numbered-{n}", place=place)), 201)
        for n, place in enumerate((OUR_PLACE, OTHER_PLACE))
    ]
    day, serial = first["number"].split("-C")
    assert second["number"] == f"{day}-C{int(serial) + 1:04}"
    assert (day[:2], len(day), len(serial)) == ("LS", 10, 4)
    again = net.json(await net.call("POST", ITEMS, "centre", told("numbered-0")))
    assert again["number"] == first["number"]
    asked = f"view=open&number={int(second['number'].split('-C')[1])}"
    found = net.json(await net.ask("GET", ITEMS, "centre", query=asked))
    assert [one["item_id"] for one in found["items"]] == [second["item_id"]]
    asked = f"view=open&number={second['number'].lower()}"
    found = net.json(await net.ask("GET", ITEMS, "centre", query=asked))
    assert [one["item_id"] for one in found["items"]] == [second["item_id"]]


@pytest.mark.asyncio(loop_scope="module")
async def test_the_first_table_says_that_it_is_a_default_and_who_looks_changes_nothing(
    net: TheNet,
):
    body, asked = "net_item_classes-body.children", "net_item_classes-asked"
    wanted = {"class": "part-01", "chosen": True}
    text = await net.shown(body, asked, "centre", wanted)
    assert "上水井盖" in text and "默认标准" in text and "只能查看" not in text
    assert "只能查看" in await net.shown(body, asked, "clerk", wanted)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_department_sees_what_it_was_given_and_strangers_see_nothing(net: TheNet):
    other = net.parts.areas.area(OUR_OTHER_GRID)
    assert other is not None
    place = (other.lat, other.lon)
    item = await reported(net, "lamp", code=LAMP, place=place)
    assert item not in await listed(net, "clerk")
    await step(net, "centre", item, "file", class_code="")
    sent = await step(net, "centre", item, "dispatch", unit="")
    assert (sent["unit"], sent["because"]) == ("housing", "owner")
    about = SubjectKey(NET_ITEM.name, item)
    with net.parts.store.transaction() as tx:
        [notice] = outbox.notices_about(tx, about)
    assert "路灯" in notice.text and TEXT not in notice.text
    assert item in await listed(net, "clerk")
    for who in ("other-clerk", "theirs", "walks"):
        assert item not in await listed(net, who), who
        assert (await net.ask("GET", f"{ITEMS}/{item}", who)).status == 404, who
    assert await listed(net, "talks") == "403"
    assert (
        await net.call("POST", f"{ITEMS}/{item}/handled", "lives", {"result": "x"})
    ).status == 403
    assert (
        await net.call("POST", f"{ITEMS}/{item}/file", "clerk", {"class_code": ""})
    ).status == 403
    waits = net.json(await net.ask("GET", "/api/v1/net/inbox", "clerk"))["items"]
    assert [one["key"] for one in waits if one["room"] == "item"] == [item]
    back = await step(net, "clerk", item, "return", reason="不属本单位")
    assert (back["state"], back["unit"], back["returns"]) == ("item_filed", None, 1)
    # whose class it is, and in whose handling grids: it still sees it
    await step(net, "centre", item, "dispatch", 422, unit="no-such-unit")
    assert (await step(net, "centre", item, "dispatch", unit="emergency"))["unit"] == "emergency"
    assert item in await listed(net, "other-clerk")
    assert item in await listed(net, "other-clerk", "unit=emergency&view=sent")
    assert item not in await listed(net, "centre", f"area={OTHER_TOWN}")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_grid_worker_sees_own_grids_and_what_they_told(net: TheNet):
    mine = await reported(net, "walks", "walks", place=(OUR_PLACE[0] - 0.002, OUR_PLACE[1]))
    assert mine in await listed(net, "walks")
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), (10, 200, 10)).save(picture, "PNG")
    raw = picture.getvalue()
    kept_one = net.json(await net.ask("POST", f"{ITEMS}/{mine}/photos", "walks", body=raw), 201)
    again = net.json(await net.ask("POST", f"{ITEMS}/{mine}/photos", "walks", body=raw), 201)
    assert again == kept_one
    assert (await net.ask("GET", kept_one["url"], "lives")).status == 200
    for stranger in ("clerk", "theirs"):
        assert (await net.ask("GET", kept_one["url"], stranger)).status == 404, stranger
        refused = await net.ask("POST", f"{ITEMS}/{mine}/photos", stranger, body=raw)
        assert refused.status == 404, stranger
    far = await net.call("POST", ITEMS, "walks", told("far", place=OTHER_PLACE))
    assert far.status == 403


@pytest.mark.asyncio(loop_scope="module")
async def test_a_report_told_again_joins_the_first(net: TheNet):
    place = (OUR_PLACE[0] + 0.004, OUR_PLACE[1])
    first = await reported(net, "first", place=place)
    second = net.json(await net.call("POST", ITEMS, "centre", told("second", place=place)), 201)
    assert (second["state"], second["of"]) == ("item_joined", first)
    assert net.json(await net.ask("GET", f"{ITEMS}/{first}", "lives"))["item"]["joined"] == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_a_finding_of_street_order_becomes_an_item(net: TheNet):
    lat, lon = OUR_PLACE[0] + 0.006, OUR_PLACE[1]
    found = Found("finding", IncidentClass.CITY_MANAGEMENT, lat, lon, TEXT, item_class=RUBBISH)
    finding, _ = await net.parts.net_tasks.findings.report(found, WALKS)
    assert finding.item_id and not finding.incident
    item = (await net.parts.net_items.looking.item(finding.item_id, CENTRE)).item
    assert (item.finding_id, item.source.value) == (finding.finding_id, "grid")
    again, is_new = await net.parts.net_tasks.findings.report(found, WALKS)
    assert not is_new and again.item_id == finding.item_id
    wrong = replace(found, key="wrong", item_class="3406041199")
    with pytest.raises(InvalidError):
        await net.parts.net_tasks.findings.report(wrong, WALKS)
    plain = replace(found, key="plain", item_class="", lat=lat + 0.002)
    assert (await net.parts.net_tasks.findings.report(plain, WALKS))[0].incident


@pytest.mark.asyncio(loop_scope="module")
async def test_late_is_supervised_once_and_asked_for_time_is_granted_by_another(net: TheNet):
    handling = net.parts.net_items.handling
    item = await reported(net, "late", code=FLOOD, place=(OUR_PLACE[0] + 0.008, OUR_PLACE[1]))
    await handling.file(item, "", CENTRE)
    sent = await handling.dispatch(item, "housing", CENTRE)
    past = replace(sent, due_at=datetime.now(UTC) - timedelta(minutes=1))
    with net.parts.store.transaction() as tx:
        tx.put(NET_ITEM, past, action="dispatch", actor="test")
    about = SubjectKey(NET_ITEM.name, item)
    for _ in range(2):
        await handling.fall_due(Timer(TimerKind.ITEM, item, about, past.due_at or sent.at))
    with net.parts.store.transaction() as tx:
        heads = [one.head for one in outbox.notices_about(tx, about)]
    assert heads.count("城市管理件超时未处置") == 1
    late = await net.parts.net_items.looking.page(Looked(View.LATE), CENTRE)
    assert [one.item_id for one in late.items] == [item]
    await step(net, "clerk", item, "request", request="extend", reason="缺泵", limit="2工作日")
    await step(net, "clerk", item, "decision", 403, grants=True)
    await step(net, "clerk", item, "request", 409, request="hang", reason="x")
    assert item in await listed(net, "chief", "view=asked")
    more = await step(net, "chief", item, "decision", grants=True)
    assert not more["late"] and more["extensions"] == 1
    await step(net, "clerk", item, "request", request="hang", reason="待征迁")
    assert (await step(net, "chief", item, "decision", grants=True))["state"] == "item_hung"
    assert (await step(net, "chief", item, "resumption"))["state"] == "item_sent"


@pytest.mark.asyncio(loop_scope="module")
async def test_the_table_is_saved_whole_and_an_item_keeps_its_version(net: TheNet):
    book, handling = net.parts.net_items.classes, net.parts.net_items.handling
    item = await reported(net, "version", place=(OUR_PLACE[0], OUR_PLACE[1] + 0.004))
    filed = await handling.file(item, "", CENTRE)
    before = await book.newest()
    raw = [one.state() | {"group": one.group} for one in before.lines]
    for one in raw:
        if one["code"] == RUBBISH:
            one |= {"limit": "1工作日", "grades": ""}
    made = await book.write(before.version, raw, CENTRE)
    assert made.version == before.version + 1
    with pytest.raises(ConflictError):  # somebody else has written
        await book.write(before.version, raw, CENTRE)
    with pytest.raises(NotAllowedError):
        await book.write(made.version, raw, CLERK)
    one = await net.parts.net_items.looking.item(item, CENTRE)
    assert one.line is not None and one.line.limit.amount == 4
    assert (one.item.version, filed.limit_unit) == (before.version, LimitUnit.WORK_HOUR)
    sent = await handling.dispatch(item, "", CENTRE)
    assert (sent.limit, sent.limit_unit) == (4, LimitUnit.WORK_HOUR)
    _, sheet = await book.exported(CENTRE)
    assert (await book.load(sheet, CENTRE)).version == made.version  # the same again is no version
    wrong = ",".join(COLUMNS) + "\n12,部件,,x,x,0工作时,,x,没有这个局\n"
    with pytest.raises(TableError) as refused:
        await book.load(wrong.encode(), CENTRE)
    assert [one.row for one in refused.value.rows] == [2]
    first = await book.write(made.version, raw[1:], CENTRE)  # a class that is no more …
    with pytest.raises(InvalidError):  # … is reported no more
        await net.parts.net_items.reporting.report(
            NewItem("old", raw[0]["code"], *OUR_PLACE, TEXT), CENTRE
        )
    assert first.version == 3 and [one["version"] for one in await book.versions()] == [3, 2, 1]


@pytest.mark.asyncio(loop_scope="module")
async def test_things_are_registered_and_their_owner_gets_the_item(net: TheNet):
    lat, lon = OUR_PLACE[0] + 0.001, OUR_PLACE[1] + 0.002
    part = f"{LAMP}000001"
    table = f"部件标识码,纬度,经度,权属单位\n{part},{lat},{lon},应急管理局\n"
    parts = net.parts.net_items.parts
    assert await parts.load(table.encode(), CENTRE) == 1
    assert await parts.load(table.encode(), CENTRE) == 0
    with pytest.raises(NotAllowedError):
        await parts.load(table.encode(), CLERK)
    page = await parts.page(LIVES)
    assert [one.part_id for one in page.parts] == [part] and sum(page.by_area.values()) == 1
    body = told("thing", code=LAMP, place=(lat, lon)) | {"part_id": part}
    item = str(net.json(await net.call("POST", ITEMS, "lives", body), 201)["item_id"])
    await step(net, "centre", item, "file", class_code="")
    assert (await step(net, "centre", item, "dispatch", unit=""))["unit"] == "emergency"
    for wrong in ("3401230106000001", f"{LAMP[:-1]}5000001", "12"):
        refused = await net.call("POST", ITEMS, "lives", body | {"key": wrong, "part_id": wrong})
        assert refused.status == 422, wrong


@pytest.mark.asyncio(loop_scope="module")
async def test_an_order_with_a_key_is_done_once(net: TheNet):
    item = await reported(net, "once", place=(OUR_PLACE[0] + 0.01, OUR_PLACE[1]))
    before = (await net.parts.net_items.looking.item(item, CENTRE)).item
    assert before.state is ItemState.REPORTED
    key = {"idempotency-key": "one-order"}
    for _ in range(2):
        answer = await net.ask(
            "POST", f"{ITEMS}/{item}/refusal", "centre", body=b'{"reason": "x"}', **key
        )
        assert answer.status == 200
    found = net.parts.store.ask(lambda one: kept.one_of(one, item))
    assert found is not None and found.reason == "x"


@pytest.mark.asyncio(loop_scope="module")
async def test_the_board_and_the_wall_tell_of_items_and_no_name_of_anybody(net: TheNet):
    await reported(net, "board", place=(OUR_PLACE[0], OUR_PLACE[1] + 0.01))
    assert "查看城市管理件" in await net.shown("net-body.children", "net-done", "lives", 1)
    # the police see the board, and nothing of items
    assert "查看城市管理件" not in await net.shown("net-body.children", "net-done", "guards", 1)
    wall = net.parts.net_items.wall
    assert await wall.refresh() == 3
    assert await wall.refresh() == 0  # nothing has changed since
    told = net.parts.store.history("kpi", "items_open")[-1].state
    assert told["value"] >= 1 and told["detail"]["waiting"] >= 1 and PHONE not in str(told)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_page_shows_each_reader_their_own(net: TheNet):
    def shown(who: str, **view: str) -> Any:
        return net.shown("net_items-body.children", "net_items-view", who, view)

    text = await shown("centre")
    assert "上报城市管理件" in text and "待立案" in text
    assert "没有符合条件的件" in await shown("clerk", view="hung")
    assert "÷" in await shown("chief", tab="figures") and "近 30 天" in await shown(
        "chief", tab="figures"
    )
    assert "各区域部件数" in await shown("lives", tab="parts")
    item = await reported(net, "page", place=(OUR_PLACE[0], OUR_PLACE[1] + 0.012))
    opened = {"act": "open", "item": item}
    for who in ("clerk", "theirs"):
        said = await net.shown("net_items-says.children", "net_items-do", who, opened)
        assert "没有这个城市管理件" in said and TEXT not in said, who
    said = await net.shown("net_items-says.children", "net_items-do", "centre", opened)
    assert TEXT in said and PHONE not in said
