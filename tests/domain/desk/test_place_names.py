"""What a caller says about a place, read as a dispatcher would."""

import pytest

from domain.desk.place_names import (
    LONGEST_ASKED,
    Address,
    Key,
    as_address,
    as_crossing,
    asked,
    rank,
)
from domain.maps.house_numbers import HouseNumber, read_cell
from domain.maps.upper_names import spoken_name, without_areas, without_upper


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("淮烈大道12号", Address("淮烈大道", 12)),
        ("淮烈大道 十二号 附近", Address("淮烈大道", 12)),
        ("淮烈大道一百二十号门口", Address("淮烈大道", 120)),
        ("淮烈大道二〇八号", Address("淮烈大道", 208)),
        ("ｈｌｄｄ１２", Address("hldd", 12)),
        ("淮烈大道12-1号", Address("淮烈大道", 12, "12-1")),
        ("榴园路30－2号", Address("榴园路", 30, "30-2")),
        ("淮烈大道十二号之一", Address("淮烈大道", 12, "12-1")),
        ("淮烈大道12①号", Address("淮烈大道", 12, "12-1")),
        ("淮烈大道302号3单元", Address("淮烈大道", 302, "302号3单元")),
        ("淮烈大道302号楼下超市", Address("淮烈大道", 302)),
        ("建国门外大街甲12号", Address("建国门外大街", 12, "甲12")),
        ("G30高速12号", Address("g30高速", 12)),
        ("五四路120号", Address("五四路", 120)),
        ("地铁12号线", None),
        ("淮烈大道12月1日", None),
        ("淮烈大道", None),
        ("340604001", None),
    ],
)
def test_a_house_number_is_read_however_it_is_said(said, read):
    assert as_address(asked(said)) == read


@pytest.mark.parametrize(
    "said",
    [
        "南环路与西环路路口", "南环路和西环路交叉口", "南环路 与 西环路", "南环路西环路路口",
        "南环路/西环路", "南环路西环路交叉口东南角", "南环路与西环路路口西侧", "南环路、西环路",
    ],
)  # fmt: skip
def test_two_roads_make_a_crossing(said):
    assert as_crossing(asked(said)) == ("南环路", "西环路")


@pytest.mark.parametrize("said", ["淮烈大道", "淮烈大道路口", "烈山", "宋疃镇南环路"])
def test_one_road_makes_none(said):
    assert as_crossing(asked(said)) is None


def test_the_very_name_goes_before_its_beginning_its_pinyin_and_its_inside():
    key = Key("淮烈大道", "huailiedadao", "hldd")
    fits = [
        rank(key, words) for words in ("淮烈大道", "淮烈", "hldd", "huailie", "烈大", "烈", "x")
    ]
    assert fits == [0, 1, 1, 2, 3, None, None]


@pytest.mark.parametrize(
    ("cell", "number", "label"),
    [
        *((cell, 12, "") for cell in (12, 12.0, "12", "12.0", "１２号", "第12号", "十二号", "12#")),
        *((cell, 12, "12-1") for cell in ("12-1", "12—1号", "12之1", "12号附1号", "12①")),
        *((cell, 12, "12a") for cell in ("12a", "12A号")),
        *((cell, 12, "12-16") for cell in ("12-16号", "12～16", "12号-16号", "12至16号")),
        ("12、14、16号", 12, "12、14、16"),
        ("12/14", 12, "12-14"),
        ("12号3栋", 12, "12号3栋"),
        ("甲12号", 12, "甲12"),
    ],
)
def test_a_cell_is_the_house_it_says(cell, number, label):
    assert read_cell(cell) == HouseNumber(number, label)


@pytest.mark.parametrize(
    "cell",
    [
        *("附12号", "12月1日", "2026-12-01", "12/1/2026", "46357", 46357.0, "无号", "1,200"),
        *("12.5", "-12", "3栋", "5号楼", "12号线", "0", "1-Dec", "1E+3", "12°", "9" * 4000),
    ],
)
def test_a_cell_that_is_no_house_number_is_none(cell):
    assert read_cell(cell) is None


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("安徽省淮北市烈山区宋疃镇南环路", "烈山区宋疃镇南环路"),
        ("中国安徽省烈山区", "烈山区"),
        ("安徽淮北烈山区", "烈山区"),
        ("某某市烈山区第一中学", "烈山区第一中学"),
        ("淮北市宋疃镇", "宋疃镇"),
        ("永辉超市烈山区店", "永辉超市烈山区店"),
        ("江苏省道12号", "江苏省道12号"),
        ("北京市路12号", "北京市路12号"),
    ],
)
def test_areas_above_the_district_are_no_part_of_a_place(text, short):
    assert without_upper(text, "烈山区", ["安徽省", "淮北市"]) == short


def test_an_address_is_cut_down_to_its_road():
    levels = [["烈山区"], ["宋疃镇"], ["马桥村"]]

    def cut(text):
        return without_areas(text, levels, "烈山区", ["淮北市"])

    assert cut("安徽省淮北市烈山区宋疃镇马桥村南环路12号") == "南环路12号"
    assert cut("烈山区滨海大道11号") == "滨海大道11号"
    assert cut("宋疃镇马桥村12号") == "马桥村12号"


@pytest.mark.parametrize(
    "said", ["一" * 4400 + "号", "1" * 4400, "一" * 7200, "与" * 7200, "附近" * 4000]
)
def test_a_text_without_end_is_no_place_and_takes_no_time(said):
    words = asked(said)
    assert len(words) <= LONGEST_ASKED
    as_address(words)
    as_crossing(words)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("积石山保安族东乡族撒拉族自治县", "积石山县"),
        ("大通回族土族自治县", "大通县"),
        ("白沙黎族自治县", "白沙县"),
        ("莫力达瓦达斡尔族自治旗", "莫力达瓦旗"),
        ("龙胜各族自治县", "龙胜县"),
        ("鄂伦春自治旗", "鄂伦春自治旗"),
        ("烈山区", "烈山区"),
        ("", ""),
    ],
)
def test_an_autonomous_county_is_called_without_its_peoples(name, spoken):
    assert spoken_name(name) == spoken


@pytest.mark.parametrize("before", ["甘肃省临夏州", "", "临夏回族自治州"])
@pytest.mark.parametrize("called", ["积石山保安族东乡族撒拉族自治县", "积石山县"])
def test_an_address_may_begin_with_the_county_as_people_call_it(before, called):
    official, upper = "积石山保安族东乡族撒拉族自治县", ["甘肃省", "临夏回族自治州"]
    text = f"{before}{called}吹麻滩镇积石大道11号"
    levels = [[official], ["吹麻滩镇"], []]
    assert without_areas(text, levels, official, upper) == "积石大道11号"
    assert without_upper(text, official, upper) == f"{called}吹麻滩镇积石大道11号"
