"""A table of cameras: what is taken, what is refused row by row, and where none may hang."""

from typing import Any

import pytest

from domain.errors import InvalidError
from domain.tables import sheet_of
from domain.video.cameras.banned import banned_room
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.cameras.geojson import sheet_of_points
from domain.video.cameras.ids import check_id, read_id
from domain.video.cameras.table import COLUMNS, TableRules, read_cameras
from domain.video.cameras.vocabulary import Mount, OwnerClass, PositionType, Room, TakenFrom
from tests.domain.video.cameras import ID, a_camera

NAMES = {"education": "教育局", "market": "市场监督管理局"}


def place(lat: float, lon: float, crs: str) -> tuple[float, float, str]:
    if lat > 40:
        raise InvalidError(says="outside_district", field="lat")
    return (lat, lon, "340604001001001") if crs == "wgs84" else (lat + 1, lon, "340604001001002")


def rules(owner: str = "", *known: Camera) -> TableRules:
    held = {one.camera_id: one for one in known}
    return TableRules("340604", NAMES, place, owner, held.get)


def read(*rows: dict[str, Any], by: TableRules | None = None) -> tuple[list, list]:
    table = [list(COLUMNS), *([row.get(name, "") for name in COLUMNS] for row in rows)]
    return read_cameras(sheet_of(table), by or rules())


def a_row(**more: Any) -> dict[str, Any]:
    return {"编码": ID, "名称": "演示校门", "纬度": "33.8", "经度": "116.7", **more}


def test_a_row_says_everything_of_a_camera():
    [[camera], errors] = read(
        a_row(
            点位类别="校园周边", 权属类别="社会面", 归属部门="教育局", 共享部门="market",
            位置类型="8", 室内外="室外", 朝向="东南", 视角="70°", 可视距离="80米",
            摄像机类型="球机",
            启用日期="2026/1/2", 备案号="演示备-1", 备案日期="2026-01-20", 保存天数="30天",
            提示标识="有", 来源="wvp", 地址="d/c",
        )
    )  # fmt: skip
    assert errors == []
    assert (camera.camera_class, camera.owner_class) == (CameraClass.CAMPUS, OwnerClass.SOCIAL)
    assert (camera.owner, camera.shared_with) == ("education", ("market",))
    assert (camera.position_type, camera.room) == (PositionType.CAMPUS, Room.OUTDOOR)
    assert (camera.direction_deg, camera.view_deg, camera.reach_m) == (135.0, 70.0, 80.0)
    assert (camera.mount, camera.turns) == (Mount.DOME, True)
    assert (camera.in_use_since, camera.filed_on) == ("2026-01-02", "2026-01-20")
    assert camera.filed and camera.filed["retention_days"] == 30
    assert (camera.has_sign, camera.taken_from) == (True, TakenFrom.TABLE)


def test_what_a_row_leaves_empty_stays_as_it_is_known():
    known = a_camera(owner="education")
    [[camera], errors] = read({"编码": ID, "保存天数": "60"}, by=rules("", known))
    assert errors == []
    assert (camera.name, camera.lat, camera.owner) == (known.name, known.lat, "education")
    assert (camera.retention_days, camera.filed) == (60, known.filed)


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"编码": "3406040000132000000"}, "编码", "camera_id_wrong"),
        ({"编码": "34060300001320000001"}, "编码", "camera_region_wrong"),
        ({"编码": "34060400001180000001"}, "编码", "camera_type_wrong"),
        ({"纬度": "41"}, "纬度", "outside_district"),
        ({"纬度": "x"}, "纬度", "pool_cell_wrong"),
        ({"归属部门": "气象局"}, "归属部门", "item_owner_unknown"),
        ({"保存天数": "-1"}, "保存天数", "pool_cell_wrong"),
        ({"启用日期": "2026-02-30"}, "启用日期", "pool_cell_wrong"),
        ({"地址": "d/c"}, "来源", "camera_source_missing"),
        ({"安装部位": "二号宿舍内"}, "安装部位", "camera_banned_place"),
        ({"来源": "wvp", "地址": "admin:secret@10.1.2.3/main"}, "地址", "video_address_not_plain"),
        ({"来源": "wvp", "地址": "rtsp://10.1.2.3/main"}, "地址", "video_address_not_plain"),
        ({"朝向": "370"}, "朝向", "pool_cell_wrong"),
        ({"编码": "340604000013200000011"}, "编码", "camera_id_wrong"),
        ({"纬度": "116.7", "经度": "33.8"}, "纬度", "pool_cell_wrong"),
        ({"名称": ""}, "名称", "field_empty"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(more: dict, column: str, code: str):
    cameras, [error] = read(a_row(**more))
    assert cameras == []
    assert (error.row, error.field, error.wrong.says) == (2, column, code)


def test_an_id_that_stands_twice_is_told_and_a_map_of_another_system_is_converted():
    _, [error] = read(a_row(), a_row())
    assert (error.row, error.wrong.says) == (3, "camera_twice")
    [[camera], _] = read(a_row(坐标系="GCJ-02"))
    assert camera.lat == pytest.approx(34.8)


def test_a_department_takes_in_its_own_cameras_alone():
    others = a_camera(owner="market")
    _, [error] = read(a_row(), by=rules("education", others))
    assert error.wrong.says == "camera_of_others"
    _, [error] = read(a_row(归属部门="market"), by=rules("education"))
    assert error.wrong.says == "camera_owner_other"
    [[camera], _] = read(a_row(), by=rules("education"))
    assert camera.owner == "education"


@pytest.mark.parametrize(
    ("name", "spot", "room", "banned"),
    [
        ("更衣室", "", None, "更衣室"),
        ("三楼", "女浴室内", Room.INDOOR, "浴室"),
        ("公厕门口", "", None, ""),
        ("学生宿舍楼前", "", None, ""),
        ("宿舍", "", Room.OUTDOOR, ""),
        ("宿舍走廊", "302 宿舍", Room.INDOOR, "宿舍"),
        ("校门", "门卫室", Room.INDOOR, ""),
        ("宿舍大门内浴室", "", None, "浴室"),
        ("一楼", "卫 生 间", None, "卫 生 间"),
        ("Women's Changing-Room", "", None, "Changing-Room"),
        ("Hall", "TOILET", Room.INDOOR, "TOILET"),
        ("Corridor before the restroom", "", None, ""),
        ("Dormitory gate", "", None, ""),
    ],
)
def test_no_camera_hangs_where_the_law_bans_it(name, spot, room, banned):
    assert banned_room(name, spot, room) == banned


def test_an_id_is_read_as_newer_and_older_texts_read_it():
    told = read_id("34060401001320000417")
    assert (told.region, told.type_code, told.network, told.serial) == (
        "340604", "132", "0", "000417",
    )  # fmt: skip
    assert told.long_serial == "0000417"
    assert check_id("34060401001310000417", "340604") == "34060401001310000417"


def test_points_of_a_geojson_file_are_rows():
    told = b"""{"type": "FeatureCollection", "features": [{"type": "Feature",
        "geometry": {"type": "Point", "coordinates": [116.7, 33.8]},
        "properties": {"camera_id": "%s", "name": "\xe6\xa0\xa1\xe9\x97\xa8",
                       "direction_deg": 90, "has_sign": true}}]}""" % ID.encode()
    [[camera], errors] = read_cameras(sheet_of_points(told), rules())
    assert errors == []
    assert (camera.name, camera.lon, camera.direction_deg, camera.has_sign) == (
        "校门", 116.7, 90.0, True,
    )  # fmt: skip
    for wrong in (b"{", b"[]", b'{"features": 3}'):
        with pytest.raises(InvalidError):
            sheet_of_points(wrong)
