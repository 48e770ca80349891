"""Work in the grids on the board of the net and on the page of a grid."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.net.tasks.lists import TaskFigures, TaskLine
from domain.words import Words
from layouts.net.shares import share_bar
from layouts.net.tasks.drawn import figure_tiles
from layouts.net.tasks.names import form_names, standing_names
from layouts.office import office

MOST_LATE = 8


def board(told: TaskFigures, words: Words, area_name: Callable[[str], str]) -> Component:
    """Figures of today, and where most is late."""
    late = sorted((one for one in told.groups if one.late), key=lambda one: -one.late)[:MOST_LATE]
    columns: list[tuple[str, Any]] = [
        (words("社区（村）"), lambda one: area_name(one.key)),
        (words("今日应办"), lambda one: str(one.due)),
        (words("今日已办"), lambda one: str(one.done)),
        (words("今日完成率"), lambda one: share_bar(one.done, one.due)),
        (words("逾期未办"), lambda one: str(one.late)),
    ]
    parts = [
        office.title(words("网格任务")),
        figure_tiles(told, words),
        office.table(columns, late, words("没有逾期任务")),
        html.A(words("查看网格任务"), href="/net/tasks", className="button small"),
    ]
    return html.Section(parts, className="case-section")


def grid(rows: Sequence[TaskLine], words: Words) -> Component:
    """What is late or due today in one grid."""
    kinds, stands = form_names(words), standing_names(words)
    columns: list[tuple[str, Any]] = [
        (words("任务"), lambda one: office.named(one.due.schedule.name)),
        (words("类别"), lambda one: kinds[one.due.schedule.form]),
        (words("期限"), lambda one: one.due.due.isoformat()),
        (words("状态"), lambda one: stands[one.standing]),
    ]
    parts = [office.title(words("网格任务")), office.table(columns, rows, words("没有任务"))]
    return html.Section(parts, className="case-section")
