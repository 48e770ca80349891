"""The centre's figures as the wall shows them: sums alone, nothing of a person, no count of a few.

Made from a report for a reader who sees no case (`sees_all` is false).
"""

from collections.abc import Mapping
from typing import Any

from domain.centre.figures.report import Card, Report
from domain.statistics.kpis import Kpi

SOURCE = "案件库"
MOST_TYPES = 12
_FEN_IN_TEN_THOUSAND = 100 * 10_000
# In four characters: eight towns stand beside it.
_SHORT: Mapping[str, str] = {
    "marriage_family": "婚姻家庭",
    "neighbours": "邻里",
    "housing_plot": "宅基地",
    "contract": "合同",
    "production": "生产经营",
    "damages": "损害赔偿",
    "forest_land": "山林土地",
    "demolition": "征地拆迁",
    "pollution": "环境污染",
    "migrant_wages": "欠薪",
    "other_labour": "其他劳动",
    "tourism": "旅游",
    "e_commerce": "电商",
    "other_consumer": "其他消费",
    "medical": "医疗",
    "traffic": "交通事故",
    "property_service": "物业",
    "other": "其他",
    "village_affairs": "村务",
    "family_planning": "计生",
}


def wall_kpis(report: Report) -> list[Kpi]:
    """The `kpi` records of the topic.

    Args:
        report: of the last twelve months, the running one among them.

    Raises:
        ValueError: the report is one of somebody who sees every case.
    """
    if report.sees_all:
        raise ValueError("a wall shows what somebody reads who sees no case")
    cards = {one.id: one for one in report.cards}
    results, days = report.results, report.days
    came, closed = report.trend[-1][1:] if report.trend else (None, None)
    levels = {one.level: one.count for one in report.watched}
    return [
        _kpi(
            "centre_open", "在办案件", results.get("stock"), "件",
            {"late": results.get("late"), "came": came, "closed": closed},
        ),
        _kpi("centre_watched", "红橙案件", _both(levels), "件", levels),
        _share("centre_success", "调解成功率", cards["success"],
               {"failed": results.get("failed"), "withdrawn": results.get("withdrawn")}),
        _share("centre_performed", "履行率", cards["performed"], _money(report.money)),
        _share("centre_satisfied", "回访满意率", cards["satisfied"], {}),
        _kpi("centre_days", "办理中位", _tenths(days.p50), "天",
             {"p90": _tenths(days.p90), "n": days.count}),
        _kpi("centre_funnel", "各阶段在办", results.get("stock"), "件", {"rows": [
            {"key": one.stage, "value": one.count, "late": one.late}
            for one in report.stages
        ]}),
        _kpi("centre_levels", "红橙案件", _both(levels), "件", {
            "rows": [
                {"key": one.level, "value": one.count, "led": one.led, "leaders": one.leaders,
                 "days": one.oldest_days, "late": one.late}
                for one in report.watched
            ],
            "rooms": {"busy": report.busy.rooms, "all": report.busy.all_rooms},
            "mediators": report.busy.mediators,
        }),
        _kpi("centre_heat", "类型与镇街", results.get("registered"), "件", _heat(report)),
    ]  # fmt: skip


def _kpi(id: str, label: str, value: float | None, unit: str, detail: Mapping[str, Any]) -> Kpi:
    return Kpi(id, label, value, unit, SOURCE, detail)


def _share(id: str, label: str, card: Card, detail: Mapping[str, Any]) -> Kpi:
    value = _tenths(card.value)
    return _kpi(id, label, value, "%", {"n": card.bottom, **detail})


def _both(levels: Mapping[str, int | None]) -> int | None:
    red, orange = levels.get("red"), levels.get("orange")
    return None if red is None or orange is None else red + orange


def _tenths(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _money(told: Mapping[str, int]) -> dict[str, float | None]:
    """Sums in ten thousand yuan."""
    if not told:
        return {"paid": None, "owed": None}
    owed = told["promised_fen"] - told["paid_fen"]
    return {
        "paid": round(told["paid_fen"] / _FEN_IN_TEN_THOUSAND, 1),
        "owed": round(owed / _FEN_IN_TEN_THOUSAND, 1),
    }


def _heat(report: Report) -> dict[str, Any]:
    """The types that come most, by towns; None in a cell that is not shown."""
    heat = report.heat
    return {
        "towns": list(heat.towns),
        "first": f"{heat.months.first:%Y-%m}",
        "last": f"{heat.months.last:%Y-%m}",
        "rows": [
            {
                "key": category,
                "label": _SHORT[category],
                "cells": [
                    None if (town, category) in heat.hidden else heat.cells.get((town, category), 0)
                    for town in heat.towns
                ],
            }
            for category in heat.types[:MOST_TYPES]
        ],
    }
