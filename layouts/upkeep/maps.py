"""Every kept map, the one in use, and the way back to an older one."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.words import Words
from layouts.office import ids, office
from layouts.upkeep import codes
from layouts.working import Drawing


def maps_page(drawing: Drawing) -> list[Component]:
    """Where the maps are drawn."""
    return office.frame(drawing)


def maps(body: Mapping[str, Any], words: Words, zone_name: str) -> list[Component]:
    """Newest first."""

    def restore(row: Mapping[str, Any]) -> Any:
        if row["is_current"]:
            return words("使用中")
        if not row["is_complete"]:
            return words("图层不全")
        return office.act(
            words("恢复为当前"), ids.do("maps"), {"act": "restore", "version": row["version"]}
        )

    columns: office.Columns = (
        (words("版本"), lambda row: office.named(row["version"])),
        (words("导入时间"), lambda row: office.moment(row["added_at"], zone_name)),
        (words("启用时间"), lambda row: office.moment(row["adopted_at"], zone_name)),
        (words("使用"), restore),
        (words("来源"), lambda row: office.named(row["source"])),
        (words("图层"), lambda row: codes.layers(row["levels"], words)),
    )
    draft = body["draft"]
    says = words("有未完成的导入：{draft}", draft=draft) if draft else words("没有未完成的导入")
    return [
        html.P(says, className="admin-says"),
        office.table(columns, body["items"], words("没有可用的底图"), tight=3),
    ]
