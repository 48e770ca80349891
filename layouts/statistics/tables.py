"""The tables of the statistics page: areas ranked, periods side by side, steps, causes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.statistics.area_words import STEP_WORDS
from domain.statistics.beyond_chance import counts_differ
from layouts.elements import measures
from layouts.elements.opening import cell, table
from layouts.elements.said import said
from layouts.statistics import pictures
from layouts.statistics.head import area_link
from layouts.statistics.sentences import hours_of
from layouts.statistics.tiles import LATE, OPEN, OPEN_NOW
from layouts.statistics.view import ARRIVED, SEVERITIES, Body, View

FEWEST = 10
NAMED = "is-named"  # on a phone the name of a row stays while its figures are moved past it
MOST_CAUSES = 6
MOST_LISTED = 10
UNPLACED = {"unplaced": 1}


def ranking(view: View, rows: Sequence[Body], rest: Body | None = None) -> html.Table:
    """Areas beside each other, what surely became slower first."""
    words = view.words
    slowest = max(
        [1.0]
        + [row[key] or 0 for row in rows for key in ("arrival_mean_s", "previous_arrival_mean_s")]
    )
    made = [_ranked(view, at, row, slowest) for at, row in enumerate(rows, start=1)]
    if rest:
        made.append(_rest(view, rest))
    head = [
        "#", words("区域"), words("上报"), words("每千人"), words("在办"), words("处置达标"),
        words("到场均值"), words("○ 对比期 → ● 本期"), words("较对比期"), words("把握"),
        words("每日上报"), words("最多"),
    ]  # fmt: skip
    here = next((at for at, row in enumerate(rows) if row["code"] == view.facts["code"]), None)
    return table(head, made, "table-ranking", here)


def _ranked(view: View, at: int, row: Body, slowest: float) -> list[Any]:
    words, number = view.words, measures.number
    text, why, mood = _verdict(view, row)
    of = {"code": row["code"], "name": row["name"]}
    arrived = words("{name} 到场 {count} 起", name=row["name"], count=number(row["arrived"]))
    late = words("{name} 处置超时限", name=row["name"])
    picture = pictures.moved(
        view, row["arrival_mean_s"], row["previous_arrival_mean_s"], slowest, mood
    )
    share = measures.percent(row["resolved_in_target_share"])
    is_known = row["reported"] is not None
    return [
        cell(str(at)),
        cell(area_link(view, row), NAMED),
        view.count(row["reported"], row["name"], {}, **of),
        view.count(number(row["per_1000"], 2), row["name"], {}, **of),
        view.count(row["open_now"], words("此刻在办"), OPEN_NOW, **of, fixed={}),
        view.count(share, late, LATE["resolve"], **of),
        view.count(view.span(row["arrival_mean_s"]), arrived, ARRIVED, **of),
        cell(picture, "moved-cell"),
        cell(text, f"num is-{mood}"),
        cell(why, "row-doubt"),
        cell(pictures.spark(view, row["days"]) if is_known else "", "spark-cell"),
        cell(number(max(0, *row["days"], 0) if is_known else None), "num is-second"),
    ]


def _rest(view: View, rest: Body) -> list[Any]:
    """What belongs to no part: the parts and this are the whole."""
    nothing = [cell(measures.NOTHING) for _ in range(4)]
    name = said(rest["name"], view.words)
    return [
        cell(""), cell(name, NAMED), view.count(rest["reported"], name, UNPLACED),
        cell(measures.NOTHING),
        view.count(
            rest["open_now"], view.words("此刻在办"), {**UNPLACED, **OPEN_NOW}, name=name, fixed={}
        ),
        *nothing, cell("", "row-doubt"), cell("", "spark-cell"), cell(""),
    ]  # fmt: skip


def _verdict(view: View, row: Body) -> tuple[str, str, str]:
    """How the response changed, whether that means something, and its colour."""
    words = view.words
    told = row["changes"]["arrival_mean_s"]
    if not view.facts["previous"]["with_data"]:
        return measures.NOTHING, words("无对比"), "none"
    if told["change"] is None:
        return measures.NOTHING, words("样本少"), "none"
    text, mood = view.change({**told, "is_sure": True}, view.span, -1)
    if told["is_sure"]:
        return text, words("超出偶然"), mood
    return text, words("偶然内"), "none"


Show = Callable[[Any], str]


def _measures(view: View) -> list[tuple[str, str, Show, int, bool, Mapping[str, Any]]]:
    """Label, which figure, how it is shown, better when more (+1) or less (−1), a count?, opens."""
    words, number = view.words, measures.number

    def per_1000(value: Any) -> str:
        return number(value, 2)

    return [
        (words("上报（起）"), "reported", number, 0, True, {}),
        (words("每千人上报（起）"), "per_1000", per_1000, 0, True, {}),
        (words("已结案（起）"), "closed", number, 0, True, {"status": "closed"}),
        (words("已撤销（起）"), "cancelled", number, 0, True, {"status": "cancelled"}),
        (words("本期未结（起）"), "still_open", number, 0, True, {"status": OPEN}),
        (words("处置达标"), "resolved_in_target_share", measures.percent, 1, False,
         LATE["resolve"]),
        (words("到场均值"), "arrival_mean_s", view.span, -1, False, ARRIVED),
        (words("到场达标"), "arrived_in_target_share", measures.percent, 1, False,
         LATE["arrival"]),
    ]  # fmt: skip


def periods(view: View) -> html.Table:
    """This period beside the other; of days without data nothing is known."""
    facts = view.facts
    sides = [(_short(facts["period"]), facts["totals"], {}),
             (_short(facts["previous"]), facts["totals_before"], {"before": True})]  # fmt: skip
    return _side_by_side(view, sides, facts["changes"], _counts_compare(facts))


def versus(view: View, other: Body) -> html.Table:
    """Two areas in the same days; counts of unlike areas are no better or worse."""
    facts = view.facts
    of = {"code": other["code"], "name": other["name"]}
    sides = [(facts["name"], facts["totals"], {}), (other["name"], other["totals"], of)]
    return _side_by_side(view, sides, other["against"], True)


def _side_by_side(
    view: View, sides: Sequence[tuple[str, Body, Body]], changes: Body, can_count: bool
) -> html.Table:
    words = view.words
    (left, now, of_left), (right, old, of_right) = sides
    rows = []
    for label, key, show, good, is_count, behind in _measures(view):
        a, b = now[key], old[key]
        told = _difference(a, b, changes.get(key), key)
        is_shown = a is not None and b is not None and (can_count or not is_count)
        size = (lambda share: measures.points(share, words)) if show is measures.percent else show
        text, mood = view.change(told, size, good) if is_shown else (measures.NOTHING, "none")
        rows.append(
            [
                cell(label, "is-label"),
                view.count(show(a), f"{label} · {left}", behind, **of_left),
                view.count(show(b), f"{label} · {right}", behind, **of_right),
                cell(text, f"num is-{mood}"),
            ]
        )
    return table([words("指标"), left, right, words("差")], rows, "table-compare")


def _difference(now: Any, before: Any, told: Body | None, key: str) -> Body | None:
    """What the operation says of a change; of plain counts, whether they differ by more."""
    if told is not None:
        return told
    if now is None or before is None:
        return None
    is_sure = key != "per_1000" and counts_differ(int(now), int(before))
    return {"change": round(now - before, 2), "is_sure": is_sure or key == "per_1000"}


def _counts_compare(facts: Body) -> bool:
    """Counts of periods of unlike length, or with days before the first of data, do not compare."""
    previous = facts["previous"]
    return bool(
        facts["period"]["days"] == previous["days"] and previous["with_data"] == previous["days"]
    )


def _short(period: Body) -> str:
    first, last = period["from"][5:], period["to"][5:]
    return first if first == last else f"{first} ~ {last}"


def response(view: View) -> html.Table:
    """The steps, their percentiles, and whether nine in ten keep the target."""
    words = view.words
    rows = []
    for row in view.facts["response"]:
        step = words(STEP_WORDS[row["step"]])
        behind = {"slowest": row["step"]}
        if row["step"] != "resolve":
            behind["arrived"] = 1
        text, mood = _kept(view, row)
        has_target = row["target_s"] is not None
        picture: Component | str = ""
        if has_target and row["p90_s"] is not None:
            picture = pictures.bullet(view, row["p50_s"], row["p90_s"], row["target_s"])
        rows.append(
            [
                cell(view.open(step, step, behind), NAMED),
                view.count(row["count"], step, behind),
                cell(_bound(view, row["p50_s"])),
                cell(_bound(view, row["p90_s"])),
                cell(_bound(view, row["previous_p90_s"]), "num is-second"),
                cell(view.span(row["target_s"]) if has_target else measures.NOTHING),
                cell(picture, "bullet-cell"),
                cell(text, f"is-{mood}"),
            ]
        )
    head = [
        words("环节"), words("起数"), "P50", "P90", words("对比期 P90"), words("目标"),
        words("竖线为目标"), words("P90 对目标"),
    ]  # fmt: skip
    return table(head, rows, "table-response")


def _kept(view: View, row: Body) -> tuple[str, str]:
    words = view.words
    if row["target_s"] is None:
        return words("无目标"), "second"
    if row["p90_s"] is None:
        return measures.NOTHING, "second"
    if row["count"] < FEWEST:
        return words("样本少"), "second"
    if row["p90_s"] <= row["target_s"]:
        return words("达标"), "better"
    return words("超目标"), "worse"


def _bound(view: View, seconds: float | None) -> str:
    return measures.NOTHING if seconds is None else f"≤ {view.span(seconds)}"


def causes(view: View) -> Component:
    """What made the mean change: three ways to divide it, each of which sums to the whole.

    Bars have a colour only where the whole change is beyond chance.
    """
    change, words = view.facts["change"], view.words
    if not change:
        return view.empty(words("两期中有一期的到场记录太少，不作分解。"))
    parts = [part for key in ("steps", "classes", "hours") for part in change[key]]
    most = max([1.0, *(abs(part["change_s"]) for part in parts)])

    def group(
        title: str, key: str, name: Callable[[str], str], behind: Callable[[str], Any]
    ) -> Any:
        rows = [
            _cause(view, part, name(part["name"]), behind(part["name"]), most)
            for part in _largest(change[key])
        ]
        return html.Div([html.H3(title), *rows], className="why-group")

    return html.Div(
        [
            group(words("按环节"), "steps", lambda name: words(STEP_WORDS[name]),
                  lambda name: {"slowest": name}),
            group(words("按类别"), "classes", view.class_name, lambda name: {"class": name}),
            group(words("按时段"), "hours", lambda name: said(name, words),
                  lambda name: {"hours": hours_of(name)}),
        ],
        className="why",
    )  # fmt: skip


def _largest(parts: Sequence[Body]) -> list[Body]:
    """The largest in either direction, in the order of their change."""
    shown = sorted(parts, key=lambda part: -abs(part["change_s"]))[:MOST_CAUSES]
    return sorted(shown, key=lambda part: -part["change_s"])


def _cause(view: View, part: Body, name: str, behind: Body, most: float) -> Component:
    change = part["change_s"]
    is_sure = view.facts["change"]["is_sure"]
    mood = "none" if not is_sure else "worse" if change > 0 else "better"
    size = round(abs(change))
    sign = "" if not size else "+" if change > 0 else "−"
    text = sign + view.span(abs(change))
    says = view.words(
        "{name}：均值 {before}（{old} 起）→ {now}（{new} 起），使全体均值变化 {change}",
        name=name,
        before=view.span(part["before_s"]),
        old=measures.number(part["before"]),
        now=view.span(part["now_s"]),
        new=measures.number(part["now"]),
        change=text,
    )
    bar = html.I(className=f"is-{mood}", style={"width": f"{50 * abs(change) / most:.1f}%"})
    inner = [
        html.Span(name, className="why-name"),
        html.Span(bar, className="why-track" + (" is-left" if change < 0 else "")),
        html.Span(text, className="num"),
        html.Span(
            f"{view.span(part['before_s'])} → {view.span(part['now_s'])}", className="why-means num"
        ),
    ]
    return view.open(inner, name, {**ARRIVED, **behind}, classes="why-row", label=says)


def severities(view: View) -> html.Table:
    """The levels, the gravest first."""
    words = view.words
    rows = []
    for row in view.facts["severities"]:
        name = f"{SEVERITIES[row['severity']]} {words('级')}"
        of_level = {"severity": row["severity"]}

        def count(value: Any, more: Body, name: str = name, behind: Body = of_level) -> html.Td:
            return view.count(value, name, {**behind, **more})

        rows.append(
            [
                view.open(name, name, of_level),
                count(row["reported"], {}),
                count(row["closed"], {"status": "closed"}),
                count(row["cancelled"], {"status": "cancelled"}),
                count(measures.percent(row["in_target_share"]), LATE["resolve"]),
            ]
        )
    head = [words("级别"), words("上报"), words("结案"), words("撤销"), words("处置达标")]
    return table(head, rows)


def places(view: View) -> Component:
    """Where things happen again and again."""
    words, found = view.words, view.facts["places"]
    if not found["rows"]:
        return view.empty(words("这些月份里没有重复发生的地点。"))
    months = ",".join(found["months"])
    rows: list[list[Any]] = []
    for row in found["rows"][:MOST_LISTED]:
        behind = {"place": f"{row['lat_e3']},{row['lon_e3']}", "months": months}
        rows.append(
            [
                html.A(
                    row["name"], href=f"/?area={row['area_code']}", className="link",
                    title=f"{row['lat']}, {row['lon']}",
                ),
                view.count(
                    row["count"], row["name"], behind, code=row["area_code"], name=row["name"],
                    fixed={},
                ),
            ]
        )  # fmt: skip
    return table([words("地点（约 100 米）"), words("整月次数")], rows)


def vacancies(view: View) -> Component:
    """Which posts of grid workers have stood empty longest."""
    people, words = view.facts["people"], view.words
    if not people["posts"]:
        return view.empty(words("底图里没有网格，不知道岗位。"))
    if people["vacant"] is None:
        return view.empty(words("底图没有登记网格长，不知道哪些岗位空缺。"))
    if not people["longest_vacant"]:
        return view.empty(words("没有空缺的岗位。"))
    rows = [
        [area_link(view, row), cell(measures.number(row["days"]))]
        for row in people["longest_vacant"][:MOST_LISTED]
    ]
    return table([words("空缺岗位"), words("已空缺（天）")], rows)
