"""Figures that open to what stands behind them.

A figure is a button that carries its question; assets/pages/working/20_open.js hands a pressed
one's question to a store, whose callback asks for the rows. One listener for a whole page: a table
of a hundred figures costs nothing.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from layouts.elements.attributes import attributes


def opening(
    children: Any, store: str, question: Mapping[str, Any], *, name: str = "link", label: str = ""
) -> html.Button:
    """A button that puts a question into a store.

    Args:
        children: what is read on it.
        store: the id of the store.
        question: plain values; None among them are left out.
        name: its classes.
        label: what is heard and shown on hovering, where that says more than what is read.
    """
    asked = {key: value for key, value in question.items() if value is not None}
    heard = {"title": label, "aria-label": label} if label else {}
    return html.Button(
        children,
        type="button",
        className=name,
        **attributes(
            {
                "data-open": store,
                "data-ask": json.dumps(asked, ensure_ascii=False),
                "aria-haspopup": "dialog",
                **heard,
            }
        ),
    )


def shut(children: Any, store: str) -> html.Button:
    """A button that empties a store."""
    return html.Button(
        children,
        type="button",
        className="button",
        **attributes({"data-open": store, "data-ask": "null"}),
    )


def cell(child: Any, name: str = "num") -> html.Td:
    """A cell of a table."""
    return html.Td(child, className=name)


def table(
    head: list[str], rows: Sequence[Sequence[Any]], name: str = "", here: int | None = None
) -> html.Table:
    """A table; `here` is the row of what the page is about. Cells that are no `Td` become one."""
    made = [[one if isinstance(one, html.Td) else html.Td(one) for one in row] for row in rows]
    first = made[0] if made else []

    def is_number(at: int) -> bool:
        classes = str(getattr(first[at], "className", "") or "") if at < len(first) else ""
        return "num" in classes.split()

    return html.Table(
        [
            html.Thead(
                html.Tr(
                    [
                        html.Th(text, scope="col", className="is-num" if is_number(at) else "")
                        for at, text in enumerate(head)
                    ]
                )
            ),
            html.Tbody(
                [
                    html.Tr(row, className="is-here" if at == here else "")
                    for at, row in enumerate(made)
                ]
            ),
        ],
        className=f"area-table {name}".strip(),
    )
