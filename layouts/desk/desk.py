"""The dispatch desk: empty containers that assets/pages/desk/ fills with what is live.

The queue stands left, the shared map in the middle, the card of one incident right. The intake form
lies over the card, the sheets (joint plan, board, figures …) over the map.
"""

from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts import ids
from layouts.elements.attributes import attributes
from layouts.elements.panel import panel


def desk_panels() -> list[Component]:
    """Everything the desk adds to the shell; drawn on its page only."""
    return [
        html.Div(id=ids.DESK_ALERTS, className="desk-alerts on-desk", **_live("assertive")),
        panel("待办队列", ids.DESK_QUEUE, name="desk-queue", class_name="on-desk"),
        panel("事件卡", ids.DESK_CARD, name="desk-card", class_name="on-desk"),
        _overlay(ids.DESK_INTAKE, "desk-intake", "接警登记"),
        _overlay(ids.DESK_SHEET, "desk-sheet", "调度台面板"),
        _overlay(ids.DESK_HELP, "desk-help", "按键一览"),
        html.Div(id=ids.DESK_BAR, className="desk-bar on-desk"),
        html.Div(id=ids.DESK_SAYS, className="desk-says on-desk", **_live("polite")),
        html.Div(id=ids.DESK_PAPER, className="desk-paper"),
    ]


def _overlay(name: str, class_name: str, label: str) -> html.Section:
    """A closed overlay; the browser opens it."""
    return html.Section(
        id=name,
        className=f"panel {class_name} on-desk",
        hidden=True,
        **attributes({"aria-label": label}),
    )


def _live(manner: str) -> dict[str, Any]:
    """What screen readers speak when it changes."""
    return {"aria-live": manner, "role": "alert" if manner == "assertive" else "status"}
