"""The callbacks of the glass: one module per part of the screen. Working pages: pages.py."""

from typing import cast

from dash import Dash

from callbacks.dispatch import nearest
from callbacks.guarded import Guarded
from callbacks.live import community
from callbacks.providers import Providers

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
