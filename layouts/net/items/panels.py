"""Items on the board of the net and on the page of a grid."""

from collections.abc import Callable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from domain.net.items.items import NetItem
from domain.words import Words
from layouts.net.items.names import kind_names, state_names
from layouts.office import office


def board(
    told: Mapping[str, Mapping[str, int]], area_name: Callable[[str], str], words: Words
) -> Component:
    """By town: open items, those nobody has sent yet, due today, late."""
    columns: office.Columns = (
        (words("镇街"), lambda one: office.named(area_name(one[0]))),
        (words("在办"), lambda one: str(one[1]["open"])),
        (words("待立案、待派遣"), lambda one: str(one[1]["waiting"])),
        (words("今日到期"), lambda one: str(one[1]["due"])),
        (words("超时"), lambda one: str(one[1]["late"])),
    )
    link = html.A(words("查看城市管理件"), href="/net/items", className="button small")
    table = office.table(columns, list(told.items()), words("没有在办的城市管理件"))
    return html.Section([office.title(words("城市管理件")), table, link], className="case-section")


def of_grid(
    items: Sequence[NetItem], unit_name: Callable[[str | None], str], words: Words
) -> Component:
    """The open items of a grid."""
    kinds, states = kind_names(words), state_names(words)
    columns: office.Columns = (
        (words("件号"), lambda one: office.named(one.number or "—")),
        (words("类别"), lambda one: f"{kinds[one.kind]} · {one.class_name}"),
        (words("状态"), lambda one: states[one.state]),
        (words("处置单位"), lambda one: office.named(unit_name(one.unit))),
        ("", lambda one: html.A(words("打开"), href=f"/net/items?item={one.item_id}")),
    )
    table = office.table(columns, items, words("没有在办的城市管理件"))
    return html.Section([office.title(words("城市管理件")), table], className="case-section")
