"""The charts of the statistics page, and the tables that say the same."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.elements import figures, measures
from layouts.elements.colours import COLOURS
from layouts.elements.opening import table
from layouts.statistics import ids
from layouts.statistics.view import ARRIVED, Body, View


def with_table(view: View, chart: Component, rows: html.Table) -> list[Component]:
    """A chart and, folded below it, its values: for the keyboard and for who hears the page."""
    return [
        chart,
        html.Details([html.Summary(view.words("数据表")), rows], className="chart-table"),
    ]


def classes(view: View) -> list[Component]:
    """What kinds of thing were reported; the rest of kinds is no kind and stands in none."""
    facts, other, words, reader = view.facts, view.other, view.words, view.reader
    rows = list(reversed(facts["classes"]))
    labels = [view.class_name(row["class"]) for row in rows]
    total = facts["totals"]["reported"]
    narrow: dict[str, Any] = {"width": 0.2 * len(rows)} if len(rows) < 4 and not other else {}
    traces = [
        figures.bars(
            reader,
            orientation="h",
            x=[row["reported"] for row in rows],
            y=labels,
            text=[measures.number(row["reported"]) for row in rows],
            hovertext=[
                words(
                    "{name}：{count} 起，占 {share}；对比期 {previous} 起",
                    name=label,
                    count=measures.number(row["reported"]),
                    share=measures.percent(row["reported"] / total if total else None),
                    previous=measures.number(row["previous"]),
                )
                for label, row in zip(labels, rows, strict=True)
            ],
            customdata=[_ask(label, {"class": row["class"]}, facts)
                        for label, row in zip(labels, rows, strict=True)],
            **narrow,
        )
    ]  # fmt: skip
    most = max(1, *(row["reported"] for row in rows))
    theirs: dict[str, int] = {}
    if other:
        theirs = {row["class"]: row["reported"] for row in other["classes"]}
        counts = [theirs.get(row["class"], 0) for row in rows]
        most = max(most, *counts)
        traces.insert(
            0,
            figures.bars(
                reader,
                "warn",
                orientation="h",
                x=counts,
                y=labels,
                text=[measures.number(count) for count in counts],
                hovertext=[other["name"]] * len(rows),
                customdata=[_ask(label, {"class": row["class"]}, other)
                            for label, row in zip(labels, rows, strict=True)],
            ),
        )  # fmt: skip
    made = figures.figure(
        reader,
        traces,
        xaxis={"range": [0, most * 1.18], "showticklabels": False, "showgrid": False},
        yaxis={"dtick": 1, "showgrid": False},
    )
    return with_table(view, figures.graph(ids.chart("classes"), made), _class_table(view, theirs))


def _class_table(view: View, theirs: dict[str, int]) -> html.Table:
    words, other = view.words, view.other
    head = [words("类别"), words("上报（起）"), words("对比期")]
    if other:
        head.append(other["name"])
    rows = []
    for row in view.facts["classes"]:
        name, behind = view.class_name(row["class"]), {"class": row["class"]}
        made: list[Any] = [
            name,
            view.count(row["reported"], name, behind),
            view.count(row["previous"], name, behind, before=True),
        ]
        if other:
            made.append(view.count(theirs.get(row["class"], 0), name, behind, **_of(other)))
        rows.append(made)
    return table(head, rows)


def trend(view: View) -> list[Component]:
    """Reports by week or month; one that is not whole is hatched, for it looks like a fall."""
    facts, other, reader = view.facts, view.other, view.reader
    rows, words = facts["trend"]["rows"], view.words
    labels = [_label(view, row) for row in rows]
    traces = [
        figures.bars(
            reader,
            x=labels,
            y=[row["reported"] for row in rows],
            text=[measures.number(row["reported"]) for row in rows],
            hovertext=[_counted(view, row) for row in rows],
            customdata=[_span(view, row, facts, {}) for row in rows],
            marker={
                "color": COLOURS[reader.theme]["bar"],
                "pattern": {
                    "shape": ["" if row["is_whole"] else "/" for row in rows],
                    "fillmode": "replace",
                    "solidity": 0.4,
                },
            },
        )
    ]
    most = max(1, *(row["reported"] for row in rows))
    if other:
        theirs = {row["from"]: row["reported"] for row in other["trend"]["rows"]}
        counts = [theirs.get(row["from"], 0) for row in rows]
        most = max(most, *counts)
        traces.append(
            figures.bars(
                reader,
                "warn",
                x=labels,
                y=counts,
                text=[measures.number(count) for count in counts],
                hovertext=[other["name"]] * len(rows),
                customdata=[_span(view, row, other, {}) for row in rows],
            )
        )
    made = figures.figure(
        reader,
        traces,
        xaxis={"type": "category"},
        yaxis={"range": [0, most * 1.2], "showticklabels": False},
    )
    listed = [
        [
            view.days(row),
            _opened(view, row, row["reported"], {}),
            "" if row["is_whole"] else words("未满"),
        ]
        for row in rows
    ]
    data = table([words("日期"), words("上报（起）"), ""], listed)
    return with_table(view, figures.graph(ids.chart("trend"), made), data)


def _counted(view: View, row: Body) -> str:
    text = view.words(
        "{days}：{count} 起", days=view.days(row), count=measures.number(row["reported"])
    )
    if row["is_whole"]:
        return text
    return text + view.words("（其中 {n} 天有数据）", n=row["with_data"])


def arrivals(view: View) -> list[Component]:
    """Half and nine in ten of the arrivals of each week or month, against the target."""
    facts, other, reader, words = view.facts, view.other, view.reader, view.words
    rows = facts["trend"]["rows"]
    traces = [
        _line(view, rows, "arrival_p90_s", "P90", "accent", facts),
        _line(view, rows, "arrival_p50_s", "P50", "bar", facts),
    ]
    if other:
        name = f"{other['name']} P90"
        traces.append(_line(view, other["trend"]["rows"], "arrival_p90_s", name, "warn", other))
    target = next(row["target_s"] for row in facts["response"] if row["step"] == "arrival")
    goal = target / 60
    most = max([goal, *(y for trace in traces for y in trace["y"] if y is not None)])
    warn = COLOURS[reader.theme]["warn"]
    made = figures.figure(
        reader,
        traces,
        xaxis={"type": "category", "range": [-0.5, len(rows) - 0.5]},
        yaxis={"range": [0, most * 1.25], "showticklabels": False},
        shapes=[
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": goal, "y1": goal,
                "line": {"color": warn, "width": 2, "dash": "dash"},
            }
        ],
        annotations=[
            {
                "xref": "paper", "x": 1, "xanchor": "right", "y": goal, "yanchor": "bottom",
                "showarrow": False, "text": words("目标 {goal}", goal=measures.number(goal, 1)),
                "font": figures.font(reader, "warn"),
            }
        ],
    )  # fmt: skip
    listed = [
        [
            view.days(row),
            _opened(view, row, _bound(view, row["arrival_p50_s"]), ARRIVED),
            _opened(view, row, _bound(view, row["arrival_p90_s"]), ARRIVED),
        ]
        for row in rows
    ]
    data = table([words("日期"), "P50", "P90"], listed)
    return with_table(view, figures.graph(ids.chart("arrival"), made), data)


def _bound(view: View, seconds: float | None) -> str:
    return measures.NOTHING if seconds is None else f"≤ {view.span(seconds)}"


def _line(
    view: View, rows: Sequence[Body], key: str, name: str, colour: str, of: Body
) -> dict[str, Any]:
    """A line that is named once, at the first point that is there."""
    minutes = [None if row[key] is None else row[key] / 60 for row in rows]
    first = next((at for at, value in enumerate(minutes) if value is not None), 0)
    return figures.line(
        view.reader,
        colour,
        x=[_label(view, row) for row in rows],
        y=minutes,
        text=[
            "" if value is None else (f"{name} " if at == first else "") + measures.number(value, 1)
            for at, value in enumerate(minutes)
        ],
        hovertext=[f"{name} {view.days(row)}：≤ {view.span(row[key])}" for row in rows],
        customdata=[_span(view, row, of, ARRIVED) for row in rows],
    )


def _label(view: View, row: Body) -> str:
    return str(row["from"][:7] if view.facts["trend"]["by"] == "month" else row["from"][5:])


def _of(facts: Body) -> dict[str, str]:
    return {"code": facts["code"], "name": facts["name"]}


def _ask(title: str, behind: Body, of: Body) -> dict[str, Any]:
    """What a bar opens to, as a pressed button asks."""
    return {"title": title, "filter": dict(behind), **_of(of)}


def _span(view: View, row: Body, of: Body, behind: Body) -> dict[str, Any]:
    """The incidents of one week or month of a chart."""
    return {
        **_ask(view.days(row), behind, of),
        "fixed": {"period": "custom", "from": row["from"], "to": row["to"]},
    }


def _opened(view: View, row: Body, value: Any, behind: Body) -> html.Td:
    fixed = {"period": "custom", "from": row["from"], "to": row["to"]}
    return view.count(value, view.days(row), behind, fixed=fixed)
