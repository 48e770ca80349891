"""Fields of the forms of administration: each is sent by its name (layouts/office/office.py)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.words import Words
from layouts.elements.dmc import dmc

AREAS = "admin-areas"


def text(
    name: str,
    label: str,
    *,
    longest: int = 64,
    shortest: int = 0,
    is_required: bool = False,
    value: str | None = None,
    input_mode: str | None = None,
    suggestions: str | None = None,
) -> dmc.TextInput:
    """A line of text.

    Args:
        name: by which it is sent.
        label: what is read above it.
        longest: how many characters it takes.
        shortest: how many it needs.
        is_required: whether it may be left empty.
        value: what stands in it.
        input_mode: which keyboard a phone shows.
        suggestions: the id of a list of suggestions.
    """
    attributes: dict[str, Any] = {"maxLength": longest}
    if shortest:
        attributes["minLength"] = shortest
    if input_mode:
        attributes["inputMode"] = input_mode
    if suggestions:
        attributes["list"] = suggestions
    return dmc.TextInput(
        name=name,
        label=label,
        required=is_required,
        value=value or "",
        autoComplete="off",
        spellCheck=False,
        attributes={"input": {**attributes, "autoCapitalize": "none"}},
        persistence=False,
    )


def choice(
    name: str, label: str, options: Iterable[tuple[str, str]], value: str = ""
) -> dmc.Select:
    """One of several; `value` is the one that is chosen, the first where it is none of them."""
    data = [{"value": one, "label": shown} for one, shown in options]
    values = [one["value"] for one in data]
    return dmc.Select(
        name=name,
        label=label,
        data=data,
        value=value if value in values else (values[0] if values else None),
        allowDeselect=False,
        checkIconPosition="right",
        comboboxProps={"zIndex": 4000},
        persistence=False,
    )


def lines(
    name: str,
    label: str,
    *,
    longest: int,
    hint: str = "",
    is_required: bool = False,
    value: str = "",
) -> dmc.Textarea:
    """Several lines of text; `hint` is read below the label.

    The box grows with what is typed.
    """
    return dmc.Textarea(
        name=name,
        label=label,
        description=hint or None,
        required=is_required,
        value=value,
        autosize=True,
        minRows=1,
        maxRows=8,
        autoComplete="off",
        spellCheck=False,
        attributes={"input": {"maxLength": longest}},
        persistence=False,
    )


def several(
    name: str, label: str, options: Iterable[tuple[str, str]], value: Sequence[str] = ()
) -> dmc.MultiSelect:
    """Any of several, or none; sent as their values with commas between."""
    return dmc.MultiSelect(
        name=name,
        label=label,
        data=[{"value": one, "label": shown} for one, shown in options],
        value=list(value),
        searchable=True,
        clearable=True,
        checkIconPosition="right",
        comboboxProps={"zIndex": 4000},
        persistence=False,
    )


def when(name: str, label: str) -> dmc.DateTimePicker:
    """A day and a time of day in the district; may stay empty."""
    return dmc.DateTimePicker(
        name=name,
        label=label,
        valueFormat="YYYY-MM-DD HH:mm",
        clearable=True,
        popoverProps={"zIndex": 4000},
        persistence=False,
    )


def area(words: Words, value: str | None = None) -> dmc.TextInput:
    """The code of an area, with suggestions (`areas` below)."""
    return text(
        "area",
        words("区域编码（空：全域）"),
        longest=15,
        value=value,
        input_mode="numeric",
        suggestions=AREAS,
    )


def areas(known: Mapping[str, str]) -> html.Datalist:
    """What the fields of areas suggest: codes and the names down to them."""
    return html.Datalist(
        [html.Option(label=path, value=code) for code, path in known.items()], id=AREAS
    )


def line(*parts: Component) -> html.Div:
    """Things beside each other."""
    return html.Div(list(parts), className="admin-acts")


def choices(named: Mapping[str, str], words: Words) -> Sequence[tuple[str, str]]:
    """Options whose names are words of the catalogue."""
    return [(value, words(name)) for value, name in named.items()]
