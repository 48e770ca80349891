"""The community page: who lives and works there, what stands there, how its month went."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from domain.net.party.activities import ActivityType
from domain.net.party.photos import ShownPhoto
from domain.private import mask_name
from domain.video.cameras.camera import Camera
from domain.video.cameras.vocabulary import CAMERA_CLASS_WORDS
from layouts import ids, words
from layouts.elements.attributes import attributes
from layouts.elements.panel import number, panel, provenance, says
from layouts.live.police import officer
from layouts.view_models import CommunityFacts, DayCount, GridRow

CAMERAS_SHOWN = 6
EVENTS_SHOWN = 2
PHOTOS_SHOWN = 3
# As the wall calls them (assets/27_queries.js).
ACTIVITY_NAMES: Mapping[str, str] = {
    ActivityType.THREE_MEETINGS: "三会一课",
    ActivityType.THEME_DAY: "主题党日",
    ActivityType.TALK: "民情恳谈",
}
# A low screen has room for so many of them (assets/08_small.css).
FEWEST_SHOWN = 3


def left_panels() -> list[html.Section]:
    """Containers of the left column."""
    return [
        panel("概况", ids.COMMUNITY_OVERVIEW, name="overview", class_name="on-community"),
        panel("党建与自治", ids.COMMUNITY_PARTY, name="party", class_name="on-community"),
        panel("警格与法网", ids.COMMUNITY_POLICE, name="police", class_name="on-community"),
        panel("网格", ids.COMMUNITY_GRIDS, name="grids", class_name="on-community"),
    ]


def bottom_panels() -> list[html.Section]:
    """Containers below the map."""
    return [
        panel(
            "近 30 天上报（起）",
            ids.COMMUNITY_MONTH,
            name="month",
            note="横线为全镇均值",
            class_name="on-community",
        ),
        panel(
            "摄像机",
            ids.COMMUNITY_CAMERAS,
            name="cameras",
            note=f"视频{words.NOT_CONNECTED}",
            class_name="on-community",
        ),
    ]


def overview(facts: CommunityFacts) -> list[Component]:
    """Name, code, kind, town, and the figures of the community."""
    area = facts.area
    in_post = sum(1 for row in facts.grids if row.workers)
    figures = [
        ("人口", area.population, "人", "人口台账"),
        ("户数", area.households, "户", "人口台账"),
        ("网格", len(facts.grids), "个", "网格底图"),
        ("专职在编", in_post, "人", "网格底图"),
    ]
    kind = {True: "城市社区", False: "农村", None: "城乡未知"}[area.is_urban]
    return [
        html.P(
            [
                html.Span(kind, className="tag"),
                html.Span(facts.town.name, className="tag"),
                html.Span(area.code, className="num code"),
                html.A("统计", href=f"/area/{area.code}", className="link"),
            ],
            className="overview-line",
        ),
        html.Div(
            [_figure(facts, *figure) for figure in figures],
            className="figures",
        ),
    ]


def _figure(
    facts: CommunityFacts, label: str, value: int | None, unit: str, source: str
) -> html.Div:
    """One figure with its unit; unknown is said, never zero."""
    source = f"{source}（演示）" if facts.area.is_demo else source
    shown = "未知" if value is None else f"{value:,}"
    return html.Div(
        [
            html.Span(label, className="figure-label"),
            html.Span(
                [
                    number(shown, source=source, at=facts.as_of, class_name="num figure-digits"),
                    html.Span(unit, className="unit"),
                ]
            ),
        ],
        className="figure",
    )


def grid_list(facts: CommunityFacts) -> Component:
    """The grids: number, lead, worker or how long the post is vacant, police officer, branch."""
    if not facts.grids:
        return says("底图里这个村（社区）没有网格")
    head = html.Tr([html.Th(text) for text in ("网格", "网格长", "专职网格员", "民警", "党组织")])
    rows = [_grid_row(row, facts) for row in facts.grids]
    return html.Table([html.Thead(head), html.Tbody(rows)], className="grid-table")


def _grid_row(row: GridRow, facts: CommunityFacts) -> html.Tr:
    """One grid; a vacant post is marked."""
    return html.Tr(
        [
            html.Td(_grid_name(row, facts)),
            html.Td(mask_name(row.area.lead or "") or "未登记"),
            html.Td(_worker(row, facts)),
            html.Td(officer(row.area.code, facts.police)),
            html.Td((row.area.branch or "未登记").removeprefix(facts.area.name)),
        ],
        className="is-vacant" if row.vacant_days is not None else "",
    )


def _grid_name(row: GridRow, facts: CommunityFacts) -> list[Component]:
    """Its number leads to it on the map, and beside it to its own page."""
    name = row.area.name.removeprefix("网格 ") or row.area.code[-3:]
    number = html.Button(name, className="link num", **attributes({"data-area": row.area.code}))
    if not facts.links_to_net:
        return [number]
    own = html.A(
        "↗",
        href=f"/net/grid/{row.area.code}",
        className="link grid-own",
        **attributes({"aria-label": "网格详情", "title": "网格详情"}),
    )
    return [number, own]


def _worker(row: GridRow, facts: CommunityFacts) -> Component | str:
    """Who works the grid, or since when nobody does."""
    if row.vacant_days is not None:
        return html.Span(
            [
                "空缺 ",
                number(str(row.vacant_days), source="网格底图", at=facts.as_of),
                " 天",
            ],
            className="vacant",
        )
    if not row.workers:
        return "在编"
    return "、".join(call_sign for call_sign, _ in row.workers)


def party(facts: CommunityFacts) -> Component:
    """Its party organisation, the places of self-governance, and what is planned next; no name."""
    here = facts.party
    if here is None or not (here.figures.organisations or here.places):
        return says("没有登记党组织")
    told = here.figures
    source = "党建台账（演示）" if told.is_demo else "党建台账"
    counted = (
        ("网格组织", told.whole.covered, "个"),
        ("党员", told.members, "人"),
        ("联系户", told.counts.links, "户"),
    )
    figures = [
        part
        for label, value, unit in counted
        for part in (f" {label} ", number(str(value), source=source, at=facts.as_of), f" {unit}")
    ]
    lines: list[Component] = [
        html.P([html.Span(here.organisation or "社区党组织未登记"), *figures])
    ]
    if here.places:
        lines.append(html.P(["自治组织 ", html.Span("、".join(here.places))]))
    lines += [
        html.P([html.Span(event.day[5:], className="num"), " ", event.title])
        for event in here.events[:EVENTS_SHOWN]
    ]
    if here.photos:
        lines.append(
            html.Div([_photo(one) for one in here.photos[:PHOTOS_SHOWN]], className="photo-strip")
        )
    return html.Div(lines, className="party-lines")


def _photo(one: ShownPhoto) -> Component:
    """A photo that may be shown, and of what it is."""
    named = html.B(one.title, className="as-said") if one.title else None
    title = named or html.B(ACTIVITY_NAMES[one.activity])
    return html.Figure(
        [
            html.Img(src=f"/api/v1/net/party/photos/{one.file_id}", alt=""),
            html.Figcaption([title, html.Span(one.day[5:], className="num")]),
        ],
        title=one.day,
    )


def camera_list(cameras: Sequence[Camera], facts: CommunityFacts) -> list[Component]:
    """How many cameras stand here and which; those with a picture open by a press."""
    if not cameras:
        return [says("这个村（社区）没有登记摄像机")]
    ordered = sorted(cameras, key=lambda one: not one.is_connected)
    shown = [_camera(one, opens=facts.may_look) for one in ordered[:CAMERAS_SHOWN]]
    more = len(cameras) > FEWEST_SHOWN
    connected = sum(1 for one in cameras if one.is_connected)
    is_demo = facts.area.is_demo or any(camera.is_demo for camera in cameras)
    source = "雪亮工程点位（演示）" if is_demo else "雪亮工程点位"
    line = html.P(
        [
            "共 ",
            number(str(len(cameras)), source=source, at=facts.as_of),
            *(
                [" 路，已接入 ", number(str(connected), source=source, at=facts.as_of), " 路"]
                if connected
                else [" 路，只有点位" + ("；未列出的见地图" if more else "")]
            ),
        ],
        className="camera-line",
    )
    return [line, html.Div(shown, className="camera-row")]


def _camera(camera: Camera, *, opens: bool) -> html.Div | html.Button:
    """One camera: its name, and a way to its picture, or that it is not connected."""
    name = html.Span(camera.name, className="camera-name")
    title = f"{CAMERA_CLASS_WORDS[camera.camera_class]} · {camera.camera_id}"
    if not camera.is_connected:
        off = html.Span(words.NOT_CONNECTED, className="camera-off")
        return html.Div([name, off], className="camera", title=title)
    if not opens:
        return html.Div(name, className="camera", title=title)
    asked = {"data-eye": camera.camera_id, "data-eye-name": camera.name}
    return html.Button(
        [name, html.Span("看画面", className="camera-on")],
        type="button",
        className="camera eye",
        title=title,
        **attributes(asked),
    )


def month_chart(days: Sequence[DayCount], facts: CommunityFacts) -> Component:
    """Thirty zero-based bars, each with the town's mean as a cross line."""
    if not days:
        return says("还没有满一天的记录")
    top = max(1.0, *(max(day.count, day.town_mean) for day in days))
    bars = [_bar(day, top, facts) for day in days]
    total = sum(day.count for day in days)
    mean = sum(day.town_mean for day in days)
    return html.Div(
        [
            html.P(
                [
                    "合计 ",
                    number(str(total), source="事件库", at=facts.as_of, note="近 30 天上报（起）"),
                    " 起 · 全镇均值 ",
                    number(f"{mean:.1f}", source="事件库", at=facts.as_of, note="同镇各村社区平均"),
                    " 起 · 最高 ",
                    number(str(max(day.count for day in days)), source="事件库", at=facts.as_of),
                    " 起",
                ],
                className="month-line",
            ),
            html.Div(bars, className="bars"),
            html.Div(
                [
                    html.Span(f"{days[0].day:%m-%d}", className="num"),
                    html.Span(f"{days[len(days) // 2].day:%m-%d}", className="num"),
                    html.Span(f"{days[-1].day:%m-%d}", className="num"),
                ],
                className="axis",
            ),
        ],
        className="month",
    )


def _bar(day: DayCount, top: float, facts: CommunityFacts) -> html.Div:
    """One day: a bar from zero and the mean as a line across it."""
    note = f"{day.day:%m-%d}：{day.count} 起，全镇均值 {day.town_mean:.1f} 起"
    return html.Div(
        [
            html.I(className="bar", style={"height": f"{100 * day.count / top:.1f}%"}),
            html.I(className="mean", style={"bottom": f"{100 * day.town_mean / top:.1f}%"}),
        ],
        className="bar-slot",
        **provenance("事件库", facts.as_of, note),
        tabIndex=0,
    )


def unknown(code: str) -> list[Component]:
    """Said when no community has the code."""
    return [
        html.H2("没有这个村（社区）"),
        html.P(["底图里没有编码为 ", html.Span(code, className="num"), " 的村或社区。"]),
        html.P("可用上方搜索框按名称、拼音首字母或编码查找。"),
        html.A("回到一屏总览", href="/", className="button"),
    ]
