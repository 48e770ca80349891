"""One camera: its entry, what it lacks, where it can look, and what was changed of it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from domain.video.cameras.camera import Camera, Preset
from domain.video.cameras.filing import FILED_WORDS, Gap, changed_since_filing, file_by
from domain.video.cameras.vocabulary import (
    CAMERA_CLASS_WORDS,
    FUNCTION_WORDS,
    MOUNT_WORDS,
    OWNER_CLASS_WORDS,
    POSITION_TYPE_WORDS,
    ROOM_WORDS,
    TAKEN_FROM_WORDS,
    USE_WORDS,
)
from layouts.elements.mantine import within
from layouts.office import ids, office
from layouts.video.cameras.forms import edit_form
from layouts.video.cameras.listing import gaps_told, told_direction, told_status
from layouts.video.cameras.names import label
from layouts.video.cameras.page import PAGE
from layouts.video.cameras.seat import Seat
from layouts.video.cameras.state import layers

DO = ids.do(PAGE)


class Changed(Protocol):
    """A record of a camera."""

    @property
    def action(self) -> str:
        """What was done."""

    @property
    def actor(self) -> str:
        """By whom."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def fields(self) -> Sequence[str]:
        """What was changed, by name."""


class CameraFile(Protocol):
    """Everything of a camera."""

    @property
    def camera(self) -> Camera:
        """It."""

    @property
    def gaps(self) -> Sequence[Gap]:
        """What its entry lacks."""

    @property
    def seq(self) -> int:
        """Of the newest record."""

    @property
    def history(self) -> Sequence[Changed]:
        """The newest change first."""

    @property
    def may_manage(self) -> bool:
        """Whether its reader may change it."""


def card(file: CameraFile, seat: Seat) -> Component:
    """The entry, and what may be done with it."""
    words, camera = seat.words, file.camera
    lines = [
        part
        for name, value in _facts(file, seat)
        if value
        for part in (html.Dt(name), html.Dd(value))
    ]
    parts: list[Component] = [
        office.title(words("视频点位"), camera.name),
        html.Dl(lines, className="case-facts camera-facts"),
    ]
    if camera.is_demo:
        parts.append(office.note(words("演示数据")))
    if camera.is_connected and seat.may_look:
        parts.append(_look(camera, seat))
    if camera.presets:
        parts.append(_presets(camera.presets, seat))
    if file.may_manage:
        title = html.Summary(words("更改登记"))
        parts += [
            html.Details([title, edit_form(camera, file.seq, seat)], className="case-step"),
            _remove(camera, seat),
        ]
    parts += [_history(file.history, seat), office.act(words("收起"), DO, {"act": "shut"})]
    return within(seat.reader, [html.Div(parts, className="case-card", id=f"{PAGE}-camera")])


def _facts(file: CameraFile, seat: Seat) -> list[tuple[str, Any]]:
    words, camera = seat.words, file.camera
    named, of = office.named, partial(label, words)
    changed = words.listed(
        dict.fromkeys(words(FILED_WORDS[one]) for one in changed_since_filing(camera))
    )
    due = file_by(camera)
    missing = camera.missing_since
    return [
        (of("camera_id"), html.Code(camera.camera_id)),
        (words("接入"), _connected(camera, seat, may_see=file.may_manage)),
        *layers(camera, seat),
        (words("平台已不再列出"), office.moment(missing, seat.zone_name) if missing else ""),
        (words("缺项"), gaps_told(file.gaps, words)),
        (words("备案后变更"), changed),
        (words("最迟备案日期"), due.isoformat() if due and not camera.filed_on else ""),
        (of("camera_class"), words(CAMERA_CLASS_WORDS[camera.camera_class])),
        (of("owner_class"), words(OWNER_CLASS_WORDS[camera.owner_class])),
        (of("owner"), named(seat.department_name(camera.owner))),
        (of("shared_with"), named("、".join(map(seat.department_name, camera.shared_with)))),
        (of("unit"), named(camera.unit)),
        (of("area_code"), named(seat.area_name(camera.area_code))),
        (words("坐标（WGS 84）"), f"{camera.lat:.6f}, {camera.lon:.6f}"),
        (of("position_type"), _word(POSITION_TYPE_WORDS, camera.position_type, seat)),
        (of("room"), _word(ROOM_WORDS, camera.room, seat)),
        (of("use"), _word(USE_WORDS, camera.use, seat)),
        (of("function"), _word(FUNCTION_WORDS, camera.function, seat)),
        (of("mount"), _word(MOUNT_WORDS, camera.mount, seat)),
        (of("direction_deg"), told_direction(camera)),
        (of("view_deg"), f"{camera.view_deg:.0f}°" if camera.view_deg else ""),
        (of("reach_m"), words("{m} 米", m=f"{camera.reach_m:.0f}") if camera.reach_m else ""),
        (of("legal_basis"), named(camera.legal_basis)),
        (of("in_use_since"), camera.in_use_since),
        (of("filing_number"), named(camera.filing_number)),
        (of("filed_on"), camera.filed_on),
        (of("retention_days"), str(camera.retention_days or "")),
        (of("has_sign"), _yes(camera.has_sign, seat)),
        (of("near_secret"), words("是") if camera.near_secret else ""),
        (of("consent"), named(camera.consent)),
        (of("agreement"), named(camera.agreement)),
        (of("quota_gb"), str(camera.quota_gb or "")),
        (of("legal_hold"), named(camera.legal_hold)),
        (words("位置来源"), words(TAKEN_FROM_WORDS[camera.taken_from])),
    ]


def _look(camera: Camera, seat: Seat) -> Component:
    """To the video wall, which asks what for first; from there on to a paired wall."""
    way = html.A(
        seat.words("在视频墙打开（可投到大屏）"),
        href=f"/video?camera={camera.camera_id}",
        className="button small",
    )
    return html.Div(way, className="admin-acts")


def _connected(camera: Camera, seat: Seat, *, may_see: bool) -> Any:
    told = told_status(camera, seat)
    if not (camera.is_connected and may_see):
        return told
    return [told, " · ", office.named(camera.source), " ", html.Code(camera.address)]


def _word(called: Any, value: Any, seat: Seat) -> str:
    return "" if value is None else seat.words(called[value])


def _yes(value: bool | None, seat: Seat) -> str:
    return "" if value is None else seat.words("是") if value else seat.words("否")


def _presets(presets: Sequence[Preset], seat: Seat) -> Component:
    words = seat.words
    columns: office.Columns = (
        (words("预置位"), lambda one: str(one.number)),
        (words("名称"), lambda one: office.named(one.name)),
        (words("朝向"), lambda one: "" if one.bearing_deg is None else f"{one.bearing_deg:.0f}°"),
    )
    return office.table(columns, presets, "")


def _remove(camera: Camera, seat: Seat) -> Component:
    words = seat.words
    gone = office.act(
        words("撤销登记"),
        DO,
        {"act": "remove", "camera": camera.camera_id},
        sure=words("撤销登记后地图与检索中不再出现，历史记录保留。"),
        about=camera.name,
        words=words,
        is_grave=True,
    )
    return html.Div(gone, className="admin-acts")


def _history(history: Sequence[Changed], seat: Seat) -> Component:
    words = seat.words
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("操作"), lambda one: _done(one, seat)),
        (words("操作人"), lambda one: office.named(one.actor)),
        (
            words("变更内容"),
            lambda one: words.listed(label(words, n) for n in one.fields),
        ),
    )
    table = office.table(columns, history, words("没有变更记录"), tight=1)
    title = html.Summary(words("变更记录（{count}）", count=len(history)))
    return html.Details([title, table], className="case-step")


def _done(one: Changed, seat: Seat) -> str:
    names = {
        "map": seat.words("随地图更新"),
        "add": seat.words("登记"),
        "edit": seat.words("更改登记"),
        "import": seat.words("台账导入"),
        "sync": seat.words("平台同步"),
        "missing": seat.words("平台已不再列出"),
        "remove": seat.words("撤销登记"),
    }
    return names.get(one.action, one.action)
