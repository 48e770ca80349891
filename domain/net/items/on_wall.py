"""Figures of items for the wall: counts alone, no place and nobody."""

from collections.abc import Mapping
from datetime import timedelta

from domain.net.items.figures import Counts, Indicator
from domain.statistics.kpis import Kpi

SOURCE = "城市管理件库"
# The shares on the wall are of items reported in so many days, whatever a district sets elsewhere.
WINDOW = timedelta(days=30)


def wall_kpis(counts: Counts, standing: Mapping[str, Mapping[str, int]]) -> list[Kpi]:
    """The `kpi` records of the topic 城市管理.

    Args:
        counts: of the items reported in the window.
        standing: of open items, by town: waiting, due today, late.
    """

    def of(name: str) -> int:
        return sum(town[name] for town in standing.values())

    in_time, due = counts.share(Indicator.IN_TIME)
    closed, filed = counts.share(Indicator.CLOSED)
    return [
        Kpi("items_open", "城管在办件", of("open"), "件", SOURCE,
            {"waiting": of("waiting"), "late": of("late")}),
        Kpi("items_in_time", "按期处置率", _percent(in_time, due), "%", SOURCE,
            {"in_time": in_time, "due": due}),
        Kpi("items_closed", "结案率", _percent(closed, filed), "%", SOURCE,
            {"closed": closed, "filed": filed}),
    ]  # fmt: skip


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
