"""The party's page over HTTP: founded, changed, ended, imported, counted; strangers see nobody."""

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from openpyxl import Workbook, load_workbook
from PIL import Image

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.net.party.books import Book, Looked
from domain.net.party.organisations import OrganisationType, PartyMember, Roll
from domain.net.party.rosters import MEMBER_COLUMNS, ORGANISATION_COLUMNS
from domain.net.party.self_governance import COMMUNITY_ACTIVITY, CommunityActivity
from domain.net.people.gaps import GapKind
from domain.tables import TableError
from feeds.simulator.net.pictures import draw_picture
from operations.net.party.demo_photos import DemoPhotos
from tests.net.party.the_party import (
    FOURTH_GRID,
    GRID,
    HOUSE,
    KEEPER,
    NAME,
    OF_COMMUNITY,
    OF_GRID,
    OTHER_GRID,
    PHONE,
    STAFF,
    THIRD_GRID,
    VILLAGE,
    TheParty,
)

STRANGERS = {
    "clerk": "a department that keeps no party data",
    "lives-there": "another community",
    "sees-all": "a leader, who reads figures alone",
    "wall": "a wall",
    "centre": "a dispatcher",
    "machine": "a machine",
}
SECRETS = (NAME, PHONE, HOUSE)


def a_png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (4, 4), (200, 10, 10)).save(made, "PNG")
    return made.getvalue()


PICTURE = a_png()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def party(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheParty]:
    made = TheParty(tmp_path_factory.mktemp("party"))
    await made.start()
    yield made
    await made.stop()


pytestmark = pytest.mark.asyncio(loop_scope="module")


def a_table(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


async def test_a_branch_is_founded_without_a_secretary_and_gets_one(party: TheParty):
    parts = party.parts.party
    told = await party.pressed(
        "lives", act="found", name="甲社区第三网格党支部", type="branch", level="grid",
        area_code=THIRD_GRID, founded="2020-07-01", term_end="2099-07-01",
    )  # fmt: skip
    assert "已成立甲社区第三网格党支部；书记暂缺" in told
    [branch] = (await parts.looking.page(Looked(q="第三网格党支部"), KEEPER)).rows
    above = (await parts.looking.page(Looked(q=OF_COMMUNITY.name), KEEPER)).rows[0]
    assert branch.parent_id == above.organisation_id  # nobody named it
    # the gap is told until there is a secretary
    assert "第三网格党支部" in await party.shown("lives", book="gaps", only="no_secretary")
    await party.pressed("lives", act="secretary", id=branch.organisation_id, secretary=NAME)
    assert "第三网格党支部" not in await party.shown("lives", book="gaps", only="no_secretary")
    # a second one of the grid, and what does not fit, are refused
    place = {"act": "found", "name": "乙", "level": "grid", "area_code": THIRD_GRID}
    assert "这里已有" in await party.pressed("lives", type="group", **place)
    assert "没有这种类型" in await party.pressed("lives", type="general_branch", **place)


async def test_what_somebody_belongs_to_is_not_ended(party: TheParty):
    parts, register = party.parts.party, party.parts.party.register
    [branch] = (await parts.looking.page(Looked(q=OF_GRID.name), STAFF)).rows
    for key, says in (
        (branch.organisation_id, "party_has_members"), (branch.parent_id, "party_has_below"),
    ):  # fmt: skip
        with pytest.raises(ConflictError) as refused:
            await register.end(key, "2026-11-01", STAFF)
        assert refused.value.says == says


async def test_the_books_and_figures_of_those_who_keep_them(party: TheParty):
    shown = {book: await party.shown("keeps", book=book.value, area=VILLAGE) for book in Book}
    assert NAME in shown[Book.MEMBERS]
    assert HOUSE in shown[Book.HOUSEHOLDS]
    assert "会议室" in shown[Book.ACTIVITIES]
    assert "艾乡驿站" in shown[Book.PLACES]
    assert "1,234.50" in shown[Book.COMMUNITY]
    figures = (await party.parts.party.looking.page(Looked(), KEEPER)).figures
    assert figures.members >= 1
    assert figures.counts.spent_fen == 123_450
    [link] = (await party.parts.party.looking.page(Looked(Book.HOUSEHOLDS, q=HOUSE), STAFF)).rows
    await party.pressed("lives", act="contact", id=link.link_id)
    [link] = (await party.parts.party.looking.page(Looked(Book.HOUSEHOLDS, q=HOUSE), STAFF)).rows
    assert link.last_contact == party.parts.party.desk.today().isoformat()


async def test_figures_of_a_leader_name_nobody(party: TheParty):
    shown = await party.shown("sees-all")
    assert "这里只显示汇总数字" in shown
    assert "网格党组织覆盖" in shown
    assert not any(secret in shown for secret in SECRETS)


@pytest.mark.parametrize("who", STRANGERS)
async def test_a_stranger_sees_no_member(party: TheParty, who: str):
    await party.settled()
    for book in Book:
        shown = await party.shown(who, book=book.value, q="密")
        assert not any(secret in shown for secret in SECRETS), (who, book)
    for act in ("export", "open"):
        for book in ("members", "organisations", "households"):
            answer = await party.pressed(who, act=act, book=book, id=NAME)
            assert not any(secret in answer for secret in SECRETS)
            assert '"content"' not in answer or who == "lives-there"
    for path in ("/api/v1/areas/" + GRID, "/api/v1/topics", "/api/v1/areas/" + VILLAGE):
        answer = await party.call("GET", path, who)
        assert not any(secret in answer.body.decode() for secret in SECRETS)


async def test_another_community_takes_away_only_its_own(party: TheParty):
    there = Caller("lives-there", "village", area="340604002001")
    _, content = await party.parts.party.exports.members("", there)
    cells = [cell for row in load_workbook(BytesIO(content)).active.values for cell in row]
    assert not any(secret in str(cell) for secret in SECRETS for cell in cells)
    with pytest.raises(NotAllowedError):
        await party.parts.party.exports.members(VILLAGE, there)
    with pytest.raises(NotAllowedError):
        await party.parts.party.register.found(replace(OF_GRID, area_code=OTHER_GRID), there)


async def test_no_stranger_changes_anything(party: TheParty):
    register, looking = party.parts.party.register, party.parts.party.looking
    [member] = (await looking.page(Looked(Book.MEMBERS, q=NAME), KEEPER)).rows
    [link] = (await looking.page(Looked(Book.HOUSEHOLDS, q=HOUSE), KEEPER)).rows
    strangers = (
        Caller("clerk", "department", department="housing"),
        Caller("lives-there", "village", area="340604002001"),
        Caller("sees-all", "leader"),
        Caller("centre", "dispatcher"),
    )
    for who in strangers:
        for step in (
            register.leave(member.member_id, "", who),
            register.put_member(replace(member, name="他"), who),
            register.contact(link.link_id, "", who),
            register.set_secretary(member.organisation_id, "他", "", who),
            register.end(member.organisation_id, "2026-11-01", who),
        ):
            with pytest.raises((NotAllowedError, NotFoundError)):
                await step


async def test_a_frame_of_the_wall_carries_no_member(party: TheParty):
    views = party.parts.picture.entities
    kinds = {"party_member", "party_organisation", "household_link", "party_activity"}
    assert not kinds & set(views)  # no picture holds one, so no snapshot does
    told = list(party.parts.store.history("kpi", "party_members"))
    assert not any(secret in str(record.state) for record in told for secret in SECRETS)


async def test_the_walls_figures_follow_what_was_founded(party: TheParty):
    wall = party.parts.party.wall
    await wall.refresh()
    before = party.parts.areas.branches.version
    said = party.json(await party.call("GET", f"/api/v1/areas/{GRID}", "centre"))
    assert said["branch"] == OF_GRID.name  # the register answers, not the map
    covered = party.parts.store.history("kpi", "party_grids")[-1].state["detail"]["covered"]
    named = replace(OF_GRID, area_code=OTHER_GRID, name="甲社区第二网格党支部")
    made = await party.parts.party.register.found(named, KEEPER)
    assert party.parts.party.desk.changed.is_set()
    await wall.refresh()
    assert party.parts.areas.branches.version == before + 1
    stored = party.parts.store.history("kpi", "party_grids")[-1].state
    assert stored["detail"]["covered"] == covered + 1
    await party.parts.party.register.end(made.organisation_id, "2026-11-01", KEEPER)
    await wall.refresh()
    said = party.json(await party.call("GET", f"/api/v1/areas/{OTHER_GRID}", "centre"))
    assert said["branch"] is None  # ended, and the map's column does not speak for it


async def test_every_door_tells_the_same_grids_without_an_organisation(party: TheParty):
    """Board, list of gaps, figure of the wall, row of the map: one rule (decision 0124)."""
    parts = party.parts
    centre = Caller("centre", "dispatcher")

    async def told() -> list[set[str]]:
        await parts.party.wall.refresh()
        grids = {code for code, one in parts.areas.loaded.by_code.items() if len(code) == 15}
        board = await parts.net_board.page(centre)
        books = {}
        for code in ("340604001", "340604002"):  # a page lists ten
            rows = [
                (await parts.party.looking.page(
                    Looked(Book.GAPS, area=code, only="no_organisation", at=at), KEEPER
                )).rows for at in (0, 10)
            ]  # fmt: skip
            books |= {gap.area_code: gap for some in rows for gap in some}
        kpi = parts.store.history("kpi", "party_grids")[-1].state["detail"]
        bare = {
            code
            for code in grids
            if party.json(await party.call("GET", f"/api/v1/areas/{code}", "centre"))["branch"]
            is None
        }
        assert kpi["grids"] - kpi["covered"] == len(bare)
        return [
            {gap.grid for gap in board.gaps if gap.kind is GapKind.NO_BRANCH},
            set(books),
            bare,
        ]

    first, *others = await told()
    assert first and others == [first, first]
    named = replace(OF_GRID, area_code=FOURTH_GRID, name="甲社区第四网格党支部")
    assert FOURTH_GRID in first
    made = await parts.party.register.found(named, KEEPER)
    later, *others = await told()
    assert others == [later, later] and later == first - {FOURTH_GRID}
    await parts.party.register.end(made.organisation_id, "2026-11-01", KEEPER)
    again, *others = await told()
    assert [again, *others] == [first] * 3


async def test_a_table_without_a_secretary_is_taken_and_told(party: TheParty):
    row = [
        "甲社区第四网格党小组",
        "党小组",
        "网格",
        OTHER_GRID,
        "",
        "",
        "",
        "2021-07-01",
        "2099-01-01",
    ]
    raw = a_table(["烈山区党组织统计表"], list(ORGANISATION_COLUMNS), row)
    told = await party.parts.party.loading.organisations(raw, STAFF)
    assert (told.rows, list(told.without_secretary)) == (1, ["甲社区第四网格党小组"])
    # the same again changes it, and adds none
    await party.parts.party.loading.organisations(raw, STAFF)
    page = await party.parts.party.looking.page(Looked(q="第四网格党小组"), STAFF)
    assert [one.type for one in page.rows] == [OrganisationType.GROUP]


async def test_every_wrong_row_is_told_and_none_taken(party: TheParty):
    good = ["丙小组", "党小组", "楼栋", GRID, "", "", "", "", ""]
    wrong = ["丁支部", "党支部", "网格", "340604002001001", "", "", "", "", ""]
    lost = ["戊小组", "党小组", "楼栋", GRID, "无名支部", "", "", "", ""]
    raw = a_table(list(ORGANISATION_COLUMNS), good, wrong, lost)
    with pytest.raises(TableError) as refused:
        await party.parts.party.loading.organisations(raw, STAFF)
    assert [(one.row, one.wrong.says) for one in refused.value.rows] == [
        (3, "outside_your_area"), (4, "party_parent_named"),
    ]  # fmt: skip
    assert (await party.parts.party.looking.page(Looked(q="丙小组"), STAFF)).rows == []


async def test_members_come_from_a_table_and_go_out_as_one(party: TheParty):
    rows = [["演示-0500", OF_GRID.name, "", "在册", "教师", "", 8, "138-0000-0500"],
            ["演示-0501", OF_GRID.name, GRID, "双报到", "", "楼栋长", "", ""]]  # fmt: skip
    raw = a_table(list(MEMBER_COLUMNS), *rows)
    contents = "data:;base64," + base64.b64encode(raw).decode()
    told = await party.loaded("lives", "members", contents)
    assert "已导入 2 名党员" in told.body.decode()
    assert (await party.loaded("clerk", "members", contents)).body.decode().count("主管部门") == 1
    assert (await party.loaded("sees-all", "members", contents)).status == 403
    _, content = await party.parts.party.exports.members("", KEEPER)
    lines = list(load_workbook(BytesIO(content)).active.values)
    assert list(lines[0]) == list(MEMBER_COLUMNS)
    assert ("演示-0500", OF_GRID.name, GRID, "在册", "教师", None, 8, "138-0000-0500") in lines
    with pytest.raises(TableError) as refused:
        await party.parts.party.loading.members(
            a_table(list(MEMBER_COLUMNS), ["演示-0502", "没有的支部"]), STAFF
        )
    assert [one.wrong.says for one in refused.value.rows] == ["party_organisation_named"]


async def test_linked_households_come_from_a_table_row_by_row(party: TheParty):
    def table(*rows: list[str]) -> bytes:
        return a_table(["党员", "所在党组织", "区域编码", "户主", "结对时间", "最近走访"], *rows)

    member = ["演示-0510", OF_GRID.name, "", "在册", "", "", "", ""]
    await party.parts.party.loading.members(a_table(list(MEMBER_COLUMNS), member), STAFF)
    contents = "data:;base64," + base64.b64encode(
        table(["演示-0510", OF_GRID.name, GRID, "演示户甲", "2025年3月1日", "2026/1/5"],
              ["演示-0510", OF_GRID.name, "", "演示户乙", "", ""])
    ).decode()  # fmt: skip
    told = await party.loaded("lives", "households", contents)
    assert "已导入 2 户联系户" in told.body.decode()
    assert (await party.loaded("sees-all", "households", contents)).status == 403
    # the same again, later contacted: no second link, and an older day changes nothing
    again = [
        ["演示-0510", OF_GRID.name, "", "演示户甲", "", day] for day in ("20260302", "20260101")
    ]
    for row in again:
        await party.parts.party.loading.households(table(row), STAFF)
    page = await party.parts.party.looking.page(Looked(Book.HOUSEHOLDS), STAFF)
    links = {one.household: (one.since, one.last_contact) for one in page.rows}
    assert links["演示户甲"] == ("2025-03-01", "2026-03-02")
    assert links["演示户乙"][1] is None
    with pytest.raises(TableError) as refused:
        await party.parts.party.loading.households(
            table(["演示-0510", OF_GRID.name, "", "演示户丙", "2999-01-01", ""],
                  ["演示-0510", OF_GRID.name, "", "", "", ""],
                  ["演示-0510", OF_GRID.name, "", "演示户丁", "2026-02-01", "2026-01-01"]),
            STAFF,
        )  # fmt: skip
    assert [(one.row, one.field) for one in refused.value.rows] == [
        (2, "结对日期"), (3, "联系户"), (4, "最近联系"),
    ]  # fmt: skip
    with pytest.raises(TableError) as refused:
        await party.parts.party.loading.households(
            table(["演示-0599", OF_GRID.name, "", "演示户戊", "", ""]), STAFF
        )
    assert [one.wrong.says for one in refused.value.rows] == ["party_member_named"]


async def brought(party: TheParty, who: str, kind: str, key: str) -> str:
    """A photo that somebody brings; its id, or the status of the refusal."""
    body = {"subject_kind": kind, "subject_id": key, "name": "演示照片.png", "size": len(PICTURE)}
    begun = await party.call("POST", "/api/v1/files/uploads", who, body)
    if begun.status != 201:
        return str(begun.status)
    path = f"/api/v1/files/uploads/{party.json(begun, 201)['upload_id']}"
    await party.ask("PUT", path, who, body=PICTURE, query="offset=0")
    made = party.json(await party.call("POST", f"{path}/finish", who), 201)
    return str(made["file_id"])


async def test_photos_of_an_activity_are_for_those_who_see_it(party: TheParty):
    [held] = (await party.parts.party.looking.page(Looked(Book.ACTIVITIES), KEEPER)).rows[:1]
    about = {"subject_kind": "party_activity", "subject_id": held.activity_id}
    files = {who: await brought(party, who, *about.values()) for who in ("keeps", "lives")}
    for who in files:
        opened = await party.pressed(who, act="open", book="activities", id=held.activity_id)
        for file_id in files.values():
            assert f"/api/v1/files/{file_id}" in opened
            assert (await party.call("GET", f"/api/v1/files/{file_id}", who)).status == 200
    file = f"/api/v1/files/{files['lives']}"
    for who in ("clerk", "centre", "sees-all", "lives-there", "wall", "machine"):
        assert (await party.call("GET", file, who)).status in {401, 403, 404}, who
        answer = await party.call("GET", "/api/v1/files", who, query=urlencode(about))
        assert answer.status in {401, 403, 404}, who
        assert await brought(party, who, *about.values()) in {"401", "403", "404"}, who


async def test_a_wall_shows_a_photo_that_is_marked_and_no_other(party: TheParty):
    looking = party.parts.party.looking
    [held] = (await looking.page(Looked(Book.COMMUNITY), STAFF)).rows[:1]
    kept = [await brought(party, "lives", "community_activity", held.activity_id) for _ in "12"]
    asked = {"book": "community", "id": held.activity_id}
    shown = f"/api/v1/net/party/photos/{kept[0]}"

    async def on_the_wall() -> list[str]:
        await party.parts.party.wall.refresh()
        told = party.parts.store.history("kpi", "party_photos")[-1].state["detail"]["rows"]
        return [one["key"] for one in told]

    assert (await party.call("GET", shown, "wall")).status == 404
    for stranger in ("lives-there", "clerk", "sees-all", "centre"):
        await party.pressed(stranger, act="show_photo", file=kept[0], **asked)
    assert await on_the_wall() == []
    # a file of another activity cannot be let out by this one
    other = {"book": "activities", "id": held.activity_id}
    await party.pressed("lives", act="show_photo", file=kept[0], **other)
    assert await on_the_wall() == []
    assert "可展示" in await party.pressed("lives", act="show_photo", file=kept[0], **asked)
    assert await on_the_wall() == [kept[0]]
    for who in ("wall", "sees-all", "lives-there", "centre"):
        answer = await party.call("GET", shown, who)
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png"), who
    assert (await party.call("GET", shown, "nobody")).status == 401
    assert (await party.call("GET", shown, "machine")).status == 401
    assert (await party.call("GET", shown.replace(kept[0], kept[1]), "wall")).status == 404
    assert shown in await party.shown("sees-all", area=VILLAGE)
    here = await party.parts.party.wall.here(VILLAGE)
    assert [one.file_id for one in here.photos] == [kept[0]]
    # taken away, or marked no more, it is gone everywhere
    await party.pressed("lives", act="hide_photo", file=kept[0], **asked)
    assert (await party.call("GET", shown, "wall")).status == 404
    assert await on_the_wall() == []
    await party.pressed("lives", act="show_photo", file=kept[1], **asked)
    reason = {"reason": "照片中人不同意"}
    await party.call("POST", f"/api/v1/files/{kept[1]}/removal", "lives", reason)
    assert await on_the_wall() == []
    assert (await party.call("GET", shown.replace(kept[0], kept[1]), "wall")).status == 404


async def test_the_demo_shows_drawn_pictures_and_adds_them_once(party: TheParty):
    parts = party.parts
    event = CommunityActivity(
        "CA-demo", "organisation", VILLAGE, "文化讲堂（演示）", "2026-10-01", "广场", "simulator",
        attendance=30, is_demo=True,
    )  # fmt: skip
    with parts.store.transaction() as tx:
        tx.put(COMMUNITY_ACTIVITY, event, action="add", actor="simulator")
    photos = DemoPhotos(parts.party, parts.desk_parts.shelf, draw_picture)
    assert [await photos.add() for _ in "12"] == [1, 1]
    await parts.party.wall.refresh()
    rows = parts.store.history("kpi", "party_photos")[-1].state["detail"]["rows"]
    [one] = [row for row in rows if row["title"] == event.title]
    answer = await party.call("GET", f"/api/v1/net/party/photos/{one['key']}", "wall")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    with parts.store.transaction() as tx:  # of no matter to the other tests
        gone = replace(event, called_off="2026-10-01", shown_photos=())
        tx.put(COMMUNITY_ACTIVITY, gone, action="call_off", actor="simulator")


async def test_a_clerk_plans_holds_corrects_and_calls_off_what_residents_do(party: TheParty):
    looking = party.parts.party.looking
    place = {"act": "place", "name": "竹邑茶馆", "place": "广场东侧", "head": NAME}
    assert "已保存" in await party.pressed("lives", **place)  # in their own community
    [made] = (await looking.page(Looked(Book.PLACES, q="竹邑茶馆"), STAFF)).rows
    assert made.area_code == VILLAGE
    changed = {"act": "place_change", "id": made.place_id, "name": "暖心屋", "place": "二楼"}
    assert "已保存" in await party.pressed("lives", **changed)
    [made] = (await looking.page(Looked(Book.PLACES, q="暖心屋"), STAFF)).rows
    assert (made.place, made.head) == ("二楼", None)
    today = party.parts.party.desk.today().isoformat()
    event = {
        "act": "event", "title": "艾乡沙龙", "day": today, "place": "二楼",
        "place_id": made.place_id,
    }  # fmt: skip
    assert "已保存" in await party.pressed("lives", **event)
    [one] = (await looking.page(Looked(Book.COMMUNITY, q="艾乡沙龙"), STAFF)).rows
    assert (one.area_code, one.place_id, one.attendance) == (VILLAGE, made.place_id, None)
    assert "待登记" in await party.shown("lives", book="community", q="艾乡沙龙")
    told = {"act": "event_held", "id": one.activity_id, "attendance": "31", "cost": "200.5"}
    assert "已保存" in await party.pressed("lives", **told)
    assert "200.50（待核）" in await party.shown("lives", book="community", q="艾乡沙龙")
    check = {"act": "check_cost", "id": one.activity_id}
    assert "登记人以外" in await party.pressed("lives", **check)
    assert "已保存" in await party.pressed("keeps", **check)
    assert "200.50（待核）" not in await party.shown("lives", book="community", q="艾乡沙龙")
    assert "不能取消" in await party.pressed("lives", act="call_off", id=one.activity_id)
    # another sum is to be checked anew
    await party.pressed("keeps", **(told | {"cost": "300"}))
    assert "300.00（待核）" in await party.shown("keeps", book="community", q="艾乡沙龙")
    held = (await looking.page(Looked(), STAFF)).figures.community_activities
    await party.pressed("lives", **(event | {"title": "大地欢歌"}))
    [planned] = (await looking.page(Looked(Book.COMMUNITY, q="大地欢歌"), STAFF)).rows
    off = {"act": "call_off", "id": planned.activity_id}
    assert "已保存" not in await party.pressed("lives-there", **off)
    assert "已保存" in await party.pressed("lives", **off)
    assert "已取消" in await party.shown("lives", book="community", q="大地欢歌")
    assert (await looking.page(Looked(), STAFF)).figures.community_activities == held
    change = {"act": "event_change", **(event | off), "title": "庆八一"}
    assert "已保存" not in await party.pressed("lives", **(change | {"act": "event_change"}))


async def test_who_leaves_leaves_their_households(party: TheParty):
    looking, register = party.parts.party.looking, party.parts.party.register
    [branch] = (await looking.page(Looked(q=OF_GRID.name), KEEPER)).rows
    told = PartyMember("", None, branch.organisation_id, "", Roll.HERE, name="演示-0600")
    member = await register.put_member(told, KEEPER)
    await register.link(member.member_id, "演示住户-0600", KEEPER)
    with pytest.raises(InvalidError) as refused:
        await register.leave(member.member_id, "2099-01-01", KEEPER)
    assert refused.value.says == "party_day_ahead"
    await register.leave(member.member_id, "", KEEPER)
    for book in (Book.HOUSEHOLDS, Book.MEMBERS):
        assert (await looking.page(Looked(book, q="0600"), KEEPER)).rows == []
