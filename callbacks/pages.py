"""The callbacks of working pages, imported when the first of them is asked for.

See layouts/pages.py.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from dash import Dash

from callbacks import office
from callbacks.access import persons, screens
from callbacks.centre import frame
from callbacks.centre.cases import cases
from callbacks.centre.figures import figures
from callbacks.centre.firms import firms
from callbacks.centre.keeping import disposals
from callbacks.centre.mediation import advice, mediators
from callbacks.centre.premises import editing, queue, rota
from callbacks.field import broadcasts
from callbacks.field import frame as field_frame
from callbacks.guarded import Guarded
from callbacks.net import frame as net_frame
from callbacks.net.credit import credit
from callbacks.net.fusion import fusion
from callbacks.net.items import classes, items
from callbacks.net.party import party
from callbacks.net.people import board, grid, people, views
from callbacks.net.surveys import surveys
from callbacks.net.tasks import tasks
from callbacks.statistics import area, brief
from callbacks.upkeep import checklists, journal, machines, overview, run_cards
from callbacks.video import frame as video_frame
from callbacks.video.cameras import cameras
from callbacks.video.exports import exports
from callbacks.video.inspections import inspections
from callbacks.video.looks import looks
from callbacks.video.places import places
from callbacks.video.rooms import rooms
from domain.pages.administration import OFFICES
from domain.pages.centre import CENTRES
from domain.pages.field import FIELDS
from domain.pages.net import NETS
from domain.pages.video import VIDEOS

__all__ = ["WORKING", "register"]

# The callbacks of each page of domain/pages/, given what the product is made of.
WORKING: Mapping[str, Callable[[Dash, Any], None]] = {
    "field_broadcasts": broadcasts.register,
    "area": area.register,
    "brief": brief.register,
    "centre": cases.register,
    "queue": queue.register,
    "rota": rota.register,
    "premises": editing.register,
    "disposals": disposals.register,
    "centre_figures": figures.register,
    "firms": firms.register,
    "mediators": mediators.register,
    "advice": advice.register,
    "net": board.register,
    "net_people": people.register,
    "net_tasks": tasks.register,
    "net_grid": grid.register,
    "net_items": items.register,
    "net_item_classes": classes.register,
    "net_views": views.register,
    "net_party": party.register,
    "net_fusion": fusion.register,
    "video_cameras": cameras.register,
    "net_surveys": surveys.register,
    "net_credit": credit.register,
    "video_exports": exports.register,
    "video_looks": looks.register,
    "video_inspections": inspections.register,
    "video_places": places.register,
    "video_rooms": rooms.register,
    "overview": overview.register,
    "journal": journal.register,
    "feeds": machines.register_feeds,
    "held": machines.register_held,
    "maps": machines.register_maps,
    "settings": machines.register_settings,
    "accounts": persons.register_accounts,
    "alarms": persons.register_alarms,
    "privacy": persons.register_privacy,
    "walls": screens.register_walls,
    "keys": screens.register_keys,
    "checklists": checklists.register,
    "run_cards": run_cards.register,
}


def register(app: Dash, parts: Any) -> dict[str, frozenset[str]]:
    """Wire every callback of working pages.

    Args:
        app: where they are wired.
        parts: what the product is made of; each working page names what it takes.

    Returns:
        The names of the working pages of each of their callbacks, by its output.

    Raises:
        NoRuleError: a callback has no line in the access table (domain/access/routes.py).
    """
    guarded = cast(Dash, Guarded(app))
    owners: dict[str, frozenset[str]] = {}

    def wire(names: frozenset[str], register_one: Callable[[Dash, Any], None]) -> None:
        before = len(app._callback_list)
        register_one(guarded, parts)
        owners.update({one["output"]: names for one in app._callback_list[before:]})

    wire(frozenset(page.name for page in OFFICES), office.register)
    wire(frozenset(page.name for page in CENTRES), frame.register)
    wire(frozenset(page.name for page in NETS), net_frame.register)
    wire(frozenset(page.name for page in VIDEOS), video_frame.register)
    wire(frozenset(page.name for page in FIELDS), field_frame.register)
    for name, register_one in WORKING.items():
        wire(frozenset({name}), register_one)
    return owners
