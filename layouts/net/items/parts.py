"""The register of things: how many lie where, and a page of them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from domain.net.items.parts import CityPart
from layouts.net.items.drawn import pages
from layouts.net.items.names import part_state_names
from layouts.net.items.page import PAGE, VIEW
from layouts.net.items.seat import Looked, Seat
from layouts.office import fields, ids, office


class PartPage(Protocol):
    """A page of things."""

    @property
    def parts(self) -> Sequence[CityPart]:
        """In the order of their ids."""

    @property
    def count(self) -> int:
        """On all pages."""

    @property
    def by_area(self) -> Mapping[str, int]:
        """How many in each area below."""


def register(page: PartPage, looked: Looked, seat: Seat) -> list[Component | None]:
    """Where things lie, with the way down, and a page of them."""
    words, states = seat.words, part_state_names(seat.words)
    names = dict(seat.classes)
    columns: office.Columns = (
        (words("部件标识码"), lambda one: one.part_id),
        (words("名称"), lambda one: office.named(one.name)),
        (words("类别"), lambda one: office.named(names.get(one.class_code, one.class_code))),
        (words("地点"), lambda one: office.named(seat.area_name(one.area_code))),
        (words("权属单位"), lambda one: office.named(seat.unit_name(one.owner))),
        (words("状态"), lambda one: states[one.condition]),
        (words("普查日期"), lambda one: one.surveyed_on),
    )
    counts: office.Columns = (
        (words("区域"), lambda one: _down(one[0], looked, seat)),
        (words("部件数"), lambda one: str(one[1])),
    )
    keeps = seat.may("items.classes")
    return [
        _filter(looked, seat),
        html.Section(
            [
                office.title(words("各区域部件数")),
                office.table(counts, list(page.by_area.items()), words("没有登记的部件")),
            ],
            className="case-section",
        ),
        html.Section(
            [
                office.title(words("部件（{count}）", count=page.count)),
                office.table(columns, page.parts, words("没有登记的部件")),
                pages(page.count, looked, seat),
            ],
            className="case-section",
        ),
        office.act(words("下载普查表模板"), ids.do(PAGE), {"act": "template"}) if keeps else None,
    ]


def _down(code: str, looked: Looked, seat: Seat) -> Component | str:
    name = seat.area_name(code)
    is_last = len(code) >= 15
    return name if is_last else office.act(name, VIEW, looked.asked(area=code, at=0))


def _filter(looked: Looked, seat: Seat) -> Component:
    words = seat.words
    areas = [("", words("全部区域")), *seat.areas]
    form = office.form(
        VIEW, {"tab": looked.tab.value}, words("查看"),
        fields.choice("area", words("区域"), areas, looked.area),
    )  # fmt: skip
    return html.Div([form], className="case-find")
