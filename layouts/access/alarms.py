"""Alarms of intrusion: how many failures came from where, and who has seen to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from domain.words import Words
from layouts.office import ids, office
from layouts.working import Drawing

WHAT: Mapping[str, str] = {"address": "同一地址", "account": "同一账号"}


def alarms_page(drawing: Drawing) -> list[Component]:
    """Where the alarms are drawn."""
    return office.frame(drawing)


def alarms(items: Sequence[Mapping[str, Any]], words: Words, zone_name: str) -> list[Component]:
    """Newest first."""

    def see(one: Mapping[str, Any]) -> Any:
        if one["seen_by"]:
            return words("{who} 已处理", who=one["seen_by"])
        return office.act(words("已处理"), ids.do("alarms"), {"act": "see", "seq": one["seq"]})

    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one["at"], zone_name)),
        (words("告警"), lambda one: words(WHAT[one["what"]])),
        (
            words("次数"),
            lambda one: words(
                "{minutes} 分钟内 {count} 次", minutes=one["minutes"], count=one["count"]
            ),
        ),
        (words("地址"), lambda one: office.named(one["address"])),
        (words("账号"), lambda one: office.named(one["account"])),
        (words("处理"), see),
        (words("处理时间"), lambda one: office.moment(one["seen_at"], zone_name)),
    )
    says = words(
        "同一地址或账号在短时间内多次登录失败、密钥不对或被拒绝访问时告警。"
        "核实后点“已处理”；需要时停用账号、撤销设备。"
    )
    return [office.note(says), office.table(columns, items, words("没有告警"), tight=1)]
