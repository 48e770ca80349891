"""The first page of administration: what is wrong, since when and what to do; then how it has been.

Charts and figures are of the last hours; the words of a trouble stand beside its code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from domain.access.access import need_of
from domain.access.role_names import PEOPLE
from domain.words import Words
from layouts.elements import figures, measures
from layouts.elements.attributes import attributes
from layouts.elements.colours import COLOURS
from layouts.elements.moments import moment
from layouts.office import office
from layouts.reader import Reader
from layouts.upkeep import codes, ids
from layouts.working import Drawing

GIB = 1 << 30
MIB = 1 << 20
ASKED_EVERY_MS = 30_000
# Of each trouble: what is so, and what to do.
TROUBLES: Mapping[str, tuple[str, str]] = {
    "database": ("数据库没有回答，新的接报写不进去", "查看服务器的磁盘和数据库进程，再看日志"),
    "hub": ("实时推送停了，各屏看不到新的变化", "重新启动服务；仍不行时看日志"),
    "stopped": ("{name} 出错停下，正在反复重启", "看日志中它最近的错误；恢复后这一条自行消失"),
    "no_map": ("没有可用的底图", "在“地图版本”里恢复一版，或重新导入"),
    "draft": ("地图 {version} 导入到一半", "接着导入完成，或重新导入"),
    "feed_failed": ("数据接入 {name} 故障：{fault}", "核对它的地址和密钥，联系对方系统"),
    "feed_silent": ("数据接入 {name} 不再有消息", "看设备和网关是否在线、网络是否通"),
    "refused": (
        "数据接入 {name} 近一小时拒收 {refused} 条，共 {of} 条",
        "在“数据接入”里看拒收原因，改正发送方",
    ),
    "odd": ("{count} 台设备时钟不准、模拟定位或告警不明", "在“数据接入”里看是哪些设备"),
    "held": ("{count} 台设备在上报，但没有对应的力量", "在“待认领设备”里认领"),
    "alarms": ("{count} 条入侵告警未处理", "在“告警”里核实；需要时停用账号、撤销设备"),
    "disk": ("磁盘只剩 {free}", "腾出空间或换大的磁盘：写满后不能接报"),
    "no_backup": ("没有做过备份", "运行 python -m onescreen backup，并定时执行"),
    "old_backup": ("备份已超过两天", "运行 python -m onescreen backup，并查看定时任务"),
}
STATES: Mapping[str, str] = {
    "ok": "正常",
    "idle": "尚未收到",
    "silent": "已静默",
    "failed": "故障",
}
PARTS: Mapping[str, str] = {
    "facts": "事件与日志",
    "tracks": "轨迹",
    "files": "上传的文件",
    "maps": "地图",
}


@dataclass(frozen=True, slots=True)
class View:
    """What the page is drawn from.

    Attributes:
        seen: operations/upkeep/overview.py `Seen`.
        says: the sentences of what was changed, in its order, with the moment of each.
        granted: what the reader may do; ways to other pages follow from it.
        reader: for whom.
        zone_name: the district's.
    """

    seen: Any
    says: Sequence[tuple[datetime, str]]
    granted: frozenset[str]
    reader: Reader
    zone_name: str

    @property
    def words(self) -> Words:
        """The reader's."""
        return self.reader.words

    def moment(self, at: datetime) -> str:
        """In the district's time."""
        return moment(at.isoformat(), self.zone_name)


def overview_page(drawing: Drawing) -> list[Component]:
    """Where the overview is drawn; it asks again by itself."""
    return office.frame(drawing, dcc.Interval(id=ids.OVERVIEW_CLOCK, interval=ASKED_EVERY_MS))


def overview(view: View) -> html.Div:
    """All panels."""
    words = view.words
    return html.Div(
        [
            _panel(words("现在的问题"), _troubles(view), "is-wide"),
            _panel(words("已登录"), _signed_in(view)),
            _panel(words("各接入每分钟消息，近三小时"), _rates(view), "is-wide"),
            _panel(words("数据有多大，一个月后多大"), [*_sizes(view), *_backup(view)]),
            _panel(words("近一小时的接入"), _feeds(view), "is-wide"),
            _panel(words("最近的改动"), _changed(view)),
        ],
        className="overview",
        role="group",
        **attributes({"aria-label": words("总览")}),
    )


def _panel(name: str, parts: Sequence[Component], wide: str = "") -> html.Section:
    return html.Section(
        [
            html.Header(html.H2(name, className="panel-title"), className="panel-head"),
            html.Div(list(parts), className="overview-part"),
        ],
        className=f"panel overview-panel {wide}".strip(),
        **attributes({"aria-label": name}),
    )


def _troubles(view: View) -> list[Component]:
    """What is wrong, gravest first; that nothing is, in so many words."""
    words, found = view.words, view.seen.troubles
    when = words("查看于 {at}，每半分钟一次", at=view.moment(view.seen.at))
    if not found:
        return [
            html.P(words("一切正常"), className="overview-well"),
            html.P(when, className="says"),
        ]
    lines = [_trouble(one, view) for one in found]
    return [html.Ol(lines, className="overview-troubles"), html.P(when, className="says")]


def _trouble(one: Any, view: View) -> html.Li:
    words = view.words
    said, remedy = TROUBLES[one.code]
    values = dict(one.values)
    if "free" in values:
        values["free"] = size(values["free"])
    if one.code.startswith("feed_"):
        values["name"] = codes.feed(values["name"], words)
    do: list[Any] = [words(remedy)]
    path = f"/admin/{one.page}"
    if one.page and need_of("GET", path).action in view.granted:
        do = [html.A(words(remedy), href=path, className="link")]
    lasted = measures.span((view.seen.at - one.since).total_seconds(), words)
    since = words("自 {at} 起，已 {lasted}", at=view.moment(one.since), lasted=lasted)
    return html.Li(
        [
            html.Strong(words(said, **values), className="overview-what"),
            html.Span(since, className="overview-since"),
            html.Span(do, className="overview-do"),
        ],
        className="is-grave" if one.is_grave else "is-slight",
    )


def _feeds(view: View) -> list[Component]:
    words = view.words
    feeds = [{"name": name, **feed} for name, feed in view.seen.health["feeds"].items()]
    hour = view.seen.last_hour

    def count(row: Mapping[str, Any], at: int) -> str:
        return measures.number(hour.get(row["name"], (0, 0))[at])

    def when(row: Mapping[str, Any]) -> str:
        return moment(row["last_at"], view.zone_name) if row["last_at"] else measures.NOTHING

    columns: office.Columns = (
        (words("接入"), lambda row: codes.feed(row["name"], words)),
        (words("状态"), lambda row: _state(row["state"], words)),
        (words("收到"), lambda row: count(row, 0)),
        (words("拒收"), lambda row: count(row, 1)),
        (words("最近收到"), when),
    )
    return [office.table(columns, feeds, words("还没有数据接入"), tight=5)]


def _state(state: str, words: Words) -> html.Span:
    return html.Span(words(STATES.get(state, state)), className=f"feed-state is-{state}")


def _rates(view: View) -> list[Component]:
    """Lines of the feeds that brought something, and bars of what was refused."""
    words, reader = view.words, view.reader
    minutes = view.seen.minutes
    if len(minutes) < 2:
        says = words("服务刚启动，几分钟后有曲线")
        return [html.P(says, className="says"), html.Div(id=ids.RATES)]
    zone = ZoneInfo(view.zone_name)
    at = [one.until.astimezone(zone).replace(tzinfo=None) for one in minutes]

    def rates(name: str, which: int) -> list[float]:
        return [
            round(one.counts.get(name, (0, 0))[which] * 60 / max(1.0, one.seconds), 2)
            for one in minutes
        ]

    names = [name for name in view.seen.health["feeds"] if any(rates(name, 0))]
    colours = COLOURS[reader.theme]
    paints = [colours[name] for name in ("accent", "ok", "warn", "text-second")]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": codes.feed(name, words),
            "x": at,
            "y": rates(name, 0),
            "line": {"color": paints[index % len(paints)], "width": 2 * reader.scale},
            "hovertemplate": f"{codes.feed(name, words)} %{{y}}<extra></extra>",
        }
        for index, name in enumerate(names)
    ]
    refused = [sum(pair[1] for pair in one.counts.values()) for one in minutes]
    if any(refused):
        traces.append(
            {
                "type": "bar",
                "name": words("拒收"),
                "x": at,
                "y": refused,
                "marker": {"color": colours["bad"]},
                "hovertemplate": words("拒收") + " %{y}<extra></extra>",
            }
        )
    made = figures.figure(
        reader,
        traces,
        showlegend=True,
        hovermode="x unified",
        legend={"orientation": "h", "y": 1.18, "x": 0},
        xaxis={"tickformat": "%H:%M", "showgrid": False},
        yaxis={"rangemode": "tozero"},
    )
    return [html.Div(figures.graph(ids.RATES, made), className="overview-chart")]


def _signed_in(view: View) -> list[Component]:
    """How many of each role; by name for who keeps the accounts."""
    words, people = view.words, view.seen.signed_in
    if not people:
        return [html.P(words("没有人用账号登录"), className="says")]
    by_role: dict[str, int] = {}
    for one in people:
        by_role[one.role] = by_role.get(one.role, 0) + 1
    counted = " · ".join(
        f"{words(PEOPLE.get(role, role))} {count}" for role, count in by_role.items()
    )
    parts: list[Component] = [html.P(counted, className="overview-sum")]
    if people[0].name:
        columns: office.Columns = (
            (words("登录名"), lambda one: office.named(one.name)),
            (words("角色"), lambda one: words(PEOPLE.get(one.role, one.role))),
            (words("地址"), lambda one: office.named(one.address)),
            (words("最近使用"), lambda one: view.moment(one.seen_at)),
        )
        parts.append(office.table(columns, people, "", tight=4))
    return parts


def size(count: float, *, digits: int = 1) -> str:
    """1.2 GB or 340 MB; less than a tenth of one is said as it is."""
    if count >= GIB:
        return f"{measures.number(count / GIB, digits)} GB"
    return f"{measures.number(count / MIB, 0 if count >= 10 * MIB else digits)} MB"


def _sizes(view: View) -> list[Component]:
    words, sizes = view.words, view.seen.sizes
    if sizes is None:
        return [html.P(words("现在量不出来，看日志"), className="says")]
    columns: office.Columns = (
        (words("数据"), lambda one: words(PARTS[one.part])),
        (words("现在"), lambda one: size(one.now)),
        (
            words("一个月后"),
            lambda one: words("还说不准") if one.in_a_month is None else size(one.in_a_month),
        ),
    )
    grown = sum((one.in_a_month or one.now) - one.now for one in sizes.parts)
    left = sizes.free - grown
    says = words(
        "磁盘 {disk}，剩 {free}；照近一周的速度，一个月后剩 {left}",
        disk=size(sizes.disk),
        free=size(sizes.free),
        left=size(max(0, left)),
    )
    return [
        office.table(columns, sizes.parts, words("还没有数据"), tight=3),
        html.P(says, className="overview-sum is-bad" if left <= 0 else "overview-sum"),
    ]


def _backup(view: View) -> list[Component]:
    """When the last backup was made."""
    words, backup = view.words, view.seen.backup
    if backup:
        at = datetime.fromisoformat(backup["made_at"])
        ago = measures.span((view.seen.at - at).total_seconds(), words)
        text = words(
            "最近备份 {at}（{ago}前），{size}",
            at=view.moment(at),
            ago=ago,
            size=size(backup["size"]),
        )
        late = view.seen.at - at > timedelta(days=2)
        return [html.P(text, className="overview-sum is-bad" if late else "overview-sum")]
    if view.seen.wants_backups:
        return [html.P(words("没有做过备份"), className="overview-sum is-bad")]
    return [html.P(words("演示数据，没有做过备份"), className="overview-sum")]


def _changed(view: View) -> list[Component]:
    words = view.words
    if not view.says:
        return [html.P(words("三十天内没有改动"), className="says")]
    lines = [
        html.Li([html.Span(view.moment(at), className="num"), " ", html.Span(text)])
        for at, text in view.says
    ]
    return [html.Ol(lines, className="overview-changes")]
