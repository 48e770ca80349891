"""Shares with what they are made of: percent, interval, and how many were counted."""

from dash import html
from dash.development.base_component import Component

from domain.statistics.intervals import Interval
from domain.words import Words
from layouts.elements.attributes import attributes


def percent(share: float | None) -> str:
    """`83.3 %`; a dash where there is none."""
    return "—" if share is None else f"{100 * share:.1f} %"


def spread(interval: Interval | None) -> str:
    """`70.1–91.2 %`; a dash where nothing was counted."""
    if interval is None:
        return "—"
    return f"{100 * interval.low:.1f}–{100 * interval.high:.1f} %"


def told_share(share: float | None, interval: Interval | None, count: int, words: Words) -> str:
    """A share, its 95 % interval, and of how many."""
    if share is None:
        return words("无数据（n = 0）")
    return words(
        "{share}（95% 区间 {spread}，n = {count}）",
        share=percent(share), spread=spread(interval), count=count,
    )  # fmt: skip


def share_bar(part: int, whole: int) -> Component | str:
    """A share as a bar beside its number; empty where there is nothing to share."""
    if not whole:
        return ""
    share = f"{100 * part / whole:.0f} %"
    bar = html.Progress(value=str(part), max=str(whole), **attributes({"aria-hidden": "true"}))
    return html.Span([bar, share], className="net-share")
