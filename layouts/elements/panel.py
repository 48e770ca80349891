"""The frame every panel sits in, and numbers that can say where they come from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.moments import to_iso
from layouts.elements.attributes import attributes


def panel(
    title: str,
    body: str | Sequence[Component],
    *,
    name: str,
    note: str | Component = "",
    class_name: str = "",
) -> html.Section:
    """A corner-marked panel.

    Args:
        title: the heading.
        body: the id of one empty container, or ready components.
        name: the panel's place in the grid (`panel-<name>` in the style sheet).
        note: what stands at the right end of the heading.
        class_name: further classes.
    """
    content = html.Div(id=body, className="panel-body") if isinstance(body, str) else body
    return html.Section(
        [
            html.Header(
                [html.H2(title, className="panel-title"), html.Span(note, className="panel-note")],
                className="panel-head",
            ),
            *([content] if isinstance(content, html.Div) else content),
        ],
        className=f"panel panel-{name} {class_name}".strip(),
        **attributes({"aria-label": title}),
    )


def number(
    text: str, *, source: str, at: datetime, note: str = "", class_name: str = "num"
) -> html.Span:
    """A number that opens to its source, time and age on hover or by key."""
    return html.Span(text, className=class_name, **provenance(source, at, note), tabIndex=0)


def provenance(source: str, at: datetime, note: str = "") -> dict[str, Any]:
    """The data attributes assets/51_provenance.js reads."""
    return {"data-prov": source, "data-prov-at": to_iso(at), "data-prov-note": note}


def says(text: str) -> html.P:
    """Why a panel has nothing to show."""
    return html.P(text, className="says")
