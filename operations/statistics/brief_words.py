"""What a morning brief says, kept as it was written.

Sentences are patterns with their values, so that a reader of another language is told the same; the
page looks up the words of the tables.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.incidents.incidents import STATUS_WORDS, Incident
from domain.statistics.area_words import CLASS_NAMES, Sentence, percent, span
from domain.statistics.response_change import arrived_of
from operations.statistics import area_lines

WEEKDAYS = area_lines.WEEKDAYS


def document(
    figures: Mapping[str, Any],
    week: Counter[str],
    grave: Sequence[tuple[Incident, str]],
    day: date,
) -> dict[str, Any]:
    """The brief of a day.

    Args:
        figures: the district's figures of the day, compared with the day before.
        week: the counts of the seven days before the day.
        grave: the day's incidents of severity Ⅰ and Ⅱ, each with its place in words.
        day: the district's.
    """
    totals, before = figures["totals"], figures["totals_before"]
    return {
        "title": f"{figures['name']} 早报",
        "subtitle": f"{day:%Y 年 %m 月 %d 日}（{WEEKDAYS[day.weekday()]}）全天",
        "sentences": [
            *(one.to_body() for one in _first(figures["name"], totals, before, week, len(grave))),
            *figures["sentences"],
            *(one.to_body() for one in _people(figures["people"])),
        ],
        "sections": [
            _main(totals, before, week),
            _grave(grave),
            {
                "title": "各镇街",
                "header": [*area_lines.GROUP_HEADER[:-1], "较前一日"],
                "rows": area_lines.group_rows(figures["children"], figures["children_rest"]),
            },
            {
                "title": "响应用时（≤ 为分档上界）",
                "header": ["环节", "起数", "P50", "P90", "前一日 P90", "目标"],
                "rows": area_lines.response_rows(figures),
            },
            {
                "title": "类别",
                "header": ["类别", "当日（起）", "前一日（起）", "到场均值"],
                "rows": [
                    [
                        CLASS_NAMES[row["class"]],
                        str(row["reported"]),
                        area_lines.shown("previous", row["previous"]),
                        span(row["arrival_mean_s"]),
                    ]
                    for row in figures["classes"]
                ],
            },
        ],
    }


def _first(
    name: str,
    totals: Mapping[str, Any],
    before: Mapping[str, Any],
    week: Counter[str],
    grave: int,
) -> list[Sentence]:
    """What happened, and how fast somebody was there."""
    if not totals["reported"]:
        return [Sentence("{name}当日没有上报事件。", {"name": name})]
    moved = "前一日没有数据"
    if before["reported"] is not None:
        moved = f"前一日 {before['reported']} 起"
    told = Sentence(
        "{name}当日上报 {reported} 起，{moved}（前七日日均 {mean} 起）；"
        "结案 {closed} 起，未结 {open} 起；Ⅰ、Ⅱ 级 {grave} 起。",
        {
            "name": name,
            "reported": totals["reported"],
            "moved": moved,
            "mean": f"{week['reported'] / 7:.1f}",
            "closed": totals["closed"],
            "open": totals["still_open"],
            "grave": grave,
        },
    )
    if not totals["arrived"]:
        return [told, Sentence("当日没有到场记录。", {})]
    arrived = {
        "mean": span(totals["arrival_mean_s"]),
        "share": percent(totals["arrived_in_target_share"]),
    }
    return [told, Sentence("到场均值 {mean}，到场达标 {share}。", arrived)]


def _people(people: Mapping[str, Any]) -> list[Sentence]:
    """The posts of grid workers; nothing where the map tells of none."""
    if people["vacant"] is None:
        return []
    told = {"posts": people["posts"], "vacant": people["vacant"]}
    return [Sentence("网格员岗位 {posts} 个，空缺 {vacant} 个。", told)]


def _main(
    totals: Mapping[str, Any], before: Mapping[str, Any], week: Counter[str]
) -> dict[str, Any]:
    means: dict[str, str] = {
        name: f"{week[name] / 7:.1f}" for name in ("reported", "closed", "cancelled", "arrived")
    }
    means["arrival_mean_s"] = span(arrived_of(week).mean_s)
    if week["arrived"]:
        means["arrived_in_target_share"] = percent(week["arrived_in_target"] / week["arrived"])
    if week["resolved"]:
        means["resolved_in_target_share"] = percent(week["resolved_in_target"] / week["resolved"])
    return {
        "title": "主要指标",
        "header": ["指标", "当日", "前一日", "前七日（日均）"],
        "rows": [
            [
                label.replace("（秒）", ""),
                area_lines.shown(name, totals[name]),
                area_lines.shown(name, before[name]),
                means.get(name, "—"),
            ]
            for label, name in area_lines.TOTALS
        ],
    }


def _grave(grave: Sequence[tuple[Incident, str]]) -> dict[str, Any]:
    """Grave incidents by number and place, without their personal words."""
    return {
        "title": "Ⅰ、Ⅱ 级事件",
        "header": ["编号", "级别", "类别", "状态", "地点"],
        "rows": [
            [
                one.number,
                area_lines.SEVERITIES[int(one.severity)],
                CLASS_NAMES[one.incident_class.value],
                STATUS_WORDS[one.status],
                place,
            ]
            for one, place in grave
        ],
        "empty": "当日没有 Ⅰ、Ⅱ 级事件。",
    }
