"""The forms of a camera's entry: a new one, and one that is edited."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.video.cameras.camera import Camera
from domain.video.cameras.presets import written
from domain.video.cameras.table import COLUMNS_OF_NEW
from domain.video.cameras.vocabulary import (
    CAMERA_CLASS_WORDS,
    FUNCTION_WORDS,
    MOUNT_WORDS,
    OWNER_CLASS_WORDS,
    POSITION_TYPE_WORDS,
    ROOM_WORDS,
    USE_WORDS,
)
from layouts.office import fields, ids, office
from layouts.video.cameras.names import label
from layouts.video.cameras.page import PAGE
from layouts.video.cameras.seat import Seat

_CHOICES: Mapping[str, Mapping[Any, str]] = {
    "camera_class": CAMERA_CLASS_WORDS,
    "owner_class": OWNER_CLASS_WORDS,
    "position_type": POSITION_TYPE_WORDS,
    "room": ROOM_WORDS,
    "use": USE_WORDS,
    "function": FUNCTION_WORDS,
    "mount": MOUNT_WORDS,
}
LONGEST_PRESETS = 8000
_TEXTS = {
    "unit": 64, "direction_deg": 8, "view_deg": 8, "reach_m": 8, "legal_basis": 200,
    "in_use_since": 10, "filing_number": 64, "filed_on": 10, "retention_days": 6,
    "consent": 64, "agreement": 64, "quota_gb": 8, "legal_hold": 64, "source": 64,
    "address": 300, "sub_address": 300,
}  # fmt: skip
# In the order of the form: what it is, what it sees, by what right, where its pictures are.
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("name", "camera_class", "owner_class", "owner", "shared_with", "unit"),
    (
        *("position_type", "room", "use", "function", "mount"),
        *("direction_deg", "view_deg", "reach_m", "presets"),
    ),
    (
        *("legal_basis", "in_use_since", "filing_number", "filed_on", "retention_days"),
        *("has_sign", "near_secret", "consent", "agreement", "quota_gb", "legal_hold"),
    ),
    ("source", "address", "sub_address"),
)


def edit_form(camera: Camera, seq: int, seat: Seat) -> Component:
    """The form of an entry; `seq` names the record it is drawn from."""
    words = seat.words
    titles = (words("点位与权属"), words("设备与视野"), words("依据、备案与留存"), words("接入"))
    groups = [
        html.Fieldset(
            [html.Legend(title), *_fields(names, camera, seat)],
            className="camera-fields",
        )
        for title, names in zip(titles, _GROUPS, strict=True)
    ]
    asked = {"act": "save", "camera": camera.camera_id, "seq": seq}
    return office.form(ids.do(PAGE), asked, words("保存"), *groups)


def add_form(seat: Seat) -> Component:
    """A camera that the register does not know yet."""
    words = seat.words
    return office.form(
        ids.do(PAGE),
        {"act": "add"},
        words("登记"),
        *(
            fields.text(name, label(words, name), longest=64, is_required=True)
            for name in COLUMNS_OF_NEW
        ),
        fields.choice(
            "camera_class",
            label(words, "camera_class"),
            [(one.value, words(called)) for one, called in CAMERA_CLASS_WORDS.items()],
        ),
        fields.choice(
            "room",
            label(words, "room"),
            [(str(one.value), words(called)) for one, called in ROOM_WORDS.items()],
        ),
        fields.text("spot", label(words, "spot"), longest=64),
    )


def _fields(names: Sequence[str], camera: Camera, seat: Seat) -> list[Any]:
    return [_field(name, camera, seat) for name in names if _has(camera, name)]


def _has(camera: Camera, name: str) -> bool:
    """Presets belong to what turns."""
    return name != "presets" or camera.turns or bool(camera.presets)


def _field(name: str, camera: Camera, seat: Seat) -> Any:
    words, value = seat.words, getattr(camera, name)
    called = label(words, name)
    if name == "name":
        return fields.text(name, called, value=camera.name, longest=64, is_required=True)
    if name == "presets":
        hint = words("每行一个：编号，名称，朝向（度或方位，可空），如 1，东门，90")
        told = written(camera.presets)
        return fields.lines(name, called, longest=LONGEST_PRESETS, hint=hint, value=told)
    if name in _CHOICES:
        known = [(str(one.value), words(called)) for one, called in _CHOICES[name].items()]
        is_sure = name in {"camera_class", "owner_class"}
        chosen = "" if value is None else str(value.value)
        return fields.choice(name, called, known if is_sure else [("", "—"), *known], chosen)
    if name == "owner":
        if seat.department:
            own = [(seat.department, seat.department_name(seat.department))]
            return fields.choice(name, called, own, seat.department)
        return fields.choice(name, called, [("", "—"), *seat.departments.items()], value or "")
    if name == "shared_with":
        return fields.several(name, called, list(seat.departments.items()), list(value))
    if name in {"has_sign", "near_secret"}:
        known = [("", "—"), ("是", words("是")), ("否", words("否"))]
        return fields.choice(
            name, called, known, "" if value is None else ("是" if value else "否")
        )
    text = f"{value:g}" if isinstance(value, float) else "" if value is None else str(value)
    return fields.text(name, called, value=text, longest=_TEXTS[name])
