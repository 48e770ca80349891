"""What every figure of the wall means: one name, one formula, one window, one scope, one source.

The words under a figure on the screen come from here; docs/topics.md shows the same table. Figures
of areas and periods are defined in docs/area-statistics.md, those of the desk in docs/lifecycle.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Window(StrEnum):
    """Which incidents, units or rows a figure is taken from, by time."""

    NOW = "now"
    TODAY = "today"
    DAY = "day"
    MAP = "map"


class Scope(StrEnum):
    """Whose rows: of the topic's classes, or all; either of the area one stands in."""

    TOPIC = "topic"
    ALL = "all"


WINDOWS: Mapping[Window, tuple[str, str]] = {
    Window.NOW: ("此刻", "now"),
    Window.TODAY: ("今日零时起上报", "reported since midnight"),
    Window.DAY: ("近 24 小时上报", "reported in the last 24 hours"),
    Window.MAP: ("底图登记", "as the map has it"),
}
SCOPES: Mapping[Scope, tuple[str, str]] = {
    Scope.TOPIC: ("本专题", "of this topic"),
    Scope.ALL: ("全部类别", "of all classes"),
}
STORE, ROSTER, MAP = "事件库", "力量名册", "网格底图"


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure: its name and how it is computed, in both languages.

    `unit` is what it is counted in; shares are of one hundred.
    """

    id: str
    zh: str
    en: str
    formula_zh: str
    formula_en: str
    window: Window
    scope: Scope
    source: str
    unit: str = "起"

    def to_body(self) -> dict[str, Any]:
        """As it is sent to the browser: the sentence under the figure, in both languages."""
        window, scope = WINDOWS[self.window], SCOPES[self.scope]
        has_scope = self.source == STORE
        return {
            "id": self.id,
            "zh": f"{window[0]}{'·' + scope[0] if has_scope else ''}：{self.formula_zh}",
            "en": f"{self.en}, {window[1]}{' ' + scope[1] if has_scope else ''}: {self.formula_en}",
        }


def _of_store(
    id: str, zh: str, en: str, formula_zh: str, formula_en: str, window: Window, unit: str = "起"
) -> Definition:
    return Definition(id, zh, en, formula_zh, formula_en, window, Scope.TOPIC, STORE, unit)


def _of_map(id: str, zh: str, en: str, formula_zh: str, formula_en: str, unit: str) -> Definition:
    return Definition(id, zh, en, formula_zh, formula_en, Window.MAP, Scope.ALL, MAP, unit)


def _of_roster(id: str, zh: str, en: str, formula_zh: str, formula_en: str) -> Definition:
    return Definition(id, zh, en, formula_zh, formula_en, Window.NOW, Scope.ALL, ROSTER, "人")


# Computed by the server for the district, of whatever class.
_OF_ALL_CLASSES = frozenset({"incidents_today", "incidents_open", "arrival_minutes"})
DEFINITIONS: Mapping[str, Definition] = {
    one.id: replace(one, scope=Scope.ALL) if one.id in _OF_ALL_CLASSES else one
    for one in (
        _of_store(
            "incidents_today",
            "今日事件",
            "Today",
            "上报的事件数",
            "incidents reported",
            Window.TODAY,
        ),
        _of_store(
            "incidents_open",
            "在办事件",
            "Open",
            "未结案也未撤销的事件数，含已处置待结案的",
            "incidents neither closed nor cancelled, those resolved among them",
            Window.NOW,
        ),
        _of_store(
            "open",
            "在办",
            "Open",
            "未结案也未撤销的事件数，含已处置待结案的",
            "incidents neither closed nor cancelled, those resolved among them",
            Window.NOW,
        ),
        _of_store(
            "waiting",
            "待受理",
            "Not accepted",
            "在办中还没有人受理的",
            "of the open ones, those nobody has accepted",
            Window.NOW,
        ),
        _of_store(
            "in_hand",
            "处理中",
            "In hand",
            "在办中已受理的；待受理 + 处理中 = 在办",
            "of the open ones, those accepted; with those not accepted they are all open ones",
            Window.NOW,
        ),
        _of_store(
            "grave",
            "Ⅰ·Ⅱ级",
            "Ⅰ, Ⅱ",
            "在办中 Ⅰ、Ⅱ 级的",
            "of the open ones, those of levels Ⅰ and Ⅱ",
            Window.NOW,
        ),
        _of_store(
            "late",
            "超时未受理",
            "Overdue",
            "待受理且上报已超过受理目标的",
            "not accepted, reported longer ago than the target",
            Window.NOW,
        ),
        _of_store(
            "day", "24 小时上报", "24 hours", "上报的事件数", "incidents reported", Window.DAY
        ),
        _of_store(
            "closed_day",
            "已办结",
            "Done",
            "其中已处置或已结案的",
            "of those, resolved or closed",
            Window.DAY,
        ),
        _of_store(
            "resolved_share",
            "办结率",
            "Done",
            "已处置或已结案的 ÷ 未撤销的（并入其他事件的算撤销）",
            "resolved or closed, of those not cancelled (a merged double counts as cancelled)",
            Window.DAY,
            "%",
        ),
        _of_store(
            "accept_minutes",
            "受理中位",
            "Accept",
            "上报 → 首次受理用时的中位数",
            "median of report to first accepted",
            Window.DAY,
            "分",
        ),
        _of_store(
            "turnout_minutes",
            "派出中位",
            "Dispatch",
            "上报 → 首次派出用时的中位数",
            "median of report to first unit sent",
            Window.DAY,
            "分",
        ),
        _of_store(
            "arrival_median",
            "到场中位",
            "Arrival",
            "上报 → 首个力量到场用时的中位数；超过 24 小时的不计",
            "median of report to the first unit on scene; longer than 24 h left out",
            Window.DAY,
            "分",
        ),
        _of_store(
            "arrival_minutes",
            "到场中位",
            "Arrival",
            "上报 → 首个力量到场用时的中位数；超过 24 小时的不计",
            "median of report to the first unit on scene; longer than 24 h left out",
            Window.DAY,
            "分",
        ),
        _of_store(
            "within_target",
            "达标",
            "In target",
            "到场用时不超过到场目标的比例",
            "share reached within the target",
            Window.DAY,
            "%",
        ),
        _of_store(
            "units_sent",
            "已派力量",
            "Sent",
            "正在处理在办事件的力量数，一个力量只计一次",
            "units at work for open incidents, each once",
            Window.NOW,
            "人",
        ),
        _of_roster(
            "grid_workers_on_duty",
            "在岗网格员",
            "Workers on duty",
            "在岗（含在办）的网格员数",
            "grid workers on duty, at work or free",
        ),
        _of_roster(
            "police_on_duty",
            "在岗民警",
            "Police on duty",
            "在岗（含在办）的民警数",
            "police on duty, at work or free",
        ),
        _of_roster(
            "police_free",
            "空闲民警",
            "Police free",
            "在岗且没有派单的民警数",
            "police on duty without an order",
        ),
        _of_roster(
            "workers_free",
            "空闲网格员",
            "Workers free",
            "在岗且没有派单的网格员数",
            "grid workers on duty without an order",
        ),
        _of_map(
            "cameras",
            "视频点位",
            "Cameras",
            "登记的视频点位数；画面未接入",
            "camera places; no picture is connected",
            "路",
        ),
        _of_map(
            "posts",
            "岗位",
            "Posts",
            "专职网格员岗位数（每网格一岗）",
            "full-time posts, one a grid",
            "岗",
        ),
        _of_map(
            "posts_filled", "在编", "Filled", "岗位数 − 空缺数", "posts less those vacant", "岗"
        ),
        _of_map(
            "posts_vacant",
            "空缺",
            "Vacant",
            "登记为空缺的岗位数",
            "posts registered as vacant",
            "岗",
        ),
        _of_map(
            "vacant_longest",
            "最久",
            "Longest",
            "空缺最久的岗位已空缺的天数",
            "days the longest vacant post has been vacant",
            "天",
        ),
        _of_map("population", "人口", "Residents", "登记人口之和", "residents, summed", "人"),
        _of_map("households", "户数", "Households", "登记户数之和", "households, summed", "户"),
        _of_map("grids", "网格", "Grids", "网格数", "grids", "个"),
        _of_map(
            "branches", "党组织", "Branches", "有党组织的网格数", "grids with a party branch", "个"
        ),
        _of_map("villages_rural", "行政村", "Villages", "农村的村数", "rural villages", "个"),
        _of_map(
            "villages_urban", "城市社区", "Communities", "城市社区数", "urban communities", "个"
        ),
        _of_map("rivers", "河流", "Rivers", "有名字的河流数", "rivers with a name", "条"),
        _of_map(
            "reservoirs", "水库", "Reservoirs", "有名字的水库数", "reservoirs with a name", "座"
        ),
        _of_map("hills", "山体", "Hills", "有名字的山数", "hills with a name", "座"),
    )
}


def bodies() -> dict[str, dict[str, Any]]:
    """All of them as they are sent to the browser."""
    return {name: one.to_body() for name, one in DEFINITIONS.items()}
