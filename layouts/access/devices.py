"""Wall screens, paired by a code and revoked; feeds, each with a key of its own."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from domain.access.accounts import Device
from domain.access.role_names import SCREENS
from domain.access.roles import KEY
from domain.words import Words
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.working import Drawing

AreaName = Callable[[str], str]
# What a key of another system may do (domain/access/grants.py, KEY_RIGHTS), and what is offered.
RIGHTS: Mapping[str, str] = {
    "facts.read": "读取事件和力量",
    "facts.write": "上报事件和力量",
    "feed.send": "上报位置",
    "metrics.read": "读取运行指标",
    "cases.register": "登记矛盾纠纷案件",
}
OFFERED: Mapping[str, str] = {
    "facts.read facts.write": "读取并上报事件和力量",
    "facts.read": "只读取事件和力量",
    "feed.send": "只上报位置",
    "metrics.read": "只读取运行指标",
    "cases.register": "只登记矛盾纠纷案件",
}


def walls_page(drawing: Drawing) -> list[Component]:
    """Where the screens are drawn."""
    return office.frame(drawing)


def keys_page(drawing: Drawing) -> list[Component]:
    """Where the keys are drawn."""
    return office.frame(drawing)


def walls(
    devices: Sequence[Device],
    areas: Mapping[str, str],
    area_name: AreaName,
    reader: Reader,
    zone_name: str,
) -> Component:
    """The form that pairs a screen, and every screen there was."""
    words = reader.words
    question = words("撤销后这块屏幕立即失去访问，须重新配对。确定撤销？")
    columns: office.Columns = (
        (words("名称"), lambda one: office.named(one.name)),
        (words("用途"), lambda one: words(SCREENS.get(one.kind, one.kind))),
        (
            words("范围"),
            lambda one: office.named(area_name(one.area)) if one.area else words("全域"),
        ),
        (words("状态"), lambda one: _state(one, words)),
        (words("配对时间"), _moment("created_at", zone_name)),
        (words("配对人"), lambda one: office.named(one.created_by)),
        (words("最近在线"), _moment("seen_at", zone_name)),
        (words("撤销时间"), _moment("revoked_at", zone_name)),
        (words("操作"), lambda one: _revoke(one, "walls", question, words)),
    )
    return within(
        reader,
        [
            office.note(words("在大屏上打开 /pair 并显示配对码，再在这里确认。大屏只读、脱敏。")),
            office.form(
                ids.do("walls"),
                {"act": "pair"},
                words("确认配对"),
                fields.text("code", words("屏幕上的配对码"), longest=20, is_required=True),
                fields.text("name", words("屏幕名称"), is_required=True),
                fields.choice("kind", words("用途"), fields.choices(SCREENS, words)),
                fields.area(words),
            ),
            fields.areas(areas),
            office.table(columns, devices, words("还没有配对的大屏")),
        ],
    )


def keys(
    devices: Sequence[Device],
    areas: Mapping[str, str],
    area_name: AreaName,
    reader: Reader,
    zone_name: str,
) -> Component:
    """The forms that give keys, and every feed and other system that had one."""
    words = reader.words
    columns: office.Columns = (
        (words("名称"), lambda one: office.named(one.name)),
        (words("权限"), lambda one: _may(one, words)),
        (
            words("范围"),
            lambda one: office.named(area_name(one.area)) if one.area else words("全域"),
        ),
        (words("状态"), lambda one: _state(one, words)),
        (words("建立时间"), _moment("created_at", zone_name)),
        (words("建立人"), lambda one: office.named(one.created_by)),
        (words("密钥时间"), _moment("keyed_at", zone_name)),
        (words("最近使用"), _moment("seen_at", zone_name)),
        (words("撤销时间"), _moment("revoked_at", zone_name)),
        (words("操作"), lambda one: _key_acts(one, words)),
    )
    return within(
        reader,
        [
            office.note(
                words("每台上报设备、网关或其他系统一把密钥，代替接入口令；只能做列明的事。")
            ),
            office.form(
                ids.do("keys"),
                {"act": "add"},
                words("发放密钥"),
                fields.text("name", words("设备或网关名称"), is_required=True),
                fields.text("unit_id", words("只用于力量编号（网关留空）")),
            ),
            office.form(
                ids.do("keys"),
                {"act": "add_key"},
                words("给其他系统发放密钥"),
                fields.text("name", words("系统名称"), is_required=True),
                fields.choice("rights", words("权限"), fields.choices(OFFERED, words)),
                fields.text("source", words("只以此来源名称上报（留空不限）")),
                fields.area(words),
            ),
            fields.areas(areas),
            office.table(columns, devices, words("还没有发放密钥")),
        ],
    )


def _may(one: Device, words: Words) -> Any:
    """What a key may do: a feed sends positions, another system what its key lists."""
    if one.kind == KEY:
        may = [words(RIGHTS[right]) for right in (one.rights or "").split()]
        may += [words("来源 {source}", source=one.source)] if one.source else []
        return " · ".join(may) or "—"
    return office.named(one.unit_id) if one.unit_id else words("上报任何力量的位置")


def _key_acts(one: Device, words: Words) -> Any:
    if one.revoked_at:
        return ""
    rotate = office.act(
        words("更换密钥"),
        ids.do("keys"),
        {"act": "rotate", "device_id": one.device_id},
        sure=words("旧密钥立即失效。确定更换？"),
        about=one.name,
        words=words,
    )
    question = words("撤销后这把密钥立即失效。确定撤销？")
    return [rotate, _revoke(one, "keys", question, words)]


def _revoke(one: Device, page: str, question: str, words: Words) -> Any:
    if one.revoked_at:
        return ""
    return office.act(
        words("撤销设备"),
        ids.do(page),
        {"act": "revoke", "device_id": one.device_id},
        sure=question,
        about=one.name,
        words=words,
    )


def _state(one: Device, words: Words) -> str:
    return words("已撤销") if one.revoked_at else words("使用中")


def _moment(name: str, zone_name: str) -> Callable[[Any], str]:
    return lambda one: office.moment(getattr(one, name), zone_name)
