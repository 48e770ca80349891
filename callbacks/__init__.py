"""The table of contents of all server callbacks: one module per part of the screen."""

from typing import cast

from dash import Dash

from callbacks import community, nearest
from callbacks.guarded import Guarded
from callbacks.providers import Providers

__all__ = ["Providers", "register"]


def register(app: Dash, providers: Providers) -> None:
    """Wire every callback; each is a coroutine, for a sync one would block the whole server.

    Raises:
        NoRuleError: a callback has no line in the access table (domain/access/access.py).
    """
    app = cast(Dash, Guarded(app))
    community.register(app, providers)
    nearest.register(app, providers)
