"""Cameras as they are looked for, a page of them, and the ways to the others."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from domain.video.cameras.camera import Camera, CameraStatus
from domain.video.cameras.filing import GAP_WORDS, Gap
from domain.video.cameras.vocabulary import CAMERA_CLASS_WORDS, MOUNT_WORDS, OWNER_CLASS_WORDS
from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.video.cameras.forms import add_form
from layouts.video.cameras.page import PAGE, VIEW
from layouts.video.cameras.seat import Looked, Seat, tab_names
from layouts.video.cameras.state import short
from layouts.video.cameras.synced import last_list

LISTED = 50


class Page(Protocol):
    """A page of the register."""

    @property
    def lines(self) -> Sequence[tuple[Camera, Sequence[Gap]]]:
        """Cameras with what each lacks."""

    @property
    def count(self) -> int:
        """On all pages."""

    @property
    def at(self) -> int:
        """Before those that stand here."""


def opened(looked: Looked, parts: Sequence[Component | None], seat: Seat) -> Component:
    """Tabs, and below them the parts of the open one."""
    shown = [part for part in parts if part is not None]
    return within(seat.reader, [_tabs(looked, seat), *shown])


def _tabs(looked: Looked, seat: Seat) -> Component:
    buttons = [
        html.Button(
            name,
            type="button",
            className="case-view",
            **attributes(
                {
                    "data-open": VIEW,
                    "data-ask": json.dumps({"tab": tab.value}),
                    "aria-pressed": "true" if tab is looked.tab else "false",
                }
            ),
        )
        for tab, name in tab_names(seat.words).items()
    ]
    heard = attributes({"aria-label": seat.words("视频点位台账")})
    return html.Div(buttons, className="case-views", role="group", **heard)


def listing(page: Page, looked: Looked, seat: Seat) -> list[Component | None]:
    """The search, what was found, and what may be added."""
    words = seat.words
    is_demo = any(camera.is_demo for camera, _ in page.lines)
    return [
        office.note(words("演示数据：点位、朝向、责任单位与备案均为虚构")) if is_demo else None,
        _search(looked, seat),
        _table(page, seat),
        _pages(page, looked, words),
        _keeping(seat) if seat.may_manage else None,
    ]


def _keeping(seat: Seat) -> Component:
    words = seat.words
    template = office.act(words("下载台账模板"), ids.do(PAGE), {"act": "template"})
    add = html.Details([html.Summary(words("登记摄像机")), add_form(seat)], className="case-step")
    syncs = [
        office.act(
            words("从 {source} 同步", source=one), ids.do(PAGE), {"act": "sync", "source": one}
        )
        for one in seat.sources
    ]
    lines = [last_list(name, seat) for name in seat.sources]
    return html.Div([add, html.Div([template, *syncs], className="admin-acts"), *lines])


def options(called: Mapping[Any, str], words: Words, every: str) -> list[tuple[str, str]]:
    """A vocabulary as the options of a choice, `every` for none of it."""
    return [("", every), *((str(one.value), words(name)) for one, name in called.items())]


def _search(looked: Looked, seat: Seat) -> Component:
    words, every = seat.words, seat.words("全部")
    departments = [("", every), *seat.departments.items()]
    find = office.form(
        VIEW,
        {"tab": looked.tab.value},
        words("查找"),
        fields.text("text", words("名称、拼音或编码"), value=looked.text),
        fields.choice(
            "class", words("点位类别"), options(CAMERA_CLASS_WORDS, words, every),
            looked.camera_class,
        ),
        fields.choice(
            "owner_class", words("权属类别"), options(OWNER_CLASS_WORDS, words, every),
            looked.owner_class,
        ),
        *(
            []
            if seat.department
            else [fields.choice("owner", words("归属部门"), departments, looked.owner)]
        ),
        fields.choice("gap", words("缺项"), options(GAP_WORDS, words, every), looked.gap),
        fields.choice("area", words("区域"), [("", words("全部")), *seat.areas], looked.area),
    )  # fmt: skip
    return html.Div([find], className="case-find")


def status_names(words: Words) -> Mapping[CameraStatus, str]:
    """Whether its source says that it is there."""
    return {
        CameraStatus.NOT_CONNECTED: words("未接入"),
        CameraStatus.ONLINE: words("信令在线"),
        CameraStatus.OFFLINE: words("信令离线"),
    }


def told_status(camera: Camera, seat: Seat) -> str:
    """What its source last said of it; without a source that none is connected."""
    words = seat.words
    if not camera.is_connected:
        return words("未接入")
    if camera.missing_since is not None:
        return words("平台已不再列出")
    is_on = seat.state_of(camera.camera_id).is_signalled
    if is_on is not None:
        return words("信令在线") if is_on else words("信令离线")
    if camera.status is CameraStatus.NOT_CONNECTED:
        return words("已接入，来源未告知")
    return status_names(words)[camera.status]


def _table(page: Page, seat: Seat) -> Component:
    words = seat.words
    columns: office.Columns = (
        (words("名称"), lambda one: _way(one[0])),
        (words("编码"), lambda one: html.Code(one[0].camera_id)),
        (words("点位类别"), lambda one: words(CAMERA_CLASS_WORDS[one[0].camera_class])),
        (words("权属类别"), lambda one: words(OWNER_CLASS_WORDS[one[0].owner_class])),
        (words("归属部门"), lambda one: office.named(seat.department_name(one[0].owner))),
        (words("类型"), lambda one: words(MOUNT_WORDS[one[0].mount]) if one[0].mount else ""),
        (words("朝向"), lambda one: told_direction(one[0])),
        (words("网格"), lambda one: office.named(seat.area_name(one[0].area_code))),
        (words("接入"), lambda one: _status(one[0], seat)),
        (words("缺项"), lambda one: gaps_told(one[1], words)),
    )
    return office.table(columns, page.lines, words("没有符合条件的点位"), tight=2)


def _status(camera: Camera, seat: Seat) -> str:
    told = (told_status(camera, seat), short(camera, seat))
    return seat.words.listed(one for one in told if one)


def _way(camera: Camera) -> Component:
    return office.act(camera.name, ids.do(PAGE), {"act": "open", "camera": camera.camera_id})


def told_direction(camera: Camera) -> str:
    """Where it looks, in degrees."""
    return f"{camera.direction_deg:.0f}°" if camera.direction_deg is not None else ""


def gaps_told(gaps: Sequence[Gap], words: Words) -> Component | str:
    """What an entry lacks, in words."""
    if not gaps:
        return ""
    return html.Span(words.listed(words(GAP_WORDS[one]) for one in gaps), className="is-bad")


def _pages(page: Page, looked: Looked, words: Words) -> Component:
    at, count = page.at, page.count
    last = min(count, at + LISTED)
    parts: list[Component] = []
    if at:
        before = looked.asked(at=max(0, at - LISTED))
        parts.append(office.act(words("上一页"), VIEW, before))
    if count:
        told = words("第 {first}–{last} 条，共 {count} 条", first=at + 1, last=last, count=count)
        parts.append(html.Span(told))
    if last < count:
        parts.append(office.act(words("下一页"), VIEW, looked.asked(at=last)))
    return html.Div(parts, className="firm-pages")
