"""The register of things (部件普查): object id, class, place, owner and state, from a table."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import InvalidError
from domain.fields import as_text
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, fields_of
from domain.net.items.classes import CODE_DIGITS, ClassTable, ItemKind
from domain.tables import Columns, RowError, Sheet

PART_ID = re.compile(r"(\d{6})\d{10}")
ID, CLASS, NAME, LAT, LON = "部件标识码", "类别代码", "名称", "纬度", "经度"
OWNER, STATE, DAY = "权属单位", "状态", "普查日期"
COLUMNS = (ID, NAME, LAT, LON, OWNER, STATE, DAY)
REQUIRED = (ID, LAT, LON)
MOST_ROWS = 20_000
TABLE = Columns(COLUMNS, REQUIRED, MOST_ROWS, as_written=(NAME, OWNER))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class PartState(StrEnum):
    """How a thing was found."""

    GOOD = "part_good"
    DAMAGED = "part_damaged"
    MISSING = "part_missing"
    LEFT = "part_left"  # out of use


STATE_WORDS: Mapping[str, PartState] = {
    "完好": PartState.GOOD,
    "破损": PartState.DAMAGED,
    "丢失": PartState.MISSING,
    "废弃": PartState.LEFT,
}


@dataclass(frozen=True, slots=True)
class CityPart:
    """A thing; `owner` is the department whose it is, None where that is not known.

    `part_id`: ten digits of its class and six of its own.
    """

    part_id: str
    class_code: str
    name: str
    area_code: str
    lat: float
    lon: float
    owner: str | None = None
    shared_with: tuple[str, ...] = ()
    condition: PartState = PartState.GOOD
    surveyed_on: str = ""
    is_demo: bool = False


CITY_PART = Kind(
    name="city_part",
    entity=CityPart,
    fields=fields_of(CityPart, area_code={"shape": AREA}),
    id_field="part_id",
    # what stands in the street is no secret of a department
    audience=Audience(("items.see", "journal.read"), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="城市部件",
    says={"add": "登记了城市部件", "change": "更新了城市部件"},
)


def check_part_id(part_id: str, region: str) -> str:
    """An object id of the district.

    Raises:
        InvalidError: it is none, or of another region.
    """
    found = PART_ID.fullmatch(part_id)
    if found is None:
        raise InvalidError(says="part_id_wrong", told=part_id[:24], field="part_id")
    if found[1] != region:
        raise InvalidError(
            says="part_region_wrong", told=part_id[:24], region=region, field="part_id"
        )
    return part_id


@dataclass(frozen=True, slots=True)
class PartRules:
    """What a table of things is read by.

    Attributes:
        region: the six digits of the district.
        table: the classes in force.
        departments: code and name of each.
        place: the grid of a place; raises InvalidError outside of the map.
    """

    region: str
    table: ClassTable
    departments: Mapping[str, str]
    place: Callable[[float, float], str]


def read_parts(sheet: Sheet, rules: PartRules) -> tuple[list[CityPart], list[RowError]]:
    """Every thing of a table, or what is wrong with its rows."""
    rows, errors = TABLE.texts(sheet)
    made: dict[str, CityPart] = {}
    for number, row in rows:
        try:
            part = _part(row, rules)
            if part.part_id in made:
                raise InvalidError(says="part_twice", told=part.part_id, field=ID)
        except InvalidError as error:
            errors.append(
                RowError(number, _COLUMN_OF.get(error.field or "", error.field or ID), error)
            )
            continue
        made[part.part_id] = part
    return list(made.values()), errors


_COLUMN_OF = {
    "part_id": ID, "class_code": ID, "owner": OWNER, "condition": STATE, "name": NAME, "lat": LAT,
    "lon": LON, "surveyed_on": DAY,
}  # fmt: skip


def _part(row: Mapping[str, str], rules: PartRules) -> CityPart:
    part_id = check_part_id(row[ID], rules.region)
    line = rules.table.line(part_id[:CODE_DIGITS])
    if line.kind is not ItemKind.PART:
        raise InvalidError(says="part_class_is_event", told=line.code, field="class_code")
    lat, lon = _degrees(row[LAT], "lat", 90), _degrees(row[LON], "lon", 180)
    day = row.get(DAY, "")
    if day and not _DAY.fullmatch(day):
        raise InvalidError(says="part_day_wrong", told=day[:16], field="surveyed_on")
    return CityPart(
        part_id=part_id,
        class_code=line.code,
        name=as_text(row.get(NAME) or line.name, "name", longest=64),
        area_code=rules.place(lat, lon),
        lat=lat,
        lon=lon,
        owner=owner_of(row.get(OWNER, ""), rules.departments) or line.owner or None,
        condition=_state(row.get(STATE, "")),
        surveyed_on=day,
    )


def owner_of(told: str, departments: Mapping[str, str]) -> str:
    """The code of a department somebody names by code or name; empty where nothing is told.

    Raises:
        InvalidError: the district has no such department.
    """
    if not told or told in departments:
        return told
    for code, name in departments.items():
        if name == told:
            return code
    raise InvalidError(says="item_owner_unknown", told=told[:32], field="owner")


def _state(told: str) -> PartState:
    if not told:
        return PartState.GOOD
    if told not in STATE_WORDS:
        raise InvalidError(says="pool_cell_wrong", told=told[:32], field="condition")
    return STATE_WORDS[told]


def _degrees(told: str, name: str, most: int) -> float:
    try:
        value = float(told)
    except ValueError:
        raise InvalidError(says="pool_cell_wrong", told=told[:32], field=name) from None
    if not -most <= value <= most:
        raise InvalidError(says="pool_cell_wrong", told=told[:32], field=name)
    return value


def names_of(codes: Collection[str], table: ClassTable) -> Mapping[str, str]:
    """What classes are called; their codes where the table in force has none."""
    return {code: table.by_code[code].name if code in table.by_code else code for code in codes}
