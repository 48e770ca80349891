"""Units from a table: as people keep it, all of it or nothing."""

import io

import pytest
from openpyxl import Workbook

from domain.errors import InvalidError
from onescreen.units import names_of
from operations.dispatch.units_from_table import UnitTableError, read_units
from operations.files.roster_table import read_table

AREAS = {"340604", "340604001"}


def table(text: str):
    return read_units(read_table(text.encode()), AREAS)


def test_a_table_is_read_with_its_chinese_words():
    found, unused = table(
        "测试区力量表,,,,,,\n"
        "编号,呼号,类别,细类,所属区域,技能,备注\n"
        "JW-001,城关01,民警,巡逻车,340604001,first_aid、fire,x\n"
        "ＷＧ－1,北门,网格员,,,,\n"
    )
    assert unused == ["备注"]
    assert set(found) == {"JW-001", "WG-1"}
    one = found["JW-001"]
    assert (one["kind"], one["subkind"], one["home_area"]) == ("police", "patrol_car", "340604001")
    assert one["skills"] == ("fire", "first_aid")
    assert "home_area" not in found["WG-1"]


def test_skills_sorts_and_areas_are_read_by_the_names_people_call_them():
    rows = "编号,呼号,类别,细类,所属区域,技能\nJW-1,甲,民警,步巡民警,宋疃镇,急救 水上救援 拆弹\n"
    with pytest.raises(UnitTableError) as caught:
        read_units(read_table(rows.encode()), AREAS, {"宋疃镇": "340604001"})
    assert [field for _, field, _ in caught.value.rows] == ["skills"]
    good = read_table(rows.replace(" 拆弹", "").encode())
    one = read_units(good, AREAS, {"宋疃镇": "340604001"})[0]["JW-1"]
    assert one["skills"] == ("first_aid", "water_rescue")
    assert (one["subkind"], one["home_area"]) == ("officer", "340604001")


def test_a_name_that_two_areas_bear_names_none_of_them():
    rows = [("340604", "区"), ("340604001", "镇"), ("340604001001", "村")]
    rows += [("340604001001001", "村"), ("340604001002", "东村"), ("340604002002", "东村")]
    assert names_of(rows) == {"区": "340604", "镇": "340604001", "村": "340604001001"}


def test_numbers_of_a_spreadsheet_are_ids():
    book = Workbook()
    book.active.append(["编号", "呼号", "类别", "电话"])
    book.active.append([417, "城关", "police", 13800000000])
    raw = io.BytesIO()
    book.save(raw)
    found, _ = read_units(read_table(raw.getvalue()), None)
    assert found["417"]["phone"] == "13800000000"


def test_every_wrong_row_is_named_and_none_is_taken():
    with pytest.raises(UnitTableError) as caught:
        table(
            "编号,呼号,类别,所属区域\nA1,甲,民警,340604002\nA2,乙,宇航员,\nA3,丙,民警,\nA3,丁,民警,\n"
            ",戊,民警,\n"
        )
    assert [(row, field) for row, field, _ in caught.value.rows] == [
        *((2, "home_area"), (3, "kind"), (5, "unit_id"), (6, "unit_id"))
    ]


def test_a_table_without_the_columns_says_which_are_lacking():
    with pytest.raises(InvalidError, match="呼号、类别"):
        table("编号,姓名\n1,甲\n")
