"""The board's own panel: posts by area with the way down, and what the grids lack. No names."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.codes.area_codes import Level, level_of
from domain.net.people.gaps import Gap, GapKind, Line
from domain.net.people.seen import BoardPage
from domain.statistics.intervals import wilson
from domain.words import Words
from layouts.net.people.chart import posts_chart
from layouts.net.people.page import VIEW
from layouts.net.people.words import AreaName, gap_word, grid_link
from layouts.net.shares import percent
from layouts.office import office
from layouts.reader import Reader

# More gaps of one kind are not listed at once; the areas below list them.
LISTED = 20


def board(page: BoardPage, name: AreaName, reader: Reader) -> Component:
    """Figures of the area, its parts, and its gaps."""
    words = reader.words
    parts: list[Component] = [office.title(words("岗位与空缺"), name(page.code))]
    if level_of(page.code) is not Level.DISTRICT:
        above = page.code[: {9: 6, 12: 9, 15: 12}[len(page.code)]]
        parts.append(office.act(words("返回上级"), VIEW, {"area": above}))
    if not page.knows_posts:
        parts.append(office.note(words("尚未登记任何网格任职：请在网格人员页导入名册")))
        return html.Section(parts, className="case-section")
    lines = _lines(page, name, words)
    chart = posts_chart(page.lines, name, reader)
    told = lines if chart is None else html.Div([chart, lines], className="net-two")
    parts += [_tiles(page, words), told, *_gaps(page, name, words)]
    return html.Section(parts, className="case-section net-posts")


def _tiles(page: BoardPage, words: Words) -> Component:
    total = page.total
    told = words(
        "其中代管 {covered}，长期空缺 {long}", covered=total.covered, long=total.long_vacant
    )
    tiles = (
        (words("专职网格员岗位"), total.grids, ""),
        (words("在岗"), total.filled, ""),
        (words("空缺"), total.vacant, told),
        (words("网格长"), total.leads, ""),
        (words("兼职人员"), total.part_time, ""),
    )
    drawn = [
        html.Div(
            [
                html.Span(title, className="figure-name"),
                html.Strong(str(value), className="figure-digits"),
                html.Span(more, className="figure-parts"),
            ],
            className="figure-tile",
        )
        for title, value, more in tiles
    ]
    return html.Div(drawn, className="figure-tiles is-small")


def _lines(page: BoardPage, name: AreaName, words: Words) -> Component:
    def area(line: Line) -> Component:
        if len(line.code) == 15:
            return grid_link(line.code, name)
        return office.act(name(line.code), VIEW, {"area": line.code})

    columns: office.Columns = (
        (words("所在区域"), area),
        (words("网格"), lambda one: str(one.grids)),
        (words("在岗"), lambda one: str(one.filled)),
        (words("空缺"), lambda one: str(one.vacant)),
        (words("空缺率（95% 区间）"), _vacant_share),
        (words("其中代管"), lambda one: str(one.covered)),
        (words("长期空缺"), lambda one: str(one.long_vacant)),
        (words("网格长"), lambda one: str(one.leads)),
        (words("兼职人员"), lambda one: str(one.part_time)),
        (words("无党组织"), lambda one: str(one.gaps[GapKind.NO_BRANCH])),
    )
    table = office.table(columns, page.lines, words("没有下级区域"), tight=1)
    said = words("按区域编码排列，不排名；区间重叠的区域，不能说谁高谁低")
    return html.Div([table, office.note(said)] if page.lines else table)


def _vacant_share(one: Line) -> str:
    """With five posts or a hundred and sixty, a share without its interval would rank areas."""
    if one.grids < 2:
        return ""
    lies = wilson(one.vacant, one.grids)
    told = f"（{100 * lies.low:.0f}–{100 * lies.high:.0f}）" if lies else ""
    return percent(one.vacant / one.grids) + told


def _gaps(page: BoardPage, name: AreaName, words: Words) -> list[Component]:
    drawn: list[Component] = []
    for kind in GapKind:
        found = [gap for gap in page.gaps if gap.kind is kind]
        if found:
            drawn.append(_gaps_of(kind, found, page, name, words))
    if not page.knows_officers:
        drawn.append(office.note(words("包格民警尚未接入，未列入缺口")))
    return drawn


def _gaps_of(
    kind: GapKind, found: Sequence[Gap], page: BoardPage, name: AreaName, words: Words
) -> Component:
    longest = sorted(found, key=lambda gap: -(gap.days(page.today) or 0))[:LISTED]
    columns: list[tuple[str, object]] = [(words("网格"), lambda one: grid_link(one.grid, name))]
    if kind is GapKind.VACANT:
        columns += [
            (words("空缺起"), lambda one: one.since.isoformat() if one.since else ""),
            (words("天数"), lambda one: str(one.days(page.today))),
            (words("代管"), lambda one: words("有") if one.covered_by else ""),
        ]
    head = words("{what}：{count} 个网格", what=gap_word(kind, words), count=len(found))
    shown = office.table(columns, longest, "")  # type: ignore[arg-type]
    return html.Details([html.Summary(head), shown], className="case-step net-gap")
