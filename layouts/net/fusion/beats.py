"""Police beats, and the grids nobody of the police is named for."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.net.fusion.beats import Beat
from layouts.net.fusion.page import PAGE
from layouts.net.fusion.seat import Seat, counted
from layouts.office import ids, office

TOLD = 12  # grids named of a beat, and gaps named at once


def beats(found: Sequence[Beat], grids: int, gaps: Sequence[str], seat: Seat) -> list[Component]:
    """The register, and above it what is missing in it."""
    words = seat.words
    columns: office.Columns = (
        (words("警格"), lambda one: office.named(one.code)),
        (words("派出所"), lambda one: office.named(one.station)),
        (words("民警"), lambda one: office.named(one.officers)),
        (words("辅警"), lambda one: office.named(one.auxiliary)),
        (words("联系电话"), lambda one: office.named(one.phone)),
        (words("网格数"), lambda one: str(len(one.shares))),
        (words("网格（占比）"), lambda one: _grids(one, seat)),
    )
    parts: list[Component] = [_gaps(grids, gaps, seat)]
    if any(one.is_demo for one in found):
        parts.append(office.note(words("演示数据：民警、辅警与电话均为虚构")))
    parts.append(office.table(columns, found, words("没有警格，请导入"), tight=1))
    if seat.may_manage:
        asked = {"act": "template"}
        parts.append(office.act(words("下载警格模板"), ids.do(PAGE), asked))
    return parts


def _gaps(grids: int, gaps: Sequence[str], seat: Seat) -> Component:
    words = seat.words
    what = words("口径：占比最大的警格有民警，网格即有责任民警")
    note = counted(what, words("警格台账"), seat.now, seat)
    if not gaps:
        return html.Div([html.P(words("{count} 个网格都有责任民警", count=grids)), note])
    names = "、".join(seat.area_name(code) for code in gaps[:TOLD])
    told = words("{count} 个网格中 {gaps} 个没有责任民警：", count=grids, gaps=len(gaps))
    more = words(" 等") if len(gaps) > TOLD else ""
    return html.Div(
        [html.P([html.Span(told, className="is-bad"), office.named(names), more]), note]
    )


def _grids(beat: Beat, seat: Seat) -> Component | str:
    told = [f"{seat.area_name(grid)} {part}%" for grid, part in beat.shares.items()]
    more = seat.words(" 等") if len(told) > TOLD else ""
    return office.named("、".join(told[:TOLD]) + more)
