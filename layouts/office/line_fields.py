"""The fields of a line of an editor, each by the name it is read by."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.elements.attributes import attributes
from layouts.elements.dmc import dmc
from layouts.office.editor import Row


def field(name: str, child: Component) -> html.Div:
    """A field by the name it is read by."""
    return html.Div(child, className="ed-field", **attributes({"data-field": name}))


def text(
    name: str,
    label: Any,
    row: Row,
    *,
    longest: int,
    placeholder: str = "",
    input_mode: str | None = None,
) -> html.Div:
    """A line of text."""
    more = {"inputMode": input_mode} if input_mode else {}
    return field(
        name,
        dmc.TextInput(
            label=label,
            value=str(row["fields"].get(name, "")),
            placeholder=placeholder,
            autoComplete="off",
            attributes={"input": {"maxLength": longest, **more}},
            persistence=False,
        ),
    )


def choice(name: str, label: str, row: Row, options: Sequence[tuple[str, str]]) -> html.Div:
    """One of several."""
    values = [value for value, _ in options]
    value = row["fields"].get(name)
    return field(
        name,
        dmc.Select(
            label=label,
            name=name,
            data=[{"value": value, "label": shown} for value, shown in options],
            value=value if value in values else values[0],
            allowDeselect=False,
            checkIconPosition="right",
            comboboxProps={"zIndex": 4000},
            persistence=False,
        ),
    )


def ticks(name: str, label: str, row: Row, options: Sequence[tuple[str, str]]) -> html.Div:
    """Any of several."""
    held = row["fields"].get(name) or []
    boxes = html.Span(
        [dmc.Checkbox(label=shown, value=value, size="sm") for value, shown in options],
        className="ed-skills",
    )
    chosen = [value for value, _ in options if value in held]
    return field(name, dmc.CheckboxGroup(boxes, label=label, value=chosen, persistence=False))
