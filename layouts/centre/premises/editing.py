"""The centre itself on a page: bodies, units, zones, windows, rooms, hours; who sees reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from domain.centre.premises.edits import Part, held
from domain.centre.premises.places import Centre, Staffing
from domain.words import Words
from layouts.centre.frame import centre_page
from layouts.centre.named import actor, named, open_ones
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.working import Drawing

PAGE = "premises"
PART_NAMES: Mapping[Part, str] = {
    Part.BODY: "机构",
    Part.UNIT: "单位",
    Part.ZONE: "区域",
    Part.WINDOW: "窗口",
    Part.ROOM: "房间",
}
STAFFING_NAMES: Mapping[Staffing, str] = {
    Staffing.RESIDENT: "常驻",
    Staffing.ROTATING: "轮换",
    Staffing.ON_CALL: "随叫随到",
}


def premises_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    words = drawing.reader.words
    return centre_page(drawing, PAGE, words("中心设置"))


def premises(
    version: int,
    centre: Centre,
    versions: Sequence[Mapping[str, Any]],
    reader: Reader,
    zone_name: str,
    *,
    edits: bool,
    seals: bool,
) -> Component:
    """The centre as it stands, with what its reader may change in it.

    Args:
        version: of what stands; sent with each change.
        centre: what stands.
        versions: who wrote which when, newest first.
        reader: for whom.
        zone_name: in which a moment is told.
        edits: whether the reader edits bodies, windows and the like.
        seals: whether the reader says who sees sealed reports.
    """
    words = reader.words
    parts: list[Component] = [_general(version, centre, words, edits=edits)]
    parts += _sealed(version, centre, words, seals=seals)
    for part, name in PART_NAMES.items():
        parts.append(office.title(words(name)))
        parts.append(_table(version, centre, part, words, edits=edits))
        if edits:
            parts.append(_form(version, centre, part, words))
    parts += _versions(versions, words, zone_name)
    return within(reader, parts)


def _asks(act: str, version: int, **more: str) -> dict[str, Any]:
    return {"act": act, "version": version, **more}


def _general(version: int, centre: Centre, words: Words, *, edits: bool) -> Component:
    hours = centre.hours
    days_off = [("", words("休息日不办公")), ("yes", words("休息日也办公"))]
    if not edits:
        return office.note(f"{hours.opens:%H:%M}–{hours.closes:%H:%M} {centre.phone}")
    return office.form(
        ids.do(PAGE),
        _asks("general", version),
        words("保存"),
        fields.text("opens", words("开门"), longest=5, value=f"{hours.opens:%H:%M}"),
        fields.text("closes", words("关门"), longest=5, value=f"{hours.closes:%H:%M}"),
        fields.choice(
            "open_on_days_off",
            words("休息日"),
            days_off,
            "yes" if hours.is_open_on_days_off else "",
        ),
        fields.text("phone", words("中心电话"), longest=32, value=centre.phone),
        fields.text(
            "reopened_within_days",
            words("结案后多少天内可重启"),
            longest=4,
            value=str(centre.reopened_within_days),
            input_mode="numeric",
        ),
    )


def _sealed(version: int, centre: Centre, words: Words, *, seals: bool) -> list[Component]:
    """Who sees sealed reports that are taken in from now on."""
    heading = office.title(words("检举控告的查看人"))
    if not seals:
        held_by = "、".join(centre.sealed_to) or words("无")
        return [heading, office.note(words("{who}（由安全管理员设置）", who=held_by))]
    form = office.form(
        ids.do(PAGE),
        _asks("seal", version),
        words("保存"),
        fields.text(
            "sealed_to", words("账号，用空格分开"), longest=1300, value=" ".join(centre.sealed_to)
        ),
    )
    return [heading, office.note(words("只对以后登记的检举控告生效")), form]


def _table(version: int, centre: Centre, part: Part, words: Words, *, edits: bool) -> Component:
    def more(one: Any) -> str:
        if part is Part.BODY:
            clock = centre.clocks.get(one.clock)
            judicial = words("沉默不视为接收") if one.is_judicial else ""
            return " · ".join(text for text in (clock.name if clock else "", judicial) if text)
        zone = centre.zones.get(one.within)
        staffing = words(STAFFING_NAMES[one.staffing]) if one.staffing else ""
        return " · ".join(text for text in (zone.name if zone else "", staffing, one.phone) if text)

    columns: office.Columns = (
        (words("编码"), lambda one: office.named(one.code)),
        (words("名称"), lambda one: office.named(one.name)),
        (words("说明"), more),
        (words("状态"), lambda one: words("已停用") if one.is_closed else words("使用中")),
        ("", lambda one: _acts(version, part, one, words) if edits else ""),
    )
    return office.table(columns, list(held(centre, part).values()), words("无"), tight=1)


def _acts(version: int, part: Part, one: Any, words: Words) -> list[Component]:
    store, which = ids.do(PAGE), {"part": part.value, "code": one.code}
    if one.is_closed:
        return [office.act(words("恢复使用"), store, _asks("reopen", version, **which))]
    close = office.act(
        words("停用"),
        store,
        _asks("close", version, **which),
        sure=words("停用后不再可选，已有的案件不变。确定？"),
        about=one.name,
        words=words,
    )
    remove = office.act(
        words("删除"),
        store,
        _asks("remove", version, **which),
        sure=words("只有从未使用过的才能删除。确定？"),
        about=one.name,
        words=words,
        is_grave=True,
    )
    return [close, remove]


def _form(version: int, centre: Centre, part: Part, words: Words) -> Component:
    """The form that adds an entry, or changes the one whose code is typed."""
    inside: list[Component] = [
        fields.text("code", words("编码"), longest=32, is_required=True),
        fields.text("name", words("名称"), longest=32, is_required=True),
    ]
    if part is Part.BODY:
        judicial = [("", words("沉默视为接收")), ("yes", words("沉默不视为接收"))]
        inside.append(fields.choice("clock", words("时限"), named(centre.clocks)))
        inside.append(fields.choice("judicial", words("司法或仲裁"), judicial))
    if part in {Part.WINDOW, Part.ROOM}:
        inside.append(fields.choice("zone", words("区域"), open_ones(centre.zones)))
    if part is Part.UNIT:
        kinds = [(one.value, words(name)) for one, name in STAFFING_NAMES.items()]
        inside.append(fields.choice("staffing", words("进驻方式"), kinds))
    if part in {Part.WINDOW, Part.UNIT}:
        inside.append(fields.text("phone", words("电话"), longest=32))
    return office.form(
        ids.do(PAGE), _asks("put", version, part=part.value), words("新增或修改"), *inside
    )


def _versions(
    versions: Sequence[Mapping[str, Any]], words: Words, zone_name: str
) -> list[Component]:
    columns: office.Columns = (
        (words("版本"), lambda one: str(one["version"])),
        (words("时间"), lambda one: office.moment(one["at"], zone_name)),
        (words("修改人"), lambda one: office.named(actor(one["actor"], words))),
    )
    return [office.title(words("版本记录")), office.table(columns, versions, "", tight=1)]
