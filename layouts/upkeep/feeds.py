"""Feeds, what is odd about devices, and what was refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.words import Words
from layouts.elements import measures
from layouts.office import office
from layouts.upkeep import codes
from layouts.upkeep.overview import STATES
from layouts.working import Drawing

# What is odd about a device, by the kind of its note.
ODD: Mapping[str, str] = {
    "mock": "发送的是模拟定位",
    "no_fix": "接收机没有定位，重复上次位置；未采用",
    "unknown_alarm": "发送了不认识的告警，没有作为求助处理",
}


def feeds_page(drawing: Drawing) -> list[Component]:
    """Where the feeds are drawn."""
    return office.frame(drawing)


def feeds(
    state: Mapping[str, Any], refused: Sequence[Mapping[str, Any]], words: Words, zone_name: str
) -> list[Component]:
    """Feeds with their counters, odd devices, refused messages; each newest first."""

    def moment(name: str) -> Any:
        return lambda row: office.moment(row[name], zone_name)

    by_feed: office.Columns = (
        (words("接入"), lambda row: codes.feed(row["name"], words)),
        (words("状态"), lambda row: words(STATES.get(row["state"], row["state"]))),
        (words("已收"), lambda row: measures.number(row["accepted"])),
        (words("已拒"), lambda row: measures.number(row["refused"])),
        (words("最近收到"), moment("last_at")),
        (words("最近拒收"), moment("last_refused_at")),
        (words("故障原因"), lambda row: row["fault"]),
    )
    odd: office.Columns = (
        (words("设备编号"), lambda row: office.named(row["device_id"])),
        (words("情况"), lambda row: _odd(row, words)),
        (words("接入"), lambda row: codes.feed(row["feed"], words)),
        (words("次数"), lambda row: measures.number(row["count"])),
        (words("最近上报"), moment("last_at")),
    )
    messages: office.Columns = (
        (words("时间"), moment("at")),
        (words("接入"), lambda row: codes.feed(row["feed"], words)),
        (words("字段"), lambda row: codes.field(row["field"], words)),
        (words("原因"), lambda row: codes.reason(row, words)),
        (words("内容"), lambda row: office.named(row["sent"])),
    )
    is_well = state["status"] == "ok"
    status = words("服务状态：{state}", state=words("正常") if is_well else words("降级"))
    at = words("日志序号 {n}", n=state["seq"])
    rows = [{"name": name, **feed} for name, feed in state["feeds"].items()]
    return [
        html.P(f"{status} · {at}", className="admin-says"),
        office.table(by_feed, rows, words("还没有数据接入"), tight=4),
        office.title(words("需要留意的设备")),
        office.table(
            odd,
            state["devices"],
            words("没有时钟不准、模拟定位或告警不明的设备"),
            tight=1,
        ),
        office.title(words("拒收的消息")),
        office.table(messages, refused, words("没有被拒收的消息"), tight=3),
    ]


def _odd(row: Mapping[str, Any], words: Words) -> str:
    """What is odd; of a clock, how far it is off."""
    if row["off_s"] is None:
        return words(ODD[row["kind"]]) if row["kind"] in ODD else str(row["says"])
    if words.language == "zh":
        return str(row["says"])
    return words("时钟偏差 {span}", span=measures.span(row["off_s"], words))
