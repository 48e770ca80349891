"""A table of key places as offices keep it: a row for each place, all taken or none."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.errors import InvalidError, RefusedError
from domain.fields import as_text
from domain.net.tasks.places import PlaceKind
from domain.tables import Columns, RowError, Sheet, wrong_row

NAME, KIND, LAT, LON, GRID = "场所名称", "场所类别", "北纬", "东经", "网格编码"
COLUMNS = (NAME, KIND, LAT, LON, GRID)
REQUIRED = (NAME, KIND, LAT, LON)
MOST_ROWS = 5000
TABLE = Columns(
    COLUMNS,
    REQUIRED,
    MOST_ROWS,
    others={
        NAME: ("重点场所", "名称", "单位名称"),
        KIND: ("类别", "类型", "场所类型"),
        LAT: ("纬度",),
        LON: ("经度",),
        GRID: ("所在网格", "网格"),
    },
    as_written=(NAME,),
)
LONGEST_NAME = 64
KINDS = {
    "学校周边": PlaceKind.SCHOOL,
    "沿街商铺": PlaceKind.SHOP,
    "小作坊": PlaceKind.WORKSHOP,
    "燃气站点": PlaceKind.GAS,
    "河塘水域": PlaceKind.WATER,
    "人员密集场所": PlaceKind.CROWD,
    "其他重点场所": PlaceKind.OTHER,
    **{one.value: one for one in PlaceKind},
}


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A row: what stands where, in which grid."""

    place: PlaceKind
    name: str
    lat: float
    lon: float
    area_code: str


# The grid a point lies in; refuses one outside the district or where the caller has no say.
GridOf = Callable[[float, float], str]


def read_places(sheet: Sheet, grid_of: GridOf) -> tuple[list[PlaceTold], list[RowError]]:
    """Every place of a table, or what is wrong with its rows.

    Args:
        sheet: the table.
        grid_of: of a point.
    """
    rows, errors = TABLE.texts(sheet)
    found: list[PlaceTold] = []
    known: set[tuple[str, str]] = set()
    for number, row in rows:
        wrong: list[RowError] = []
        place = KINDS.get(row[KIND])
        if place is None:
            wrong.append(wrong_row(number, KIND, says="pool_cell_wrong", told=row[KIND][:32]))
        name = _name(number, row[NAME], wrong)
        lat, lon = (_degrees(number, column, row[column], wrong) for column in (LAT, LON))
        grid = "" if wrong else _grid(number, lat, lon, row.get(GRID, ""), grid_of, wrong)
        if not wrong and (grid, name) in known:
            wrong.append(wrong_row(number, NAME, says="place_twice", place=name))
        errors += wrong
        if not wrong and place is not None:
            known.add((grid, name))
            found.append(PlaceTold(place, name, lat, lon, grid))
    return found, errors


def _name(number: int, told: str, wrong: list[RowError]) -> str:
    try:
        return as_text(told, "name", longest=LONGEST_NAME)
    except InvalidError as error:
        wrong.append(RowError(number, NAME, error))
        return ""


def _degrees(number: int, column: str, told: str, wrong: list[RowError]) -> float:
    most = 90 if column == LAT else 180
    try:
        value = float(told)
    except ValueError:
        value = float("inf")
    if not -most <= value <= most:
        wrong.append(wrong_row(number, column, says="pool_cell_wrong", told=told[:32]))
    return value


def _grid(
    number: int, lat: float, lon: float, told: str, grid_of: GridOf, wrong: list[RowError]
) -> str:
    try:
        grid = grid_of(lat, lon)
    except RefusedError as error:
        wrong.append(RowError.of(number, error, LAT))
        return ""
    if told and told != grid:
        wrong.append(wrong_row(number, GRID, says="place_other_grid", grid=grid))
    return grid
