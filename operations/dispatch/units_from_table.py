"""Units from a table: read as people keep it, all of it good or nothing changed."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.dispatch.dispatch_words import SKILL_NAMES, SUBKIND_NAMES
from domain.dispatch.unit_kinds import TravelMode, UnitKind, kind_of_word
from domain.errors import InvalidError
from domain.ingest.device_ids import read_device_id
from domain.tables import Sheet
from operations.dispatch.units import Progress, Units, read_unit

MOST_UNITS = 20_000
HEADER_WITHIN = 40
_COLUMNS: dict[str, tuple[str, ...]] = {
    "unit_id": ("unit_id", "编号", "力量编号", "设备编号", "警号", "id"),
    "call_sign": ("call_sign", "呼号", "名称", "力量名称"),
    "kind": ("kind", "类别", "力量类别", "类型"),
    "subkind": ("subkind", "细类", "子类"),
    "home_area": ("home_area", "所属区域", "区域代码", "所属网格", "区划代码", "网格代码"),
    "name": ("name", "姓名"),
    "phone": ("phone", "电话", "手机", "手机号", "联系电话"),
    "skills": ("skills", "技能", "专长"),
    "travel_mode": ("travel_mode", "出行方式", "交通方式"),
}
_NEEDED = ("unit_id", "call_sign", "kind")
_WORDS: dict[str, dict[str, str]] = {
    "kind": {
        **dict.fromkeys(("民警", "警察", "警力", "辅警"), UnitKind.POLICE),
        **dict.fromkeys(("网格员", "网格"), UnitKind.GRID_WORKER),
    },
    "subkind": {
        **dict.fromkeys(("民警", "警员", "警察", "辅警", SUBKIND_NAMES["officer"]), "officer"),
        **dict.fromkeys(("巡逻车", "警车"), "patrol_car"),
    },
    "travel_mode": {
        "步行": TravelMode.WALK,
        **dict.fromkeys(("电动车", "电瓶车"), TravelMode.EBIKE),
        **dict.fromkeys(("汽车", "车"), TravelMode.CAR),
        **dict.fromkeys(("船", "艇"), TravelMode.BOAT),
    },
}
_SKILLS = {name: code for code, name in SKILL_NAMES.items()} | {
    **{"消防": "fire", "医疗急救": "first_aid", "危化": "hazmat", "心理": "psychology"},
    **{"交通": "traffic", "水域救援": "water_rescue"},
}


class UnitTableError(InvalidError):
    """Rows that cannot be taken; nothing was. `rows` names each row, its field and the reason."""

    code = "invalid_rows"

    def __init__(self, rows: Sequence[tuple[int, str, InvalidError]]) -> None:
        count = len({row for row, _, _ in rows})
        super().__init__(says="unit_rows_wrong", count=count, field="file")
        self.rows = list(rows[:200])


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many units are new, changed, or were so already; and the columns nobody reads."""

    added: int
    changed: int
    same: int
    unused: Sequence[str]
    hidden: Sequence[int]


async def import_units(
    units: Units,
    sheet: Sheet,
    *,
    areas: Collection[str] | None,
    area_names: Mapping[str, str] = MappingProxyType({}),
    actor: str,
    progress: Progress = lambda done, of: None,
) -> TakenOver:
    """Add and change the units of a table; units it does not name stay as they are.

    Args:
        units: the roster.
        sheet: its rows; the header is looked for among the first ones.
        areas: codes a unit may belong to; None: any well-formed code.
        area_names: the code of each area that alone bears its name.
        actor: who does it, for the record.
        progress: told now and then how many are done, of how many.

    Raises:
        UnitTableError: names every row that is wrong; nothing was changed.
        InvalidError: the table has no header, or too many rows.
        CutOffError: writing was cut off; the same table goes on from there.
    """
    wanted, unused = read_units(sheet, areas, area_names)
    puts = await units.put_units(wanted, actor=actor, progress=progress)
    added = sum(put.is_new for put in puts)
    changed = sum(put.is_changed for put in puts)
    return TakenOver(added, changed, len(puts) - added - changed, unused, sorted(sheet.hidden))


async def remove_listed(
    units: Units, sheet: Sheet, *, actor: str, progress: Progress = lambda done, of: None
) -> int:
    """Take away the units a table names by their ids; how many. No other column is read.

    Raises:
        InvalidError: there is no column of ids, or there are too many rows.
        NotFoundError, ConflictError: one is unknown or on an incident; nothing was changed.
        CutOffError: writing was cut off.
    """
    ids = _listed_ids(sheet)
    return len(await units.remove_units(ids, actor=actor, progress=progress))


def _listed_ids(sheet: Sheet) -> list[str]:
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        keys = [_key(cell) for cell in row]
        place = next((keys.index(one) for one in _COLUMNS["unit_id"] if one in keys), None)
        if place is None:
            continue
        numbered = zip(sheet.numbers[at + 1 :], sheet.rows[at + 1 :], strict=True)
        rows = [row for number, row in numbered if number not in sheet.hidden]
        if len(rows) > MOST_UNITS:
            raise InvalidError(says="too_many_rows", most=MOST_UNITS, field="file")
        return [text for row in rows if place < len(row) and (text := _text(row[place]))]
    raise InvalidError(says="unit_columns_lacking", columns=_COLUMNS["unit_id"][1], field="file")


def read_units(
    sheet: Sheet,
    areas: Collection[str] | None,
    area_names: Mapping[str, str] = MappingProxyType({}),
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The fields of each unit a table names, and its headings that nobody reads.

    Raises:
        UnitTableError: names every row that is wrong.
        InvalidError: there is no header, or there are too many rows.
    """
    at, places, unused = _header(sheet.rows)
    found: dict[str, dict[str, Any]] = {}
    wrong: list[tuple[int, str, InvalidError]] = []
    rows = [
        (number, row)
        for number, row in zip(sheet.numbers[at + 1 :], sheet.rows[at + 1 :], strict=True)
        if number not in sheet.hidden
    ]
    if len(rows) > MOST_UNITS:
        raise InvalidError(says="too_many_rows", most=MOST_UNITS, field="file")
    for number, row in rows:
        body = _body({field: row[place] for field, place in places.items() if place < len(row)})
        home = str(body.get("home_area") or "")
        if home in area_names:
            body["home_area"] = area_names[home]
        unit_id = str(body.get("unit_id") or "")
        try:
            fields = read_unit(unit_id, body)
            _check_area(fields.get("home_area"), areas)
        except InvalidError as error:
            wrong.append((number, error.field or "", error))
            continue
        known = read_device_id(unit_id) or unit_id
        if known in found:
            wrong.append((number, "unit_id", InvalidError(says="unit_twice", unit_id=known)))
        found[known] = fields
    if wrong:
        raise UnitTableError(wrong)
    return found, unused


def _header(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int], list[str]]:
    """Where the header is, the place of each field in it, and what it has besides."""
    best: dict[str, int] = {}
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        keys = [_key(cell) for cell in row]
        places = {
            field: next(keys.index(name) for name in names if name in keys)
            for field, names in _COLUMNS.items()
            if any(name in keys for name in names)
        }
        if all(field in places for field in _NEEDED):
            rest = [str(cell) for place, cell in enumerate(row) if place not in places.values()]
            return at, places, [one for one in rest if one and one != "None"]
        best = max(best, places, key=len)
    lacking = [_COLUMNS[field][1] for field in _NEEDED if field not in best]
    raise InvalidError(says="unit_columns_lacking", columns="、".join(lacking), field="file")


def _key(cell: object) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(cell or ""))).lower()


def _body(cells: Mapping[str, object]) -> dict[str, Any]:
    """A row as the body of a request; an empty cell leaves the field as it is."""
    body: dict[str, Any] = {}
    for field, cell in cells.items():
        text = _text(cell)
        if not text:
            continue
        if field == "skills":
            words = re.split(r"[\s,，;；、]+", text.lower())
            body[field] = [_SKILLS.get(word, word) for word in words if word]
        else:
            own = kind_of_word(text) if field == "kind" else None
            body[field] = own or _WORDS.get(field, {}).get(text, text)
    return body


def _text(cell: object) -> str:
    """A cell as text; a spreadsheet's number without its decimals."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _check_area(code: object, areas: Collection[str] | None) -> None:
    if code is not None and areas is not None and code not in areas:
        raise InvalidError(says="no_area", area=code, field="home_area", code="unknown_area")
