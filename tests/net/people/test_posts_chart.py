"""The bars of the board: every post of an area is in exactly one part, and few areas draw none."""

from collections.abc import Sequence
from typing import Any

from dash import dcc

from catalogues import read_catalogues
from domain.net.people.gaps import GapKind, Line
from layouts.net.people.chart import MOST_BARS, posts_chart
from layouts.reader import Reader

ZH = read_catalogues().words("zh")


def line(code: str, filled: int, covered: int, empty: int) -> Line:
    grids, vacant = filled + covered + empty, covered + empty
    gaps = dict.fromkeys(GapKind, 0)
    return Line(code, grids, filled, vacant, covered, 0, grids, 0, gaps)


def drawn(lines: Sequence[Line]) -> Any:
    return posts_chart(lines, lambda code: f"演示{code}", Reader(ZH))


def bars_of(lines: Sequence[Line]) -> Any:
    found = [one for one in drawn(lines)._traverse() if isinstance(one, dcc.Graph)]
    return found[0].figure.to_plotly_json()


def test_the_parts_of_an_area_add_up_to_its_grids():
    lines = [line("1", 34, 2, 2), line("2", 5, 0, 1)]
    figure = bars_of(lines)
    parts = [dict(zip(trace["y"], trace["x"], strict=True)) for trace in figure["data"]]
    assert [part["演示1"] for part in parts] == [34, 2, 2]
    assert [part["演示2"] for part in parts] == [5, 0, 1]
    told = {one["y"]: one["text"] for one in figure["layout"]["annotations"]}
    assert told == {"演示1": "34 / 38", "演示2": "5 / 6"}


def test_one_area_and_too_many_are_told_by_the_table_alone():
    assert drawn([line("1", 1, 0, 0)]) is None
    assert drawn([line(str(at), 1, 0, 0) for at in range(MOST_BARS + 1)]) is None
