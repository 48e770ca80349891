"""The register as a table, as offices hand it over, and as points of a GeoJSON file.

A row names a camera by its id: one the register knows is changed where the row says something, and
keeps what the row leaves empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from domain.errors import InvalidError
from domain.fields import as_text
from domain.tables import Columns, RowError, Sheet
from domain.video.cameras import presets
from domain.video.cameras.banned import check_allowed
from domain.video.cameras.camera import Camera, CameraClass
from domain.video.cameras.filing import filed_facts
from domain.video.cameras.ids import check_id
from domain.video.cameras.vocabulary import (
    CAMERA_CLASS_WORDS,
    FUNCTION_WORDS,
    MOUNT_WORDS,
    OWNER_CLASS_WORDS,
    POSITION_TYPE_WORDS,
    ROOM_WORDS,
    USE_WORDS,
    TakenFrom,
)
from domain.video.media.sources import is_plain_step

ID, NAME, LAT, LON, CRS = "编码", "名称", "纬度", "经度", "坐标系"
# Column → field; each is read by `_READ`.
FIELDS: Mapping[str, str] = {
    "点位类别": "camera_class",
    "权属类别": "owner_class",
    "归属部门": "owner",
    "共享部门": "shared_with",
    "责任单位": "unit",
    "位置类型": "position_type",
    "室内外": "room",
    "用途": "use",
    "功能类型": "function",
    "朝向": "direction_deg",
    "视角": "view_deg",
    "可视距离": "reach_m",
    "摄像机类型": "mount",
    "建设依据": "legal_basis",
    "启用日期": "in_use_since",
    "备案号": "filing_number",
    "备案日期": "filed_on",
    "保存天数": "retention_days",
    "提示标识": "has_sign",
    "涉密周边": "near_secret",
    "同意记录": "consent",
    "接入协议": "agreement",
    "存储配额": "quota_gb",
    "法定留存": "legal_hold",
    "来源": "source",
    "地址": "address",
    "子码流地址": "sub_address",
}
SPOT = "安装部位"
# What a new camera needs: the names of its fields, and the columns they stand for.
COLUMNS_OF_NEW: Mapping[str, str] = {"camera_id": ID, "name": NAME, "lat": LAT, "lon": LON}
COLUMNS = (ID, NAME, LAT, LON, CRS, SPOT, *FIELDS)
REQUIRED = (ID,)
MOST_ROWS = 20_000
TABLE = Columns(
    COLUMNS,
    REQUIRED,
    MOST_ROWS,
    others={
        ID: ("国标编码", "摄像机编码", "设备编码", "camera_id", "deviceId", "gbDeviceId"),
        NAME: ("点位名称", "摄像机名称", "name", "gbName"),
        LAT: ("lat", "latitude", "gbLatitude"),
        LON: ("lon", "lng", "longitude", "gbLongitude"),
    },
    as_written=(NAME, "责任单位", "建设依据", "地址", "子码流地址"),
)
LONGEST = {"name": 64, "unit": 64, "legal_basis": 200, "address": 300, "sub_address": 300}
# Directions as GB/T 28181 words them.
_WINDS: Mapping[str, float] = {
    "北": 0.0, "东北": 45.0, "东": 90.0, "东南": 135.0,
    "南": 180.0, "西南": 225.0, "西": 270.0, "西北": 315.0,
}  # fmt: skip
_YES, _NO = frozenset({"是", "有", "1", "yes", "true"}), frozenset({"否", "无", "0", "no", "false"})
Place = Callable[[float, float, str], tuple[float, float, str]]


@dataclass(frozen=True, slots=True)
class TableRules:
    """What a table of cameras is read by.

    Attributes:
        district: the six digits of the district.
        departments: code and name of each.
        place: of degrees and the name of their system: WGS 84 degrees and the grid there.
        owner: the department whose table it is; empty for the centre's.
        known: the cameras of the register, by id, whoever may see them.
        taken_from: by which way the table came.
        may_connect: whether it may say where pictures come from.
    """

    district: str
    departments: Mapping[str, str]
    place: Place
    owner: str
    known: Callable[[str], Camera | None]
    taken_from: TakenFrom = TakenFrom.TABLE
    may_connect: bool = True


def read_cameras(sheet: Sheet, rules: TableRules) -> tuple[list[Camera], list[RowError]]:
    """Every camera of a table as the register will hold it, or what is wrong with its rows."""
    rows, errors = TABLE.texts(sheet)
    made: dict[str, Camera] = {}
    for number, row in rows:
        try:
            camera = camera_of(row, rules)
            if camera.camera_id in made:
                raise InvalidError(says="camera_twice", told=camera.camera_id, field="camera_id")
        except InvalidError as error:
            errors.append(RowError(number, COLUMN_OF_FIELD.get(error.field or "", ID), error))
            continue
        made[camera.camera_id] = camera
    return list(made.values()), errors


def camera_of(row: Mapping[str, str], rules: TableRules) -> Camera:
    """The camera a row tells of.

    Raises:
        InvalidError: a cell cannot be taken, or the place is banned.
    """
    camera_id = check_id("".join(row[ID].split()), rules.district)
    known = rules.known(camera_id)
    if known is not None and not _is_theirs(known, rules.owner):
        raise InvalidError(says="camera_of_others", told=camera_id, field="camera_id")
    told = _told(row, rules)
    lat, lon, area = _place(row, rules, known)
    name = as_text(row.get(NAME) or (known.name if known else ""), "name", longest=LONGEST["name"])
    base = known or Camera(
        camera_id, name, CameraClass.OTHER, lat, lon, area, owner=rules.owner or None
    )
    placed = replace(
        base,
        name=name,
        lat=lat,
        lon=lon,
        area_code=area,
        taken_from=rules.taken_from,
        is_removed=False,
        missing_since=None if base.is_removed else base.missing_since,
    )
    camera = checked(replace(placed, **told), row.get(SPOT, ""))
    if rules.owner and camera.owner != rules.owner:
        raise InvalidError(says="camera_owner_other", field="owner")
    check_connected_by(base, camera, may_connect=rules.may_connect)
    return with_filing(base, camera)


def check_connected_by(before: Camera, after: Camera, *, may_connect: bool) -> None:
    """Refuse another source or address from whoever may not say where pictures come from.

    Raises:
        InvalidError: they may not, and it differs.
    """
    told = [(one.source, one.address, one.sub_address) for one in (before, after)]
    if not may_connect and told[0] != told[1]:
        raise InvalidError(says="camera_source_by_centre", field="source")


def checked(camera: Camera, spot: str = "") -> Camera:
    """A camera whose fields fit together.

    Raises:
        InvalidError: a banned place, or an address without a source.
    """
    check_allowed(camera.name, spot, camera.room)
    if camera.address and not camera.source:
        raise InvalidError(says="camera_source_missing", field="source")
    for name, address in (("address", camera.address), ("sub_address", camera.sub_address)):
        if address and (
            "@" in address or not all(map(is_plain_step, address.strip("/").split("/")))
        ):
            # It would never open, and what stands before an @ is a password everybody would read.
            raise InvalidError(says="video_address_not_plain", field=name)
    return camera


def with_filing(before: Camera, camera: Camera) -> Camera:
    """The camera with what was filed of it: as it is now where the filing is new."""
    if not (camera.filing_number and camera.filed_on):
        return replace(camera, filed=None)
    is_new = (before.filing_number, before.filed_on) != (camera.filing_number, camera.filed_on)
    return replace(camera, filed=filed_facts(camera)) if is_new else camera


def _is_theirs(known: Camera, owner: str) -> bool:
    return not owner or known.owner == owner


def _place(
    row: Mapping[str, str], rules: TableRules, known: Camera | None
) -> tuple[float, float, str]:
    told = row.get(LAT, ""), row.get(LON, "")
    if not any(told) and known is not None:
        return known.lat, known.lon, known.area_code
    lat, lon = _number(told[0], "lat", -90, 90), _number(told[1], "lon", -180, 180)
    return rules.place(lat, lon, _crs(row.get(CRS, "")))


def _crs(told: str) -> str:
    plain = told.lower().replace("-", "").replace(" ", "")
    found = {"": "wgs84", "wgs84": "wgs84", "cgcs2000": "wgs84", "gcj02": "gcj02", "bd09": "bd09"}
    if plain not in found:
        raise InvalidError(says="pool_cell_wrong", told=told[:32], field="crs")
    return found[plain]


def _told(row: Mapping[str, str], rules: TableRules) -> dict[str, Any]:
    """What the row says of the fields; nothing of those it leaves empty."""
    found: dict[str, Any] = {}
    for column, name in FIELDS.items():
        if cell := row.get(column, ""):
            found[name] = read_field(name, cell, rules.departments)
    return found


def read_field(name: str, cell: str, departments: Mapping[str, str]) -> Any:
    """The value of a field as a cell or a form tells it.

    Raises:
        InvalidError: it cannot be read.
    """
    if name in _WORDS:
        return _word(_WORDS[name], cell, name)
    if name == "owner":
        return _department(cell, departments, name)
    if name == "shared_with":
        parts = cell.replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
        return tuple(dict.fromkeys(_department(one, departments, name) for one in parts if one))
    if name == "direction_deg":
        return _bearing(cell, name)
    if name == "presets":
        return presets.read(cell, lambda told: _bearing(told, name))
    if name in _NUMBERS:
        least, most = _NUMBERS[name]
        return _number(cell, name, least, most)
    if name in _WHOLES:
        return _whole(cell, name, _WHOLES[name])
    if name in {"has_sign", "near_secret"}:
        return _flag(cell, name)
    if name in {"in_use_since", "filed_on"}:
        return _day(cell, name)
    return as_text(cell, name, longest=LONGEST.get(name, 64))


_WORDS: Mapping[str, Mapping[Any, str]] = {
    "camera_class": CAMERA_CLASS_WORDS,
    "owner_class": OWNER_CLASS_WORDS,
    "position_type": POSITION_TYPE_WORDS,
    "room": ROOM_WORDS,
    "use": USE_WORDS,
    "function": FUNCTION_WORDS,
    "mount": MOUNT_WORDS,
}
_NUMBERS = {"view_deg": (1, 360), "reach_m": (1, 5000)}
_WHOLES = {"retention_days": 3650, "quota_gb": 1_000_000}
COLUMN_OF_FIELD: Mapping[str, str] = {
    **{name: column for column, name in FIELDS.items()},
    "camera_id": ID, "name": NAME, "lat": LAT, "lon": LON, "crs": CRS, "spot": SPOT,
}  # fmt: skip


def _word(words: Mapping[Any, str], cell: str, name: str) -> Enum:
    """A word of a vocabulary: as it is called, or its number or code."""
    for one, called in words.items():
        if cell in {called, str(one.value)}:
            found: Enum = one
            return found
    raise InvalidError(says="pool_cell_wrong", told=cell[:32], field=name)


def _department(cell: str, departments: Mapping[str, str], name: str) -> str:
    for code, called in departments.items():
        if cell in {code, called}:
            return code
    raise InvalidError(says="item_owner_unknown", told=cell[:32], field=name)


def _bearing(cell: str, name: str) -> float:
    wind = cell.removesuffix("向").removesuffix("方")
    return _WINDS[wind] if wind in _WINDS else _number(cell, name, 0, 360) % 360


def _number(cell: str, name: str, least: float, most: float) -> float:
    text = cell.removesuffix("°").removesuffix("度").removesuffix("米").removesuffix("m")
    try:
        value = float(text)
    except ValueError:
        raise InvalidError(says="pool_cell_wrong", told=cell[:32], field=name) from None
    if not least <= value <= most:
        raise InvalidError(says="pool_cell_wrong", told=cell[:32], field=name)
    return value


def _whole(cell: str, name: str, most: int) -> int:
    text = cell.removesuffix("天").removesuffix("GB").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) <= most):
        raise InvalidError(says="pool_cell_wrong", told=cell[:32], field=name)
    return int(text)


def _flag(cell: str, name: str) -> bool:
    told = cell.lower()
    if told not in _YES | _NO:
        raise InvalidError(says="pool_cell_wrong", told=cell[:32], field=name)
    return told in _YES


def _day(cell: str, name: str) -> str:
    plain = cell[:10].replace("/", "-").replace(".", "-")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day).isoformat()
    except ValueError:
        raise InvalidError(says="pool_cell_wrong", told=cell[:32], field=name) from None
