"""Sentences about an area's figures, for the page, the table, the paper and the morning brief.

A sentence is a Chinese pattern and the values put into it, so that the browser can say it in
another language.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.incidents.classes import CLASS_NAMES as NAMES_OF_CLASSES
from domain.statistics.response_change import FEWEST, Part

CLASS_NAMES: Mapping[str, str] = NAMES_OF_CLASSES
STEP_WORDS: Mapping[str, str] = {
    "accept": "受理",
    "dispatch": "派遣",
    "travel": "途中",
    "arrival": "到场（上报起）",
    "resolve": "处置（上报起）",
}
LEVEL_WORDS: Mapping[str, str] = {
    "district": "区",
    "town": "镇街",
    "village": "村（社区）",
    "grid": "网格",
}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A pattern with `{names}` and the values that go there."""

    pattern: str
    values: Mapping[str, Any]

    def __str__(self) -> str:
        """The sentence in Chinese; between two of its characters stands no space."""
        return _BETWEEN_HAN.sub("", self.pattern.format(**self.values))

    def to_body(self) -> dict[str, Any]:
        """As it is sent to the browser."""
        return {"pattern": self.pattern, "values": dict(self.values), "text": str(self)}


def span(seconds: float | None) -> str:
    """45 秒, 6.4 分, 3.2 小时, 2.1 天; a dash for nothing."""
    if seconds is None:
        return "—"
    if seconds < _MINUTE:
        return f"{seconds:.0f} 秒"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.1f} 分"
    if seconds < _DAY:
        return f"{seconds / _HOUR:.1f} 小时"
    return f"{seconds / _DAY:.1f} 天"


def percent(share: float | None) -> str:
    """A share of one as a percentage; only all is 100%, only nothing 0%: 855 of 856 is 99.9%."""
    if share is None:
        return "—"
    shown = f"{100 * share:.0f}"
    if (shown == "100" and share < 1) or (shown == "0" and share > 0):
        return f"{min(99.9, max(0.1, 100 * share)):.1f}%"
    return f"{shown}%"


def _part_of(part_s: float, whole_s: float) -> str:
    """A part of a change; more than all of it when other parts became faster."""
    return "全部" if part_s >= 0.995 * whole_s else percent(part_s / whole_s)


def why_slower(
    name: str,
    now_s: float,
    before_s: float,
    steps: Sequence[Part],
    classes: Sequence[Part],
    hours: Sequence[Part],
    *,
    code: str,
    count: int,
    is_worst_of: str = "",
) -> Sentence:
    """Which area became slower, by how much, and which step, class and hours made it so.

    The codes among the values say where the page leads to.
    """
    change = round(now_s - before_s, 1)
    pattern = (
        "{name}到场均值 {now}（{count} 起），比上期慢 {change}（+{share}）{rank}。"
        "主因：“{step}”一步慢了 {step_change}，占变慢的 {step_share}；"
        "按类别{class_name}影响最大（+{class_change}），"
        "按时段 {hours} 影响最大（+{hours_change}）。"
    )
    return Sentence(
        pattern,
        {
            "code": code,
            "step_code": steps[0].name,
            "class_code": classes[0].name,
            "name": name,
            "now": span(now_s),
            "count": count,
            "change": span(change),
            "share": percent(change / before_s if before_s else None),
            "rank": f"，在{is_worst_of}中变慢最多" if is_worst_of else "",
            "step": STEP_WORDS[steps[0].name],
            "step_change": span(steps[0].change_s),
            "step_share": _part_of(steps[0].change_s, change),
            "class_name": CLASS_NAMES.get(classes[0].name, classes[0].name),
            "class_change": span(classes[0].change_s),
            "hours": hours[0].name,
            "hours_change": span(hours[0].change_s),
        },
    )


def faster(name: str, now_s: float, before_s: float, count: int) -> Sentence:
    """An area whose response became faster by more than chance."""
    return Sentence(
        "{name}到场均值 {now}（{count} 起），比上期快 {change}。",
        {
            "name": name,
            "now": span(now_s),
            "count": count,
            "change": span(round(before_s - now_s, 1)),
        },
    )


def within_chance(name: str, now_s: float, before_s: float, count: int) -> Sentence:
    """An area whose response differs by no more than chance: neither slower nor faster."""
    return Sentence(
        "{name}到场均值 {now}（{count} 起），对比期 {before}，相差未超出偶然波动。",
        {"name": name, "now": span(now_s), "count": count, "before": span(before_s)},
    )


def of_one_department() -> Sentence:
    """What a department officer's figures are of."""
    return Sentence("只计本部门主办或协同的事件。", {})


def share_changed(name: str, now: float, before: float) -> Sentence:
    """An area whose share reached in time changed by more than chance."""
    return Sentence(
        "{name}到场达标 {now}，对比期 {before}，相差超出偶然波动。",
        {"name": name, "now": percent(now), "before": percent(before)},
    )


def none_differ(level: str, count: int) -> Sentence:
    """No part of an area changed by more than chance."""
    return Sentence(
        "可比的 {count} 个{level}，到场均值的变化都没有超出偶然波动。",
        {"level": level, "count": count},
    )


def none_slower(level: str, count: int, sooner: Sequence[Mapping[str, Any]]) -> Sentence:
    """No part of an area surely became slower; `sooner` are rows of those surely faster."""
    best = sooner[0]
    return Sentence(
        "可比的 {count} 个{level}，到场均值没有超出偶然波动的变慢；{of} 个变快超出偶然波动，"
        "最多的是{name}（快 {change}）。",
        {
            "level": level,
            "count": count,
            "of": len(sooner),
            "code": best["code"],
            "name": best["name"],
            "change": span(-best["arrival_change_s"]),
        },
    )


def no_data_yet(first: str | None) -> Sentence:
    """A period before the first day of data."""
    if first is None:
        return Sentence("还没有任何数据。", {})
    return Sentence("数据从 {first} 开始，这段时间没有数据。", {"first": first})


def nothing_before(first: str) -> Sentence:
    """The other period lies before the first day of data."""
    return Sentence("数据从 {first} 开始，对比期没有数据，不作比较。", {"first": first})


def little_before(first: str, days: int, of: int) -> Sentence:
    """The other period has data on some of its days only."""
    return Sentence(
        "数据从 {first} 开始，对比期 {of} 天里只有 {days} 天有数据，起数不作比较。",
        {"first": first, "days": days, "of": of},
    )


def cannot_compare(name: str, now: int, before: int) -> Sentence:
    """Too few incidents for a difference to mean anything."""
    return Sentence(
        "{name}的到场用时不作比较：本期到场 {now} 起、对比期 {before} 起，每期至少要 {fewest} 起。",
        {"name": name, "now": now, "before": before, "fewest": FEWEST},
    )
