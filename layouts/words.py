"""Every Chinese word the server draws, in one place; the browser's are in assets/15_words.js."""

from datetime import timedelta
from typing import Final

from domain.dispatch.unit_kinds import UNIT_KIND_WORDS

NOT_CONNECTED: Final = "未接入"
NO_REVIEW_NUMBER: Final = "无"
NO_REVIEW_NUMBER_IN_DEMO: Final = "演示无"
DEMO_DATA: Final = "演示数据"
DEMO_MAP: Final = "演示底图"
AUTO_SIGNED_IN: Final = "演示自动登录"

_NEAREST: Final = {"police": "最近民警", "grid_worker": "最近网格员"}
_NEAREST_EMPTY: Final = {
    "police": "没有在岗且有定位的民警",
    "grid_worker": "没有在岗且有定位的网格员",
}
NEAREST_NO_TARGET: Final = "没有选中的事件或社区"
NEAREST_FAILED: Final = "暂时算不出最近力量，稍后自动重试"
STRAIGHT_LINE: Final = "直线估算"
STALE_POSITION: Final = "位置陈旧"
MOCK_POSITION: Final = "模拟定位"


def nearest(kind: str) -> str:
    """Over the list of who is nearest of a kind of unit."""
    return _NEAREST.get(kind) or f"最近{UNIT_KIND_WORDS[kind]}"


def nearest_empty(kind: str) -> str:
    """Instead of the list where there is nobody."""
    return _NEAREST_EMPTY.get(kind) or f"没有在岗且有定位的{UNIT_KIND_WORDS[kind]}"


def title(district_name: str) -> str:
    """The wall's headline."""
    return f"{district_name} 一屏总览"


def age(span: timedelta) -> str:
    """45 秒, 3 分, 2 时, 5 天: as the browser writes it when it takes over (assets/15_words.js)."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit in ((86400, "天"), (3600, "时"), (60, "分")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} 秒"
