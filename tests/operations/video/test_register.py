"""The register kept: lists, figures, edits of two people, departments, tables, the map's layer."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.maps.departments import Department
from domain.tables import TableError
from domain.video.cameras.filing import Gap, gaps_of
from domain.video.cameras.vocabulary import CameraClass, Mount, OwnerClass
from domain.video.media.status import CameraState
from operations.files.decoding import Bounds, Decoding
from operations.threads import Work
from operations.video.cameras.cameras import CameraDesk
from operations.video.cameras.layer import CameraLayer
from operations.video.cameras.register import Register
from operations.video.cameras.states import CameraStates
from store.video import camera_gaps
from store.video import cameras as kept
from store.video.cameras import Wanted
from tests.domain.video.cameras import a_camera
from tests.support.stores import a_store

pytestmark = pytest.mark.asyncio(loop_scope="module")
CENTRE = Caller("centre", "dispatcher")
LEADER = Caller("leader", "leader")
SCHOOLS = Caller("school", "department", department="education")
HALL = Caller("hall", "wall")
NOW = datetime(2026, 11, 29, 4, tzinfo=UTC)
TODAY = date(2026, 11, 29)
GRID = "340604001001001"


def camera_id(number: int) -> str:
    return f"340604000013200{number:05d}"


def random_cameras() -> list:
    dice = Random(7)
    return [
        a_camera(
            camera_id(number),
            name=f"演示点位{number:03d}",
            owner=dice.choice(("education", "market", None)),
            owner_class=dice.choice(list(OwnerClass)),
            camera_class=dice.choice(list(CameraClass)),
            filing_number=dice.choice((None, "演示备")),
            in_use_since=dice.choice((None, "2026-01-01", "2026-10-30", "2026-10-29")),
            retention_days=dice.choice((None, 15, 30)),
            has_sign=dice.choice((None, True, False)),
            legal_basis=dice.choice((None, "", "依据")),
            near_secret=dice.random() < 0.5,
            mount=dice.choice((None, Mount.DOME, Mount.FIXED)),
            direction_deg=dice.choice((None, 10.0)),
        )
        for number in range(1, 121)
    ]


class Given:
    """A register with 120 cameras."""

    def __init__(self, folder: Path) -> None:
        self.store, self.work = a_store(folder), Work()
        self.cameras = random_cameras()
        with self.store.transaction() as tx:
            for one in self.cameras:
                tx.put_camera(one, action="add", actor="test")
        departments = {
            code: Department(code, name, name)
            for code, name in (("education", "教育局"), ("market", "市场局"))
        }
        zone = ZoneInfo("Asia/Shanghai")
        self.desk = CameraDesk(self.store, self.work, zone, departments, "340604", lambda: NOW)
        self.register = Register(
            self.desk,
            Decoding(Bounds(at_once=1, waiting=4)),
            lambda lat, lon, _crs: (lat, lon, GRID),
        )
        self.layer = CameraLayer(self.desk)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def given(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Given]:
    made = Given(tmp_path_factory.mktemp("register"))
    yield made
    made.work.close()
    made.store.close()


async def test_the_database_counts_the_gaps_the_rule_names(given: Given):
    for gap in Gap:
        lacking = [one.camera_id for one in given.cameras if gap in gaps_of(one, TODAY)]
        wanted = Wanted(gap=gap)
        found, count = given.store.ask(
            lambda one, wanted=wanted: kept.page(one, CENTRE, wanted, TODAY, most=200, at=0)
        )
        assert sorted(one.camera_id for one in found) == lacking, gap
        assert count == len(lacking)
    told = await given.register.figures(CENTRE)
    assert {gap: n for gap, n in told.gaps.items() if n} == {
        gap: n for gap in Gap if (n := sum(gap in gaps_of(one, TODAY) for one in given.cameras))
    }
    assert (told.count, sum(told.by_class.values()), told.connected) == (120, 120, frozenset())
    own = given.store.ask(lambda one: camera_gaps.figures(one, SCHOOLS, TODAY))
    assert own.count == sum(one.owner == "education" for one in given.cameras)


async def test_a_camera_is_found_by_name_pinyin_initials_and_id(given: Given):
    for text, least in (("点位007", 1), ("yanshidianwei", 120), ("ysdw", 120), ("00007", 1)):
        page = await given.register.page(Wanted(text=text), 0, CENTRE)
        assert page.count >= least, text
    page = await given.register.page(Wanted(), 100, CENTRE)
    assert (len(page.lines), page.count, page.may_manage) == (20, 120, True)
    assert not (await given.register.page(Wanted(), 0, LEADER)).may_manage
    with pytest.raises(NotAllowedError):
        await given.register.page(Wanted(), 0, HALL)


async def test_of_two_editors_the_second_is_told_and_the_history_names_what_was_changed(
    given: Given,
):
    one = camera_id(1)
    first = await given.register.file(one, CENTRE)
    saved = await given.register.change(one, {"retention_days": "90"}, first.seq, CENTRE)
    assert saved.retention_days == 90
    with pytest.raises(ConflictError):
        await given.register.change(one, {"unit": "演示"}, first.seq, CENTRE)
    after = await given.register.file(one, CENTRE)
    assert after.history[0].action == "edit"
    assert {"retention_days", "taken_from"} <= set(after.history[0].fields)


async def test_a_department_keeps_its_own_cameras_and_no_other(given: Given):
    own = next(one for one in given.cameras if one.owner == "education")
    other = next(one for one in given.cameras if one.owner == "market")
    file = await given.register.file(own.camera_id, SCHOOLS)
    await given.register.change(own.camera_id, {"unit": "演示学校"}, file.seq, SCHOOLS)
    with pytest.raises(NotFoundError):
        await given.register.change(other.camera_id, {"unit": "演示"}, 1, SCHOOLS)
    newest = await given.register.file(own.camera_id, SCHOOLS)
    with pytest.raises(InvalidError, match="camera_owner_other"):
        await given.register.change(own.camera_id, {"owner": "market"}, newest.seq, SCHOOLS)
    with pytest.raises(NotAllowedError):
        await given.register.change(own.camera_id, {"unit": "演示"}, newest.seq, LEADER)


async def test_a_banned_place_is_refused_wherever_it_is_told(given: Given):
    file = await given.register.file(camera_id(2), CENTRE)
    told = {"name": "女更衣室", "room": "2"}
    with pytest.raises(InvalidError, match="camera_banned_place"):
        await given.register.change(camera_id(2), told, file.seq, CENTRE)


async def test_only_the_centre_says_where_pictures_come_from(given: Given):
    own = next(one for one in given.cameras if one.owner == "education").camera_id
    others = {"source": "xueliang", "address": "1023"}  # a camera of somebody else, by this name
    for caller in (SCHOOLS, Caller("town", "dispatcher", area="340604001")):
        file = await given.register.file(own, CENTRE)
        with pytest.raises(InvalidError, match="camera_source_by_centre"):
            await given.register.change(own, others, file.seq, caller)
    table = f"编码,名称,纬度,经度,来源,地址\n{camera_id(601)},演示,33.8,116.7,xueliang,1023\n"
    with pytest.raises(TableError):
        await given.register.load(table.encode(), SCHOOLS)
    file = await given.register.file(own, CENTRE)
    assert (await given.register.change(own, others, file.seq, CENTRE)).is_connected
    # what the centre has set stays through an edit of the department's
    file = await given.register.file(own, SCHOOLS)
    assert (await given.register.change(own, {"unit": "演示校"}, file.seq, SCHOOLS)).is_connected


async def test_a_table_is_taken_whole_or_not_at_all(given: Given):
    good = f"编码,名称,纬度,经度\n{camera_id(501)},演示新点,33.8,116.7\n"
    wrong = good + "123,演示,33.8,116.7\n"
    with pytest.raises(TableError) as refused:
        await given.register.load(wrong.encode(), CENTRE)
    assert [one.row for one in refused.value.rows] == [3]
    with pytest.raises(NotFoundError):
        await given.register.file(camera_id(501), CENTRE)
    assert await given.register.load(good.encode(), CENTRE) == 1
    assert await given.register.load(good.encode(), CENTRE) == 0
    feature = {
        "geometry": {"type": "Point", "coordinates": [116.7, 33.8]},
        "properties": {"camera_id": camera_id(502), "name": "演示面"},
    }
    told = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert await given.register.load(told, SCHOOLS) == 1
    assert (await given.register.file(camera_id(502), SCHOOLS)).camera.owner == "education"


async def test_the_layer_is_made_once_and_afterwards_only_what_changed_is_told(given: Given):
    whole = await given.layer.told(CENTRE)
    assert await given.layer.told(LEADER) is whole
    told = json.loads(whole.plain)
    assert len(told["cameras"]) == kept_count(given, CENTRE)
    with given.store.transaction() as tx:
        moved = replace(given.cameras[4], name="演示改名")
        tx.put_camera(moved, action="edit", actor="test")
        tx.put_camera(replace(given.cameras[5], is_removed=True), action="remove", actor="test")
    newer = json.loads((await given.layer.told(CENTRE, told["seq"])).plain)
    assert [row[:2] for row in newer["cameras"]] == [[camera_id(5), "演示改名"]]
    assert newer["gone"] == [camera_id(6)]
    assert (await given.layer.told(CENTRE)).etag != whole.etag


async def test_who_sees_other_cameras_shares_no_tag_and_keeps_none_it_lost(given: Given):
    schools = await given.layer.told(SCHOOLS)
    market = await given.layer.told(Caller("x", "department", department="market"))
    assert len({schools.etag, market.etag, (await given.layer.told(CENTRE)).etag}) == 3
    seq = json.loads(schools.plain)["seq"]
    lost = next(one for one in given.cameras[20:] if one.owner == "education")
    with given.store.transaction() as tx:
        tx.put_camera(replace(lost, owner="market"), action="edit", actor="test")
    told = json.loads((await given.layer.told(SCHOOLS, seq)).plain)
    assert told["is_whole"] and lost.camera_id not in str(told)
    assert json.loads((await given.layer.told(CENTRE, told["seq"] + 9)).plain)["is_whole"]


async def test_states_are_told_of_connected_cameras_to_whoever_sees_them(given: Given):
    own, other = camera_id(701), camera_id(702)
    with given.store.transaction() as tx:
        for one, owner in ((own, "education"), (other, "market")):
            made = a_camera(one, owner=owner, source="xueliang", address=one)
            tx.put_camera(made, action="edit", actor="test")
    known = {one: CameraState(one, has_stream=True) for one in (own, other, camera_id(1))}
    states = CameraStates(given.desk, lambda: known)
    assert [one.camera_id for one in await states.told(CENTRE)] == [own, other]
    assert [one.camera_id for one in await states.told(SCHOOLS)] == [own]
    with pytest.raises(NotAllowedError):
        await states.told(HALL)


async def test_a_wall_is_told_where_cameras_stand_and_nothing_else(given: Given):
    told = json.loads((await given.layer.told(HALL)).plain)
    assert told["fields"] == ["camera_id", "name", "class", "area_code", "lat", "lon"]
    own = json.loads((await given.layer.told(SCHOOLS)).plain)
    assert len(own["cameras"]) == kept_count(given, SCHOOLS) < kept_count(given, CENTRE)


def kept_count(given: Given, caller: Caller) -> int:
    return given.store.ask(lambda one: kept.count(one, caller))
