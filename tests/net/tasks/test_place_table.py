"""A table of key places: read whole, or every wrong cell named with its row."""

import pytest

from domain.errors import InvalidError
from domain.net.tasks.place_table import read_places
from domain.net.tasks.places import PlaceKind
from domain.tables import sheet_of

HEAD = ["序号", "名称", "类型", "纬度", "经度", "所在网格"]


def grid_of(lat: float, lon: float) -> str:
    if lat > 40:
        raise InvalidError(says="outside_district", field="lat")
    return "340604001001001"


def test_a_table_as_an_office_keeps_it_is_read():
    rows = [["烈山区重点场所"], HEAD, [1, "甲小学", "学校周边", "３３.８１", 116.71, ""]]
    [one], errors = read_places(sheet_of(rows), grid_of)
    assert (one.place, one.name, one.lat, one.area_code, errors) == (
        PlaceKind.SCHOOL, "甲小学", 33.81, "340604001001001", [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ([1, "", "学校周边", 33.8, 116.7, ""], "场所名称", "field_empty"),
        ([1, "甲", "酒店", 33.8, 116.7, ""], "场所类别", "pool_cell_wrong"),
        ([1, "甲", "gas", "北", 116.7, ""], "北纬", "pool_cell_wrong"),
        ([1, "甲", "gas", 33.8, 181, ""], "东经", "pool_cell_wrong"),
        ([1, "甲", "gas", 41.8, 116.7, ""], "lat", "outside_district"),
        ([1, "甲", "gas", 33.8, 116.7, "340604001001002"], "网格编码", "place_other_grid"),
        ([1, "乙", "gas", 33.8, 116.7, ""], "场所名称", "place_twice"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(row: list[object], column: str, says: str):
    rows = [HEAD, [0, "乙", "gas", 33.8, 116.7, ""], row]
    _, [error] = read_places(sheet_of(rows), grid_of)
    assert (error.row, error.field, error.wrong.says) == (3, column, says)
