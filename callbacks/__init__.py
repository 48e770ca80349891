"""The callbacks of the glass: one module per part of the screen. Working pages: pages.py."""

from typing import cast

from dash import Dash

from callbacks.dispatch import nearest
from callbacks.guarded import Guarded
from callbacks.live import community
from callbacks.net import frame as net_frame
from callbacks.net.credit import credit
from callbacks.net.fusion import fusion
from callbacks.net.party import party
from callbacks.net.people import board, grid, people, views
from callbacks.net.surveys import surveys
from callbacks.net.tasks import tasks
from callbacks.providers import Providers

__all__ = ["WORKING", "Providers", "register"]

# The callbacks of each page of domain/pages.py, given what the product is made of.
WORKING: Mapping[str, Callable[[Dash, Any], None]] = {
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
    "net_party": party.register,
    "net_views": views.register,
    "net_fusion": fusion.register,
    "net_surveys": surveys.register,
    "net_credit": credit.register,
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
__all__ = ["Providers", "register"]


def register(app: Dash, providers: Providers) -> None:
    """Wire every callback; each is a coroutine, for a sync one would block the whole server.

    Args:
        app: where they are wired.
        providers: what the callbacks of the glass ask for.

    Raises:
        NoRuleError: a callback has no line in the access table (domain/access/routes.py).
    """
    guarded = cast(Dash, Guarded(app))
    community.register(guarded, providers)
    nearest.register(guarded, providers)
