"""Devices that report and belong to no unit, and the form that makes a unit of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from domain.dispatch.unit_kinds import own_kinds
from layouts.elements import measures
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.working import Drawing

KINDS: Mapping[str, str] = {"grid_worker": "网格员", "police": "警力"}


def held_page(drawing: Drawing) -> list[Component]:
    """Where the devices are drawn."""
    return office.frame(drawing)


def held(items: Sequence[Mapping[str, Any]], reader: Reader, zone_name: str) -> Component:
    """The form, where there is a device to adopt, and every device."""
    words = reader.words
    columns: office.Columns = (
        (words("设备编号"), lambda row: office.named(row["device_id"])),
        (words("最近上报"), lambda row: office.moment(row["last_seen_at"], zone_name)),
        (words("上报次数"), lambda row: measures.number(row["times_seen"])),
        (words("可能是"), lambda row: office.named("、".join(row["like"]))),
        (words("位置"), _place),
    )
    none = words("没有待认领的设备：每台上报的设备都有对应的力量")
    parts = [office.table(columns, items, none, tight=2)]
    if items:
        devices = [(str(one["device_id"]), str(one["device_id"])) for one in items]
        parts.insert(
            0,
            office.form(
                ids.do("held"),
                {"act": "adopt"},
                words("认领为力量"),
                fields.choice("device_id", words("设备编号"), devices),
                fields.text("call_sign", words("呼号"), is_required=True),
                fields.choice("kind", words("类别"), fields.choices(_kinds(), words)),
            ),
        )
    return within(reader, parts)


def _kinds() -> Mapping[str, str]:
    return {**KINDS, **{one.code: one.name for one in own_kinds()}}


def _place(row: Mapping[str, Any]) -> str:
    return "" if row["lat"] is None else f"{row['lat']:.5f}, {row['lon']:.5f}"
