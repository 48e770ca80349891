"""What the work in the grids shows on the board of the net and on the page of a grid."""

from typing import Any

from dash.development.base_component import Component

from callbacks.guarded import caller
from domain.access.access import may
from domain.net.tasks.lists import View
from layouts.net.tasks import panels
from layouts.reader import Reader
from operations.net.tasks.looking import Looked


async def tasks_panel(parts: Any, reader: Reader, code: str) -> Component | None:
    """Tasks due, done and late today, by community; nothing for whoever sees none."""
    who = caller()
    if not may(who, "tasks.see", code or None):
        return None
    found = await parts.net_tasks.looking.figures(Looked(area=code), who)
    return panels.board(found, reader.words, parts.net_tasks.desk.area_name)


async def tasks_of_grid(parts: Any, reader: Reader, code: str) -> Component | None:
    """What is late or due today in a grid; nothing for whoever sees none there."""
    who = caller()
    if not may(who, "tasks.see", code):
        return None
    looking = parts.net_tasks.looking
    late = await looking.page(Looked(View.LATE, code), who)
    due = await looking.page(Looked(View.TODAY, code), who)
    return panels.grid([*late.lines, *due.lines], reader.words)
