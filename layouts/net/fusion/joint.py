"""Joint actions of police and grid, and the law partners of grids with what they did."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from dash import html
from dash.development.base_component import Component

from domain.net.fusion.joint import JointAction, JointResolutions, LawPartner, LawService
from layouts.net.fusion.page import PAGE
from layouts.net.fusion.seat import Seat, counted, joint_names, law_names, role_names
from layouts.office import fields, ids, office

LONGEST = 1000
W = TypeVar("W", bound=StrEnum)
GRIDS_TOLD = 6


class LawCounts(Protocol):
    """How often law partners did something."""

    @property
    def consults(self) -> int:
        """Consultations."""

    @property
    def talks(self) -> int:
        """Talks."""

    @property
    def disputes(self) -> int:
        """Disputes joined."""


def resolutions(of: JointResolutions, at: datetime, seat: Seat) -> Component:
    """What was settled together, each once; below it what is counted, of what, and when."""
    words = seat.words
    tiles = (
        (
            words("联合化解"),
            words("{n} 件", n=of.count),
            words(
                "其中中心化解 {cases} 件，警网联动 {actions} 件；每件只计一次",
                cases=of.cases, actions=of.actions,
            ),
        ),
        (
            words("公安与网格双方各记"),
            words("{n} 件", n=of.credited),
            words("其中已立为中心案件 {n} 件，不重复计数", n=of.joint_cases),
        ),
    )  # fmt: skip
    what = words("口径：中心化解成功的案件，加上未立案的警网联动化解；联动记在双方名下")
    return _tiles(tiles, what, words("化解中心案件、警网联动登记"), at, seat)


def law_counts(of: LawCounts, at: datetime, seat: Seat) -> Component:
    """How often the law partners were asked; below it what is counted, of what, and when."""
    words = seat.words
    tiles = (
        (words("法律咨询"), words("{n} 次", n=of.consults), ""),
        (words("法治宣讲"), words("{n} 次", n=of.talks), ""),
        (words("参与化解"), words("{n} 件", n=of.disputes), words("均为中心案件，不另计化解数")),
    )
    what = words("口径：登记的法律咨询、宣讲与参与化解，至今累计")
    return _tiles(tiles, what, words("法网服务登记"), at, seat)


def _tiles(
    tiles: Sequence[tuple[str, str, str]], what: str, source: str, at: datetime, seat: Seat
) -> Component:
    drawn = [
        html.Div(
            [
                html.Span(name, className="figure-name"),
                html.Strong(value, className="figure-digits"),
                html.Span(more, className="figure-parts"),
            ],
            className="figure-tile",
        )
        for name, value, more in tiles
    ]
    tiles_drawn = html.Div(drawn, className="figure-tiles is-small")
    return html.Div([tiles_drawn, counted(what, source, at, seat)])


def action_form(seat: Seat) -> Component:
    """How a joint action is written down."""
    words = seat.words
    form = office.form(
        ids.do(PAGE),
        {"act": "action"},
        words("登记联动"),
        fields.choice("action", words("类型"), _options(joint_names(words))),
        fields.text("day", words("日期（年-月-日）"), is_required=True, longest=10),
        fields.text("area", words("网格或村（社区）编码"), value=seat.own_area, longest=15),
        fields.text("place", words("地点"), is_required=True, longest=128),
        fields.text("police_people", words("公安人员"), is_required=True, longest=200),
        fields.text("grid_people", words("网格人员"), is_required=True, longest=200),
        fields.lines("found", words("发现的问题"), longest=LONGEST),
        fields.lines("result", words("结果"), longest=LONGEST, is_required=True),
        fields.choice("resolved", words("化解了矛盾"), [("", words("否")), ("yes", words("是"))]),
        fields.text("case", words("案件编码（已立案的）"), longest=64),
        key=seat.key,
    )
    return html.Details([html.Summary(words("登记联动")), form], className="case-step")


def actions(rows: Sequence[JointAction], cases: Collection[str], seat: Seat) -> Component:
    """Joint actions, newest first."""
    words, names = seat.words, joint_names(seat.words)
    columns: office.Columns = (
        (words("日期"), lambda one: one.day),
        (words("类型"), lambda one: names[one.action]),
        (words("所在区域"), lambda one: office.named(seat.area_name(one.area_code))),
        (words("地点"), lambda one: office.named(one.place)),
        (words("公安人员"), lambda one: office.named(one.police_people)),
        (words("网格人员"), lambda one: office.named(one.grid_people)),
        (words("发现的问题"), lambda one: office.named(one.found)),
        (words("结果"), lambda one: office.named(one.result)),
        (words("化解"), lambda one: words("是") if one.is_resolved else ""),
        (words("案件"), lambda one: _case(one.case_code, cases, seat)),
    )
    return office.table(columns, rows, words("没有联动"), tight=1)


def partner_form(seat: Seat) -> Component:
    """How a law partner is paired with grids."""
    words = seat.words
    form = office.form(
        ids.do(PAGE),
        {"act": "partner"},
        words("登记法网伙伴"),
        fields.choice("role", words("身份"), _options(role_names(words))),
        fields.text("name", words("姓名"), is_required=True),
        fields.text("body", words("单位"), longest=128),
        fields.text("phone", words("电话"), longest=32),
        fields.text("grids", words("结对网格编码（空格分隔）"), is_required=True, longest=LONGEST),
        key=f"{seat.key}p",
    )
    return html.Details([html.Summary(words("登记法网伙伴")), form], className="case-step")


def service_form(partners: Sequence[LawPartner], seat: Seat) -> Component:
    """How a consultation, a talk or a dispute joined is written down."""
    words = seat.words
    form = office.form(
        ids.do(PAGE),
        {"act": "service"},
        words("登记法网服务"),
        fields.choice("service", words("类型"), _options(law_names(words))),
        fields.text("day", words("日期（年-月-日）"), is_required=True, longest=10),
        fields.text("area", words("网格或村（社区）编码"), value=seat.own_area, longest=15),
        fields.several(
            "partners", words("法网伙伴"), [(one.partner_id, one.name or "—") for one in partners]
        ),
        fields.text("topic", words("主题"), is_required=True, longest=200),
        fields.text("people", words("咨询人或参加人"), longest=200),
        fields.lines("opinion", words("意见（咨询必填）"), longest=LONGEST),
        fields.text("audience", words("听众人数（宣讲必填）"), input_mode="numeric", longest=6),
        fields.text("case", words("案件编码（化解必填）"), longest=64),
        key=f"{seat.key}s",
    )
    return html.Details([html.Summary(words("登记法网服务")), form], className="case-step")


def partners(rows: Sequence[LawPartner], seat: Seat) -> Component:
    """Who helps which grids."""
    words, names = seat.words, role_names(seat.words)
    columns: office.Columns = (
        (words("姓名"), lambda one: office.named(one.name)),
        (words("身份"), lambda one: names[one.role]),
        (words("单位"), lambda one: office.named(one.body)),
        (words("电话"), lambda one: office.named(one.phone)),
        (words("结对网格"), lambda one: _grids(one, seat)),
    )
    return office.table(columns, rows, words("没有法网伙伴"))


def services(
    rows: Sequence[LawService], names: dict[str, str], cases: Collection[str], seat: Seat
) -> Component:
    """What they did, newest first."""
    words, kinds = seat.words, law_names(seat.words)
    columns: office.Columns = (
        (words("日期"), lambda one: one.day),
        (words("类型"), lambda one: kinds[one.service]),
        (words("所在区域"), lambda one: office.named(seat.area_name(one.area_code))),
        (words("主题"), lambda one: office.named(one.topic)),
        (
            words("法网伙伴"),
            lambda one: office.named("、".join(names.get(p, p) for p in one.partners)),
        ),
        (words("咨询人或参加人"), lambda one: office.named(one.people)),
        (words("意见"), lambda one: office.named(one.opinion)),
        (words("听众"), lambda one: str(one.audience or "")),
        (words("案件"), lambda one: _case(one.case_code, cases, seat)),
    )
    return office.table(columns, rows, words("没有法网服务"), tight=1)


def _case(code: str | None, cases: Collection[str], seat: Seat) -> Component | str:
    """The code for whoever may see the case; others are not told which it is."""
    if not code:
        return ""
    return office.named(code) if code in cases else seat.words("已登记编码")


def _grids(partner: LawPartner, seat: Seat) -> Component | str:
    told = "、".join(seat.area_name(grid) for grid in partner.grids[:GRIDS_TOLD])
    return office.named(told + (seat.words(" 等") if len(partner.grids) > GRIDS_TOLD else ""))


def _options(names: Mapping[W, str]) -> list[tuple[str, str]]:
    return [(one.value, name) for one, name in names.items()]
