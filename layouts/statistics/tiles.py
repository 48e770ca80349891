"""The main figures, each with how it changed and a way to what it counts."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.elements import measures
from layouts.elements.attributes import attributes
from layouts.statistics.view import ARRIVED, View

OPEN = "reported,accepted,dispatched,en_route,on_scene,resolved"
OPEN_NOW = {"open_now": 1}
LATE: Mapping[str, Mapping[str, Any]] = {
    step: {"late": step, "slowest": step} for step in ("arrival", "resolve")
}


def tiles(view: View) -> html.Section:
    """Eight figures."""
    facts, words = view.facts, view.words
    now, changes = facts["totals"], facts["changes"]
    number, percent = measures.number, measures.percent

    def points(share: float) -> str:
        return measures.points(share, words)

    people = facts["population"]
    per_1000 = now["per_1000"]
    made = [
        _tile(
            view, words("上报"), measures.big(now["reported"], words), words("起"),
            changed=view.change(changes["reported"], number, 0, words("起数无可比")), behind={},
        ),
        _tile(
            view, words("每千人上报"), number(per_1000, 2), "" if per_1000 is None else words("起"),
            more=words("人口 {count}", count=measures.big(people, words))
            if people
            else words("没有人口数，不能折算"),
            behind={},
        ),
        _tile(
            view, words("已结案"), measures.big(now["closed"], words), words("起"),
            more=_cancelled(view),
            behind={"status": "closed"},
        ),
        _tile(
            view, words("本期未结"), number(now["still_open"]), words("起"),
            more=_open_now(view),
            behind={"status": OPEN},
        ),
        _tile(
            view, words("处置达标"), percent(now["resolved_in_target_share"]), "",
            changed=view.change(changes["resolved_in_target_share"], points, 1),
            behind=LATE["resolve"],
        ),
        _tile(
            view, words("到场均值"), view.span(now["arrival_mean_s"]), "",
            changed=view.change(changes["arrival_mean_s"], view.span, -1), behind=ARRIVED,
        ),
        _tile(
            view, words("到场达标"), percent(now["arrived_in_target_share"]), "",
            changed=view.change(changes["arrived_in_target_share"], points, 1),
            behind=LATE["arrival"],
        ),
        _people(view),
    ]  # fmt: skip
    return html.Section(made, className="tiles", **attributes({"aria-label": words("主要指标")}))


def _cancelled(view: View) -> Component | str:
    """What was called off: a way of its own to its rows."""
    count, words = view.facts["totals"]["cancelled"], view.words
    text = words("撤销 {count} 起", count=measures.number(count))
    if not count:
        return text
    return view.open(text, words("已撤销（起）"), {"status": "cancelled"}, classes="link tile-way")


def _open_now(view: View) -> Component | str:
    """What is at work at this moment, whenever it was reported: a way of its own to its rows."""
    count, words = view.facts["open_now"], view.words
    text = words("此刻在办共 {count} 起", count=measures.number(count))
    if not count:
        return text
    return view.open(text, words("此刻在办"), OPEN_NOW, classes="link tile-way", fixed={})


def _people(view: View) -> html.Div:
    people, words = view.facts["people"], view.words
    more = words(
        "岗位 {posts} 个，空缺 {vacant} 个；在岗民警 {police} 人",
        posts=measures.number(people["posts"]),
        vacant=measures.number(people["vacant"]),
        police=measures.number(people["police"]["on_duty"]),
    )
    for row in people["others"]:
        more += words(
            "；{kind} {n} 人或台", kind=words(row["name"]), n=measures.number(row["on_duty"])
        )
    on_duty = measures.number(people["grid_worker"]["on_duty"])
    return _tile(view, words("在岗网格员"), on_duty, words("人"), more=more)


def _tile(
    view: View,
    label: str,
    value: str,
    unit: str,
    *,
    changed: tuple[str, str] | None = None,
    more: Component | str = "",
    behind: Mapping[str, Any] | None = None,
) -> html.Div:
    name: Component = html.Span(label, className="tile-label")
    if behind is not None:
        name = view.open(label, label, behind, classes="tile-label tile-open")
    parts = [
        name,
        html.Span(
            [
                html.Span(value, className="num tile-digits"),
                html.Span(unit.strip(), className="unit") if unit.strip() else None,
            ],
            className="tile-value",
        ),
    ]
    if changed:
        parts.append(html.Span(changed[0], className=f"tile-change is-{changed[1]}"))
    if more:
        parts.append(html.Span(more, className="tile-more"))
    return html.Div(parts, className="tile", **attributes({"data-tile": label}))
