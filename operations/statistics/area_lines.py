"""An area's statistics as lines of words and numbers, for spreadsheets and papers."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.statistics.area_words import CLASS_NAMES, STEP_WORDS, percent, span

Body = Mapping[str, Any]
Line = tuple[str, str, Any, Any]
HEADER = ("部分", "项目", "本期", "对比期")
SEVERITIES = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ"}
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
TOTALS = (
    ("上报（起）", "reported"),
    ("已结案（起）", "closed"),
    ("已撤销（起）", "cancelled"),
    ("本期未结（起）", "still_open"),
    ("每千人上报（起）", "per_1000"),
    ("处置达标率", "resolved_in_target_share"),
    ("到场事件（起）", "arrived"),
    ("到场均值（秒）", "arrival_mean_s"),
    ("到场达标率", "arrived_in_target_share"),
)


def days(period: Body) -> str:
    """A period in words."""
    if period["from"] == period["to"]:
        return str(period["from"])
    return f"{period['from']} 至 {period['to']}"


def lines(body: Body) -> Iterator[Line]:
    """Every figure of the page, one a line."""
    yield "范围", "区域", body["name"], body["code"]
    yield "范围", "日期", days(body["period"]), days(body["previous"])
    for sentence in body["sentences"]:
        yield "结论", sentence["text"], None, None
    for label, name in TOTALS:
        yield "指标", label, body["totals"][name], body["totals_before"][name]
    yield "指标", "此刻在办（起）", body["open_now"], None
    people = body["people"]
    yield "人员", "网格员岗位", people["posts"], None
    yield "人员", "空缺岗位", people["vacant"], None
    yield "人员", "在岗网格员", people["grid_worker"]["on_duty"], None
    yield "人员", "在岗民警", people["police"]["on_duty"], None
    for row in people["others"]:
        yield "人员", f"在岗{row['name']}", row["on_duty"], None
    for row in body["classes"]:
        yield "类别（起）", CLASS_NAMES[row["class"]], row["reported"], row["previous"]
    for row in body["severities"]:
        yield "级别（起）", f"{SEVERITIES[row['severity']]} 级", row["reported"], None
    for row in body["response"]:
        for share, name in (("P50", "p50_s"), ("P90", "p90_s")):
            label = f"{STEP_WORDS[row['step']]} {share}（秒，不超过）"
            yield "响应用时", label, row[name], row[f"previous_{name}"]
    for weekday, held, counts in zip(WEEKDAYS, body["heat_days"], body["heat"], strict=True):
        for hour, count in enumerate(counts):
            yield f"一周各时段（起，{held} 个{weekday}合计）", f"{weekday} {hour} 时", count, None
    for group, name in (("下辖区域", "children"), ("同级区域", "sisters")):
        for row in body[name]:
            yield f"{group}上报（起）", row["name"], row["reported"], row["previous_reported"]
        if name == "children" and (rest := body["children_rest"]):
            yield f"{group}上报（起）", rest["name"], rest["reported"], None
        for row in body[name]:
            yield f"{group}每千人上报（起）", row["name"], row["per_1000"], None
        for row in body[name]:
            yield f"{group}此刻在办（起）", row["name"], row["open_now"], None
        for row in body[name]:
            yield f"{group}处置达标率", row["name"], row["resolved_in_target_share"], None
        for row in body[name]:
            seconds = (row["arrival_mean_s"], row["previous_arrival_mean_s"])
            yield f"{group}到场均值（秒）", row["name"], *seconds
    for row in body["trend"]["rows"]:
        yield "趋势（起）", days(row), row["reported"], None
    for row in body["places"]["rows"]:
        yield "重复地点（次）", f"{row['name']} {row['lat']},{row['lon']}", row["count"], None


def total_rows(body: Body) -> list[list[str]]:
    """The main figures beside those of the other period, in words."""
    now, before = body["totals"], body["totals_before"]
    return [
        [label.replace("（秒）", ""), shown(name, now[name]), shown(name, before[name])]
        for label, name in TOTALS
    ]


def shown(name: str, value: Any) -> str:
    """A figure in words."""
    if value is None:
        return "—"
    if name.endswith("_share"):
        return percent(value)
    if name.endswith("_s"):
        return span(value)
    return f"{value:.2f}" if name == "per_1000" else f"{value:,}"


def group_rows(rows: list[Body], rest: Body | None = None) -> list[list[str]]:
    """Areas beside each other, in words; `rest` is what none of them has."""
    found = []
    for row in rows:
        change = row["arrival_change_s"]
        found.append(
            [
                row["name"],
                shown("reported", row["reported"]),
                shown("per_1000", row["per_1000"]),
                f"{row['open_now']:,}",
                percent(row["resolved_in_target_share"]),
                span(row["arrival_mean_s"]),
                "样本少" if change is None else signed(change) if row["is_sure"] else CHANCE,
            ]
        )
    if rest is not None:
        counts = (f"{rest['reported']:,}", "—", f"{rest['open_now']:,}")
        found.append([rest["name"], *counts, "—", "—", "—"])
    return found


def signed(change_s: float) -> str:
    """A change of a span with its sign."""
    sign = "+" if change_s > 0 else "−" if change_s < 0 else ""
    return sign + span(abs(change_s))


CHANCE = "偶然内"
GROUP_HEADER = ("区域", "上报", "每千人", "在办", "处置达标", "到场均值", "较对比期")


def response_rows(body: Body) -> list[list[str]]:
    """Steps and their percentiles, in words."""
    return [
        [
            STEP_WORDS[row["step"]],
            f"{row['count']:,}",
            bound(row["p50_s"]),
            bound(row["p90_s"]),
            bound(row["previous_p90_s"]),
            span(row["target_s"]),
        ]
        for row in body["response"]
    ]


RESPONSE_HEADER = ("环节", "起数", "P50", "P90", "对比期 P90", "目标")


def bound(seconds: float | None) -> str:
    """An upper bound in words."""
    return "—" if seconds is None else f"≤ {span(seconds)}"
