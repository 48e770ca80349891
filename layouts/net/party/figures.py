"""The figures of the party's page: tiles that say how they are counted, and three charts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.net.party.activities import ActivityType
from domain.net.party.figures import PartyFigures
from domain.net.party.gaps import PartyGap
from domain.net.party.money import yuan
from domain.net.party.organisations import OrganisationLevel, OrganisationType, Roll
from layouts.elements import figures, measures
from layouts.elements.colours import COLOURS
from layouts.elements.opening import table
from layouts.net.party.seat import Seat
from layouts.office import office


def overview(told: PartyFigures, at: datetime, seat: Seat) -> list[Component]:
    """Everything that is counted, with source and age above it."""
    words = seat.words
    source = (
        words("党建台账（演示数据，人名与电话均为虚构）") if told.is_demo else words("党建台账")
    )
    said = words(
        "来源：{source}；统计时间：{at}", source=source, at=office.moment(at, seat.zone_name)
    )
    return [office.note(said), _tiles(told, seat), _charts(told, seat)]


def _tiles(told: PartyFigures, seat: Seat) -> Component:
    words, counts, gaps = seat.words, told.counts, told.gaps
    percent = told.whole.percent
    covered = "—" if percent is None else f"{_share(told)} %"
    terms = gaps.get(PartyGap.TERM_ENDED, 0) + gaps.get(PartyGap.TERM_ENDING, 0)
    tiles = (
        (
            words("网格党组织覆盖"), covered,
            words("{covered} / {grids} 个网格", covered=told.whole.covered, grids=told.whole.grids),
            words("有党支部、功能型党支部或党小组的网格 ÷ 全部网格"),
        ),
        (
            words("党组织"), words("{n} 个", n=told.organisations),
            words(
                "社区 {c}，网格 {g}，楼栋 {b}", c=told.by_level.get(OrganisationLevel.COMMUNITY, 0),
                g=told.by_level.get(OrganisationLevel.GRID, 0),
                b=told.by_level.get(OrganisationLevel.BUILDING, 0),
            ),
            words("未撤销的组织"),
        ),
        (
            words("党员"), words("{n} 人", n=measures.number(told.members)),
            words("双报到 {d}，有岗位 {p}", d=told.of_roll(Roll.DOUBLE), p=told.at_posts),
            words("未转出的党员；志愿时长合计 {n} 小时", n=measures.number(counts.hours)),
        ),
        (
            words("联系户"), words("{n} 户", n=measures.number(counts.links)),
            words("逾期未联系 {n}", n=gaps.get(PartyGap.NO_CONTACT, 0)),
            words("正在联系的住户"),
        ),
        (
            words("组织活动"), words("{n} 次", n=told.activities),
            words("到场 {n} 人次", n=measures.number(counts.attended)),
            words("近 12 个月已举行的活动"),
        ),
        (
            words("自治组织"), words("{n} 个", n=counts.places),
            words("群众活动 {n} 次，花费 {sum} 元", n=told.community_activities,
                  sum=yuan(counts.spent_fen)),
            words("未撤销的自治组织；近 12 个月的群众活动"),
        ),
        (
            words("待补短板"), words("{n} 项", n=sum(gaps.values())),
            words("缺书记 {s}，任期 {t}，本季未开会 {m}", s=gaps.get(PartyGap.NO_SECRETARY, 0),
                  t=terms, m=gaps.get(PartyGap.NO_MEETING, 0)),
            words("规则见“短板”一栏"),
        ),
    )  # fmt: skip
    drawn = [
        html.Section(
            [
                html.Span(name, className="figure-name"),
                html.Strong(value, className="figure-digits"),
                html.Span(more, className="figure-parts"),
                html.Small(formula, className="figure-formula"),
            ],
            className="figure-tile",
        )
        for name, value, more, formula in tiles
    ]
    return html.Div(drawn, className="figure-tiles is-small")


def _share(told: PartyFigures) -> str:
    """Only all is 100 %, only nothing 0 %."""
    value = told.whole.percent or 0
    if told.whole.covered == told.whole.grids:
        return "100"
    return measures.number(min(max(value, 0.1 if told.whole.covered else 0.0), 99.9), 1)


def _charts(told: PartyFigures, seat: Seat) -> Component:
    return html.Div([_towns(told, seat), _kinds(told, seat), _months(told, seat)],
                    className="figure-cards")  # fmt: skip


def _towns(told: PartyFigures, seat: Seat) -> Component:
    words = seat.words
    names = [seat.area_name(code) for code in told.towns]
    shares = [round(one.percent or 0, 1) for one in told.towns.values()]
    rows = [
        [name, _number(one.covered), _number(one.grids)]
        for name, one in zip(names, told.towns.values(), strict=True)
    ]
    data = table([words("镇街"), words("已建"), words("网格")], rows)
    chart = _bars(seat, "party-towns", names, shares)
    return _card(words("各镇街网格党组织覆盖（%）"), chart, _folded(data, seat))


def _kinds(told: PartyFigures, seat: Seat) -> Component:
    words = seat.words
    kinds = [one for one in OrganisationType if told.by_type.get(one)]
    names = [seat.word(one) for one in kinds] + [seat.word(one) for one in Roll]
    values = [told.by_type[one] for one in kinds] + [told.of_roll(one) for one in Roll]
    rows = [[name, _number(value)] for name, value in zip(names, values, strict=True)]
    data = table([words("类型"), words("数量")], rows)
    chart = _bars(seat, "party-kinds", names, values)
    return _card(words("组织（个）与党员（人）按类型"), chart, _folded(data, seat))


def _months(told: PartyFigures, seat: Seat) -> Component:
    words, reader = seat.words, seat.reader
    colours = ("bar", "ok", "warn")
    traces = []
    rows: list[list[Any]] = [[month] for month in told.months]
    counts = {
        kind: [told.counts.activities.get((month, kind.value), 0) for month in told.months]
        for kind in ActivityType
    }
    for kind, colour in zip(ActivityType, colours, strict=True):
        traces.append(
            figures.bars(
                reader, x=list(told.months), y=counts[kind], name=seat.word(kind),
                hovertext=[seat.word(kind)] * len(told.months),
                marker={"color": COLOURS[reader.theme][colour]},
            )
        )  # fmt: skip
        for row, count in zip(rows, counts[kind], strict=True):
            row.append(_number(count))
    made = figures.figure(reader, traces, barmode="stack", xaxis={"type": "category"})
    data = table([words("月"), *(seat.word(kind) for kind in ActivityType)], rows)
    chart = html.Div(figures.graph({"chart": "party-months"}, made), className="figure-chart")
    note = words("自下而上：{kinds}", kinds="、".join(seat.word(kind) for kind in ActivityType))
    return _card(words("每月组织活动（次）"), chart, _folded(data, seat), note=note)


def _bars(seat: Seat, name: str, labels: Sequence[str], values: Sequence[float]) -> Component:
    trace = figures.bars(
        seat.reader,
        orientation="h",
        x=list(values)[::-1],
        y=list(labels)[::-1],
        text=[measures.number(one, 0 if float(one).is_integer() else 1) for one in values][::-1],
        hovertext=list(labels)[::-1],
    )
    most = max([1.0, *values])
    made = figures.figure(
        seat.reader,
        [trace],
        xaxis={"range": [0, most * 1.2], "showticklabels": False, "showgrid": False},
        yaxis={"dtick": 1, "showgrid": False},
    )
    return html.Div(figures.graph({"chart": name}, made), className="figure-chart")


def _number(value: int) -> html.Td:
    return html.Td(measures.number(value), className="num")


def _folded(data: Component, seat: Seat) -> Component:
    return html.Details([html.Summary(seat.words("数据表")), data], className="chart-table")


def _card(title: str, *body: Component, note: str = "") -> Component:
    head = [html.H3(title), *([html.Span(note, className="figure-note")] if note else [])]
    return html.Section([html.Header(head), *body], className="figure-card")
