"""What items show on the board of the net and on the page of a grid."""

from typing import Any

from dash.development.base_component import Component

from callbacks.guarded import caller
from domain.access.access import may
from layouts.net.items import panels
from layouts.reader import Reader


async def items_panel(parts: Any, reader: Reader, code: str) -> Component | None:
    """Open items by town: waiting, due today, late; nothing for whoever sees none."""
    who = caller()
    if not may(who, "items.see", code or None):
        return None
    found = await parts.net_items.looking.standing(who, code)
    return panels.board(found, parts.net_items.desk.area_name, reader.words)


async def items_of_grid(parts: Any, reader: Reader, code: str) -> Component | None:
    """The open items of a grid; nothing for whoever sees none there."""
    who = caller()
    if not may(who, "items.see", code):
        return None
    found = await parts.net_items.looking.of_grid(code, who)
    return panels.of_grid(found, parts.net_items.desk.unit_name, reader.words)
