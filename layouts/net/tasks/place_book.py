"""The book of key places: listed, registered, corrected, taken away."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.net.tasks.places import KeyPlace
from layouts.elements.mantine import within
from layouts.net.tasks.forms import DO, folded
from layouts.net.tasks.names import choices, place_names
from layouts.net.tasks.seat import Seat
from layouts.office import fields, office


def places(rows: Sequence[KeyPlace], count: int, seat: Seat) -> list[Component]:
    """Key places, and what may be done about each."""
    words = seat.words
    kinds = place_names(words)
    columns: list[tuple[str, Any]] = [
        (words("场所"), lambda one: office.named(one.name)),
        (words("场所类别"), lambda one: kinds[one.place]),
        (words("网格名称"), lambda one: seat.area_name(one.area_code)),
        (words("北纬，东经"), lambda one: f"{one.lat:.5f}, {one.lon:.5f}"),
        ("", lambda one: _acts(one, seat)),
    ]
    note = words("巡查须经过网格内的重点场所；同名场所在同一网格只登记一次")
    parts: list[Component] = [
        office.title(words("重点场所名录"), words("共 {count} 处", count=count)),
        office.note(note),
    ]
    if seat.may("tasks.check"):
        template = office.act(words("下载重点场所模板"), DO, {"act": "place_template"})
        parts += [fields.line(template), folded(words("登记重点场所"), _form(seat))]
    parts.append(office.table(columns, rows, words("没有重点场所")))
    return [html.Section(parts, className="case-section", id="net-places")]


def _acts(one: KeyPlace, seat: Seat) -> list[Component]:
    if not seat.may("tasks.check"):
        return []
    words, place = seat.words, {"place": one.place_id}
    sure = words("取消后，巡查和检查不再要求到这里。确定取消？")
    return [
        office.act(words("更正"), DO, {"act": "open_place", **place}),
        office.act(
            words("取消登记"), DO, {"act": "remove_place", **place},
            sure=sure, about=one.name, words=words,
        ),
    ]  # fmt: skip


def place_card(one: KeyPlace, seat: Seat) -> Component:
    """The form by which a key place is corrected."""
    title = office.title(seat.words("更正重点场所"), one.name)
    return within(seat.reader, [html.Div([title, _form(seat, one)], className="case-card")])


def _form(seat: Seat, one: KeyPlace | None = None) -> Component:
    words = seat.words
    asked = {"act": "change_place", "place": one.place_id} if one else {"act": "add_place"}
    return office.form(
        DO,
        asked,
        words("保存更正") if one else words("保存登记"),
        fields.text("name", words("场所名称"), is_required=True, value=one.name if one else ""),
        fields.choice(
            "kind", words("场所类别"), choices(place_names(words)), one.place if one else ""
        ),
        *(
            fields.text(
                name, label, longest=12, is_required=True, input_mode="decimal",
                value=str(getattr(one, name)) if one else "",
            )
            for name, label in (("lat", words("北纬（WGS 84）")), ("lon", words("东经（WGS 84）")))
        ),
    )  # fmt: skip
